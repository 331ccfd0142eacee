"""What this machine needs for the smallest thing of each kind: a commit, a Python, its imports."""

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import psycopg
from sqlalchemy import text

from storage.database import Database

COMMITS = 300
STARTS = 3
LOOKS = 100


def sqlite_commits(folder: Path, *, count: int = COMMITS) -> list[float]:
    """Seconds of commits of one row each, on disk like the bot's own."""
    connection = sqlite3.connect(folder / "floor.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE floor (id INTEGER PRIMARY KEY)")

    def commit() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO floor DEFAULT VALUES")
        connection.execute("COMMIT")

    seconds = _timed(commit, count)
    connection.close()
    return seconds


def postgresql_commits(address: str, *, count: int = COMMITS) -> list[float]:
    """The same in PostgreSQL."""
    with psycopg.connect(address) as connection:
        connection.execute("CREATE TABLE floor (id bigserial)")
        connection.commit()

        def commit() -> None:
            connection.execute("INSERT INTO floor DEFAULT VALUES")
            connection.commit()

        return _timed(commit, count)


def one_row(database: Database, *, count: int = LOOKS) -> float:
    """Seconds to open a session and read one row."""

    def look() -> None:
        with database.reading() as session:
            session.execute(text("SELECT 1")).scalar_one()

    return median(_timed(look, count))


def python_start(statement: str) -> float:
    """Seconds until a new Python has done `statement` and ended."""

    def start() -> None:
        subprocess.run([sys.executable, "-c", statement], check=True)

    return median(_timed(start, STARTS))


def busy_cores(seconds: float = 1) -> float | None:
    """How many cores work while we do nothing; None where the system does not tell."""
    try:
        before = _idle_seconds()
        time.sleep(seconds)
        idle = _idle_seconds() - before
    except OSError:
        return None
    return max(0.0, (os.cpu_count() or 1) - idle / seconds)


def _idle_seconds() -> float:
    """Of all cores together; `/proc/uptime` says it second."""
    return float(Path("/proc/uptime").read_text().split()[1])


def _timed(work: Callable[[], object], count: int) -> list[float]:
    seconds = []
    for _ in range(count):
        began = time.monotonic()
        work()
        seconds.append(time.monotonic() - began)
    return seconds
