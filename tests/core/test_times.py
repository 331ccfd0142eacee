"""Times and dates as people type them; now is Friday 20 November 2026, 15:00 in Berlin."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.times import Understood, clock_offset, understand_date, understand_time

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)  # a Friday


def read(text: str, *, now: datetime = NOW, zone: ZoneInfo = BERLIN) -> Understood | None:
    return understand_time(text, now=now, zone=zone)


@pytest.mark.parametrize(
    ("typed", "berlin", "rest"),
    [
        ("14:05 prompt rolled back", "2026-11-20 14:05", "prompt rolled back"),
        ("9:05 prompt rolled back", "2026-11-20 09:05", "prompt rolled back"),
        ("14:05:30 rolled back", "2026-11-20 14:05:30", "rolled back"),
        ("14:05: rolled back", "2026-11-20 14:05", "rolled back"),
        ("14:05 - rolled back", "2026-11-20 14:05", "rolled back"),
        ("at 14:05, rolled back", "2026-11-20 14:05", "rolled back"),
        ("13:05 UTC rolled back", "2026-11-20 14:05", "rolled back"),
        ("13:05Z rolled back", "2026-11-20 14:05", "rolled back"),
        ("2026-11-20T08:05+02:00 rolled back", "2026-11-20 07:05", "rolled back"),
        ("2:05pm rolled back", "2026-11-20 14:05", "rolled back"),
        ("2:05 PM rolled back", "2026-11-20 14:05", "rolled back"),
        ("2pm rolled back", "2026-11-20 14:00", "rolled back"),
        ("12am", "2026-11-20 00:00", ""),
        ("12:30pm", "2026-11-20 12:30", ""),
        ("yesterday 14:05 rolled back", "2026-11-19 14:05", "rolled back"),
        ("Yesterday at 2pm rolled back", "2026-11-19 14:00", "rolled back"),
        ("14:05 yesterday rolled back", "2026-11-19 14:05", "rolled back"),
        ("today 14:05", "2026-11-20 14:05", ""),
        ("20m ago rolled back", "2026-11-20 14:40", "rolled back"),
        ("20 minutes ago, rolled back", "2026-11-20 14:40", "rolled back"),
        ("2h ago", "2026-11-20 13:00", ""),
        ("1h30m ago", "2026-11-20 13:30", ""),
        ("1h 30m ago", "2026-11-20 13:30", ""),
        ("1d ago", "2026-11-19 15:00", ""),
        ("2026-11-18 14:05 rolled back", "2026-11-18 14:05", "rolled back"),
        ("2026-11-18T13:05Z rolled back", "2026-11-18 14:05", "rolled back"),
        ("now", "2026-11-20 15:00", ""),
        ("now: rolled back", "2026-11-20 15:00", "rolled back"),
        ("  14:05  rolled\nback ", "2026-11-20 14:05", "rolled\nback"),
    ],
)
def test_a_leading_time_is_understood_in_the_writers_zone(
    typed: str, berlin: str, rest: str
) -> None:
    assert read(typed) == Understood(datetime.fromisoformat(berlin).replace(tzinfo=BERLIN), rest)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "rolled back at 14:05",
        "now it works again",
        "25:00 rolled back",
        "14:65 rolled back",
        "13pm",
        "0am",
        "14:05-14:20 nobody noticed",
        "14:055",
        "1405 tickets",
        "20m of rows",
        "12/01 14:05",
        "2026-02-30 14:05",
        "2026-11-20",
        "14:05+25:00",
        "yesterday",
        "nowhere",
        "99999h ago",
    ],
)
def test_what_is_no_time_is_left_alone(typed: str) -> None:
    assert read(typed) is None


def test_a_time_that_has_not_come_yet_was_yesterday() -> None:
    after_midnight = datetime(2026, 11, 20, 0, 20, tzinfo=BERLIN)
    found = read("23:50 alarms fired", now=after_midnight)
    assert found == Understood(datetime(2026, 11, 19, 23, 50, tzinfo=BERLIN), "alarms fired")


def test_a_watch_that_is_five_minutes_fast_does_not_mean_yesterday() -> None:
    assert read("15:05") == Understood(datetime(2026, 11, 20, 15, 5, tzinfo=BERLIN), "")
    assert read("15:06") == Understood(datetime(2026, 11, 19, 15, 6, tzinfo=BERLIN), "")


def test_a_day_that_is_named_is_believed() -> None:
    assert read("today 23:00") == Understood(datetime(2026, 11, 20, 23, tzinfo=BERLIN), "")


def test_today_is_the_writers_day_and_not_that_of_utc() -> None:
    kiritimati = ZoneInfo("Pacific/Kiritimati")  # 04:00 on the 21st there
    found = read("03:30 scores fell", now=NOW, zone=kiritimati)
    assert found == Understood(datetime(2026, 11, 21, 3, 30, tzinfo=kiritimati), "scores fell")


def test_an_hour_the_clocks_skip_is_read_as_if_they_had_not_been_turned() -> None:
    spring = datetime(2026, 3, 29, 12, tzinfo=BERLIN)
    assert read("02:30", now=spring) == Understood(datetime(2026, 3, 29, 1, 30, tzinfo=UTC), "")


@pytest.mark.parametrize(("now_utc", "hour_utc"), [("02:00", "01:30"), ("00:40", "00:30")])
def test_of_an_hour_the_clocks_repeat_the_later_is_meant_once_it_has_come(
    now_utc: str, hour_utc: str
) -> None:
    now = datetime.fromisoformat(f"2026-10-25T{now_utc}+00:00")
    expected = datetime.fromisoformat(f"2026-10-25T{hour_utc}+00:00")
    assert read("02:30", now=now) == Understood(expected, "")


def test_hours_ago_are_real_hours_when_the_clocks_change() -> None:
    spring = datetime(2026, 3, 29, 4, tzinfo=BERLIN)  # 02:00 UTC
    assert read("2h ago", now=spring) == Understood(datetime(2026, 3, 29, 0, tzinfo=UTC), "")


@given(st.text(alphabet="0123456789:-+ TZapmdhgoutcyesr,", max_size=30))
def test_any_text_gives_a_moment_in_utc_or_nothing(text: str) -> None:
    found = read(text)
    assert found is None or found.at.tzinfo is UTC


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-12-01", "2026-12-01"),
        ("1 Dec", "2026-12-01"),
        ("Dec 1", "2026-12-01"),
        ("1st of December", "2026-12-01"),
        ("December 1st, 2027", "2027-12-01"),
        ("1 Dec. 2027", "2027-12-01"),
        ("20 Nov", "2026-11-20"),
        ("19 Nov", "2027-11-19"),
        ("29 February", "2028-02-29"),
        ("today", "2026-11-20"),
        ("Tomorrow", "2026-11-21"),
        ("monday", "2026-11-23"),
        ("on Mon", "2026-11-23"),
        ("friday", "2026-11-27"),
        ("next monday", "2026-11-23"),
        ("next friday", "2026-11-27"),
        ("in 3 days", "2026-11-23"),
        ("in a week", "2026-11-27"),
        ("2 weeks", "2026-12-04"),
        ("2020-01-01", "2020-01-01"),
        ("9999-12-31", "9999-12-31"),
    ],
)
def test_a_date_is_understood_as_people_type_it(typed: str, day: str) -> None:
    assert understand_date(typed, today=TODAY) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "typed", ["", "soon", "31 Feb", "12/01", "2026-02-30", "32 Dec", "next", "in 3", "mo", "asap"]
)
def test_what_names_no_day_gives_none(typed: str) -> None:
    assert understand_date(typed, today=TODAY) is None


def test_next_friday_said_on_a_monday_is_in_the_week_after() -> None:
    monday = date(2026, 11, 23)
    assert understand_date("friday", today=monday) == date(2026, 11, 27)
    assert understand_date("next friday", today=monday) == date(2026, 12, 4)


def test_a_leap_day_is_found_across_a_century_without_one() -> None:
    assert understand_date("29 Feb", today=date(2097, 1, 1)) == date(2104, 2, 29)


@given(st.text(max_size=30), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_any_text_gives_a_date_or_nothing(text: str, today: date) -> None:
    found = understand_date(text, today=today)
    assert found is None or found >= today or text.strip() == found.isoformat()


@pytest.mark.parametrize(
    ("typed", "hours"),
    [("+3d", 72), ("-90m", -1.5), ("+1d2h30m", 26.5), ("2h", 2), ("-1h1h", -2), (" 0m ", 0)],
)
def test_a_clock_offset_is_a_sum_of_days_hours_and_minutes(typed: str, hours: float) -> None:
    assert clock_offset(typed) == timedelta(hours=hours)


@pytest.mark.parametrize("typed", ["", "3", "+", "1.5d", "3w", "+3d-2h", "999999999d", "+3d2"])
def test_any_other_clock_offset_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        clock_offset(typed)
