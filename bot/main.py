"""The composition root: settings → database → words → Slack → courier → clock.

The only file that knows all the parts; it decides nothing.
"""

import logging
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import structlog
from slack_bolt import App
from slack_sdk import WebClient
from sqlalchemy.exc import OperationalError

from bot.core.clock import Clock
from bot.core.deliveries import CheckLink, ListIssues, SyncIssue
from bot.core.preparation import parse_days, parse_seats
from bot.core.trackers import TrackerHouse, parse_people
from bot.flows import (
    due_words,
    escalations,
    facilitators,
    item_owners,
    link_checks,
    monthly_reviews,
    preparation_reminders,
    reminders,
    rounds,
    time_boxes,
    tracker_changes,
    update_reminders,
    wordings,
    workspace,
)
from bot.flows.runtime import House, Runtime
from bot.integrations import connect
from bot.integrations.github import GitHub
from bot.integrations.links import LinkChecker
from bot.render.environment import TEMPLATES, Words
from bot.render.stages import load_stages
from bot.settings import Settings
from bot.slack.app import Connection, Identity, ask_who_we_are, listen, make_app, make_client
from bot.slack.deliver import Deliverer, Result
from bot.slack.errors import Retry, Unknown
from bot.slack.history import History
from bot.slack.modals import OPEN_TIMEOUT_SECONDS, Waiting
from bot.web.door import Door
from bot.work.carriers import Carriers
from bot.work.catch_up import CatchUp
from bot.work.clock import Duty, Ticker
from bot.work.courier import Courier
from bot.work.trackers import TrackerCarrier
from commands.register import Desk, register
from storage.database import Database, is_busy

log = structlog.get_logger(__name__)

SLACK_TRIES_EVERY_SECONDS = 5
T = TypeVar("T")

# What the clock has flows look for.
DUTIES: tuple[Duty, ...] = (
    workspace.tidy,
    workspace.stay_seen,
    update_reminders.hand_over,
    item_owners.hand_to_leads,
    reminders.hand_over,
    escalations.hand_over,
    monthly_reviews.hand_over,
    time_boxes.hand_over,
    rounds.hand_over,
    facilitators.tell_who_left,
    preparation_reminders.hand_over,
    due_words.hand_over,
    link_checks.ask_again,
    tracker_changes.look_around,
    wordings.have_rules_read,
)


@dataclass
class Howbot:
    """All parts, put together and not yet running."""

    runtime: Runtime
    app: App
    courier: Courier
    ticker: Ticker
    connection: Connection
    catch_up: CatchUp
    door: Door | None = None

    def start(self) -> None:
        """Listen, deliver and tick; then read back what was missed, and get the words ready.

        Raises a DoorStuck or a SlackTrouble before anything runs.
        """
        if self.door is not None:
            self.door.open()
        self.connection.connect()
        self.courier.start()
        self.ticker.start()
        self.catch_up.start()
        threading.Thread(target=self.runtime.words.compile, name="words", daemon=True).start()

    def stop(self) -> None:
        """Stop listening first, so that nothing new comes in; then finish what is under way."""
        self.connection.close()
        if self.door is not None:
            self.door.close()
        self.catch_up.stop()
        self.ticker.stop()
        self.courier.stop()
        self.runtime.database.close()


def build(settings: Settings, *, clock: Clock | None = None) -> Howbot:
    """Put the parts together; asks Slack once who we are. Raises a SlackTrouble."""
    api_url = settings.slack_api_url
    token = settings.slack_bot_token.get_secret_value()
    clock = clock or Clock(settings.offset)
    client = make_client(token, api_url=api_url, clock=clock)
    identity = ask_who_we_are(client)
    runtime = make_runtime(settings, identity, clock=clock)
    courier = Courier(runtime, make_carriers(settings, client, identity))
    runtime.wake = courier.wake
    workspace.welcome(runtime, name=identity.team_name)
    app = make_app(
        client, identity, signing_secret=settings.slack_signing_secret.get_secret_value()
    )
    quick = make_client(token, api_url=api_url, timeout_seconds=OPEN_TIMEOUT_SECONDS)
    register(app, Desk(runtime, Waiting(quick, api_url=api_url)))
    catch_up = CatchUp(runtime, History(client))
    return Howbot(
        runtime=runtime,
        app=app,
        courier=courier,
        ticker=Ticker(DUTIES, runtime),
        connection=listen(
            app,
            app_token=settings.slack_app_token.get_secret_value(),
            api_url=api_url,
            on_connected=catch_up.connected,
        ),
        catch_up=catch_up,
        door=_door(settings, runtime),
    )


def _door(settings: Settings, runtime: Runtime) -> Door | None:
    """Where the tracker may speak to us, if the house wants that; still closed."""
    if not settings.howbot_webhook_address:
        return None
    secret = settings.howbot_tracker_webhook_secret.get_secret_value()
    return Door(runtime, settings.howbot_webhook_address, secret)


def make_runtime(settings: Settings, identity: Identity, *, clock: Clock) -> Runtime:
    """What flows are given."""
    own = settings.howbot_templates
    return Runtime(
        database=Database(settings.database_url),
        words=Words((own, TEMPLATES) if own else (TEMPLATES,)),
        house=House(
            team_id=identity.team_id,
            bot_user_id=identity.bot_user_id,
            command=settings.howbot_command,
            channels=settings.channels,
            roles=settings.howbot_roles,
            pin_emoji=settings.howbot_pin_emoji,
            channel_prefix=settings.howbot_channel_prefix,
            ladder=settings.ladder,
            zone=ZoneInfo(settings.howbot_zone),
            workspace_url=identity.workspace_url,
            leaders=settings.howbot_leaders,
            care_person=settings.howbot_care_person,
            retro_days=parse_days(settings.howbot_retro_days),
            seats=parse_seats(settings.howbot_seats),
            tracker=_tracker_house(settings),
        ),
        clock=clock,
        stages=load_stages(TEMPLATES / "stages", own / "stages" if own else None),
    )


def make_carriers(settings: Settings, client: WebClient, identity: Identity) -> Carriers:
    """Who carries what: Slack's calls, and what is asked of other systems."""
    github = GitHub(settings.howbot_github_api_url, settings.howbot_github_token.get_secret_value())
    links = LinkChecker(settings.howbot_link_hosts, pull_request=github.look)
    elsewhere: dict[type[Any], Callable[[Any], Result]] = {
        CheckLink: lambda delivery: link_checks.as_result(links.look(delivery.url))
    }
    access = settings.tracker_access
    if access is not None:
        carrier = TrackerCarrier(connect.tracker(access))
        elsewhere |= {SyncIssue: carrier.sync, ListIssues: carrier.changes}
    return Carriers(Deliverer(client, bot_user_id=identity.bot_user_id), elsewhere=elsewhere)


def _tracker_house(settings: Settings) -> TrackerHouse | None:
    if settings.howbot_tracker == "none":
        return None
    return TrackerHouse(
        kind=settings.howbot_tracker,
        place=settings.howbot_tracker_place,
        people=parse_people(settings.howbot_tracker_people),
        is_automatic=settings.howbot_tracker_when == "always",
        takes_private=settings.howbot_tracker_private,
    )


def run(settings: Settings) -> None:
    """Run until the process is told to stop.

    Raises a SlackTrouble when Slack will not have us, a DoorStuck when our port is taken.
    """
    if settings.howbot_clock_offset:
        log.warning("clock_shifted", offset=settings.howbot_clock_offset)
    stopping = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stopping.set())
    howbot = _patiently(lambda: build(settings), stopping)
    if howbot is None:
        return
    _patiently(howbot.start, stopping)
    log.info("started", team=howbot.runtime.house.team_id)
    stopping.wait()
    log.info("stopping")
    howbot.stop()


def _patiently(do: Callable[[], T], stopping: threading.Event) -> T | None:
    """Do it, waiting for Slack's answer and for other writers; None when told to stop meanwhile."""
    while not stopping.is_set():
        try:
            return do()
        except (Retry, Unknown) as trouble:
            log.warning("slack_does_not_answer", slack_error=trouble.code)
            stopping.wait(SLACK_TRIES_EVERY_SECONDS)
        except OperationalError as trouble:
            if not is_busy(trouble):
                raise
            log.warning("database_busy")
    return None


def set_up_logging(level: str) -> None:
    """One line per event on standard error; libraries speak up from warnings on."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping()[level.upper()]
        ),
        # Looked up for each line: standard error may be another one by then.
        logger_factory=lambda *_: structlog.WriteLogger(sys.stderr),
    )
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    # What a call to Slack came to is ours to log; the library would say it again.
    logging.getLogger("slack_sdk.web").setLevel(logging.CRITICAL)
