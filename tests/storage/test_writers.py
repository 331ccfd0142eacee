"""Writers of one process on SQLite: one after another, none for ever."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from bot.flows.runtime import is_database_trouble
from storage import database
from storage.database import Database, is_busy

WRITERS = 12
WRITES_EACH = 20


@pytest.fixture
def counter(tmp_path: Path) -> Database:
    """A database with a number in it."""
    opened = Database(f"sqlite:///{tmp_path}/counter.db")
    with opened.transaction() as session:
        session.execute(text("CREATE TABLE counter (number INTEGER)"))
        session.execute(text("INSERT INTO counter VALUES (0)"))
    return opened


def _count_up(counter: Database) -> None:
    with counter.transaction() as session:
        session.execute(text("UPDATE counter SET number = number + 1"))


def test_no_writer_of_many_is_turned_away(counter: Database) -> None:
    with ThreadPoolExecutor(WRITERS) as writers:
        written = [
            writers.submit(_count_up, counter) for _ in range(WRITERS) for _ in range(WRITES_EACH)
        ]
    for each in written:
        each.result()
    with counter.reading() as session:
        assert session.execute(text("SELECT number FROM counter")).scalar() == len(written)


def test_who_waits_too_long_for_a_turn_is_told_of_database_trouble(
    counter: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "SQLITE_BUSY_SECONDS", 0.05)
    told: list[Exception] = []

    def write() -> None:
        try:
            _count_up(counter)
        except Exception as error:
            told.append(error)

    with counter.transaction():
        writer = threading.Thread(target=write)
        writer.start()
        writer.join()
    assert [is_database_trouble(error) for error in told] == [True]
    _count_up(counter)


def test_a_writer_that_fails_leaves_its_turn_to_the_next(counter: Database) -> None:
    def fail() -> None:
        with counter.transaction():
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    _count_up(counter)


def test_a_writer_who_waited_too_long_is_told_apart_from_one_who_cannot_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.database.SQLITE_BUSY_SECONDS", 0.05)
    here, elsewhere = (Database(f"sqlite:///{tmp_path}/howbot.db") for _ in range(2))
    with elsewhere.transaction() as other:
        other.execute(text("SELECT 1"))
        with pytest.raises(OperationalError) as waited, here.transaction() as session:
            session.execute(text("SELECT 1"))
    with pytest.raises(OperationalError) as wrong, here.transaction() as session:
        session.execute(text("INSERT INTO nowhere VALUES (1)"))

    assert is_busy(waited.value)
    assert not is_busy(wrong.value)
