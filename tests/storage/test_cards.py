"""A card waits once, and is never rendered from what a flow is just about to change."""

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

from sqlalchemy import select
from sqlmodel import Session, col

from storage.database import Database
from storage.queries import outbox
from storage.tables import Outbox
from tests.storage.conftest import LEASE, NOON, claim, finish, row, write


def card_row(*, due: int = 0) -> Outbox:
    """Somebody wants the card of incident 1 shown."""
    wanted = row("card:incident:1", due=NOON.replace(minute=due))
    wanted.kind, wanted.card_key = "Late", "card:incident:1"
    return wanted


def ask(database: Database, *, due: int = 0) -> None:
    """A flow that changed something."""
    with database.transaction() as session:
        outbox.ask_for_card(session, card_row(due=due))


def states(database: Database) -> list[str]:
    """The states of all rows, oldest first."""
    with database.reading() as session:
        return list(session.execute(select(col(Outbox.state)).order_by(col(Outbox.id))).scalars())


def test_ten_changes_before_the_courier_comes_are_one_row(database: Database) -> None:
    with ThreadPoolExecutor(10) as pool:
        for done in [pool.submit(ask, database) for _ in range(10)]:
            done.result()

    assert states(database) == ["waiting"]


def test_the_fortieth_change_on_one_connection_is_taken_like_the_first(
    database: Database,
) -> None:
    # PostgreSQL plans a statement anew some ten times, and then for all parameters at once.
    for _ in range(40):
        ask(database)

    assert states(database) == ["waiting"]


def test_a_change_after_the_claim_is_a_row_of_its_own_that_waits_for_the_first(
    database: Database,
) -> None:
    ask(database)
    (first,) = claim(database)

    ask(database)
    ask(database)

    assert states(database) == ["sending", "waiting"]
    assert claim(database) == []
    finish(database, first)
    assert len(claim(database)) == 1


def test_a_change_during_a_retry_is_a_row_of_its_own(database: Database) -> None:
    ask(database)
    (tried,) = claim(database)
    finish(database, tried, "waiting")

    ask(database)

    assert states(database) == ["waiting", "waiting"]


def test_what_is_wanted_sooner_is_not_put_off_by_what_is_wanted_later(database: Database) -> None:
    ask(database, due=1)
    ask(database, due=0)
    ask(database, due=2)

    assert len(claim(database)) == 1


@contextmanager
def in_the_midst(database: Database) -> Iterator[Session]:
    """A flow that has asked for the card and has not committed yet."""
    with database.transaction() as session:
        outbox.ask_for_card(session, card_row())
        yield session


def test_no_courier_takes_a_card_while_a_flow_changes_what_it_shows(database: Database) -> None:
    ask(database)
    asked = threading.Event()

    def claim_now() -> list[Outbox]:
        asked.set()
        return claim(database)

    with ThreadPoolExecutor(1) as pool:
        with in_the_midst(database):
            meanwhile: Future[list[Outbox]] = pool.submit(claim_now)
            asked.wait()
            if not database.is_sqlite:
                # Rows of others are not held up by it; on SQLite the claim waits its turn.
                assert meanwhile.result(timeout=5) == []
            assert not meanwhile.done() or meanwhile.result() == []
        handed_out = meanwhile.result(timeout=5) or claim(database)

    assert [each.card_key for each in handed_out] == ["card:incident:1"]


def test_other_rows_are_claimed_while_a_flow_holds_a_card(database: Database) -> None:
    ask(database)
    write(database, row("another lane"))
    if database.is_sqlite:
        return  # One writer at a time: there is no "while".

    with in_the_midst(database):
        assert [each.lane for each in claim(database)] == ["another lane"]


def test_a_flow_that_comes_while_the_card_is_claimed_asks_for_another_one(
    database: Database,
) -> None:
    ask(database)
    with ThreadPoolExecutor(1) as pool:
        with database.transaction() as session:
            claimed = outbox.claim(session, worker="w", now=NOON, lease=LEASE, limit=9)
            assert len(claimed) == 1
            asking = pool.submit(ask, database)
        asking.result(timeout=5)

    assert states(database) == ["sending", "waiting"]
