"""Which incident is meant, and whether this person may know of it."""

from dataclasses import dataclass

from bot.core.errors import Refused
from bot.core.incident import Status, is_over, key
from bot.flows.people import is_guest
from bot.flows.runtime import Unit
from storage.queries import incidents
from storage.tables import Incident


@dataclass(frozen=True)
class Asked:
    """Who asks for something, where, and of which incident; without a number, the channel's."""

    by: str
    channel: str = ""
    number: int | None = None


def asked_for(unit: Unit, asked: Asked, *, lock: bool = True) -> Incident:
    """The incident that is meant; Refused as in `find` and `here`."""
    return here(unit, number=asked.number, channel=asked.channel, user=asked.by, lock=lock)


def find(unit: Unit, number: int, user: str, *, channel: str = "", lock: bool = True) -> Incident:
    """The incident with this number.

    One that a person may not see is answered exactly like one that does not exist:
    Refused("no_such_incident"). Whoever asks in its own channel is in there: `channel` is where
    they are now, not where they opened a form, since they may have been put out meanwhile.
    """
    found = incidents.by_number(unit.session, unit.team_id, number, lock=lock)
    if found is None or not (_is_there(found, channel) or may_see(unit, found, user)):
        raise Refused("no_such_incident", key=key(number), command=unit.house.command)
    return found


def here(unit: Unit, *, number: int | None, channel: str, user: str, lock: bool = True) -> Incident:
    """The incident that was named, else the one whose channel this is.

    Raises Refused("which_incident") with the open ones when there is neither.
    """
    if number is not None:
        return find(unit, number, user, channel=channel, lock=lock)
    found = incidents.by_channel(unit.session, unit.team_id, channel, lock=lock)
    if found is None:
        raise Refused(
            "which_incident",
            incidents=[
                {"key": key(each.number), "title": each.title}
                for each in visible(unit, user, ("open", "mitigated", "resolved", "reviewing"))
            ],
            command=unit.house.command,
        )
    return found


def _is_there(incident: Incident, channel: str) -> bool:
    """Whether a channel is the incident's: nobody can type or click in one they are not in."""
    return bool(channel) and incident.channel_id == channel


def demand_alive(incident: Incident, *, text: str = "") -> None:
    """Nothing more is done to an incident that was cancelled or merged.

    Raises Refused("incident_over"); `text` is what was typed, given back to its author.
    """
    if is_over(Status(incident.status)):
        raise Refused("incident_over", key=key(incident.number), status=incident.status, text=text)


def visible(unit: Unit, user: str, statuses: tuple[str, ...]) -> list[Incident]:
    """Incidents in these statuses that a person may see, worst first."""
    found = incidents.with_status(unit.session, unit.team_id, statuses)
    return [each for each in found if may_see(unit, each, user)]


def may_see(unit: Unit, incident: Incident, user: str) -> bool:
    """Everyone but a guest sees a public incident; a private one only who is in it."""
    if not incident.private and not is_guest(unit, user):
        return True
    return incidents.is_seen_by(unit.session, identity(incident), user)


def identity(incident: Incident) -> int:
    """The row's id; a stored incident always has one."""
    assert incident.id is not None
    return incident.id
