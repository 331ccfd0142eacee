"""What has to be known of a workspace before anything happens in it."""

from datetime import timedelta

from bot.core.deliveries import FetchPeople
from bot.flows.channels import ask_for_channels, ask_who_is_in
from bot.flows.people import STORE_PEOPLE
from bot.flows.runtime import Runtime
from storage.queries import inbox, incidents, outbox
from storage.tables import Workspace

KEEP_KEYS = timedelta(days=7)
KEEP_DELIVERIES = timedelta(days=30)
LET_GO_AT_ONCE = 500
SEEN_EVERY = timedelta(minutes=1)


def welcome(runtime: Runtime, *, name: str) -> None:
    """Know the workspace, and have the courier ask who and which channels are in it."""
    with runtime.transaction() as unit:
        here = Workspace(team_id=unit.team_id, name=name, url=unit.house.workspace_url)
        incidents.meet(unit.session, here)
        unit.send(FetchPeople(), lane="people", follow_up=STORE_PEOPLE)
        ask_for_channels(unit)
        ask_who_is_in(unit)


def stay_seen(runtime: Runtime) -> None:
    """Remember that we are here, so that the next start knows how long nobody listened."""
    now = runtime.clock.machine_now()
    with runtime.reading() as unit:
        found = incidents.workspace(unit.session, unit.team_id)
        if found is None or (found.last_seen_at and now - found.last_seen_at < SEEN_EVERY):
            return
    with runtime.transaction() as unit:
        seen = incidents.workspace(unit.session, unit.team_id, lock=True)
        if seen is not None:
            seen.last_seen_at = now


def tidy(runtime: Runtime) -> None:
    """Forget keys of things that Slack will not repeat any more, and what was said long ago."""
    now = runtime.clock.machine_now()
    with runtime.reading() as unit:
        is_untidy = inbox.is_any_before(unit.session, now - KEEP_KEYS)
        is_untidy = is_untidy or outbox.is_any_to_let_go(unit.session, now - KEEP_DELIVERIES)
    if is_untidy:
        with runtime.transaction() as unit:
            inbox.forget_before(unit.session, now - KEEP_KEYS)
            outbox.let_go(unit.session, now - KEEP_DELIVERIES, limit=LET_GO_AT_ONCE)
