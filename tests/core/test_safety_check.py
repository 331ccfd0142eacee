"""What the group may know of the safety check."""

import pytest

from bot.core.safety_check import Safety, look


@pytest.mark.parametrize("counts", [[0, 0, 0, 0, 0], [3, 0, 0, 0, 0], [0, 0, 0, 0, 3]])
def test_below_four_answers_nothing_is_shown_whatever_they_were(counts: list[int]) -> None:
    found = look(counts)

    assert found == Safety(sum(counts))


def test_below_three_on_average_writing_is_proposed() -> None:
    assert look([1, 1, 1, 1, 0]).write_only
    assert not look([0, 1, 2, 1, 0]).write_only, "three is not below three"


def test_any_one_or_two_is_someone_however_good_the_average() -> None:
    assert look([0, 1, 0, 0, 9]).someone
    assert look([1, 0, 0, 0, 9]).someone
    assert not look([0, 0, 4, 0, 0]).someone
