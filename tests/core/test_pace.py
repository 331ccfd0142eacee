"""When a time box, a round, a soak and a word to somebody fall."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.core.ladder import Ladder
from bot.core.pace import (
    ROUNDS,
    extended,
    reminder_at,
    round_ends_at,
    round_of,
    soak_ends_at,
    time_box,
    word_at,
)
from bot.core.stages import STAGES

NEW_YORK, BERLIN = ZoneInfo("America/New_York"), ZoneInfo("Europe/Berlin")
ZONES = [NEW_YORK, BERLIN, *map(ZoneInfo, ("Asia/Kolkata", "Pacific/Apia", "UTC"))]
moments = st.datetimes(datetime(2011, 12, 1), datetime(2032, 1, 1), timezones=st.just(UTC))
zones = st.sampled_from(ZONES)
days_off = st.frozensets(st.dates(date(2011, 12, 1), date(2032, 1, 31)), max_size=8)
ladders = st.builds(
    Ladder,
    days_off=days_off,
    opens=st.sampled_from([time(6), time(9)]),
    closes=st.sampled_from([time(10), time(17), time(22)]),
)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment in New York in March 2031; the 3rd is a Monday."""
    return datetime(2031, 3, day, hour, minute, tzinfo=NEW_YORK)


def test_the_four_rounds_hold_every_stage_once_in_order() -> None:
    assert tuple(stage for stages in ROUNDS for stage in stages) == STAGES
    assert [round_of(stage) for stage in STAGES] == [1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4]


def test_a_round_takes_one_working_day_and_has_a_last_morning() -> None:
    assert round_ends_at(at(3, 15), NEW_YORK) == at(4, 15)
    assert round_ends_at(at(3, 10), NEW_YORK) == at(4, 12)
    assert round_ends_at(at(3, 20), NEW_YORK) == at(5, 12)
    assert round_ends_at(at(7, 16), NEW_YORK) == at(10, 16)
    assert round_ends_at(at(8, 11), NEW_YORK) == at(11, 12)


def test_what_was_found_soaks_for_two_working_days() -> None:
    assert soak_ends_at(at(6, 15), NEW_YORK) == at(10, 15)


def test_a_time_box_is_extended_from_its_end_or_from_now() -> None:
    ends = time_box(at(3, 10), 20)
    assert ends == at(3, 10, 20)
    assert extended(ends, now=at(3, 10, 10)) == at(3, 10, 25)
    assert extended(ends, now=at(3, 10, 40)) == at(3, 10, 45)


def test_leaders_hear_of_a_round_half_a_day_later() -> None:
    assert word_at(at(3, 10), NEW_YORK, is_leader=False) == at(3, 10)
    assert word_at(at(3, 10), NEW_YORK, is_leader=True) == at(3, 14)
    assert word_at(at(3, 15), NEW_YORK, is_leader=True) == at(4, 9)
    assert word_at(at(3, 10), BERLIN, is_leader=False) == at(3, 10)
    assert word_at(at(3, 11), BERLIN, is_leader=False) == at(4, 3)


def test_the_reminder_comes_on_the_last_morning_and_never_on_the_day_of_the_word() -> None:
    ends = at(4, 12)
    assert reminder_at(ends, NEW_YORK, told_at=at(3, 10)) == at(4, 9)
    assert reminder_at(ends, NEW_YORK, told_at=at(4, 9)) is None
    assert reminder_at(at(4, 2), BERLIN, told_at=at(3, 9)) is None


def test_days_off_and_the_hours_of_the_house_move_everything() -> None:
    house = Ladder(
        opens=time(10), on_the_day_at=time(10), closes=time(16), days_off={at(4, 0).date()}
    )
    assert round_ends_at(at(3, 15), NEW_YORK, ladder=house) == at(5, 15)
    assert soak_ends_at(at(3, 15), NEW_YORK, ladder=house) == at(6, 15)
    assert word_at(at(3, 16), NEW_YORK, is_leader=False, ladder=house) == at(5, 10)
    assert word_at(at(3, 14), NEW_YORK, is_leader=True, ladder=house) == at(5, 10)
    assert reminder_at(at(5, 12), NEW_YORK, told_at=at(3, 10), ladder=house) == at(5, 10)
    assert reminder_at(at(4, 12), NEW_YORK, told_at=at(3, 10), ladder=house) is None


@given(moments, zones, ladders)
def test_a_round_always_ends_in_working_hours_after_it_began(
    opened_at: datetime, zone: ZoneInfo, ladder: Ladder
) -> None:
    ends = round_ends_at(opened_at, zone, ladder=ladder)
    assert ladder.is_working(ends, zone)
    assert opened_at < ends <= opened_at + timedelta(days=9 + 2 * len(ladder.days_off))


@given(moments, zones, ladders)
def test_the_soak_ends_in_working_hours_after_the_round(
    ended_at: datetime, zone: ZoneInfo, ladder: Ladder
) -> None:
    ends = soak_ends_at(ended_at, zone, ladder=ladder)
    assert ladder.is_working(ends, zone)
    assert ends >= round_ends_at(ended_at, zone, ladder=ladder)


@given(moments, zones, zones, st.booleans(), ladders)
def test_words_come_in_working_hours_and_reminders_between_word_and_end(
    opened_at: datetime, zone: ZoneInfo, facilitators: ZoneInfo, is_leader: bool, ladder: Ladder
) -> None:
    ends = round_ends_at(opened_at, facilitators, ladder=ladder)
    told_at = word_at(opened_at, zone, is_leader=is_leader, ladder=ladder)
    assert ladder.is_working(told_at, zone)
    assert told_at >= opened_at
    reminded_at = reminder_at(ends, zone, told_at=told_at, ladder=ladder)
    if reminded_at is not None:
        assert ladder.is_working(reminded_at, zone)
        assert told_at < reminded_at < ends
