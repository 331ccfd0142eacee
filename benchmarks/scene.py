"""A real bot process in a rehearsal workspace of its own, and incidents for it to carry."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import yaml

from rehearsal.bot_process import BotProcess
from rehearsal.records import Channel
from rehearsal.server import RehearsalServer

MANIFEST = Path(__file__).parent.parent / "app_manifest.yml"
READY_SECONDS = 30
LOOKS_EVERY_SECONDS = 0.01


@dataclass
class Scene:
    """A workspace with the bot in it."""

    slack: RehearsalServer
    bot: BotProcess

    def start_bot(self) -> float:
        """Start the bot; seconds until its socket is up."""
        began = time.monotonic()
        self.bot.start()
        self.slack.wait_connected(READY_SECONDS)
        return time.monotonic() - began

    def incidents(self, count: int) -> list[Channel]:
        """Declare incidents, and wait until all about them is shown."""
        ana, before = self.slack.person("Ana"), len(self.channels())
        for number in range(count):
            ana.command(f"/incident declare S2 Judge scores moved, part {number}", "general")
        self.demand(lambda: len(opened_channels(self.slack)) == before + count, "the channels")
        opened = self.channels()[-count:]
        self.demand(lambda: all(is_furnished(each) for each in opened), "cards and bookmarks")
        return opened

    def channels(self) -> list[Channel]:
        """The channels of incidents, oldest first."""
        with self.slack.workspace.lock:
            return opened_channels(self.slack)

    def demand(self, condition: Callable[[], bool], what: str, *, seconds: float = 30) -> None:
        """Wait for something in the workspace; it must come."""
        if not self.slack.awaits(condition, seconds):
            raise RuntimeError(f"{what} did not come:\n{self.bot.last_words()}")

    def stored(self, question: str) -> int:
        """A number from the bot's SQLite database, read beside it."""
        with closing(sqlite3.connect(f"file:{self.bot.database}?mode=ro", uri=True)) as database:
            return int(database.execute(question).fetchone()[0])

    def until_stored(self, question: str, count: int, *, seconds: float = 60) -> None:
        """Wait until the database answers `count`."""
        until = time.monotonic() + seconds
        while (found := self.stored(question)) < count:
            if time.monotonic() > until:
                raise RuntimeError(f"{found} of {count} after {seconds:.0f} s: {question}")
            time.sleep(LOOKS_EVERY_SECONDS)


@contextmanager
def scene(folder: Path, *, database_url: str | None = None) -> Iterator[Scene]:
    """A workspace, and a bot that is not started yet."""
    with RehearsalServer() as slack:
        slack.install(yaml.safe_load(MANIFEST.read_text()))
        # A message stands in Slack at once, whatever the bot makes of it, and when.
        slack.backstage.events.strict = False
        bot = BotProcess(slack, folder, database_url=database_url)
        try:
            yield Scene(slack, bot)
        finally:
            bot.stop()


def opened_channels(slack: RehearsalServer) -> list[Channel]:
    """The channels of incidents; whoever asks holds the workspace's lock."""
    return [each for each in slack.workspace.channels.values() if each.name.startswith("inc-")]


def is_furnished(channel: Channel) -> bool:
    """Whether all that a new incident's channel gets is there."""
    return bool(channel.topic and channel.pins and channel.bookmarks and "U0ANA" in channel.members)
