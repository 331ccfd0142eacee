"""How long it takes to choose whom to remind of what, among ever more items that are not due."""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import insert, text
from sqlmodel import Session

from benchmarks.figures import Figure
from storage import schema
from storage.database import Database
from storage.queries import action_items
from storage.tables import ActionItem, Incident, Workspace
from tests.rows import item_row

TEAM = "T1"
NOW = datetime(2031, 3, 3, 10, 0, tzinfo=UTC)
OWNERS = 5000
DUE = 500
SIZES = (1_000, 10_000, 100_000)
TARGET_MILLISECONDS = 200
AT_ONCE = 20


def figures(address: str, *, engine: str) -> Iterator[Figure]:
    """One figure for each size; always as many items are due, of a hundred owners."""
    database = Database(address)
    schema.migrate(database)
    stored = 0
    incident = _settle_in(database)
    for size in SIZES:
        _store(database, incident, range(stored, size))
        stored = size
        took = min(_choose(database) for _ in range(3))
        yield Figure(
            f"Choosing {DUE} due among {size:,} items, {engine}",
            took * 1000,
            "ms",
            target=TARGET_MILLISECONDS,
        )
    database.close()


def _settle_in(database: Database) -> int:
    with database.transaction() as session:
        session.add(Workspace(team_id=TEAM))
        incident = Incident(
            team_id=TEAM,
            number=1,
            title="Judge scores moved",
            severity="S2",
            category="silent_regression",
            declared_by="U0",
            lead="U0",
            declared_at=NOW,
        )
        session.add(incident)
        session.flush()
        return incident.id or 0


def _store(database: Database, incident: int, numbers: range) -> None:
    """The first ones are due, five of each of a hundred owners; all others in weeks to come."""
    rows = [
        {
            **item_row(
                TEAM,
                incident,
                number + 1,
                owner=f"U{number % (DUE // 5) if number < DUE else number % OWNERS}",
                due_on=date(2031, 3, 20),
                at=NOW,
            ),
            "next_nudge_at": NOW + timedelta(minutes=number - DUE + 1),
        }
        for number in numbers
    ]
    with database.transaction() as session:
        for first in range(0, len(rows), 5000):
            session.execute(insert(ActionItem), rows[first : first + 5000])
    with database.transaction() as session:
        # What a server does by itself some time after so many rows came.
        session.execute(text("ANALYZE"))


def _choose(database: Database) -> float:
    """Seconds to find, lock and read everything that is due; nothing is kept."""
    took, chosen = 0.0, 0
    with database.engine.connect() as connection, Session(connection) as session:
        while True:
            began = time.perf_counter()
            owners = action_items.claim_owners(session, TEAM, NOW, limit=AT_ONCE)
            due = action_items.due_of(session, TEAM, owners, NOW)
            took += time.perf_counter() - began
            if not owners:
                break
            for item in (item for items in due.values() for item in items):
                item.next_nudge_at = NOW + timedelta(days=1)
                chosen += 1
            session.flush()
        session.rollback()
    if chosen != DUE:
        raise RuntimeError(f"{chosen} were chosen, {DUE} are due")
    return took
