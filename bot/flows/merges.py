"""Merging an incident into another one that tells the same story."""

from bot.core.errors import Refused
from bot.core.incident import Move, Status, key
from bot.flows import update_reminders
from bot.flows.answers import Answer
from bot.flows.incident_cards import facts_of, show_change
from bot.flows.incident_posts import tell_channel
from bot.flows.incidents import Asked, asked_for, find, identity
from bot.flows.item_moves import take_along
from bot.flows.life_cycle import after, go
from bot.flows.runtime import Unit
from bot.flows.timeline import note_by_bot
from bot.render.messages.life_cycle import MergedHere, Moved
from storage.tables import Incident

RUNNING = (Status.open, Status.mitigated)


def merge(unit: Unit, asked: Asked, into: int | None, *, reason: str = "") -> Answer:
    """Go on in incident number `into`; both say so. None: no incident was named."""
    if into is None:
        raise Refused("merge_target_missing", command=unit.house.command)
    merged, target = _locked(unit, asked, into)
    _demand_allowed(merged, target, reason=reason)
    go(merged, Move.merge, text=reason)
    merged.merged_into, merged.closing_reason = identity(target), reason
    update_reminders.plan(unit, merged)
    update_reminders.take_away(unit, merged)
    take_along(unit, merged, target, by=asked.by)
    _tell(unit, merged, target, by=asked.by, reason=reason)
    return unit.answer("merged", incident=facts_of(merged), target=facts_of(target))


def _locked(unit: Unit, asked: Asked, into: int) -> tuple[Incident, Incident]:
    """Both, locked in the order of their numbers: two merges at once must not block each other."""
    merged = asked_for(unit, asked, lock=False)
    number = merged.number
    for each in sorted({number, into}):
        find(unit, each, asked.by, channel=asked.channel)
    return (
        find(unit, number, asked.by, channel=asked.channel),
        find(unit, into, asked.by, channel=asked.channel),
    )


def _demand_allowed(merged: Incident, target: Incident, *, reason: str) -> None:
    named = {"key": key(merged.number), "target": key(target.number)}
    after(merged, Move.merge, text=reason)
    if merged.number == target.number:
        raise Refused("merge_into_itself", **named)
    if target.status not in RUNNING:
        raise Refused("merge_target_closed", **named, status=target.status)
    # Either one's posts would name the other to people who may not know of it.
    if merged.private or target.private:
        raise Refused("merge_private", **named)


def _tell(unit: Unit, merged: Incident, target: Incident, *, by: str, reason: str) -> None:
    note_by_bot(unit, merged, "merged", by=by, into=key(target.number), text=reason)
    note_by_bot(unit, target, "merged_here", by=by, key=key(merged.number), title=merged.title)
    facts, target_facts = facts_of(merged), facts_of(target)
    gone = unit.render(Moved(incident=facts, by=by, text=reason, merged_into=target_facts))
    tell_channel(unit, merged, gone, asked_by=by)
    came = unit.render(MergedHere(incident=target_facts, merged=facts, by=by, reason=reason))
    tell_channel(unit, target, came, asked_by=by)
    show_change(unit, merged, topic=True)
    show_change(unit, target)
