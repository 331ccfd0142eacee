"""A house to tell stories in: the bot, in this process, in a rehearsal workspace.

People type and click over the real protocol; the clock is turned and the courier ticked by the
story. Nothing waits by sleeping: every act returns once the bot has acknowledged it.
"""

import functools
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import yaml

from bot.core.clock import Clock
from bot.flows import outgoing
from bot.main import Howbot, build
from bot.render.environment import Words
from bot.render.guard_readings import load_everything
from bot.settings import Settings
from rehearsal.server import RehearsalServer
from tests.conftest import ROOT


@dataclass
class TurnedClock:
    """A clock that stands `ahead` of the machine's and can be turned."""

    ahead: timedelta = timedelta()

    def now(self) -> datetime:
        """The machine's time, plus what it was turned."""
        return datetime.now(UTC) + self.ahead


@dataclass
class House:
    """A workspace with the bot in it."""

    slack: RehearsalServer
    settings: Settings
    howbot: Howbot
    rules: Clock
    machine: TurnedClock = field(default_factory=TurnedClock)

    def person(self, name: str) -> Any:
        """One of the people, by first name."""
        return self.slack.person(name)

    def settle(self, *, rounds: int = 12) -> None:
        """Let everything that is due be delivered, later seconds and retries included."""
        for _ in range(rounds):
            self.howbot.courier.tick()
            due = self.next_due_within(timedelta(minutes=2))
            if due is None:
                return
            self.machine.ahead += due
        self.howbot.courier.tick()

    def next_due_within(self, longest: timedelta) -> timedelta | None:
        """How long until something is due, None when that is not soon."""
        due_at = outgoing.next_due_at(self.howbot.runtime)
        if due_at is None:
            return None
        wait = due_at - self.howbot.runtime.clock.machine_now() + timedelta(milliseconds=1)
        return max(wait, timedelta()) if wait <= longest else None

    def turn(self, **ahead: float) -> None:
        """Turn the clock, tick, and deliver what has become due: `house.turn(days=3)`."""
        self.rules.offset += timedelta(**ahead)
        self.tick()

    def turn_to(self, moment: datetime) -> None:
        """Turn the clock to a moment that lies ahead."""
        self.rules.offset += moment - self.rules.now()
        self.tick()

    def tick(self) -> None:
        """One tick of the bot's own clock, and the deliveries that follow."""
        self.howbot.ticker.tick()
        self.settle()

    def restart(self) -> None:
        """Stop the bot and start it again on the same database."""
        self.howbot.connection.close()
        self.howbot.runtime.database.close()
        self.howbot = start_bot(self.settings, self.rules)
        self.slack.wait_connected()
        self.settle()

    def declare(self, title: str = "Judge scores moved overnight", by: str = "Ana") -> Any:
        """An open incident, declared by someone; its channel."""
        self.person(by).command(f"/incident declare S2 {title}", channel="general")
        self.settle()
        return newest_incident_channel(self.slack)


def newest_incident_channel(slack: RehearsalServer) -> Any:
    """The channel of the incident that was declared last."""
    found = [each for each in slack.workspace.channels.values() if each.name.startswith("inc-")]
    return found[-1]


def start_bot(settings: Settings, clock: Clock) -> Howbot:
    """The bot, listening; its courier and clock are ticked by the story."""
    howbot = build(settings, clock=clock)
    _get_up_to_speed()
    howbot.connection.connect()
    return howbot


@functools.cache
def _get_up_to_speed() -> None:
    """As a bot does once it has started; what it read stays for all stories of this process."""
    Words().compile()
    load_everything()


@pytest.fixture
def slack() -> Iterator[RehearsalServer]:
    """A rehearsal workspace with Howbot's manifest installed."""
    with RehearsalServer(port=0) as server:
        server.install(yaml.safe_load((ROOT / "app_manifest.yml").read_text()))
        # How soon a bot answers is measured elsewhere; here whatever else runs may take its time.
        server.backstage.hub.ack_seconds = 15
        yield server


def settings_for(slack: RehearsalServer, database_url: str, **others: Any) -> Settings:
    """Settings of a bot in this workspace."""
    return Settings(
        **others,
        _env_file=None,
        slack_bot_token=slack.bot_token,
        slack_app_token=slack.app_token,
        slack_signing_secret=slack.signing_secret,
        slack_api_url=slack.api_url,
        database_url=database_url,
        howbot_link_hosts="",  # Nothing leaves this machine.
    )


@pytest.fixture
def house(slack: RehearsalServer, sqlite_address: str) -> Iterator[House]:
    """The bot in its workspace, everything of the start delivered."""
    yield from furnish(slack, sqlite_address)


@pytest.fixture
def any_house(slack: RehearsalServer, migrated_address: str) -> Iterator[House]:
    """The same, once on each kind of database."""
    yield from furnish(slack, migrated_address)


def furnish(slack: RehearsalServer, address: str, **others: Any) -> Iterator[House]:
    """A house on this database; `others`: settings of its own."""
    machine = TurnedClock()
    rules = Clock(machine=machine.now)
    settings = settings_for(slack, address, **others)
    house = House(slack, settings, start_bot(settings, rules), rules, machine)
    slack.wait_connected()
    house.settle()
    yield house
    # It takes slack_sdk a second to see that no more comes; the next story need not wait.
    threading.Thread(target=house.howbot.connection.close, daemon=True).start()
    house.howbot.runtime.database.close()
