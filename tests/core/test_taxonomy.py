"""Two names of an error category are one, close, or different."""

import pytest

from bot.core.taxonomy import closest, folded


def test_case_spaces_and_signs_do_not_make_another_category() -> None:
    assert folded("Stale  Index") == folded("stale-index") == folded("STALE_INDEX")


@pytest.mark.parametrize("typed", ["Stale indexes", "stale idnex", "The stale index"])
def test_a_slip_or_a_plural_is_close(typed: str) -> None:
    assert closest(typed, ["Judge drift", "Stale index"]) == "Stale index"


@pytest.mark.parametrize("typed", ["Prompt drift", "Index", "", "判定"])
def test_other_words_are_not(typed: str) -> None:
    assert closest(typed, ["Judge drift", "Stale index"]) is None


def test_nothing_is_close_to_an_empty_taxonomy() -> None:
    assert closest("Stale index", []) is None
