"""What is said of retrospectives is shown so that nobody's answer can be told from it."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.core.survey import FEWEST_SHOWN, OPEN_FOR, Tally, is_open, over_time

MONDAY = datetime(2026, 3, 2, 12, tzinfo=UTC)


def tally(days: int, answers: int, learned: int = 0) -> Tally:
    return Tally(MONDAY + timedelta(days=days), answers, learned, 0, (0, 0, 0, 0, answers))


def test_retrospectives_are_put_together_until_there_are_five_answers() -> None:
    shown = over_time([tally(0, 3, 1), tally(1, 2, 2), tally(2, 4)], MONDAY + timedelta(days=30))
    assert [(each.answers, each.learned, each.retrospectives) for each in shown] == [(5, 3, 2)]


def test_nothing_is_shown_while_answers_are_still_taken() -> None:
    closed = [tally(0, 9)]
    assert is_open(MONDAY, MONDAY + OPEN_FOR - timedelta(seconds=1))
    assert over_time(closed, MONDAY + OPEN_FOR - timedelta(seconds=1)) == []
    assert len(over_time(closed, MONDAY + OPEN_FOR)) == 1


def test_the_median_lies_between_two_answers_where_they_are_even() -> None:
    assert Tally(MONDAY, 4, 0, 0, (1, 0, 1, 1, 1)).median_safety == 3.5
    assert Tally(MONDAY, 5, 0, 0, (0, 0, 1, 2, 2)).median_safety == 4


TALLIES = st.lists(st.integers(0, 12), max_size=30).map(
    lambda counts: [tally(day, answers) for day, answers in enumerate(counts)]
)


@given(TALLIES, st.integers(0, 60))
def test_no_group_ever_grows_by_a_few_answers(tallies: list[Tally], days: int) -> None:
    now = MONDAY + timedelta(days=days)
    shown, later = over_time(tallies, now), over_time(tallies, now + timedelta(days=1))
    assert all(each.answers >= FEWEST_SHOWN for each in later)
    assert later[: len(shown)] == shown
