"""Which incident is meant, and whether this person may know of it."""

from bot.core.errors import Refused
from bot.core.incident import key
from bot.flows.runtime import Unit
from storage.queries import incidents
from storage.tables import Incident


def find(unit: Unit, number: int, user: str, *, lock: bool = True) -> Incident:
    """The incident with this number.

    One that a person may not see is answered exactly like one that does not exist:
    Refused("no_such_incident").
    """
    found = incidents.by_number(unit.session, unit.team_id, number, lock=lock)
    if found is None or not may_see(unit, found, user):
        raise Refused("no_such_incident", key=key(number), command=unit.house.command)
    return found


def here(unit: Unit, *, number: int | None, channel: str, user: str, lock: bool = True) -> Incident:
    """The incident that was named, else the one whose channel this is.

    Raises Refused("which_incident") with the open ones when there is neither.
    """
    if number is not None:
        return find(unit, number, user, lock=lock)
    found = incidents.by_channel(unit.session, unit.team_id, channel, lock=lock)
    if found is None or not may_see(unit, found, user):
        raise Refused(
            "which_incident",
            incidents=[
                {"key": key(each.number), "title": each.title}
                for each in visible(unit, user, ("open", "mitigated", "resolved", "reviewing"))
            ],
            command=unit.house.command,
        )
    return found


def visible(unit: Unit, user: str, statuses: tuple[str, ...]) -> list[Incident]:
    """Incidents in these statuses that a person may see, worst first."""
    found = incidents.with_status(unit.session, unit.team_id, statuses)
    return [each for each in found if may_see(unit, each, user)]


def may_see(unit: Unit, incident: Incident, user: str) -> bool:
    """Everyone sees a public incident; a private one only who is in it."""
    if not incident.private or user in (incident.declared_by, incident.lead):
        return True
    assert incident.id is not None
    return incidents.is_member(unit.session, incident.id, user)


def identity(incident: Incident) -> int:
    """The row's id; a stored incident always has one."""
    assert incident.id is not None
    return incident.id
