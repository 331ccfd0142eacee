"""Mitigating, resolving, reopening and cancelling an incident, as its life cycle allows."""

from dataclasses import dataclass
from datetime import datetime

from bot.core.errors import Refused
from bot.core.incident import Move, Status, key, move, normalise_title
from bot.flows import preparation, update_reminders
from bot.flows.answers import Answer
from bot.flows.incident_cards import facts_of, review_due, show_change
from bot.flows.incident_posts import tell_channel
from bot.flows.incidents import Asked, asked_for
from bot.flows.item_moves import ask_about_left
from bot.flows.runtime import Unit
from bot.flows.timeline import note_by_bot
from bot.flows.times import demand_past, is_same
from bot.flows.updates import keep
from bot.render.messages.life_cycle import Moved
from storage.tables import Incident


def mitigate(unit: Unit, asked: Asked, *, text: str = "") -> Answer:
    """The effect has stopped; what caused it may still be there."""
    incident = asked_for(unit, asked)
    go(incident, Move.mitigate, text=text)
    incident.mitigated_at, incident.mitigated_source = unit.now, asked.by
    if text:
        keep(unit, incident, text, by=asked.by)
    note_by_bot(unit, incident, "mitigated", by=asked.by, text=text)
    return _tell(unit, incident, by=asked.by, text=text)


@dataclass(frozen=True)
class Resolution:
    """What the modal *Resolve* asks; times left out are taken as now.

    `text`: what brought it back. `affected`: who was affected, in numbers. Both plain.
    """

    text: str
    affected: str = ""
    mitigated_at: datetime | None = None
    resolved_at: datetime | None = None


def resolve(unit: Unit, asked: Asked, how: Resolution) -> Incident:
    """It works again. The channel is told by when the retrospective is due."""
    incident = asked_for(unit, asked)
    if normalise_title(how.text) is None:
        raise Refused("resolution_missing", field="resolution")
    go(incident, Move.resolve, text=how.text)
    mitigated_at = demand_past(unit, how.mitigated_at, field="mitigated_at")
    resolved_at = demand_past(unit, how.resolved_at, field="resolved_at") or unit.now
    incident.resolved_at, incident.resolved_source = resolved_at, asked.by
    if mitigated_at is not None and not is_same(mitigated_at, incident.mitigated_at):
        incident.mitigated_at, incident.mitigated_source = mitigated_at, asked.by
    if incident.mitigated_at is None:
        # Nobody said when the effect stopped: by now it has. *Times* corrects it.
        incident.mitigated_at, incident.mitigated_source = resolved_at, "resolved"
    incident.resolution = how.text
    incident.affected = how.affected or incident.affected
    note_by_bot(
        unit,
        incident,
        "resolved",
        by=asked.by,
        at=resolved_at,
        text=how.text,
        affected=how.affected,
    )
    preparation.propose(unit, incident)
    _tell(unit, incident, by=asked.by, text=how.text)
    return incident


def reopen(unit: Unit, asked: Asked, *, text: str = "") -> Answer:
    """It is back, or never was gone; the former times stay on the timeline."""
    incident = asked_for(unit, asked)
    before = go(incident, Move.reopen, text=text)
    incident.mitigated_at = incident.mitigated_source = None
    incident.resolved_at = incident.resolved_source = None
    incident.resolution = ""
    preparation.put_off(unit, incident)
    if text:
        keep(unit, incident, text, by=asked.by)
    note_by_bot(unit, incident, "reopened", by=asked.by, before=before, text=text)
    return _tell(unit, incident, by=asked.by, text=text)


def cancel(unit: Unit, asked: Asked, *, reason: str) -> Answer:
    """It was a false alarm; the reason stays."""
    incident = asked_for(unit, asked)
    go(incident, Move.cancel, text=reason)
    if normalise_title(reason) is None:
        raise Refused("reason_missing", key=key(incident.number), command=unit.house.command)
    incident.closing_reason = reason
    note_by_bot(unit, incident, "cancelled", by=asked.by, text=reason)
    ask_about_left(unit, incident, by=asked.by)
    return _tell(unit, incident, by=asked.by, text=reason)


def go(incident: Incident, wanted: Move, *, text: str = "") -> Status:
    """Take an incident through a move of the life cycle; the status it had before.

    Raises Refused("cannot_<move>"); `text` is what was typed, given back to its author.
    """
    before = Status(incident.status)
    incident.status = after(incident, wanted, text=text)
    return before


def after(incident: Incident, wanted: Move, *, text: str = "") -> Status:
    """The status after a move that is not made yet; Refused as in `go`."""
    try:
        return move(Status(incident.status), wanted)
    except Refused as refused:
        raise Refused(refused.code, key=key(incident.number), text=text, **refused.facts) from None


def _tell(unit: Unit, incident: Incident, *, by: str, text: str) -> Answer:
    """Everything that shows the status follows: channel, card, line, topic, reminders."""
    update_reminders.plan(unit, incident)
    update_reminders.take_away(unit, incident)
    context = Moved(
        incident=facts_of(incident), by=by, text=text, review_due=review_due(unit, incident)
    )
    tell_channel(unit, incident, unit.render(context), asked_by=by)
    show_change(unit, incident, topic=True)
    return unit.answer(
        "moved", incident=facts_of(incident), questions=[], command=unit.house.command
    )
