"""What is said about an incident to everyone in its channel, or in the incidents channel."""

from bot.core.deliveries import Post
from bot.flows.incident_cards import ANNOUNCEMENT, house_channel
from bot.flows.incidents import identity
from bot.flows.runtime import Unit
from bot.render.environment import Message
from storage.queries import channels
from storage.tables import Incident


def tell_channel(unit: Unit, incident: Incident, message: Message, *, asked_by: str) -> None:
    """Say it in the incident's channel; one that has none yet shows it on its card."""
    if incident.channel_id is None:
        return
    unit.send(
        Post(incident.channel_id, message.text, message.blocks),
        lane=f"talk:{incident.channel_id}",
        asked_by=asked_by,
    )


def tell_everyone(unit: Unit, incident: Incident, message: Message, *, asked_by: str) -> bool:
    """Say it in the incidents channel, under the incident's line there.

    False where it is not said: of a private one, and while Howbot is not in that channel.
    """
    place = house_channel(unit, "incidents")
    if incident.private or place is None:
        return False
    subject = str(identity(incident))
    line = channels.card(unit.session, unit.team_id, ANNOUNCEMENT, subject)
    thread_ts = line.ts if line is not None and line.channel_id == place else None
    unit.send(
        Post(place, message.text, message.blocks, thread_ts=thread_ts),
        lane=f"announce:{subject}",
        asked_by=asked_by,
    )
    return True
