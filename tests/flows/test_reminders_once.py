"""Any number of processes remind each owner once, and a crash neither loses nor doubles."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from bot.core.clock import Clock
from bot.core.deliveries import DirectMessage, FindDirectMessage
from bot.flows import outgoing, reminders
from bot.flows.outgoing import Claimed
from bot.flows.runtime import House, Runtime
from bot.render.environment import Words
from storage.database import Database
from storage.tables import ActionItem, Incident, Outbox, Workspace
from tests.rows import item_row

TEAM = "T1"
MONDAY = datetime(2031, 3, 3, 10, 0, tzinfo=UTC)


class Bot:
    """One process on the database, with a clock of its own that the test turns."""

    def __init__(self, address: str) -> None:
        self.now = MONDAY
        self.runtime = Runtime(
            database=Database(address),
            words=Words(),
            house=House(team_id=TEAM, bot_user_id="UBOT"),
            clock=Clock(machine=lambda: self.now),
        )

    def claimed(self) -> Claimed:
        """The one row that is due, claimed."""
        (found,) = outgoing.claim(self.runtime, worker="w", limit=10)
        return found

    def sends(self, claimed: Claimed, **result: Any) -> Any:
        """Prepare and record as if Slack had taken it; what was prepared."""
        prepared = outgoing.prepare(self.runtime, claimed)
        assert prepared is not None
        outgoing.record_sent(
            self.runtime, claimed, prepared[0], {"channel": "D1", "ts": "1.0", **result}
        )
        return prepared[0]


@pytest.fixture
def start(migrated_address: str) -> Iterator[Callable[[], Bot]]:
    """Starts a further bot on the same database."""
    with ExitStack() as stack:

        def another() -> Bot:
            bot = Bot(migrated_address)
            stack.callback(bot.runtime.database.close)
            return bot

        yield another


def store(bot: Bot, *, owners: int = 1, each: int = 1, due_on: date = date(2031, 3, 20)) -> None:
    """Items that were assigned just now."""
    with bot.runtime.transaction() as unit:
        unit.session.add(Workspace(team_id=TEAM))
        incident = Incident(
            team_id=TEAM,
            number=1,
            title="Judge scores moved",
            severity="S2",
            category="silent_regression",
            declared_by="UANA",
            lead="UANA",
            declared_at=MONDAY,
        )
        unit.session.add(incident)
        unit.session.flush()
        assert incident.id is not None
        for number in range(owners * each):
            unit.session.add(
                ActionItem(
                    **item_row(
                        TEAM,
                        incident.id,
                        number + 1,
                        owner=f"U{number % owners}",
                        due_on=due_on,
                        at=MONDAY,
                    ),
                    next_nudge_at=MONDAY,
                )
            )


def rows(bot: Bot, *states: str) -> list[Outbox]:
    """Reminders in the outbox."""
    with bot.runtime.reading() as unit:
        found = unit.session.execute(
            select(Outbox).where(col(Outbox.kind) == "Late").order_by(col(Outbox.id))
        ).scalars()
        return [row for row in found if not states or row.state in states]


def finish_all(bot: Bot) -> None:
    """Mark every item done, without a word to anybody."""
    with bot.runtime.transaction() as unit:
        for item in unit.session.execute(select(ActionItem)).scalars():
            item.state = "done"


def items(bot: Bot) -> list[ActionItem]:
    """All items."""
    with bot.runtime.reading() as unit:
        return list(unit.session.execute(select(ActionItem).order_by(col(ActionItem.id))).scalars())


def test_two_processes_at_once_write_one_message_for_each_owner(
    start: Callable[[], Bot],
) -> None:
    bots = [start(), start(), start()]
    store(bots[0], owners=60, each=3)
    barrier = threading.Barrier(len(bots))

    def tick(bot: Bot) -> None:
        barrier.wait()
        for _ in range(5):
            reminders.hand_over(bot.runtime)

    threads = [threading.Thread(target=tick, args=(bot,)) for bot in bots]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(row.lane for row in rows(bots[0])) == sorted(f"reminders:U{n}" for n in range(60))


def test_what_is_not_due_costs_no_row(start: Callable[[], Bot]) -> None:
    bot = start()
    store(bot)
    bot.now = MONDAY - timedelta(minutes=1)
    reminders.hand_over(bot.runtime)
    assert rows(bot) == []


def test_what_was_sent_is_recorded_and_the_next_rung_is_planned(start: Callable[[], Bot]) -> None:
    bot = start()
    store(bot, each=2)
    reminders.hand_over(bot.runtime)

    sent = bot.sends(bot.claimed())

    assert isinstance(sent, DirectMessage)
    assert [item.last_sent_at for item in items(bot)] == [MONDAY, MONDAY]
    three_before = datetime(2031, 3, 17, 9, 0, tzinfo=UTC)
    assert [item.next_nudge_at for item in items(bot)] == [three_before, three_before]


def test_a_message_that_never_went_out_is_handed_over_again_the_next_day(
    start: Callable[[], Bot],
) -> None:
    bot = start()
    store(bot)
    reminders.hand_over(bot.runtime)
    outgoing.record_refused(bot.runtime, bot.claimed(), error="internal_error")

    bot.now = MONDAY + timedelta(hours=3)
    reminders.hand_over(bot.runtime)
    assert len(rows(bot)) == 1
    bot.now = MONDAY + timedelta(days=1)
    reminders.hand_over(bot.runtime)
    assert len(rows(bot, "waiting")) == 1


def test_after_a_crash_before_the_call_it_is_sent_once(start: Callable[[], Bot]) -> None:
    crashed, other = start(), start()
    store(crashed)
    reminders.hand_over(crashed.runtime)
    assert outgoing.prepare(crashed.runtime, crashed.claimed()) is not None

    other.now = MONDAY + timedelta(minutes=2)
    claimed = other.claimed()
    assert claimed.in_doubt_since is not None
    other.sends(claimed)

    assert [item.last_sent_at for item in items(other)] == [MONDAY + timedelta(minutes=2)]


def test_a_message_found_after_a_crash_is_recorded_as_it_was_then(
    start: Callable[[], Bot],
) -> None:
    crashed, other = start(), start()
    store(crashed)
    reminders.hand_over(crashed.runtime)
    outgoing.prepare(crashed.runtime, crashed.claimed())

    other.now = MONDAY + timedelta(days=17)  # the day it is due
    other.sends(other.claimed(), found=True)

    (item,) = items(other)
    assert (item.last_sent_at, item.last_rung) == (MONDAY, None)
    assert item.next_nudge_at == other.now


def test_what_is_not_due_any_more_is_only_looked_for_after_a_crash(
    start: Callable[[], Bot],
) -> None:
    crashed, other = start(), start()
    store(crashed)
    reminders.hand_over(crashed.runtime)
    outgoing.prepare(crashed.runtime, crashed.claimed())
    finish_all(other)

    other.now = MONDAY + timedelta(minutes=2)
    assert other.sends(other.claimed(), found=True) == FindDirectMessage("U0")

    assert [item.last_sent_at for item in items(other)] == [MONDAY]
    assert len(rows(other, "sent")) == 1


def test_what_is_looked_for_and_not_found_lapses_and_is_planned_for_tomorrow(
    start: Callable[[], Bot],
) -> None:
    crashed, other = start(), start()
    store(crashed)
    reminders.hand_over(crashed.runtime)
    outgoing.prepare(crashed.runtime, crashed.claimed())

    other.now = MONDAY.replace(hour=18)  # after hours
    assert other.sends(other.claimed(), found=False) == FindDirectMessage("U0")

    (item,) = items(other)
    assert item.last_sent_at is None
    other.now = MONDAY + timedelta(days=1)
    reminders.hand_over(other.runtime)
    assert len(rows(other, "waiting")) == 1
