"""A workspace, a crowd, and bots that are killed and started again on one database."""

import contextlib
import random
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil
import yaml
from sqlalchemy import func, select
from sqlmodel import col

from rehearsal.bot_process import BotProcess
from rehearsal.server import RehearsalServer
from storage.database import Database
from storage.tables import Channel, Outbox
from tests.crash.crowd import Crowd
from tests.crash.points import PROVOKED_BY
from tests.crash.verdict import Verdict, judge
from tests.stories.conftest import ROOT

COMMAND_LINE = ["-m", "tests.crash.mortal_bot"]
PATIENCE_SECONDS = 60.0
ANSWERS_LOST = 0.03
HURRIED_RETRIES = (0.0, 0.3, 0.6)


class CrashHouse:
    """`kills` counts the bots that died; `verdict` is given once all has settled."""

    def __init__(self, address: str, folder: Path, *, seed: int) -> None:
        self.slack = RehearsalServer()
        self.slack.install(yaml.safe_load((ROOT / "app_manifest.yml").read_text()))
        self.slack.backstage.events.strict = False
        self.slack.backstage.hub.retry_delays = HURRIED_RETRIES
        self.slack.faults.random_losses(ANSWERS_LOST, seed)
        self.address, self.folder = address, folder
        self.database = Database(address)
        self.dice = random.Random(seed)
        self.crowd = Crowd(self.slack, seed=seed)
        self.kills = 0
        self.lease = timedelta(seconds=4)
        self._bots: list[BotProcess] = []

    def open(self) -> None:
        """Let a first bot look round, then let people in."""
        bot = self.start_bot()
        self.awaits(lambda: self._is_settled(self.slack.clock.now()), "no start", bot)
        bot.kill()
        self.crowd.start()

    def start_bot(
        self, *, point: str = "", nth: int = 1, ahead: str = "", sleep: bool = False
    ) -> BotProcess:
        """A bot in a process of its own, which dies or sleeps at the point if one is named."""
        environment = {
            "HOWBOT_CLOCK_OFFSET": ahead,
            "MORTAL_LEASE": str(self.lease.total_seconds()),
        }
        if point:
            environment |= {"MORTAL_POINT": point, "MORTAL_NTH": str(nth)}
            environment |= {"MORTAL_SLEEP": "1"} if sleep else {}
        if point in PROVOKED_BY:
            trouble, method = PROVOKED_BY[point]
            getattr(self.slack.faults, trouble)(method, times=3)
        bot = BotProcess(
            self.slack,
            self.folder,
            database_url=self.address,
            environment=environment,
            name=f"bot-{len(self._bots)}",
            command=[sys.executable, *COMMAND_LINE],
        )
        bot.start()
        self._bots.append(bot)
        self.crowd.most_incidents += 1
        return bot

    def awaits_death(self, bot: BotProcess, why: str) -> None:
        """Until it has killed itself."""
        self.awaits(lambda: not bot.is_running(), f"nobody died at: {why}", bot)
        self.kills += 1

    def awaits_sleep(self, bot: BotProcess, why: str) -> None:
        """Until it sleeps."""
        sleeper = psutil.Process(bot.pid)
        self.awaits(lambda: sleeper.status() == psutil.STATUS_STOPPED, f"awake at: {why}", bot)

    def awaits_takeover(self, bot: BotProcess) -> None:
        """Until nothing is held by anybody whose lease is over."""

        def taken() -> bool:
            with self.database.reading() as session:
                held = session.execute(
                    select(col(Outbox.lease_until)).where(col(Outbox.state) == "sending")
                ).scalars()
                now = datetime.now(UTC)
                return all(until is not None and until > now for until in held)

        self.awaits(taken, "nobody took over", bot)

    def kill(self, bot: BotProcess) -> None:
        """At whatever it is doing."""
        assert bot.is_running(), bot.last_words()
        bot.kill()
        self.kills += 1

    def awaits(self, condition: Callable[[], object], why: str, bot: BotProcess) -> None:
        """Until something is so, in the workspace, in the database or with a process."""
        give_up_at = time.monotonic() + PATIENCE_SECONDS
        while not condition():
            assert time.monotonic() < give_up_at, f"{why}\n{bot.last_words()}"
            time.sleep(0.02)

    def forget_what_waits(self) -> None:
        """Slack gives up telling: what happened meanwhile has to be read back."""
        with self.slack.workspace.lock:
            self.slack.backstage.hub.backlog.clear()

    def settle(self, *, ahead: str = "") -> None:
        """Let a bot that does not die finish everything."""
        self.slack.faults.clear()
        began = self.slack.clock.now()
        bot = self.start_bot(ahead=ahead)
        self.awaits(lambda: self._is_settled(began), "it did not settle", bot)
        bot.kill()

    def _is_settled(self, began: float) -> bool:
        hub = self.slack.backstage.hub
        with self.slack.workspace.lock:
            told = hub.connections and not hub.backlog
            told = told and not any(each.outstanding for each in hub.connections)
            read = {
                call.args.get("channel")
                for call in self.slack.calls
                if call.method == "conversations.history" and call.at >= began
            }
        return bool(told) and self._unfinished() == 0 and self._all_compared(read)

    def _unfinished(self) -> int:
        with self.database.reading() as session:
            found: int = session.execute(
                select(func.count())
                .select_from(Outbox)
                .where(col(Outbox.state).in_(("waiting", "sending")))
            ).scalar_one()
        return found

    def _all_compared(self, read: set[object]) -> bool:
        with self.database.reading() as session:
            places = session.execute(
                select(Channel).where(col(Channel.incident_id).is_not(None))
            ).scalars()
            return all(each.checks_due == 0 and each.channel_id in read for each in places)

    def verdict(self) -> Verdict:
        """What was lost and what is there twice."""
        return judge(self.slack, self.database, self.crowd.acts)


@contextlib.contextmanager
def crash_house(address: str, folder: Path, *, seed: int) -> Iterator[CrashHouse]:
    """A house with a crowd in it; everything is ended afterwards."""
    house = CrashHouse(address, folder, seed=seed)
    try:
        with house.slack:
            yield house
    finally:
        house.crowd.stop()
        for bot in house._bots:
            bot.kill()
        house.database.close()
