"""How far a figure moved reads in few signs."""

import pytest

from bot.core.quantities import delta
from bot.render.quantities import delta_words


@pytest.mark.parametrize(
    ("baseline", "incident", "words"),
    [
        ("0.74", "0.61", "-0.13 (× 0.8243)"),
        ("3 %", "11 %", "+8 pp (× 3.667)"),
        ("900 ms", "1800 ms", "+900 ms (× 2)"),
        ("$5", "$12.50", "+$7.5 (× 2.5)"),
        ("0", "4", "+4"),
        ("10", "10", "0 (× 1)"),
        ("1000", "100000", "+99000 (× 100)"),
        ("900 ms", "2 s", ""),
        ("n/a", "3 %", ""),
    ],
)
def test_a_delta_is_written_with_its_sign_its_unit_and_its_ratio(
    baseline: str, incident: str, words: str
) -> None:
    assert delta_words(delta(baseline, incident)) == words
