"""The channels we write in: which we are in, who else is, and what becomes of them.

Nothing is lost while we are put out of one: what happens is kept, and the card shows it once we
are back.
"""

from bot.core.deliveries import FetchChannels, FetchMembers
from bot.flows import catch_up, wins
from bot.flows.incident_cards import ANNOUNCEMENT, show_change
from bot.flows.incidents import identity
from bot.flows.membership import forget_member
from bot.flows.registry import Facts, follows
from bot.flows.runtime import Unit
from storage.queries import channels, incidents

STORE_CHANNELS = "store_channels"
STORE_MEMBERS = "store_members"
OPEN, ARCHIVED, LEFT, DELETED = "open", "archived", "left", "deleted"


def ask_for_channels(unit: Unit) -> None:
    """Find out again which channels we are in."""
    unit.send(FetchChannels(), lane="channels", follow_up=STORE_CHANNELS)


@follows(STORE_CHANNELS)
def store_channels(unit: Unit, _subject: Facts, result: Facts) -> None:
    """Keep the id of each channel that the house named by name or id, and where we are back."""
    workspace = incidents.workspace(unit.session, unit.team_id, lock=True)
    if workspace is None:
        return
    ids = {channel["name"]: channel["id"] for channel in result["channels"]}
    here = set(ids.values())
    wanted = {purpose: place.lstrip("#") for purpose, place in unit.house.channels.items()}
    former = set(workspace.channels)
    workspace.channels = {
        purpose: ids.get(place, place)
        for purpose, place in wanted.items()
        if place in ids or place in here
    }
    opened = set(workspace.channels) - former
    if "incidents" in opened:
        _announce_what_is_open(unit)
    if wins.PURPOSE in opened:
        wins.catch_up(unit)
    for missed in channels.closed_incident_channels(unit.session, unit.team_id):
        if missed.channel_id in here:
            _back_in(unit, missed.channel_id)


def _announce_what_is_open(unit: Unit) -> None:
    """Those that were declared before we knew where to announce them."""
    for incident in incidents.with_status(unit.session, unit.team_id, ("open", "mitigated")):
        if incident.channel_id is not None and not incident.private:
            unit.refresh_card(ANNOUNCEMENT, identity(incident))


def ask_who_is_in(unit: Unit) -> None:
    """Find out who is in the channels that decide who knows: of private incidents, or of guests."""
    for incident in incidents.known_to_its_channel(unit.session, unit.team_id):
        assert incident.channel_id is not None
        _ask_who_is_in(unit, identity(incident), incident.channel_id)


def _ask_who_is_in(unit: Unit, incident_id: int, channel: str) -> None:
    unit.send(
        FetchMembers(channel),
        lane=f"members:{channel}",
        follow_up=STORE_MEMBERS,
        subject={"incident": incident_id},
    )


@follows(STORE_MEMBERS)
def store_members(unit: Unit, subject: Facts, result: Facts) -> None:
    """Keep who is in the channel: they who came or went while nobody told us."""
    incident = incidents.by_id(unit.session, unit.team_id, subject["incident"], lock=True)
    stored = set(incidents.members(unit.session, identity(incident)))
    there = set(result["members"]) - {unit.house.bot_user_id}
    for user in sorted(there - stored):
        incidents.add_member(unit.session, unit.team_id, identity(incident), user)
    for user in sorted(stored - there):
        forget_member(unit, incident, user)


def we_joined(unit: Unit, channel: str) -> None:
    """We are in a channel, for the first time or again."""
    ask_for_channels(unit)
    _back_in(unit, channel)


def _back_in(unit: Unit, channel: str) -> None:
    found = channels.find(unit.session, unit.team_id, channel)
    incident = incidents.by_channel(unit.session, unit.team_id, channel, lock=True)
    if found is None or incident is None:
        return
    was_out = found.state != OPEN
    keep_state(unit, channel, OPEN)
    if was_out:
        catch_up.ask_for(unit, channel)
    _ask_who_is_in(unit, identity(incident), channel)
    show_change(unit, incident, topic=was_out)


def we_are_out(unit: Unit, channel: str, state: str) -> None:
    """We can no longer write in a channel: it was archived or deleted, or we were removed."""
    keep_state(unit, channel, state)
    ask_for_channels(unit)


def keep_state(unit: Unit, channel: str, state: str) -> None:
    """Remember whether we can write in a channel."""
    found = channels.find(unit.session, unit.team_id, channel)
    if found is not None:
        found.state = state
        unit.session.add(found)
        unit.session.flush()


def channel_renamed(unit: Unit, channel: str, name: str) -> None:
    """A channel has another name."""
    incident = incidents.by_channel(unit.session, unit.team_id, channel, lock=True)
    if incident is not None:
        incident.channel_name = name
    else:
        ask_for_channels(unit)
