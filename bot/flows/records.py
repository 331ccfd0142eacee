"""An incident told: its record, its summary in plain words, and the list of open ones."""

from bot.core.incident import Status
from bot.flows.answers import Answer
from bot.flows.incident_cards import facts_of, merged_into
from bot.flows.incidents import Asked, asked_for, identity, visible
from bot.flows.runtime import Unit
from bot.flows.times import TIMES
from bot.render.messages.records import (
    IncidentList,
    IncidentRecord,
    IncidentSummary,
    KeptTime,
    KeptUpdate,
)
from storage.queries import incidents, timeline
from storage.tables import Incident

UPDATES_SHOWN = 5
OPEN = (Status.open, Status.mitigated)


def show(unit: Unit, asked: Asked) -> Answer:
    """The record as a message."""
    incident = asked_for(unit, asked, lock=False)
    updates = incidents.updates(unit.session, identity(incident))
    entries = timeline.entries(unit.session, unit.team_id, identity(incident))
    context = IncidentRecord(
        incident=facts_of(incident),
        declared_by=incident.declared_by,
        times=_times(incident),
        roles=[(r.name, r.user_id) for r in incidents.roles(unit.session, identity(incident))],
        known=incident.known,
        updates=[KeptUpdate(each.at, each.by, each.text) for each in updates[-UPDATES_SHOWN:]],
        earlier_updates=max(0, len(updates) - UPDATES_SHOWN),
        resolution=incident.resolution,
        affected=incident.affected,
        closing_reason=incident.closing_reason,
        merged_into=merged_into(unit, incident),
        entries=len(entries),
        command=unit.house.command,
    )
    return Answer.saying(unit.render(context))


def _times(incident: Incident) -> list[KeptTime]:
    return [
        KeptTime(
            which,
            getattr(incident, f"{which}_at"),
            getattr(incident, f"{which}_source") or "",
        )
        for which in TIMES
    ]


def summarise(unit: Unit, asked: Asked) -> Answer:
    """A few sentences without jargon, for somebody who was not there."""
    incident = asked_for(unit, asked, lock=False)
    update = incidents.latest_update(unit.session, identity(incident))
    context = IncidentSummary(
        incident=facts_of(incident),
        began_at=incident.started_at or incident.declared_at,
        ended_at=incident.resolved_at,
        latest_update=update.text if update else incident.known,
        latest_update_at=update.at if update else None,
        resolution=incident.resolution,
        affected=incident.affected,
        closing_reason=incident.closing_reason,
        merged_into=merged_into(unit, incident),
    )
    return Answer.saying(unit.render(context))


def list_open(unit: Unit, user: str) -> Answer:
    """The open incidents that a person may see, worst first, drills marked."""
    found = [facts_of(each) for each in visible(unit, user, OPEN)]
    return Answer.saying(unit.render(IncidentList(found, command=unit.house.command)))
