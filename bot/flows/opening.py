"""The channel of an incident: asked for, and furnished once it is there.

Who asks for it says what follows: `declare` for a new incident, `retrospective` for one whose
channel opens with its review.
"""

from typing import Any

from bot.core.deliveries import CreateChannel
from bot.core.incident import channel_name
from bot.flows.incident_cards import ANNOUNCEMENT, CARD
from bot.flows.incidents import identity
from bot.flows.invitations import invite
from bot.flows.registry import Facts
from bot.flows.runtime import Unit
from storage.queries import channels, incidents, outbox
from storage.tables import Incident

NAMES_TO_TRY = 20


def ask_for_channel(
    unit: Unit, incident: Incident, *, follow_up: str, subject: dict[str, Any] | None = None
) -> bool:
    """Have the incident's channel created; False while one is on its way already.

    The incident is locked by the caller. `follow_up` is given `subject` with the incident's id.
    """
    if is_on_its_way(unit, incident):
        return False
    names = [
        channel_name(
            incident.number, incident.title, prefix=unit.house.channel_prefix, attempt=attempt
        )
        for attempt in range(NAMES_TO_TRY)
    ]
    unit.send(
        CreateChannel(names, private=incident.private),
        lane=_lane(incident),
        follow_up=follow_up,
        subject={**(subject or {}), "incident": identity(incident)},
    )
    return True


def is_on_its_way(unit: Unit, incident: Incident) -> bool:
    """Whether a channel was asked for that is not there yet."""
    return outbox.is_any_unfinished(unit.session, unit.team_id, _lane(incident))


def _lane(incident: Incident) -> str:
    return f"channel:{identity(incident)}"


def settle_in(unit: Unit, subject: Facts, result: Facts) -> Incident:
    """The channel is there: everything that needs it goes out at the same time."""
    incident = incidents.by_id(unit.session, unit.team_id, subject["incident"], lock=True)
    channel = result["channel"]
    incident.channel_id, incident.channel_name = channel, result["name"]
    unit.session.flush()
    channels.belongs(unit.session, unit.team_id, channel, identity(incident))
    for user in dict.fromkeys((incident.declared_by, incident.lead)):
        incidents.add_member(unit.session, unit.team_id, identity(incident), user)
        invite(unit, incident, user, asked_by=incident.declared_by)
    unit.refresh_card(CARD, identity(incident))
    if not incident.private:
        unit.refresh_card(ANNOUNCEMENT, identity(incident))
    return incident
