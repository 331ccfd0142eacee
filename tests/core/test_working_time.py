"""Business days and working hours, across weekends, holidays and clock changes."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.ladder import AS_USUAL, Ladder
from bot.core.working_time import (
    add_business_days,
    at_local,
    business_days_between,
    is_business_day,
)

BERLIN = ZoneInfo("Europe/Berlin")
FRIDAY = date(2026, 11, 20)
SATURDAY = date(2026, 11, 21)
MONDAY = date(2026, 11, 23)
TUESDAY = date(2026, 11, 24)
ZONES = st.sampled_from(
    [
        ZoneInfo(name)
        for name in (
            "Pacific/Kiritimati",
            "America/Los_Angeles",
            "Asia/Tokyo",
            "Europe/Berlin",
            "Pacific/Apia",
            "Asia/Kathmandu",
            "UTC",
        )
    ]
)
DAYS = st.dates(date(2011, 1, 1), date(2030, 1, 1))
MOMENTS = st.datetimes(
    datetime(2011, 1, 1),
    datetime(2030, 1, 1),
    timezones=st.just(UTC),
)


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (FRIDAY, 1, MONDAY),
        (FRIDAY, 2, TUESDAY),
        (SATURDAY, 1, MONDAY),
        (MONDAY, -1, FRIDAY),
        (SATURDAY, -1, FRIDAY),
        (MONDAY, 5, date(2026, 11, 30)),
        (SATURDAY, 0, SATURDAY),
    ],
)
def test_business_days_step_over_the_weekend(day: date, count: int, expected: date) -> None:
    assert add_business_days(day, count) == expected


def test_a_holiday_is_no_business_day() -> None:
    assert not is_business_day(MONDAY, {MONDAY})
    assert add_business_days(FRIDAY, 1, holidays={MONDAY}) == TUESDAY


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [(FRIDAY, MONDAY, 1), (FRIDAY, SATURDAY, 0), (MONDAY, FRIDAY, -1), (FRIDAY, FRIDAY, 0)],
)
def test_business_days_between_two_days(first: date, last: date, expected: int) -> None:
    assert business_days_between(first, last) == expected


@given(DAYS, st.integers(-40, 40), st.sets(DAYS, max_size=5))
def test_counting_undoes_adding(day: date, count: int, holidays: set[date]) -> None:
    reached = add_business_days(day, count, holidays=holidays)
    assert business_days_between(day, reached, holidays=holidays) == count


@pytest.mark.parametrize(
    ("local", "expected"),
    [
        ("2026-11-20 08:59", False),
        ("2026-11-20 09:00", True),
        ("2026-11-20 16:59", True),
        ("2026-11-20 17:00", False),
        ("2026-11-21 12:00", False),
    ],
)
def test_working_hours_begin_at_nine_and_end_before_five(local: str, expected: bool) -> None:
    at = datetime.fromisoformat(local).replace(tzinfo=BERLIN)
    assert AS_USUAL.is_working(at, BERLIN) is expected


def test_what_falls_on_friday_night_waits_for_monday_morning() -> None:
    night = datetime(2026, 11, 20, 22, tzinfo=BERLIN)
    assert AS_USUAL.next_working(night, BERLIN) == datetime(2026, 11, 23, 9, tzinfo=BERLIN)


def test_a_working_moment_is_kept_as_it_is() -> None:
    noon = datetime(2026, 11, 20, 12, 3, tzinfo=BERLIN)
    assert AS_USUAL.next_working(noon, BERLIN) == noon


def test_nine_stays_nine_when_the_clocks_change_over_the_weekend() -> None:
    friday_evening = datetime(2026, 10, 23, 18, tzinfo=BERLIN)  # winter time starts on Sunday
    assert AS_USUAL.next_working(friday_evening, BERLIN) == datetime(2026, 10, 26, 8, tzinfo=UTC)


def test_hours_that_never_open_are_a_mistake_and_no_endless_search() -> None:
    with pytest.raises(ValueError):
        Ladder(opens=time(17))


def test_a_skipped_time_is_read_as_if_the_clocks_had_not_been_turned_yet() -> None:
    assert at_local(date(2026, 3, 29), time(2, 30), BERLIN) == datetime(
        2026, 3, 29, 3, 30, tzinfo=BERLIN
    )


@given(MOMENTS, ZONES)
def test_the_next_working_moment_is_one_and_soon(at: datetime, zone: ZoneInfo) -> None:
    moment = AS_USUAL.next_working(at, zone)
    assert AS_USUAL.is_working(moment, zone)
    assert at <= moment <= at + timedelta(days=4)
    assert AS_USUAL.next_working(moment, zone) == moment
