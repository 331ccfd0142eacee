"""Who is in an incident's channel, and a private word to whoever comes later."""

from bot.core.action_items import Standing
from bot.core.deliveries import DirectMessage
from bot.core.incident import Status
from bot.flows.home import refresh_home
from bot.flows.incident_cards import facts_of
from bot.flows.incidents import identity, may_see
from bot.flows.people import known, standing_of
from bot.flows.runtime import Unit
from bot.render.messages.life_cycle import CatchUp
from storage.queries import incidents
from storage.tables import Incident

# Whoever joins one that is over is not asked to do anything.
RUNNING = (Status.open, Status.mitigated, Status.resolved, Status.reviewing)


def person_joined(unit: Unit, channel: str, user: str) -> None:
    """Somebody is in the channel of an incident; they are caught up, once."""
    incident = incidents.by_channel(unit.session, unit.team_id, channel, lock=True)
    if incident is None:
        return
    # Whoever declared it or led it from the start was put there with the channel.
    came_later = not incidents.is_member(unit.session, identity(incident), user)
    incidents.add_member(unit.session, unit.team_id, identity(incident), user)
    person = known(unit, user)
    if came_later and incident.status in RUNNING and not (person and person.is_bot):
        _catch_up(unit, incident, user)


def person_left(unit: Unit, channel: str, user: str) -> None:
    """Somebody is no longer in the channel; of a private incident they know nothing any more."""
    incident = incidents.by_channel(unit.session, unit.team_id, channel, lock=True)
    if incident is not None:
        forget_member(unit, incident, user)


def forget_member(unit: Unit, incident: Incident, user: str) -> None:
    """Somebody is out; what they may not know of any more leaves their App Home at once."""
    incidents.remove_member(unit.session, identity(incident), user)
    has_home = standing_of(unit, user) in (Standing.member, Standing.guest)
    if has_home and not may_see(unit, incident, user):
        refresh_home(unit, user)


def _catch_up(unit: Unit, incident: Incident, user: str) -> None:
    update = incidents.latest_update(unit.session, identity(incident))
    message = unit.render(
        CatchUp(
            incident=facts_of(incident),
            known=incident.known,
            update=update.text if update else "",
            resolution=incident.resolution,
            pin_emoji=unit.house.pin_emoji,
        )
    )
    unit.send(
        DirectMessage(user, message.text, message.blocks),
        lane=f"dm:{user}",
        dedupe_key=f"catch_up:{identity(incident)}:{user}",
    )
