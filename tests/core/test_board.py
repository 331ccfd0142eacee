"""What is asked of the retro board, and in which order it stands there."""

from datetime import date

import pytest

from bot.core.board import BoardAsked, Order, days_late, page_of, read_asked
from bot.core.errors import Refused


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


def test_beyond_the_last_page_is_the_last() -> None:
    assert page_of(3, BoardAsked(page=1), size=2) == (1, 2)
    assert page_of(3, BoardAsked(page=9), size=2) == (2, 2)
    assert page_of(0, BoardAsked(), size=2) == (1, 1)


def test_an_item_is_late_from_the_day_after_it_was_due() -> None:
    assert days_late(date(2031, 1, 3), date(2031, 1, 3)) == 0
    assert days_late(date(2031, 1, 3), date(2031, 1, 5)) == 2
