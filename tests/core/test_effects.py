"""Which later incidents are of the kind that an item was to stop."""

import pytest

from bot.core.effects import of_the_same_sort, sort_of

CART = sort_of("judge", "silent_regression", ["Spanish  carts", "refunds"])


@pytest.mark.parametrize(
    ("axis", "category", "slices", "is_same"),
    [
        ("judge", "silent_regression", ["spanish carts"], True),
        ("judge", "silent_regression", ["French carts"], False),
        ("data", "silent_regression", ["refunds"], False),
        ("judge", "near_miss", ["refunds"], False),
        ("judge", "silent_regression", [], False),
    ],
)
def test_it_takes_axis_category_and_slice(
    axis: str, category: str, slices: list[str], is_same: bool
) -> None:
    found = of_the_same_sort(CART, {"INC-9": sort_of(axis, category, slices)})
    assert found == (["INC-9"] if is_same else [])


@pytest.mark.parametrize("axis", ["", "unknown"])
def test_without_an_axis_nothing_is_told_to_be_the_same(axis: str) -> None:
    open_one = sort_of(axis, "near_miss", ["refunds"])
    assert of_the_same_sort(open_one, {"INC-9": open_one}) == []
    assert not open_one.is_known
