"""When an action item is due: another date, or a snooze of its reminders."""

from dataclasses import dataclass
from datetime import date

from bot.core.action_items import Finding, due_code, title_code
from bot.core.errors import Refused
from bot.core.follow_up import (
    SNOOZE_DAYS,
    Way,
    after_new_date,
    may_snooze,
    must_decide,
    snooze_until,
)
from bot.core.incident import normalise_title
from bot.core.times import understand_date
from bot.flows import nudges
from bot.flows.action_items import WhichItem, find_item, refusal, said
from bot.flows.answers import Answer
from bot.flows.item_facts import line_of, today_of
from bot.flows.item_shown import show_item_change
from bot.flows.item_states import demand_reason, demand_unfinished, drop_item
from bot.flows.people import working_zone, zone_of
from bot.flows.runtime import Unit
from bot.flows.timeline import note_by_bot
from storage.queries import action_items
from storage.tables import ActionItem, Incident, ItemChange


@dataclass(frozen=True)
class NewDate:
    """What was asked for. `way` and `smaller` are answers to the third change of date."""

    due: str
    reason: str
    way: str = ""
    smaller: str = ""


def change_date(unit: Unit, which: WhichItem, new: NewDate) -> Answer:
    """Another due date, with a reason; a new ladder of reminders starts.

    From the third time on it is asked what becomes of the item: it is done by then, made smaller,
    or dropped. Raises Refused("item_must_decide") without an answer.
    """
    incident, item = find_item(unit, which)
    demand_unfinished(unit, incident, item)
    if must_decide(len(action_items.changes(unit.session, nudges.identity(item), "due_on"))):
        if new.way not in set(Way):
            raise Refused("item_must_decide", field="reason")
        if new.way == Way.drop:
            return drop_item(unit, which, new.reason)
    due_on = _demand_date(unit, item, new)
    if new.way == Way.smaller:
        _make_smaller(unit, incident, item, new, by=which.by)
    move_date(unit, incident, item, due_on, reason=new.reason, by=which.by)
    return said(unit, "item_date_changed", item=line_of(unit, item, incident))


def move_date(
    unit: Unit, incident: Incident, item: ActionItem, due_on: date, *, reason: str, by: str
) -> None:
    """Set another due date with all that follows. Raises Refused for one that cannot be due."""
    code = due_code(due_on, today=today_of(unit, item.owner))
    if code is not None:
        raise refusal(Finding("due_on", code))
    _note_change(unit, item, "due_on", after=due_on.isoformat(), reason=reason, by=by)
    note_by_bot(
        unit,
        incident,
        "item_date_changed",
        by=by,
        number=item.number,
        title=item.title,
        before=item.due_on.isoformat(),
        after=due_on.isoformat(),
        reason=reason,
    )
    nudges.keep(item, after_new_date(nudges.as_open(item), due_on, changed_at=unit.now))
    nudges.plan(unit, item, working_zone(unit, item.owner))
    show_item_change(unit, incident, item)


def _demand_date(unit: Unit, item: ActionItem, new: NewDate) -> date:
    today = today_of(unit, item.owner)
    due_on = understand_date(new.due, today=today)
    code = due_code(due_on, today=today)
    if due_on is None or code is not None:
        raise refusal(Finding("due_on", code or "due_missing"))
    if due_on == item.due_on:
        raise refusal(Finding("due_on", "due_unchanged"))
    demand_reason(new.reason)
    return due_on


def _make_smaller(
    unit: Unit, incident: Incident, item: ActionItem, new: NewDate, *, by: str
) -> None:
    """The item becomes a smaller step; what it was called stands in the record."""
    title = normalise_title(new.smaller) or ""
    code = title_code(title)
    if code is not None:
        raise refusal(Finding("smaller", code))
    note_by_bot(
        unit,
        incident,
        "item_made_smaller",
        by=by,
        number=item.number,
        title=title,
        before=item.title,
    )
    item.title = title


def snooze_item(unit: Unit, which: WhichItem, days: int, reason: str) -> Answer:
    """No reminder of this item for some days; only its owner, and only twice."""
    incident, item = find_item(unit, which)
    demand_unfinished(unit, incident, item)
    demand_owner(item, which.by)
    if not may_snooze(item.times_snoozed):
        raise Refused("item_snoozed_twice", field="days")
    if days not in SNOOZE_DAYS:
        raise Refused("item_snooze_days", field="days")
    demand_reason(reason)
    until = snooze_until(days, zone_of(unit, item.owner), now=unit.now, ladder=unit.house.ladder)
    _note_change(unit, item, "snooze", after=until.isoformat(), reason=reason, by=which.by)
    item.snoozed_until, item.times_snoozed = until, item.times_snoozed + 1
    nudges.plan(unit, item, working_zone(unit, item.owner))
    line = line_of(unit, item, incident)
    return said(unit, "item_snoozed", item=line, until=until)


def demand_owner(item: ActionItem, user: str) -> None:
    """Reminders are the owner's own. Raises Refused("item_not_yours")."""
    if user != item.owner:
        raise Refused("item_not_yours", owner=item.owner, field="days")


def _note_change(
    unit: Unit, item: ActionItem, what: str, *, after: str, reason: str, by: str
) -> None:
    before = item.due_on if what == "due_on" else item.snoozed_until
    unit.session.add(
        ItemChange(
            team_id=unit.team_id,
            item_id=nudges.identity(item),
            what=what,
            before=before.isoformat() if before else "",
            after=after,
            reason=reason,
            by=by,
            at=unit.now,
        )
    )
