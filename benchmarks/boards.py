"""How long a page of the retro board takes, with all its counts, among ever more open items."""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import insert, text

from benchmarks.figures import Figure
from benchmarks.floors import one_row
from bot.core.board import BoardAsked, Order
from bot.core.clock import Clock
from bot.flows.board import PAGE, page_for
from bot.flows.runtime import House, Runtime
from bot.render.environment import Words
from storage import schema
from storage.database import Database
from storage.tables import ActionItem, AxisMove, ChannelMember, Incident, Person, Workspace

TEAM = "T1"
READER = "U0"
NOW = datetime(2031, 3, 3, 10, 0, tzinfo=UTC)
SIZES = (10_000, 100_000)
TARGET_MILLISECONDS = {10_000: 300}
ITEMS_OF_EACH = 4
OWNERS = 500
ZONES = ("America/Los_Angeles", "Europe/Berlin", "Asia/Tokyo", "Pacific/Kiritimati")
AXES = ("judge", "data", "unknown", "prompt", "model")
"""Of five incidents one has no axis yet; of ten one is private, every other one with its reader."""


def figures(address: str, *, engine: str) -> Iterator[Figure]:
    """One figure for each size: the slowest of the orders."""
    database = Database(address)
    schema.migrate(database)
    runtime = Runtime(
        database=database,
        words=Words(),
        house=House(TEAM, "UBOT"),
        clock=Clock(machine=lambda: NOW),
    )
    _settle_in(database)
    stored = 0
    for size in SIZES:
        _store(database, range(stored, size))
        stored = size
        took = {order: min(_look(runtime, order) for _ in range(3)) for order in Order}
        slowest = max(took, key=lambda order: took[order])
        yield Figure(
            f"A page of the board of {size:,} items, by {slowest}, {engine}",
            took[slowest] * 1000,
            "ms",
            floor=one_row(database) * 1000,
            target=TARGET_MILLISECONDS.get(size),
        )
    database.close()


def _settle_in(database: Database) -> None:
    with database.transaction() as session:
        session.add(Workspace(team_id=TEAM))
        for number in range(OWNERS):
            session.add(
                Person(
                    team_id=TEAM,
                    user_id=f"U{number}",
                    name=f"Owner {number}",
                    zone=ZONES[number % len(ZONES)],
                    fetched_at=NOW,
                )
            )


def _store(database: Database, numbers: range) -> None:
    incidents = range(numbers.start // ITEMS_OF_EACH, numbers.stop // ITEMS_OF_EACH)
    with database.transaction() as session:
        for table, rows in (
            (Incident, [_incident(number) for number in incidents]),
            (AxisMove, [_move(number) for number in incidents if number % len(AXES)]),
            (ChannelMember, [_member(number) for number in incidents if number % 20 == 0]),
            (ActionItem, [_item(number) for number in numbers]),
        ):
            for first in range(0, len(rows), 5000):
                session.execute(insert(table), rows[first : first + 5000])
    with database.transaction() as session:
        # What a server does by itself some time after so many rows came.
        session.execute(text("ANALYZE"))


def _incident(number: int) -> dict[str, object]:
    return {
        "id": number + 1,
        "team_id": TEAM,
        "number": number + 1,
        "title": "Judge scores moved",
        "severity": f"S{number % 3 + 1}",
        "category": "silent_regression",
        "status": "reviewing",
        "private": number % 10 == 0,
        "channel_id": f"C{number}",
        "declared_by": "U1",
        "lead": "U1",
        "declared_at": NOW,
    }


def _move(number: int) -> dict[str, object]:
    return {
        "team_id": TEAM,
        "incident_id": number + 1,
        "axis": AXES[number % len(AXES)],
        "what_changed": "The judge was another one",
        "confidence": "high",
        "by": "U1",
        "at": NOW,
    }


def _member(number: int) -> dict[str, object]:
    return {"team_id": TEAM, "incident_id": number + 1, "user_id": READER}


def _item(number: int) -> dict[str, object]:
    return {
        "team_id": TEAM,
        "incident_id": number // ITEMS_OF_EACH + 1,
        "number": number % ITEMS_OF_EACH + 1,
        "title": "Pin the judge",
        "owner": f"U{number % OWNERS}",
        "due_on": date(2031, 2, 1) + timedelta(days=number * 7 % 60),
        "criterion": "The version stands in each trace",
        "kind": "gate",
        "impact": "medium",
        "effort": "medium",
        "created_by": "U1",
        "created_at": NOW,
        "assigned_at": NOW,
        "ladder_started_at": NOW,
    }


def _look(runtime: Runtime, order: Order) -> float:
    """Seconds until a page in the middle is found; the words of it are no part of this."""
    began = time.perf_counter()
    with runtime.reading() as unit:
        found = page_for(unit, READER, BoardAsked(order, page=3), size=PAGE)
    took = time.perf_counter() - began
    if len(found.lines) != PAGE:
        raise RuntimeError(f"{len(found.lines)} lines stand on a page of {PAGE}")
    return took
