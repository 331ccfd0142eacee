"""When each item's owner is reminded next, and when others hear of it.

The one place that sets `next_nudge_at`, and `escalates_at` from what the rules say.

Whatever changes an item, its owner or the owner's zone has it planned anew here. The zone is
given, None for somebody who cannot be reminded: they left, or nobody owns the item yet.
"""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.action_items import FINISHED, State, falls_to_lead_on
from bot.core.escalation import next_to_hear
from bot.core.follow_up import OpenItem, Rung, next_nudge
from bot.core.ladder import Audience
from bot.core.working_time import at_local
from bot.flows.runtime import Unit
from storage.queries import action_items
from storage.tables import ActionItem


def identity(item: ActionItem) -> int:
    """The row's id; a stored item always has one."""
    assert item.id is not None
    return item.id


def as_open(item: ActionItem) -> OpenItem:
    """What the rules of reminding need to know of an item."""
    return OpenItem(
        id=identity(item),
        state=State(item.state),
        due_on=item.due_on,
        assigned_at=item.assigned_at,
        ladder_started_at=item.ladder_started_at,
        last_rung=Rung(item.last_rung) if item.last_rung else None,
        last_sent_at=item.last_sent_at,
        weekly_sent=item.weekly_sent,
        snoozed_until=item.snoozed_until,
    )


def keep(item: ActionItem, planned: OpenItem) -> None:
    """Store what the rules changed: date, snooze, and how far the ladder was climbed."""
    assert planned.due_on is not None
    if item.due_on != planned.due_on:
        item.escalated_to = None
    item.due_on = planned.due_on
    item.ladder_started_at = planned.ladder_started_at
    item.last_rung = planned.last_rung
    item.last_sent_at = planned.last_sent_at
    item.weekly_sent = planned.weekly_sent
    item.snoozed_until = planned.snoozed_until


def plan(unit: Unit, item: ActionItem, zone: ZoneInfo | None) -> None:
    """Have the clock look at this item when its next reminder falls, and for who else hears."""
    plan_owned(unit, item.owner, zone, [item])


def plan_owned(unit: Unit, owner: str, zone: ZoneInfo | None, items: Iterable[ActionItem]) -> None:
    """The same for some items of one owner."""
    reminded_at = None
    if zone is not None:
        reminded_at = action_items.last_reminded_at(unit.session, unit.team_id, owner)
    for item in items:
        plan_telling(unit, item, zone)
        nudge = zone and next_nudge(
            as_open(item), zone, unit.now, reminded_at=reminded_at, ladder=unit.house.ladder
        )
        item.next_nudge_at = nudge.at if nudge else None


def plan_telling(unit: Unit, item: ActionItem, zone: ZoneInfo | None) -> None:
    """Have the clock look at this item when others are to hear of it, or its owner left.

    Only whoever sends it knows in whose hours that is.
    """
    has_left = bool(item.owner) and zone is None
    if not has_left:
        item.offered_at = None
    elif item.offered_at is None and State(item.state) not in FINISHED:
        item.escalates_at = unit.now
        return
    following = next_telling(unit, item, zone or ZoneInfo("UTC"))
    item.escalates_at = following[0] if following else None


def next_telling(unit: Unit, item: ActionItem, zone: ZoneInfo) -> tuple[datetime, Audience] | None:
    """From when who else is to know that an item is late, by its owner's calendar."""
    if not item.owner:
        return None
    told = Audience(item.escalated_to) if item.escalated_to else None
    return next_to_hear(as_open(item), zone, unit.now, told=told, ladder=unit.house.ladder)


def plan_fall(unit: Unit, item: ActionItem, zone: ZoneInfo) -> None:
    """Have an item without an owner fall to the lead, who lives in `zone`, one business day on."""
    if not item.owner:
        day = falls_to_lead_on(unit.now.astimezone(zone).date(), holidays=unit.house.days_off)
        item.falls_to_lead_at = at_local(day, unit.house.ladder.opens, zone)


def plan_owner(unit: Unit, owner: str, zone: ZoneInfo | None) -> None:
    """Plan everything anew that somebody still has to do: they moved, left or came back."""
    found = action_items.unfinished_of(unit.session, unit.team_id, owner)
    plan_owned(unit, owner, zone, [item for item, _ in found])
