"""What a monthly review looks at: action items as its rules see them, and what it counts."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, time

from bot.core.action_items import Check, State
from bot.core.monthly_review import Figures, Reviewed, figures_of, month_before
from bot.core.working_time import at_local
from bot.flows import nudges
from bot.flows.item_facts import today_of
from bot.flows.runtime import Unit
from bot.flows.tracker_issues import issues_of
from storage.queries import monthly_reviews, proofs
from storage.tables import ActionItem, Incident, ItemIssue, LinkCheck, MonthlyReview, Proof


@dataclass(frozen=True)
class Looked:
    """An item, and what the rules make of it."""

    item: ActionItem
    incident: Incident
    facts: Reviewed

    @property
    def pair(self) -> tuple[ActionItem, Incident]:
        """As the lines of items are asked for."""
        return self.item, self.incident


def look(unit: Unit, month: date) -> list[Looked]:
    """What is open, and what was finished since the month before began; the first due first."""
    found = monthly_reviews.items(
        unit.session, unit.team_id, since=beginning(unit, month_before(month))
    )
    ids = [nudges.identity(item) for item, _ in found]
    shown, issues = proofs.of_items(unit.session, unit.team_id, ids), issues_of(unit, ids)
    todays = {owner: today_of(unit, owner) for owner in {item.owner for item, _ in found}}
    return [
        Looked(
            item,
            incident,
            Reviewed(
                state=State(item.state),
                agreed_on=_day(unit, item.created_at),
                due_on=item.due_on,
                finished_on=_day(unit, item.closed_at) if item.closed_at else None,
                today=todays[item.owner],
                proofs=[_check(*each) for each in shown.get(item_id, [])],
                is_confirmed=bool(item.confirmed_by),
                is_in_sight=_is_made(issues.get(item_id))
                or "://" in f"{item.title} {item.criterion}",
            ),
        )
        for item_id, (item, incident) in zip(ids, found, strict=True)
    ]


def beginning(unit: Unit, month: date) -> datetime:
    """When a month began where the house is."""
    return at_local(month, time(), unit.house.zone)


def _day(unit: Unit, at: datetime) -> date:
    return at.astimezone(unit.house.zone).date()


def _check(_proof: Proof, check: LinkCheck | None) -> Check:
    return Check(check.state) if check else Check.unchecked


def _is_made(issue: ItemIssue | None) -> bool:
    return issue is not None and bool(issue.issue_id)


def counted(looked: Sequence[Looked], month: date) -> Figures:
    """The figures of a month's review."""
    return figures_of((each.facts for each in looked), month)


def former(unit: Unit, month: date) -> Figures | None:
    """The figures of the review before, if there was one."""
    row = monthly_reviews.before(unit.session, unit.team_id, month)
    if row is None:
        return None
    return Figures(**{each.name: getattr(row, each.name) for each in fields(Figures)})


def keep(row: MonthlyReview, figures: Figures) -> None:
    """Write the figures into a review's row."""
    for each in fields(Figures):
        setattr(row, each.name, getattr(figures, each.name))
