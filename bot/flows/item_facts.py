"""What messages and forms may name of action items."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from bot.core.action_items import FINISHED, Check, Level, State, is_quick_win
from bot.core.follow_up import may_snooze
from bot.core.incident import key
from bot.core.links import Reason
from bot.core.trackers import FINISHED_THERE
from bot.flows import nudges
from bot.flows.incidents import identity, may_see
from bot.flows.people import zone_of
from bot.flows.places import message_link
from bot.flows.runtime import Unit
from bot.flows.tracker_issues import is_gone, issues_of, may_open
from bot.render.messages.action_items import CheckpointLine, IssueLine, ItemLine, ProofLine
from storage.queries import action_items, proofs
from storage.tables import ActionItem, Checkpoint, Incident, ItemIssue, LinkCheck, Proof


def item_key(incident: Incident, item: ActionItem) -> str:
    """How an item is written outside its incident: "INC-7/2"."""
    return f"{key(incident.number)}/{item.number}"


def lines_of(
    unit: Unit, items: Sequence[tuple[ActionItem, Incident]], *, today: date
) -> list[ItemLine]:
    """The facts of these items, in their order; `today` is the reader's."""
    if not items:
        return []
    ids = [nudges.identity(item) for item, _ in items]
    known = proofs.of_items(unit.session, unit.team_id, ids)
    ahead = proofs.checkpoints_of(unit.session, unit.team_id, ids)
    issues = issues_of(unit, ids)
    return [
        replace(
            _line(item, incident, today),
            issue=_issue_line(item, issues.get(item_id)),
            may_open_issue=may_open(unit.house.tracker, incident, item, issues.get(item_id)),
            source=_source(unit, item),
            proofs=[proof_line(*each) for each in known.get(item_id, [])],
            checkpoint=_checkpoint(ahead.get(item_id, []), today),
        )
        for item_id, (item, incident) in zip(ids, items, strict=True)
    ]


def line_of(unit: Unit, item: ActionItem, incident: Incident) -> ItemLine:
    """The facts of one item, as its owner's calendar has it."""
    return lines_of(unit, [(item, incident)], today=today_of(unit, item.owner))[0]


def today_of(unit: Unit, user: str) -> date:
    """The day it is where somebody is."""
    return unit.now.astimezone(zone_of(unit, user)).date()


def by_urgency(items: Iterable[ActionItem]) -> list[ActionItem]:
    """What is still to do first, by due date; then what is finished."""
    return sorted(items, key=lambda item: (item.state in FINISHED, item.due_on, item.number))


def visible_of(unit: Unit, owner: str) -> list[tuple[ActionItem, Incident]]:
    """An owner's unfinished items by due date, without incidents they may not see any more."""
    found = action_items.unfinished_of(unit.session, unit.team_id, owner)
    incidents = {identity(incident): incident for _, incident in found}
    seen = {each for each, incident in incidents.items() if may_see(unit, incident, owner)}
    return [(item, incident) for item, incident in found if identity(incident) in seen]


def proof_line(proof: Proof, check: LinkCheck | None) -> ProofLine:
    """The facts of one proof; one without a look at its link was given before there were any."""
    return ProofLine(
        kind=proof.kind,
        link=proof.link,
        note=proof.note,
        check=check.state if check else Check.unchecked,
        reason=check.reason if check else Reason.not_looked,
        detail=check.detail if check else "",
    )


def _issue_line(item: ActionItem, kept: ItemIssue | None) -> IssueLine | None:
    """None where there is nothing to say yet: no issue, and no trouble in making one."""
    if kept is None or not (kept.issue_id or kept.trouble):
        return None
    is_closed = kept.theirs.get("state") in FINISHED_THERE and State(item.state) not in FINISHED
    return IssueLine(kept.key, kept.url, kept.trouble, is_closed and not is_gone(kept))


def _source(unit: Unit, item: ActionItem) -> str:
    return message_link(unit, item.source_channel, item.source_ts) if item.source_ts else ""


def _checkpoint(ahead: Sequence[Checkpoint], today: date) -> CheckpointLine | None:
    if not ahead or ahead[0].id is None:
        return None
    first = ahead[0]
    return CheckpointLine(ahead[0].id, first.due_on, first.what, first.due_on < today)


def _line(item: ActionItem, incident: Incident, today: date) -> ItemLine:
    return ItemLine(
        key=item_key(incident, item),
        title=item.title,
        owner=item.owner,
        due_on=item.due_on,
        is_overdue=item.state not in FINISHED and item.due_on < today,
        state=item.state,
        kind=item.kind,
        impact=item.impact,
        effort=item.effort,
        criterion=item.criterion,
        is_quick_win=is_quick_win(Level(item.impact), Level(item.effort)),
        may_snooze=may_snooze(item.times_snoozed),
        is_accepted=item.accepted_at is not None,
        fell_to_lead=item.fell_to_lead_at is not None,
        obstacle=item.obstacle,
        confirmed_by=item.confirmed_by,
        figure_before=item.figure_before,
        figure_after=item.figure_after,
        figure_unit=item.figure_unit,
        figure_better=item.figure_better,
        source="",
        issue=None,
        may_open_issue=False,
        checkpoint=None,
        proofs=(),
    )
