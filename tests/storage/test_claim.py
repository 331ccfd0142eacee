"""Each row is handed out once, lanes keep their order, and nobody holds on to what they lost."""

import itertools
import multiprocessing
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import text

from storage.database import Database
from storage.queries import outbox
from tests.storage.conftest import LEASE, NOON, claim, finish, row, write

SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Carried:
    """One row as a courier had it in hand, by the machine's monotonic clock."""

    row_id: int
    lane: str
    from_moment: float
    to_moment: float


def carry_all(address: str, worker: str, meet: Callable[[], Any]) -> list[Carried]:
    """Claim and finish rows until none is left."""
    database = Database(address)
    carried: list[Carried] = []
    meet()
    while True:
        claimed = claim(database, limit=3, worker=worker)
        began = time.monotonic()
        for each in claimed:
            ended = time.monotonic()
            assert finish(database, each)
            carried.append(Carried(each.id or 0, each.lane, began, ended))
        if not claimed:
            with database.reading() as session:
                if not outbox.count_unfinished(session, "T1"):
                    database.close()
                    return carried


def check_carried(ids: list[int], carried: list[Carried]) -> None:
    """Every row exactly once; in each lane one after another, in the order they were written."""
    assert sorted(each.row_id for each in carried) == ids
    for lane in {each.lane for each in carried}:
        in_lane = sorted((c for c in carried if c.lane == lane), key=lambda c: c.row_id)
        for earlier, later in itertools.pairwise(in_lane):
            assert earlier.to_moment < later.from_moment


def test_eight_threads_carry_each_row_once_and_keep_the_lanes_in_order(
    database: Database, migrated_address: str
) -> None:
    ids = write(database, *(row(f"lane {number % 23}") for number in range(120)))
    barrier = threading.Barrier(8)

    with ThreadPoolExecutor(8) as pool:
        jobs = [
            pool.submit(carry_all, migrated_address, f"thread {number}", barrier.wait)
            for number in range(8)
        ]
        carried = [each for job in jobs for each in job.result()]

    check_carried(ids, carried)


def _in_a_process(address: str, worker: str, barrier: Any, results: Any) -> None:
    results.put(carry_all(address, worker, barrier.wait))


def test_three_processes_carry_each_row_once_and_keep_the_lanes_in_order(
    database: Database, migrated_address: str
) -> None:
    ids = write(database, *(row(f"lane {number % 23}") for number in range(120)))
    context = multiprocessing.get_context("spawn")
    barrier, results = context.Barrier(3), context.Queue()

    processes = [
        context.Process(
            target=_in_a_process, args=(migrated_address, f"process {number}", barrier, results)
        )
        for number in range(3)
    ]
    for process in processes:
        process.start()
    carried = [each for _ in processes for each in results.get(timeout=60)]
    for process in processes:
        process.join()

    check_carried(ids, carried)


def test_no_more_is_claimed_than_asked_for(database: Database) -> None:
    write(database, *(row(f"lane {number}") for number in range(2000)))
    with database.transaction() as session:
        session.execute(text("ANALYZE"))

    assert [each.lane for each in claim(database, limit=5)] == [f"lane {n}" for n in range(5)]


def test_a_lane_waits_for_its_first_row_whatever_became_of_it(database: Database) -> None:
    write(database, row("a"), row("a"), row("b"))

    first, other = claim(database)
    assert (first.lane, other.lane) == ("a", "b")
    assert claim(database) == []
    finish(database, first, "failed")
    assert [each.lane for each in claim(database)] == ["a"]


def test_a_lane_waits_for_a_first_row_that_is_not_due_yet(database: Database) -> None:
    write(database, row("a", due=NOON + SECOND), row("a"))

    assert claim(database) == []
    assert len(claim(database, now=NOON + SECOND)) == 1


def test_other_workspaces_have_lanes_of_their_own(database: Database) -> None:
    theirs = row("a")
    theirs.team_id = "T2"
    write(database, row("a"), theirs)

    assert {each.team_id for each in claim(database)} == {"T1", "T2"}


def test_a_row_is_claimed_again_only_after_its_lease_and_then_with_doubt(
    database: Database,
) -> None:
    write(database, row())

    (first,) = claim(database)
    assert claim(database, now=NOON + LEASE - SECOND) == []
    (again,) = claim(database, now=NOON + LEASE)

    assert (first.attempts, again.attempts) == (1, 2)
    assert first.doubt_since == NOON
    assert again.doubt_since == NOON


def test_who_slept_past_the_lease_records_nothing(database: Database) -> None:
    write(database, row())
    (sleeper,) = claim(database, worker="sleeper")
    (awake,) = claim(database, worker="awake", now=NOON + LEASE)

    assert not finish(database, sleeper)
    assert finish(database, awake)
    assert not finish(database, awake)


def test_rows_of_many_at_once_with_one_key_are_one_row(database: Database) -> None:
    barrier = threading.Barrier(6)

    def add_one(_: int) -> bool:
        barrier.wait()
        with database.transaction() as session:
            return outbox.add(session, row(dedupe_key="nudges:U1:2026-05-04"))

    with ThreadPoolExecutor(6) as pool:
        written = list(pool.map(add_one, range(6)))

    assert written.count(True) == 1
    assert len(claim(database)) == 1
