"""How much an incident matters, and what follows when that changes."""

from typing import Any

from bot.core.errors import Refused
from bot.core.incident import Severity, key, parse_severity
from bot.core.stages import Stage
from bot.flows import preparation, update_reminders
from bot.flows.answers import CLOSED, Answer
from bot.flows.decisions import log_decision
from bot.flows.finding_lines import slice_line
from bot.flows.findings import form_data
from bot.flows.incident_cards import facts_of, show_change
from bot.flows.incident_posts import tell_channel
from bot.flows.incidents import Asked, asked_for, demand_alive, identity
from bot.flows.runtime import Unit
from bot.flows.timeline import note_by_bot
from bot.render.messages.findings import Line
from bot.render.messages.life_cycle import SeverityChanged
from bot.render.views.findings import SeverityFitView
from storage.queries import findings
from storage.tables import Incident

MOST_SLICES = 8


def fit_form(unit: Unit, incident: Incident) -> dict[str, Any]:
    """The form *Does the severity fit?*, with what the scope table shows."""
    rows = findings.slices(unit.session, unit.team_id, identity(incident))
    lines: list[Line] = [slice_line(row) for row in rows[:MOST_SLICES]]
    return unit.words.view(SeverityFitView(form_data(incident), incident.severity, lines))


def judge_fit(unit: Unit, number: int, severity: str, reason: str, *, by: str) -> Answer:
    """Change the severity, or write down that it fits."""
    incident = asked_for(unit, Asked(by, number=number))
    demand_alive(incident)
    before = incident.severity
    if severity != before:
        change_severity(unit, Asked(by, number=number), severity)
    log_decision(
        unit,
        incident,
        "judged_severity",
        Stage.what_it_touched,
        by=by,
        reason=reason,
        verdict=severity,
        before=before,
    )
    show_change(unit, incident)
    return CLOSED


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
    preparation.severity_changed(unit, incident)
    message = unit.render(SeverityChanged(incident=facts_of(incident), before=former, by=asked.by))
    tell_channel(unit, incident, message, asked_by=asked.by)
    show_change(unit, incident, topic=True)
    return unit.answer(
        "severity_changed",
        incident=facts_of(incident),
        before=former,
        due_at=incident.update_due_at,
    )
