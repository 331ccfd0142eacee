"""An answer settles what it names, and nothing else."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.core.answer_subjects import items_named, speaks_of_gap
from bot.core.timeline import Gap

BERLIN, LONDON = ZoneInfo("Europe/Berlin"), ZoneInfo("Europe/London")
AFTERNOON = Gap(datetime(2026, 3, 2, 14, 5, tzinfo=UTC), datetime(2026, 3, 2, 14, 52, tzinfo=UTC))
OVER_MIDNIGHT = Gap(
    datetime(2026, 3, 2, 23, 30, tzinfo=UTC), datetime(2026, 3, 3, 0, 40, tzinfo=UTC)
)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("INC-3/1 is moving", {(3, 1)}),
        ("inc 3/1 done, and INC3/12 dropped", {(3, 1), (3, 12)}),
        ("INC-3 as a whole", set()),
        ("see path/3/1", set()),
        ("", set()),
    ],
)
def test_items_are_named_by_their_key(text: str, named: set[tuple[int, int]]) -> None:
    assert items_named(text) == named


@pytest.mark.parametrize(
    ("text", "zone", "speaks"),
    [
        ("at 14:20 I looked at the dashboard", LONDON, True),
        ("15:20 for me", BERLIN, True),
        ("at 14:20 I had lunch", BERLIN, False),
        ("14:20 UTC, the judge was still green", BERLIN, True),
        ("at 13:20 nothing yet", LONDON, False),
        ("ratio 14:2000, version 1.14:20", LONDON, False),
        ("25:30 is no time", LONDON, False),
        ("14:05 and 14:52 are its ends", LONDON, True),
        ("😀", LONDON, False),
    ],
)
def test_a_time_of_day_is_read_in_the_writers_zone(text: str, zone: ZoneInfo, speaks: bool) -> None:
    assert speaks_of_gap(text, AFTERNOON, zone) is speaks


@pytest.mark.parametrize("text", ["23:45 it began", "00:10 we were asleep"])
def test_a_gap_over_midnight_has_two_days(text: str) -> None:
    assert speaks_of_gap(text, OVER_MIDNIGHT, LONDON)
