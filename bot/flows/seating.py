"""Who is proposed for a retrospective: facilitator, preparer, participants, seats, a shadow.

Proposes from what is stored; people choose. Of a private incident nobody is proposed who is not
in its channel.
"""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.core import seats as rules
from bot.core.ids import UserId
from bot.core.preparation import Duty
from bot.core.seats import Seat
from bot.flows.incidents import identity, may_see
from bot.flows.people import known, zone_of
from bot.flows.runtime import Unit
from storage.queries import incidents, preparations, retrospectives
from storage.tables import Incident


def who_was_there(unit: Unit, incident: Incident) -> list[str]:
    """The lead, who had a role, and who spoke; without bots and those who left."""
    roles = incidents.roles(unit.session, identity(incident))
    spoke = retrospectives.who_spoke(unit.session, unit.team_id, identity(incident))
    found = dict.fromkeys([incident.lead, *(role.user_id for role in roles), *spoke])
    return [user for user in found if user and may_take_part(unit, user)]


def may_take_part(unit: Unit, user: str) -> bool:
    """Whether somebody is a person who still works here; guests may."""
    person = known(unit, user)
    is_bot = user == unit.house.bot_user_id or (person is not None and person.is_bot)
    return not is_bot and not (person is not None and person.has_left)


def proposed_facilitator(unit: Unit, incident: Incident, people: Sequence[str]) -> str:
    """Who has the role already, else whoever facilitated least recently."""
    chosen = incidents.role(unit.session, identity(incident), Duty.facilitator)
    if chosen is not None and may_take_part(unit, chosen.user_id):
        return chosen.user_id
    before = retrospectives.last_facilitated(unit.session, unit.team_id, people)
    return rules.propose_facilitator(
        [UserId(user) for user in people if not _is_guest(unit, user)],
        lead=UserId(incident.lead),
        last_facilitated_at={UserId(user): at for user, at in before.items()},
    )


def proposed_preparer(
    unit: Unit, incident: Incident, people: Sequence[str], *, facilitator: str
) -> str:
    """Who has the role already, else the lead or somebody who was there."""
    chosen = incidents.role(unit.session, identity(incident), Duty.preparer)
    if chosen is not None and may_take_part(unit, chosen.user_id):
        return chosen.user_id
    return rules.propose_preparer(
        [UserId(user) for user in people if not _is_guest(unit, user)],
        lead=UserId(incident.lead),
        facilitator=UserId(facilitator),
    )


def _is_guest(unit: Unit, user: str) -> bool:
    person = known(unit, user)
    return person is not None and person.is_guest


def proposed_seats(
    unit: Unit, incident: Incident, people: Sequence[str]
) -> tuple[list[Seat], Seat | None]:
    """A seat for each discipline that nobody stands for, and somebody to be asked to shadow."""
    seats = {
        discipline: [UserId(user) for user in users if _can_be_asked(unit, incident, user)]
        for discipline, users in unit.house.seats.items()
    }
    before = preparations.last_took_part(
        unit.session, unit.team_id, {user for users in seats.values() for user in users}
    )
    last = {UserId(user): at for user, at in before.items()}
    there = {UserId(user) for user in people}
    filled = rules.fill_seats(seats, taking_part=there, last_took_part_at=last)
    shadow = rules.propose_shadow(
        seats,
        taking_part=there | {seat.person for seat in filled},
        lead=UserId(incident.lead),
        last_took_part_at=last,
    )
    return filled, shadow


def _can_be_asked(unit: Unit, incident: Incident, user: str) -> bool:
    return may_take_part(unit, user) and may_see(unit, incident, user)


def zones_of(unit: Unit, incident: Incident) -> dict[Duty, ZoneInfo]:
    """Where those work who are reminded."""
    return {duty: zone_of(unit, who_has(unit, incident, duty)) for duty in Duty}


def who_has(unit: Unit, incident: Incident, duty: Duty) -> str:
    """Who has a duty; the lead where whoever had it is gone."""
    held = incidents.role(unit.session, identity(incident), duty)
    if held is None or not may_take_part(unit, held.user_id):
        return incident.lead
    return held.user_id
