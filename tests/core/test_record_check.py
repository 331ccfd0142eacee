"""A figure is the same wherever it stands, or it is asked about."""

import pytest

from bot.core.record_check import more_than_all, told_twice


def test_a_slice_that_stands_there_twice_with_other_figures_is_named_once() -> None:
    rows = [("Spanish", "3 %", "11 %"), ("spanish ", "3 %", "12 %"), ("English", "1", "1")]

    assert told_twice(rows) == ["Spanish"]
    assert told_twice([("Spanish", "3 %", "11 %"), ("Spanish", "3 %", "11 % ")]) == []


@pytest.mark.parametrize(
    ("told", "named"),
    [
        ("About 1,200 users in Spain.", ["Everyone"]),
        ("9,000 users", []),
        ("1,200 users, and 40 customers of theirs", []),
        ("Nobody could say", []),
        ("1,200 requests", []),
    ],
)
def test_a_slice_cannot_have_more_users_than_were_affected(told: str, named: list[str]) -> None:
    assert more_than_all(told, [("Everyone", "5,000"), ("Spain", "1200"), ("?", "many")]) == named
