"""What has to be known of a workspace before anything happens in it."""

from datetime import timedelta

from bot.core.deliveries import FetchChannels, FetchPeople
from bot.flows.people import STORE_PEOPLE
from bot.flows.registry import Facts, follows
from bot.flows.runtime import Runtime, Unit
from storage.queries import inbox, incidents
from storage.tables import Workspace

STORE_CHANNELS = "store_channels"
KEEP_KEYS = timedelta(days=7)


def welcome(runtime: Runtime, *, name: str) -> None:
    """Know the workspace, and have the courier ask who and which channels are in it."""
    with runtime.transaction() as unit:
        found = incidents.workspace(unit.session, unit.team_id, lock=True)
        if found is None:
            found = Workspace(team_id=unit.team_id)
        found.name = name
        unit.session.add(found)
        unit.send(FetchPeople(), lane="people", follow_up=STORE_PEOPLE)
        ask_for_channels(unit)


def tidy(runtime: Runtime) -> None:
    """Forget keys of things that Slack will not repeat any more."""
    with runtime.transaction() as unit:
        inbox.forget_before(unit.session, runtime.clock.machine_now() - KEEP_KEYS)


def ask_for_channels(unit: Unit) -> None:
    """Find out again which channels we are in."""
    unit.send(FetchChannels(), lane="channels", follow_up=STORE_CHANNELS)


@follows(STORE_CHANNELS)
def store_channels(unit: Unit, _subject: Facts, result: Facts) -> None:
    """Keep the id of each channel that the house named by name or id."""
    workspace = incidents.workspace(unit.session, unit.team_id, lock=True)
    if workspace is None:
        return
    ids = {channel["name"]: channel["id"] for channel in result["channels"]}
    here = set(ids.values())
    wanted = {purpose: place.lstrip("#") for purpose, place in unit.house.channels.items()}
    workspace.channels = {
        purpose: ids.get(place, place)
        for purpose, place in wanted.items()
        if place in ids or place in here
    }
