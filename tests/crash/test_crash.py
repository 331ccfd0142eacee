"""Bots are killed by kill -9 while people work: nothing is lost and nothing is there twice.

`CRASH_SECONDS=600` kills at random moments for so long; `CRASH_SEED=…` repeats a run.
"""

import os
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rehearsal.bot_process import BotProcess
from tests.crash.house import CrashHouse, crash_house
from tests.crash.points import DROWSY_POINTS, POINTS

SEED = int(os.environ.get("CRASH_SEED") or 7)
CAMPAIGN_SECONDS = float(os.environ.get("CRASH_SECONDS") or 12)
LATER = "+90m"
Tell = Callable[[str], None]


def conclude(house: CrashHouse, tell: Tell, what: str, database: str) -> None:
    """Compare, count, and say which seed it was."""
    verdict = house.verdict()
    tell(
        f"crash: {what} on {database}: {house.kills} kills, {verdict.did} acts, "
        f"{verdict.acknowledged} acknowledged, {verdict.stored} stored, {verdict.posted} posted, "
        f"{len(verdict.lost)} lost, {len(verdict.doubled)} doubled (CRASH_SEED={SEED})"
    )
    assert verdict.lost == []
    assert verdict.doubled == []
    assert house.crowd.acts.problems == []
    assert verdict.posted > 0


def test_a_death_at_every_point_of_the_delivery_path_loses_and_doubles_nothing(
    migrated_address: str, tmp_path: Path, tell: Tell
) -> None:
    with crash_house(migrated_address, tmp_path, seed=SEED) as house:
        house.open()
        for point in POINTS:
            ahead = LATER if point.startswith("clock duty") else ""
            bot = house.start_bot(point=point, ahead=ahead)
            house.awaits_death(bot, point)
            if house.dice.random() < 0.3:
                house.forget_what_waits()
        house.crowd.stop()
        house.settle(ahead=LATER)
        assert house.kills == len(POINTS)
        conclude(house, tell, f"{len(POINTS)} points", migrated_address.partition(":")[0])


def test_deaths_at_random_moments_lose_and_double_nothing(
    migrated_address: str, tmp_path: Path, tell: Tell
) -> None:
    with crash_house(migrated_address, tmp_path, seed=SEED) as house:
        house.open()
        until = time.monotonic() + CAMPAIGN_SECONDS
        while time.monotonic() < until:
            bot = house.start_bot()
            house.awaits(lambda: house.slack.backstage.hub.connections, "not connected", bot)
            # As many calls later, which is as good as a moment by the clock.
            calls = len(house.slack.calls) + house.dice.randrange(1, 40)
            moment = time.monotonic() + house.dice.random() * 2
            house.awaits(
                lambda enough=calls, late=moment: (
                    len(house.slack.calls) >= enough or time.monotonic() >= late
                ),
                "no calls",
                bot,
            )
            house.kill(bot)
        house.crowd.stop()
        house.settle()
        conclude(house, tell, "random moments", migrated_address.partition(":")[0])


def test_bots_that_sleep_past_their_lease_wake_up_to_do_nothing_twice(
    migrated_address: str, tmp_path: Path, tell: Tell
) -> None:
    with crash_house(migrated_address, tmp_path, seed=SEED) as house:
        # Whoever asks one that sleeps is told so soon.
        house.slack.backstage.hub.ack_seconds = 0.3
        # All of them wake up at once: each still gets to send well within what it holds.
        house.lease = timedelta(seconds=10)
        house.crowd.most_incidents = 30
        house.open()
        sleepers = [house.start_bot(point=point, sleep=True) for point in DROWSY_POINTS]
        for point, sleeper in zip(DROWSY_POINTS, sleepers, strict=True):
            house.awaits_sleep(sleeper, point)
        awake = house.start_bot()
        # A lease later whatever the sleepers held is held or done by the one that is awake.
        asleep_since = datetime.now(UTC)
        house.awaits(
            lambda: datetime.now(UTC) - asleep_since > house.lease, "time stands still", awake
        )
        house.awaits_takeover(awake)
        for sleeper in sleepers:
            os.kill(sleeper.pid, signal.SIGCONT)
        house.crowd.stop()
        # In good order, so that each first does what it was about to do when it fell asleep.
        with ThreadPoolExecutor() as pool:
            list(pool.map(BotProcess.stop, (*sleepers, awake)))
        house.settle()
        conclude(house, tell, f"{len(sleepers)} asleep", migrated_address.partition(":")[0])
