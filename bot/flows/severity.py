"""How much an incident matters, and what follows when that changes."""

from bot.core.errors import Refused
from bot.core.incident import Severity, key, parse_severity
from bot.flows import update_reminders
from bot.flows.answers import Answer
from bot.flows.incident_cards import facts_of, show_change
from bot.flows.incident_posts import tell_channel
from bot.flows.incidents import Asked, asked_for, demand_alive
from bot.flows.runtime import Unit
from bot.flows.timeline import note_by_bot
from bot.render.messages.life_cycle import SeverityChanged


def change_severity(unit: Unit, asked: Asked, typed: str) -> Answer:
    """Set it; the former value stays on the timeline, and reminders are planned anew."""
    incident = asked_for(unit, asked)
    wanted = parse_severity(typed)
    if wanted is None:
        raise Refused(
            "severity_unknown",
            typed=typed,
            key=key(incident.number),
            severity=incident.severity,
            command=unit.house.command,
        )
    demand_alive(incident)
    former = Severity(incident.severity)
    if wanted is former:
        return unit.answer("severity_same", incident=facts_of(incident))
    incident.severity = wanted
    note_by_bot(unit, incident, "severity", by=asked.by, before=former, after=wanted)
    update_reminders.plan(unit, incident)
    message = unit.render(SeverityChanged(incident=facts_of(incident), before=former, by=asked.by))
    tell_channel(unit, incident, message, asked_by=asked.by)
    show_change(unit, incident, topic=True)
    return unit.answer(
        "severity_changed",
        incident=facts_of(incident),
        before=former,
        due_at=incident.update_due_at,
    )
