"""An action item is accepted, started, blocked, dropped with a reason, or taken up again."""

from typing import Any

from bot.core.action_items import FINISHED, State, change_state, says_something
from bot.core.errors import Refused
from bot.core.follow_up import after_new_date
from bot.flows import nudges
from bot.flows.action_items import WhichItem, find_item, said
from bot.flows.answers import Answer
from bot.flows.item_facts import item_key, line_of
from bot.flows.item_shown import show_item_change
from bot.flows.people import working_zone, zone_of
from bot.flows.runtime import Unit
from bot.flows.timeline import note_by_bot
from storage.queries import action_items, proofs
from storage.tables import ActionItem, Incident, ItemChange


def accept_item(unit: Unit, which: WhichItem) -> Answer:
    """The owner takes it on; pressing it again changes nothing."""
    incident, item = find_item(unit, which)
    demand_unfinished(unit, incident, item)
    if item.owner != which.by:
        raise Refused("item_not_yours_to_accept", owner=item.owner)
    item.accepted_at = item.accepted_at or unit.now
    show_item_change(unit, incident, item)
    next_on = None
    if item.next_nudge_at is not None:
        next_on = item.next_nudge_at.astimezone(zone_of(unit, item.owner)).date()
    return said(unit, "item_accepted", item=line_of(unit, item, incident), next_on=next_on)


def start_item(unit: Unit, which: WhichItem) -> Answer:
    """Somebody has begun with it."""
    incident, item = find_item(unit, which)
    demand_unfinished(unit, incident, item)
    move_item(unit, incident, item, State.in_progress, by=which.by)
    return said(unit, "item_started", item=line_of(unit, item, incident))


def block_item(unit: Unit, which: WhichItem, obstacle: str) -> Answer:
    """Something is in the way: its reminders pause until that is dealt with."""
    incident, item = find_item(unit, which)
    demand_unfinished(unit, incident, item)
    if not says_something(obstacle):
        raise Refused("item_obstacle_missing", field="obstacle")
    move_item(unit, incident, item, State.blocked, by=which.by, reason=obstacle.strip())
    return said(unit, "item_blocked", item=line_of(unit, item, incident))


def unblock_item(unit: Unit, which: WhichItem) -> Answer:
    """The way is free: the item goes on, and so do its reminders."""
    incident, item = find_item(unit, which)
    demand_unfinished(unit, incident, item)
    if item.state != State.blocked:
        raise Refused("item_not_blocked", key=item_key(incident, item))
    move_item(unit, incident, item, State.in_progress, by=which.by, obstacle=item.obstacle)
    return said(unit, "item_unblocked", item=line_of(unit, item, incident))


def drop_item(unit: Unit, which: WhichItem, reason: str) -> Answer:
    """Give an item up, with the reason; its reminders end."""
    incident, item = find_item(unit, which)
    demand_unfinished(unit, incident, item)
    demand_reason(reason)
    move_item(unit, incident, item, State.dropped, by=which.by, reason=reason)
    return said(unit, "item_dropped", item=line_of(unit, item, incident))


def reopen_item(unit: Unit, which: WhichItem) -> Answer:
    """Take a finished item up again; its proofs stay, its reminders start anew from its date."""
    incident, item = find_item(unit, which)
    take_up_again(unit, incident, item, by=which.by)
    return said(unit, "item_reopened", item=line_of(unit, item, incident))


def take_up_again(unit: Unit, incident: Incident, item: ActionItem, *, by: str) -> None:
    """Open a finished item with all that follows. Raises Refused("cannot_change_state")."""
    nudges.keep(item, after_new_date(nudges.as_open(item), item.due_on, changed_at=unit.now))
    move_item(unit, incident, item, State.open, by=by)
    item.confirmed_by, item.confirmed_at = "", None
    nudges.plan_fall(unit, item, zone_of(unit, incident.lead))


def reach_checkpoint(unit: Unit, which: WhichItem, checkpoint_id: int) -> Answer:
    """What was to be there on the way is there. Raises Refused("checkpoint_gone")."""
    incident, item = find_item(unit, which)
    demand_unfinished(unit, incident, item)
    ahead = proofs.checkpoints_of(unit.session, unit.team_id, [nudges.identity(item)])
    for each in ahead.get(nudges.identity(item), []):
        if each.id == checkpoint_id:
            each.reached_at, each.reached_by = unit.now, which.by
            note_by_bot(
                unit,
                incident,
                "item_checkpoint",
                by=which.by,
                number=item.number,
                title=item.title,
                what=each.what,
            )
            unit.session.flush()
            show_item_change(unit, incident, item)
            return said(unit, "item_checkpoint", item=line_of(unit, item, incident), what=each.what)
    raise Refused("checkpoint_gone")


def demand_unfinished(unit: Unit, incident: Incident, item: ActionItem) -> None:
    """Whoever comes second is told what the first one did.

    Raises Refused("item_finished", key=…, state=…, by=…, at=…, link=…).
    """
    if State(item.state) not in FINISHED:
        return
    last = action_items.changes(unit.session, nudges.identity(item), "state")[-1]
    latest = action_items.latest_proofs(unit.session, unit.team_id, [nudges.identity(item)])
    proof = latest.get(nudges.identity(item)) if item.state == State.done else None
    raise Refused(
        "item_finished",
        key=item_key(incident, item),
        state=item.state,
        by=last.by,
        at=last.at,
        link=proof.link if proof else "",
    )


def demand_reason(reason: str) -> None:
    """A reason in words. Raises Refused("item_reason_missing")."""
    if not says_something(reason):
        raise Refused("item_reason_missing", field="reason")


# What each change is called on the timeline, `entries/<code>.j2`.
_ENTRIES = {
    State.done: "item_done",
    State.dropped: "item_dropped",
    State.in_progress: "item_started",
    State.blocked: "item_blocked",
    State.open: "item_reopened",
}


def move_item(
    unit: Unit,
    incident: Incident,
    item: ActionItem,
    wanted: State,
    *,
    by: str,
    reason: str = "",
    **facts: Any,
) -> None:
    """Take an item to another state, with all that follows from it.

    Raises Refused("cannot_change_state"). `reason`: why it was dropped, or what blocks it.
    """
    former, item.state = item.state, change_state(State(item.state), wanted)
    item.closed_at = unit.now if wanted in FINISHED else None
    item.obstacle = reason if wanted is State.blocked else ""
    if wanted in FINISHED:
        item.falls_to_lead_at = None
    unit.session.add(
        ItemChange(
            team_id=unit.team_id,
            item_id=nudges.identity(item),
            what="state",
            before=former,
            after=wanted,
            reason=reason,
            by=by,
            at=unit.now,
        )
    )
    nudges.plan(unit, item, working_zone(unit, item.owner))
    is_free_again = former == State.blocked and wanted is State.in_progress
    note_by_bot(
        unit,
        incident,
        "item_unblocked" if is_free_again else _ENTRIES[wanted],
        by=by,
        number=item.number,
        title=item.title,
        reason=reason,
        **facts,
    )
    show_item_change(unit, incident, item)
