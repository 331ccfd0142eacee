"""What stands on the retro board: chosen, ordered and counted by the database itself."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.core.board import BoardAsked, Order
from storage.database import Database
from storage.queries import board
from storage.queries.board import Part
from storage.tables import ActionItem, AxisMove, ChannelMember, Incident, Person
from tests.rows import item_row

NOON = datetime(2031, 3, 3, 12, tzinfo=UTC)
WHOLE = Part("T1", BoardAsked(), None)
OLD, MID, NEW = 1, 2, 3


@pytest.fixture
def three_items(database: Database) -> Database:
    """Three incidents with an item each, the oldest without an axis, the newest unowned."""
    settle(database, OLD, severity="S2", owner="U2", due_on=date(2031, 1, 3))
    settle(database, NEW, [("judge", False)], severity="S1", due_on=date(2031, 2, 3))
    settle(database, MID, [("data", True)], severity="S3", owner="U1", due_on=date(2031, 1, 9))
    return database


def settle(
    database: Database,
    number: int,
    axes: Sequence[tuple[str, bool]] = (),
    *,
    severity: str = "S2",
    owner: str = "",
    due_on: date = date(2031, 1, 3),
) -> None:
    """An incident with this number, the axes that moved in it, and an item."""
    with database.transaction() as session:
        session.add(
            Incident(
                id=number,
                team_id="T1",
                number=number,
                title="Judge scores moved",
                severity=severity,
                category="silent_regression",
                declared_by="U8",
                lead="U9",
                declared_at=NOON,
            )
        )
        session.flush()
        for axis, moved_first in axes:
            session.add(
                AxisMove(
                    team_id="T1",
                    incident_id=number,
                    axis=axis,
                    moved_first=moved_first,
                    what_changed="Another judge",
                    confidence="high",
                    by="U8",
                    at=NOON,
                )
            )
            session.flush()
        session.add(
            ActionItem(id=number, **item_row("T1", number, 1, owner=owner, due_on=due_on, at=NOON))
        )


def change(database: Database, number: int, **values: object) -> None:
    """Change an incident."""
    with database.transaction() as session:
        incident = session.get_one(Incident, number)
        for name, value in values.items():
            setattr(incident, name, value)


def shown(database: Database, part: Part, *, first: int = 0, limit: int | None = None) -> list[int]:
    """The incidents whose items stand there."""
    with database.reading() as session:
        found = board.items(session, part, first=first, limit=limit)
        return [each.incident.number for each in found]


def asking(user: str | None = None, **asked: Any) -> Part:
    """A part of the board."""
    return Part("T1", replace(BoardAsked(), **asked), user)


@pytest.mark.parametrize(
    ("order", "found"),
    [
        (Order.lateness, [OLD, MID, NEW]),
        (Order.owner, [MID, OLD, NEW]),
        (Order.axis, [MID, NEW, OLD]),
        (Order.severity, [NEW, OLD, MID]),
    ],
)
def test_each_order_has_what_lacks_it_last(
    three_items: Database, order: Order, found: list[int]
) -> None:
    assert shown(three_items, asking(order=order)) == found
    assert shown(three_items, asking(order=order), first=1, limit=1) == found[1:2]


def test_only_what_is_asked_for_stands_there_and_is_counted(three_items: Database) -> None:
    for part, found in (
        (asking(axis="judge"), [NEW]),
        (asking(severity="S3"), [MID]),
        (asking(owner="U2"), [OLD]),
        (asking(severity="S2", owner="U1"), []),
    ):
        assert shown(three_items, part) == found
        with three_items.reading() as session:
            assert sum(each.items for each in board.counted(session, part, [])) == len(found)


def test_drills_and_what_is_finished_stand_nowhere(three_items: Database) -> None:
    change(three_items, OLD, drill=True)
    with three_items.transaction() as session:
        session.get_one(ActionItem, NEW).state = "done"
    assert shown(three_items, WHOLE) == [MID]


def test_a_private_incident_is_seen_by_who_is_in_its_channel(three_items: Database) -> None:
    change(three_items, OLD, private=True, channel_id="C1")
    with three_items.transaction() as session:
        session.add(ChannelMember(team_id="T1", incident_id=OLD, user_id="U5"))
    assert OLD in shown(three_items, asking("U5"))
    for outsider in ("U6", "U8", "U9"):
        assert shown(three_items, asking(outsider)) == [MID, NEW]


def test_until_it_has_a_channel_who_declared_or_leads_it_sees_it(three_items: Database) -> None:
    change(three_items, OLD, private=True, channel_id=None)
    assert OLD not in shown(three_items, asking("U5"))
    assert OLD in shown(three_items, asking("U8"))
    assert OLD in shown(three_items, asking("U9"))


def test_what_is_late_is_counted_by_the_zones_of_owners(three_items: Database) -> None:
    with three_items.transaction() as session:
        for user, zone in (("U1", "Asia/Tokyo"), ("U2", "Europe/Berlin")):
            session.add(Person(team_id="T1", user_id=user, name=user, zone=zone, fetched_at=NOON))
    days = [date(2031, 1, 9), date(2031, 1, 10)]
    with three_items.reading() as session:
        found = {each.zone: each for each in board.counted(session, WHOLE, days)}
    assert {zone: each.items for zone, each in found.items()} == {
        "Asia/Tokyo": 1,
        "Europe/Berlin": 1,
        None: 1,
    }
    assert found["Asia/Tokyo"].due_before == {days[0]: 0, days[1]: 1}
    assert found["Europe/Berlin"].due_before == {days[0]: 1, days[1]: 1}


@pytest.mark.parametrize(
    ("axes", "axis"),
    [
        ([("unknown", False)], "unknown"),
        ([("unknown", False), ("judge", False), ("data", False)], "judge"),
        ([("judge", False), ("unknown", False), ("data", True)], "data"),
    ],
)
def test_an_incident_stands_under_what_moved_first(
    database: Database, axes: list[tuple[str, bool]], axis: str
) -> None:
    settle(database, 1, axes)
    settle(database, 2)
    with database.reading() as session:
        assert board.axes_of(session, "T1", [1, 2]) == {1: axis}
        assert [each.axis for each in board.items(session, WHOLE)] == [axis, ""]


def test_axes_not_known_yet_are_owed_by_incidents_that_go_on(database: Database) -> None:
    for number in (1, 2, 3):
        settle(database, number, [("unknown", False), ("judge", False)])
    change(database, 1, status="merged")
    change(database, 3, severity="S1")
    for part, found in (
        (WHOLE, [2, 3]),
        (asking(order=Order.severity), [3, 2]),
        (asking(axis="unknown"), [2, 3]),
        (asking(axis="judge"), []),
        (asking(owner="U1"), []),
    ):
        with database.reading() as session:
            owed = board.debts(session, part, limit=5)
            assert [incident.number for _, incident in owed] == found
            assert board.count_debts(session, part) == len(found)
