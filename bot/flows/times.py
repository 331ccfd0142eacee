"""The five times kept of an incident: set, corrected, and asked about when they do not fit."""

from collections.abc import Mapping
from datetime import datetime

from bot.core.errors import Refused
from bot.core.incident import IncidentTimes, TimeQuestion, check_times
from bot.core.times import CLOCKS_DIFFER_BY, understand_time
from bot.flows.answers import CLOSED, Answer
from bot.flows.incident_cards import facts_of, show_change
from bot.flows.incidents import Asked, asked_for, demand_alive
from bot.flows.people import zone_of
from bot.flows.runtime import Unit
from bot.flows.timeline import note_by_bot
from bot.render.views.shared import Notice
from storage.tables import Incident

TIMES = ("started", "detected", "declared", "mitigated", "resolved")


def demand_past(
    unit: Unit, at: datetime | None, *, field: str = "", text: str = ""
) -> datetime | None:
    """A time that has come; a little ahead is now, by somebody else's watch.

    Raises Refused("time_ahead"); `text` is what was typed, given back to its author.
    """
    if at is None:
        return None
    if at > unit.now + CLOCKS_DIFFER_BY:
        raise Refused("time_ahead", at=at, field=field, text=text)
    return min(at, unit.now)


def set_time(unit: Unit, asked: Asked, which: str, typed: str) -> Answer:
    """Set one of the times as somebody typed it, in their own zone."""
    incident = asked_for(unit, asked)
    demand_alive(incident)
    understood = understand_time(typed, now=unit.now, zone=zone_of(unit, asked.by))
    if understood is None:
        raise Refused("time_not_understood", typed=typed, which=which, command=unit.house.command)
    at = demand_past(unit, understood.at)
    if write_time(unit, incident, which, at, by=asked.by):
        show_change(unit, incident)
    return unit.answer(
        "time_set",
        incident=facts_of(incident),
        which=which,
        at=at,
        questions=questions(incident),
        command=unit.house.command,
    )


def set_times(unit: Unit, asked: Asked, given: Mapping[str, datetime | None]) -> Answer:
    """Set what the modal *Times* gave; what was emptied there is not known any more.

    Order is asked about, never refused.
    """
    incident = asked_for(unit, asked)
    demand_alive(incident)
    times = {
        which: demand_past(unit, at, field=f"{which}_at")
        for which, at in given.items()
        if at is not None or not _has_to_be_known(incident, which)
    }
    changed = [write_time(unit, incident, which, at, by=asked.by) for which, at in times.items()]
    if any(changed):
        show_change(unit, incident)
    return questions_in_form(unit, incident)


def questions(incident: Incident) -> list[TimeQuestion]:
    """Where the times do not follow one another."""
    return check_times(times_of(incident))


def times_of(incident: Incident) -> IncidentTimes:
    """The five times, as the rules take them."""
    return IncidentTimes(
        started_at=incident.started_at,
        detected_at=incident.detected_at,
        declared_at=incident.declared_at,
        mitigated_at=incident.mitigated_at,
        resolved_at=incident.resolved_at,
    )


def with_questions(unit: Unit, incident: Incident, code: str) -> Answer:
    """An answer in words, followed by what does not fit in the incident's times."""
    facts = facts_of(incident)
    return unit.answer(
        code, incident=facts, questions=questions(incident), command=unit.house.command
    )


def questions_in_form(unit: Unit, incident: Incident) -> Answer:
    """Close the form, or ask in its place about times that do not fit; they are kept."""
    asked = questions(incident)
    if not asked:
        return CLOSED
    words = unit.words.line(
        "answers/times_asked",
        incident=facts_of(incident),
        questions=asked,
        command=unit.house.command,
    )
    return Answer(view=unit.words.view(Notice(title=unit.words.line("times_title"), words=words)))


def _has_to_be_known(incident: Incident, which: str) -> bool:
    return which == "declared" or (which == "resolved" and incident.resolved_at is not None)


def write_time(unit: Unit, incident: Incident, which: str, at: datetime | None, *, by: str) -> bool:
    """Set one time if it is another one; forms know whole minutes or seconds only."""
    before: datetime | None = getattr(incident, f"{which}_at")
    if is_same(before, at):
        return False
    setattr(incident, f"{which}_at", at)
    setattr(incident, f"{which}_source", by if at else None)
    note_by_bot(
        unit,
        incident,
        "time_set",
        by=by,
        which=which,
        before=before.isoformat() if before else "",
        after=at.isoformat() if at else "",
    )
    return True


def is_same(one: datetime | None, other: datetime | None) -> bool:
    """Whether two times are the same for a form, which knows no fractions of seconds."""
    if one is None or other is None:
        return one is other
    return int(one.timestamp()) == int(other.timestamp())
