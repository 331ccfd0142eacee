"""A database of each kind with this release's tables, and rows to put into its outbox."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlmodel import col

from storage.database import Database
from storage.queries import outbox
from storage.tables import Outbox

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
LEASE = timedelta(seconds=60)


@pytest.fixture
def database(migrated_address: str) -> Iterator[Database]:
    """Migrated and empty."""
    database = Database(migrated_address)
    yield database
    database.close()


def row(lane: str = "lane", *, due: datetime = NOON, dedupe_key: str | None = None) -> Outbox:
    """Something to say."""
    return Outbox(
        team_id="T1",
        lane=lane,
        kind="Post",
        payload={"channel": "C1", "text": lane},
        dedupe_key=dedupe_key,
        not_before=due,
        created_at=NOON,
    )


def write(database: Database, *rows: Outbox) -> list[int]:
    """Commit rows; the ids of all that there are."""
    with database.transaction() as session:
        for each in rows:
            outbox.add(session, each)
    with database.reading() as session:
        return list(session.execute(select(col(Outbox.id)).order_by(col(Outbox.id))).scalars())


def claim(
    database: Database, *, limit: int = 10, now: datetime = NOON, worker: str = "w"
) -> list[Outbox]:
    """What a courier gets that asks now."""
    with database.transaction() as session:
        return list(outbox.claim(session, worker=worker, now=now, lease=LEASE, limit=limit))


def finish(database: Database, claimed: Outbox, state: str = "sent") -> bool:
    """Record that a claimed row is done; False when its holder has lost it."""
    assert claimed.id is not None
    with database.transaction() as session:
        held = outbox.held(session, claimed.id, claimed.attempts)
        if held is None:
            return False
        held.state = state
        return True
