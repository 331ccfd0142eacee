"""The real bot, which dies at a point of its choice: `python -m tests.crash.mortal_bot`.

`MORTAL_POINT` names one of `points.POINTS`, `MORTAL_NTH` the arrival at which it dies; with
`MORTAL_SLEEP` it falls asleep there instead. Waiting is shortened, so that a test sees in seconds
what takes a minute in a house; `MORTAL_LEASE` is how long a lease is, in seconds.
"""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from sqlmodel import Session

from bot import __main__
from bot.core.deliveries import Delivery
from bot.flows import outgoing
from bot.slack import app
from bot.slack.deliver import Attempt, Deliverer, Result
from bot.work import catch_up, clock, courier
from storage.database import Database
from tests.crash import points


def hurry() -> None:
    """Shorten leases and pauses; a call still takes much less than a lease."""
    lease = timedelta(seconds=float(os.environ["MORTAL_LEASE"]))
    outgoing.LEASE = lease
    courier.LEASE_NEEDED = lease / 2
    outgoing.DOUBT_SETTLES = timedelta(milliseconds=300)
    outgoing.FIRST_BACKOFF = timedelta(milliseconds=200)
    outgoing.LONGEST_BACKOFF = timedelta(seconds=2)
    courier.LONGEST_WAIT_SECONDS = 0.2
    clock.TICK_SECONDS = 1
    catch_up.LOOK_EVERY_SECONDS = 0.5
    catch_up.UNCLEAR_PAUSE_SECONDS = 0.3
    assert app.make_client.__kwdefaults__
    app.make_client.__kwdefaults__["timeout_seconds"] = 1.5


def die() -> None:
    """By kill -9: nothing is tidied up."""
    os.kill(os.getpid(), signal.SIGKILL)


_sending, _writing = threading.RLock(), threading.RLock()


def fall_asleep() -> None:
    """Until somebody wakes this process; not while another of its threads is sending or writing.

    A machine that sleeps with the database it carries has nobody beside it who waits for that. And
    a call that was begun in time and goes out a lease later is what no sender can take back.
    """
    with _sending, _writing:
        os.kill(os.getpid(), signal.SIGSTOP)
        # Another thread may get the signal: stay here until it has stopped this one too.
        threading.Event().wait(0.2)


def one_at_a_time() -> None:
    """Let `fall_asleep` wait for the calls and the transactions of this process."""
    begin, send = Database.transaction, Deliverer.deliver

    def deliver(deliverer: Deliverer, delivery: Delivery, attempt: Attempt) -> Result:
        with _sending:
            return send(deliverer, delivery, attempt)

    @contextmanager
    def transaction(database: Database) -> Iterator[Session]:
        with _writing, begin(database) as session:
            yield session

    # mypy knows them as methods.
    setattr(Database, "transaction", transaction)  # noqa: B010
    setattr(Deliverer, "deliver", deliver)  # noqa: B010


if __name__ == "__main__":
    hurry()
    if point := os.environ.get("MORTAL_POINT"):
        is_drowsy = bool(os.environ.get("MORTAL_SLEEP"))
        if is_drowsy:
            one_at_a_time()
        end = fall_asleep if is_drowsy else die
        points.arm(point, int(os.environ.get("MORTAL_NTH", "1")), end)
    sys.exit(__main__.main(["start"]))
