"""What a monthly review counts, and from when it is held."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.core.action_items import Check, State
from bot.core.ladder import Ladder
from bot.core.monthly_review import (
    Figures,
    Reviewed,
    figures_of,
    held_from,
    is_organisational,
    month_before,
)

APRIL, TODAY = date(2031, 4, 1), date(2031, 4, 1)
OPEN = Reviewed(
    State.open, agreed_on=date(2031, 1, 6), due_on=date(2031, 3, 20), finished_on=None, today=TODAY
)
DONE = replace(OPEN, state=State.done, finished_on=date(2031, 3, 12), proofs=[Check.checked])


def test_it_is_held_from_the_opening_of_the_first_working_day() -> None:
    new_york, ladder = ZoneInfo("America/New_York"), Ladder()
    assert held_from(APRIL, new_york, ladder) == datetime(2031, 4, 1, 13, tzinfo=UTC)
    off = Ladder(days_off=frozenset({date(2031, 4, 1), date(2031, 4, 2)}))
    assert held_from(APRIL, new_york, off) == datetime(2031, 4, 3, 13, tzinfo=UTC)
    # The first of June 2031 is a Sunday.
    assert held_from(date(2031, 6, 1), ZoneInfo("UTC"), ladder).day == 2


def test_the_month_before_january_is_december() -> None:
    assert month_before(date(2031, 1, 1)) == date(2030, 12, 1)


def test_what_was_due_and_not_done_before_is_what_completion_counts() -> None:
    items = [
        DONE,
        OPEN,
        replace(DONE, due_on=date(2031, 1, 9)),  # carried over, done in March
        replace(DONE, finished_on=date(2031, 4, 1)),  # done a day ago
        replace(DONE, finished_on=date(2031, 2, 28)),  # the last review had it
        replace(DONE, due_on=date(2031, 4, 9)),  # before its time
        replace(OPEN, due_on=date(2031, 4, 1)),  # not due by the end of March
        replace(OPEN, state=State.dropped, finished_on=date(2031, 3, 3)),
    ]
    found = figures_of(items, APRIL)
    assert (found.was_due, found.was_done, found.completion) == (4, 3, 75)
    assert (found.finished, found.checked, found.dropped, found.open) == (3, 3, 1, 2)


def test_without_anything_due_there_is_no_rate() -> None:
    assert Figures().completion is None


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (DONE, False),
        (replace(DONE, proofs=[Check.unchecked]), True),
        (replace(DONE, proofs=[Check.unchecked, Check.checked]), False),
        (replace(DONE, proofs=[Check.failed]), True),
        (replace(DONE, proofs=[Check.unchecked], is_confirmed=True), False),
        (OPEN, True),
        (replace(OPEN, is_in_sight=True), False),
        (replace(OPEN, proofs=[Check.unchecked]), False),
        (replace(OPEN, proofs=[Check.failed]), True),
        (replace(OPEN, due_on=date(2031, 5, 1)), True),  # agreed on long ago
        (replace(OPEN, due_on=date(2031, 5, 1), agreed_on=date(2031, 3, 20)), False),
        (replace(OPEN, due_on=TODAY, agreed_on=date(2031, 3, 31)), True),
        (replace(OPEN, state=State.dropped), False),
    ],
)
def test_decoration_is_done_without_a_check_or_open_with_nothing_in_sight(
    item: Reviewed, expected: bool
) -> None:
    assert item.is_decoration is expected


def test_only_two_reviews_running_with_more_than_half_make_it_the_organisation_s() -> None:
    half, most = Figures(open=4, long_late=2), Figures(open=4, long_late=3)
    assert is_organisational(most, most)
    assert not is_organisational(most, half)
    assert not is_organisational(half, most)
    assert not is_organisational(most, None)
    assert not is_organisational(Figures(), Figures())


def test_thirty_days_late_is_not_over_thirty() -> None:
    on_the_edge = replace(OPEN, due_on=date(2031, 3, 2))
    over = replace(OPEN, due_on=date(2031, 3, 1))
    assert figures_of([on_the_edge, over], APRIL).long_late == 1
