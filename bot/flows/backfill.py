"""Recording a past incident or a near miss: resolved at once, and without a channel.

Its channel opens when its retrospective starts (`retrospective`).
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.core.errors import Refused
from bot.core.incident import Category, Severity, Status, normalise_title, shorten_title
from bot.flows import preparation
from bot.flows.answers import Answer
from bot.flows.declare import Declare, declared_before, keep_whole_title, take_number
from bot.flows.incident_cards import facts_of, review_due
from bot.flows.people import demand_colleague
from bot.flows.runtime import Unit
from bot.flows.timeline import note_by_bot
from bot.flows.times import demand_past, questions
from bot.render.views.backfill import BackfillView
from bot.render.views.shared import Notice
from storage.tables import Incident


@dataclass(frozen=True)
class Backfill:
    """What is known of a past incident; `resolution` may be empty, as of a near miss.

    Times are UTC, None where nobody knows. `another`: the person was asked "another one?".
    """

    title: str
    by: str
    severity: Severity
    category: Category
    lead: str
    resolution: str = ""
    started_at: datetime | None = None
    detected_at: datetime | None = None
    mitigated_at: datetime | None = None
    resolved_at: datetime | None = None
    private: bool = False
    another: bool = False


TIMES = ("started", "detected", "mitigated", "resolved")


def backfill(unit: Unit, command: Backfill) -> Answer:
    """Record it. A repeat within two minutes is a question; so are times out of order.

    Raises Refused("title_missing"), Refused("time_ahead"), Refused("not_a_colleague").
    """
    declaration = Declare(command.title, command.by, another=command.another)
    former = declared_before(unit, declaration)
    if former is not None:
        return Answer(view=unit.words.view(_ask_whether_another(former, command)))
    command = _checked(unit, command)
    incident = _store(unit, command, take_number(unit))
    preparation.propose(unit, incident)
    return _recorded(unit, incident)


def _ask_whether_another(former: Incident, command: Backfill) -> BackfillView:
    return BackfillView(
        title=command.title,
        severity=command.severity,
        category=command.category,
        lead=command.lead,
        resolution=command.resolution,
        times=[(which, getattr(command, f"{which}_at")) for which in TIMES],
        private=command.private,
        twice=facts_of(former),
        data='{"another": true}',
    )


def _checked(unit: Unit, command: Backfill) -> Backfill:
    title = normalise_title(command.title)
    if title is None:
        raise Refused("title_missing", field="title")
    lead = command.lead or command.by
    if lead != command.by:
        demand_colleague(unit, lead, field="lead")
    times: dict[str, Any] = {
        f"{which}_at": demand_past(unit, getattr(command, f"{which}_at"), field=f"{which}_at")
        for which in TIMES
    }
    return replace(command, title=title, lead=lead, **times)


def _store(unit: Unit, command: Backfill, number: int) -> Incident:
    title, was_cut = shorten_title(command.title)
    # Nobody said when it was over: by now it is. *Times* corrects it.
    resolved_at = command.resolved_at or max(
        filter(None, (command.started_at, command.detected_at, command.mitigated_at)),
        default=unit.now,
    )
    incident = Incident(
        team_id=unit.team_id,
        number=number,
        title=title,
        status=Status.resolved,
        severity=command.severity,
        category=command.category,
        private=command.private,
        declared_by=command.by,
        lead=command.lead,
        declared_at=unit.now,
        declared_source="declared",
        resolved_at=resolved_at,
        resolved_source=command.by if command.resolved_at else "resolved",
        resolution=command.resolution,
        **_given(command),
    )
    unit.session.add(incident)
    unit.session.flush()
    note_by_bot(unit, incident, "backfilled", by=command.by, severity=command.severity)
    if was_cut:
        keep_whole_title(unit, incident, command.title, by=command.by)
    return incident


def _given(command: Backfill) -> dict[str, Any]:
    """The three other times, each with who gave it."""
    values: dict[str, Any] = {}
    for which in TIMES[:-1]:
        at = getattr(command, f"{which}_at")
        values |= {f"{which}_at": at, f"{which}_source": command.by if at else None}
    return values


def _recorded(unit: Unit, incident: Incident) -> Answer:
    words = unit.words.line(
        "answers/backfilled",
        incident=facts_of(incident),
        review_due=review_due(unit, incident),
        questions=questions(incident),
        command=unit.house.command,
    )
    return Answer(view=unit.words.view(Notice(unit.words.line("backfill_title"), words)))
