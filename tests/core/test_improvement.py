"""Whether a figure is better than before."""

import pytest

from bot.core.improvement import has_improved, lacks_direction


@pytest.mark.parametrize(
    ("before", "after", "better", "expected"),
    [
        ("0.62", "0.81", "higher", True),
        ("0.62", "0.81", "lower", False),
        ("11 %", "3 %", "lower", True),
        ("3 %", "11 %", "lower", False),
        ("0.62", "0.62", "higher", False),
        ("0.62", "0.620", "lower", False),
        ("0.62", "0.81", "", False),
        ("900 ms", "2 s", "lower", False),
        ("many", "few", "lower", False),
        ("1,200", "900", "lower", True),
        ("−0.2", "0.1", "higher", True),
    ],
)
def test_a_figure_is_better_where_it_went_the_way_somebody_said(
    before: str, after: str, better: str, expected: bool
) -> None:
    assert has_improved(before, after, better) is expected


def test_only_figures_that_differ_lack_a_direction() -> None:
    assert lacks_direction("0.62", "0.81", "")
    assert not lacks_direction("0.62", "0.81", "lower")
    assert not lacks_direction("0.62", "0.62", "")
    assert not lacks_direction("", "", "")
    assert not lacks_direction("many", "few", "")
