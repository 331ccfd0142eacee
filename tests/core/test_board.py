"""What is asked of the retro board, and in which order it stands there."""

from dataclasses import dataclass
from datetime import date

import pytest

from bot.core.board import BoardAsked, Order, arranged, axis_of, days_late, page_of, read_asked
from bot.core.errors import Refused


@dataclass(frozen=True)
class Line:
    """An item on the board."""

    owner: str
    axis: str
    severity: str
    since: date


OLD = Line("U2", "", "S2", date(2031, 1, 3))
NEW = Line("", "judge", "S1", date(2031, 2, 3))
MID = Line("U1", "data", "S3", date(2031, 1, 9))


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("", BoardAsked()),
        ("by owner page 2", BoardAsked(Order.owner, page=2)),
        ("axis:Judge severity:sev-1", BoardAsked(axis="judge", severity="S1")),
        ("owner:me", BoardAsked(owner="U9")),
        ("owner:<@U0BEN|ben> severity", BoardAsked(Order.severity, owner="U0BEN")),
    ],
)
def test_what_is_typed_chooses_a_part_and_can_be_typed_again(typed: str, asked: BoardAsked) -> None:
    assert read_asked(typed, by="U9") == asked
    assert read_asked(asked.typed, by="U9") == asked


@pytest.mark.parametrize("word", ["axis:colour", "severity:S9", "owner:ben", "0", "please"])
def test_a_word_that_chooses_nothing_is_told(word: str) -> None:
    with pytest.raises(Refused) as refused:
        read_asked(word, by="U9")
    assert refused.value.facts["word"] == word


@pytest.mark.parametrize(
    ("order", "lines"),
    [
        (Order.lateness, [OLD, MID, NEW]),
        (Order.owner, [MID, OLD, NEW]),
        (Order.axis, [MID, NEW, OLD]),
        (Order.severity, [NEW, OLD, MID]),
    ],
)
def test_each_order_has_what_lacks_it_last(order: Order, lines: list[Line]) -> None:
    assert arranged([NEW, OLD, MID], BoardAsked(order)) == lines


def test_only_what_is_asked_for_stands_there() -> None:
    assert arranged([NEW, OLD, MID], BoardAsked(axis="judge")) == [NEW]
    assert arranged([NEW, OLD, MID], BoardAsked(severity="S2", owner="U1")) == []


def test_beyond_the_last_page_is_the_last() -> None:
    assert page_of([NEW, OLD, MID], BoardAsked(page=9), size=2) == ([MID], 2, 2)
    assert page_of([], BoardAsked(), size=2) == ([], 1, 1)


def test_an_item_is_late_from_the_day_after_it_was_due() -> None:
    assert days_late(date(2031, 1, 3), date(2031, 1, 3)) == 0
    assert days_late(date(2031, 1, 3), date(2031, 1, 5)) == 2


@pytest.mark.parametrize(
    ("axes", "axis"),
    [
        ([], ""),
        ([("unknown", False)], "unknown"),
        ([("unknown", False), ("judge", False)], "judge"),
        ([("judge", False), ("data", True)], "data"),
    ],
)
def test_an_incident_stands_under_what_moved_first(axes: list[tuple[str, bool]], axis: str) -> None:
    assert axis_of(axes) == axis
