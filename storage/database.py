"""Opens the database and gives out transactions; the one place that knows two engines exist.

SQLite: write-ahead log, every commit on disk, writers queue: those of this process for their turn,
those of others behind `BEGIN IMMEDIATE`.
PostgreSQL: plain transactions; rows are locked by the queries that need it.
"""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as WaitedTooLong
from sqlmodel import Session

# A person waits three seconds for an answer, so nothing here may take as long: how long a writer
# waits for another one, for a connection, and for one out of the pool.
SQLITE_BUSY_SECONDS = 2.5
POSTGRESQL_CONNECT_SECONDS = 2
POOL_SECONDS = 2
POSTGRESQL_MANNERS = (
    "SET lock_timeout = '2s'",
    # A process that stopped in the middle of its transaction keeps nobody waiting for ever.
    "SET idle_in_transaction_session_timeout = '10s'",
)


class Database:
    """One database. `transaction()` to write, `reading()` for a look that changes nothing."""

    def __init__(self, address: str, *, pool_size: int = 24) -> None:
        """Prepare an engine for a `sqlite:///…` or `postgresql://…` address; connects later."""
        self.url = _with_driver(make_url(address))
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = self._create_engine(pool_size)
        self._readers = self.engine.execution_options(reading=True)
        self._turn = threading.Lock()

    def _create_engine(self, pool_size: int) -> Engine:
        options: dict[str, Any] = {
            "pool_size": pool_size,
            "max_overflow": 16,
            "pool_timeout": POOL_SECONDS,
            # What people wrote is among them, and an error goes to the log beside who it met.
            "hide_parameters": True,
        }
        if self.is_sqlite:
            if self.url.database:
                Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
            engine = create_engine(
                self.url, connect_args={"timeout": SQLITE_BUSY_SECONDS}, **options
            )
            event.listen(engine, "connect", _prepare_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
            return engine
        engine = create_engine(
            self.url,
            connect_args={
                "connect_timeout": POSTGRESQL_CONNECT_SECONDS,
                "tcp_user_timeout": POSTGRESQL_CONNECT_SECONDS * 1000,
            },
            pool_pre_ping=True,
            **options,
        )
        event.listen(engine, "connect", _prepare_postgresql)
        return engine

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session that commits when the block ends and rolls back when it raises."""
        with (
            self._in_turn(),
            Session(self.engine, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        """Wait for the other writers of this process, where the engine takes one at a time.

        SQLite itself lets writers sleep and look again, ever more rarely: under load some would
        find it taken each time, until their patience is over.
        """
        if not self.is_sqlite:
            yield
            return
        if not self._turn.acquire(timeout=SQLITE_BUSY_SECONDS):
            raise WaitedTooLong("other writers of this process took too long")
        try:
            yield
        finally:
            self._turn.release()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for questions only; it waits for no writer and keeps no change."""
        with Session(self._readers, expire_on_commit=False) as session:
            yield session

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def is_busy(error: OperationalError) -> bool:
    """Whether SQLite's one place for writers was taken for too long; it will be free again."""
    return getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY


def _with_driver(url: URL) -> URL:
    """Name the driver that ships with Howbot where the address names none."""
    if url.drivername in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    return url


def _prepare_postgresql(connection: Any, _record: Any) -> None:
    for setting in POSTGRESQL_MANNERS:
        connection.execute(setting)
    connection.commit()


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver's own implicit BEGIN would start readers' locks first; we begin ourselves below.
    connection.isolation_level = None
    cursor = connection.cursor()
    _write_ahead(cursor)
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _write_ahead(cursor: sqlite3.Cursor) -> None:
    """Use the write-ahead log; SQLite's own patience does not cover switching a new file to it."""
    until = time.monotonic() + SQLITE_BUSY_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.01)


def _begin_sqlite(connection: Connection) -> None:
    # A writer that began as a reader could find the database changed under it and fail.
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
