"""Who does what in an incident: the lead, and the other duties of the house."""

from bot.core.errors import Refused
from bot.core.incident import key
from bot.flows.answers import Answer
from bot.flows.incident_cards import facts_of, show_change
from bot.flows.incident_posts import tell_channel
from bot.flows.incidents import Asked, asked_for, demand_alive, identity
from bot.flows.invitations import invite
from bot.flows.people import demand_colleague
from bot.flows.runtime import Unit
from bot.flows.timeline import note_by_bot
from bot.render.messages.life_cycle import RoleGiven
from storage.queries import incidents
from storage.tables import Incident, Role

LEAD = "lead"


def give_lead(unit: Unit, asked: Asked, person: str | None) -> Answer:
    """Somebody else leads from now on. `person` None: nobody was named."""
    incident = asked_for(unit, asked)
    if person is None:
        raise Refused("lead_missing", lead=incident.lead, command=unit.house.command)
    return _hand_lead(unit, incident, person, by=asked.by)


def take_lead(unit: Unit, asked: Asked, *, seen: str) -> Answer:
    """Whoever pressed the button leads, unless someone other than `seen` does by now."""
    incident = asked_for(unit, asked)
    if incident.lead not in (seen, asked.by):
        raise Refused("lead_taken", key=key(incident.number), lead=incident.lead)
    return _hand_lead(unit, incident, asked.by, by=asked.by)


def _hand_lead(unit: Unit, incident: Incident, person: str, *, by: str) -> Answer:
    demand_alive(incident)
    former = incident.lead
    if person == former:
        return unit.answer("role_same", incident=facts_of(incident), role=LEAD, user=person)
    demand_colleague(unit, person)
    incident.lead = person
    note_by_bot(unit, incident, "lead", by=by, person=person, before=former)
    told_of_role(unit, incident, LEAD, person, by=by, before=former)
    show_change(unit, incident, topic=True)
    return unit.answer("role_given", incident=facts_of(incident), role=LEAD, user=person)


def give_role(unit: Unit, asked: Asked, name: str, person: str | None) -> Answer:
    """Somebody has this duty from now on; `name` is one of the house's roles."""
    incident = asked_for(unit, asked)
    wanted = name.strip().casefold()
    if wanted not in unit.house.roles or person is None:
        raise Refused(
            "role_unknown", typed=name, roles=unit.house.roles, command=unit.house.command
        )
    if wanted == LEAD:
        return _hand_lead(unit, incident, person, by=asked.by)
    demand_alive(incident)
    held = incidents.role(unit.session, identity(incident), wanted)
    if held is not None and held.user_id == person:
        return unit.answer("role_same", incident=facts_of(incident), role=wanted, user=person)
    demand_colleague(unit, person)
    former = held.user_id if held is not None else ""
    hold(unit, incident, wanted, person)
    note_by_bot(unit, incident, "role", by=asked.by, role=wanted, person=person, before=former)
    told_of_role(unit, incident, wanted, person, by=asked.by, before=former)
    show_change(unit, incident)
    return unit.answer("role_given", incident=facts_of(incident), role=wanted, user=person)


def hold(unit: Unit, incident: Incident, name: str, person: str) -> None:
    """Write down who has a duty from now on."""
    held = incidents.role(unit.session, identity(incident), name) or Role(
        team_id=unit.team_id,
        incident_id=identity(incident),
        name=name,
        user_id=person,
        since=unit.now,
    )
    held.user_id, held.since = person, unit.now
    unit.session.add(held)


def told_of_role(
    unit: Unit, incident: Incident, role: str, person: str, *, by: str, before: str
) -> None:
    """Invite somebody to the channel, and say there what they do from now on."""
    invite(unit, incident, person, asked_by=by)
    message = unit.render(
        RoleGiven(incident=facts_of(incident), role=role, user=person, by=by, before=before)
    )
    tell_channel(unit, incident, message, asked_by=by)
