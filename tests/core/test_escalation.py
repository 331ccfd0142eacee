"""Who else hears of an item that is late, and when."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.action_items import State
from bot.core.escalation import next_to_hear
from bot.core.follow_up import OpenItem
from bot.core.ladder import Audience, Ladder, parse_hours, parse_steps, parse_told_from

BERLIN = ZoneInfo("Europe/Berlin")
ASSIGNED = datetime(2026, 11, 10, 14, 0, tzinfo=UTC)
LATE = OpenItem(
    id=1,
    state=State.open,
    due_on=date(2026, 11, 26),  # a Thursday
    assigned_at=ASSIGNED,
    ladder_started_at=ASSIGNED,
)


def nine(day: int, month: int = 12) -> datetime:
    """Nine o'clock in Berlin."""
    return datetime(2026, month, day, 9, tzinfo=BERLIN).astimezone(UTC)


def test_lead_board_and_leaders_hear_one_after_the_other() -> None:
    told, heard, now = None, [], ASSIGNED
    while following := next_to_hear(LATE, BERLIN, now, told=told):
        now, told = following
        heard.append(following)
    assert heard == [
        (nine(1), Audience.lead),
        (nine(7), Audience.board),
        (nine(16), Audience.leaders),
    ]


@pytest.mark.parametrize(
    ("now", "audience"),
    [
        (nine(1), Audience.lead),
        (nine(6), Audience.lead),
        (nine(7), Audience.board),
        (nine(16), Audience.leaders),
        (nine(31), Audience.leaders),
    ],
)
def test_of_several_that_were_missed_only_the_latest_hear(
    now: datetime, audience: Audience
) -> None:
    following = next_to_hear(LATE, BERLIN, now, told=None)
    assert following is not None
    assert following[1] is audience


def test_what_is_blocked_is_told_and_what_is_finished_is_not() -> None:
    blocked = replace(LATE, state=State.blocked)
    assert next_to_hear(blocked, BERLIN, nine(7), told=None) == (nine(7), Audience.board)
    for state in (State.done, State.dropped):
        assert next_to_hear(replace(LATE, state=state), BERLIN, nine(7), told=None) is None


def test_who_takes_over_late_is_not_reported_for_the_time_before() -> None:
    taken_over = replace(LATE, ladder_started_at=nine(2))
    assert next_to_hear(taken_over, BERLIN, nine(2), told=None) == (nine(7), Audience.board)


def test_days_off_do_not_count() -> None:
    ladder = Ladder(days_off={date(2026, 11, 27), date(2026, 12, 1)})
    following = next_to_hear(LATE, BERLIN, ASSIGNED, told=None, ladder=ladder)
    assert following == (nine(3), Audience.lead)


@given(
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    st.sampled_from(["Pacific/Kiritimati", "America/Los_Angeles", "Australia/Lord_Howe"]),
    st.lists(st.timedeltas(timedelta(minutes=1), timedelta(days=30)), min_size=1, max_size=60),
)
def test_it_ends_and_nobody_hears_twice(due_on: date, zone: str, steps: list[timedelta]) -> None:
    item = replace(LATE, due_on=due_on, ladder_started_at=datetime(2025, 1, 1, tzinfo=UTC))
    now, told, heard = datetime.combine(due_on, time(), tzinfo=UTC), None, []
    for step in [*steps, timedelta(days=60), timedelta()]:
        now += step
        following = next_to_hear(item, ZoneInfo(zone), now, told=told)
        if following and following[0] <= now:
            told = following[1]
            heard.append(told)
    assert heard == sorted(set(heard), key=list(Audience).index)
    assert heard[-1] is Audience.leaders
    assert next_to_hear(item, ZoneInfo(zone), now, told=told) is None


@pytest.mark.parametrize(
    "steps",
    [
        {"before": (1, 3)},
        {"before": (3, 0)},
        {"after": (3, 1)},
        {"weekly": -1},
        {"on_the_day_at": time(8)},
        {"told_from": {Audience.lead: 7, Audience.board: 3, Audience.leaders: 14}},
    ],
)
def test_a_ladder_that_cannot_be_climbed_is_refused(steps: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"days|told|time|weekly"):
        Ladder(**steps)  # type: ignore[arg-type]


def test_settings_are_read_as_they_are_written() -> None:
    assert parse_hours("08:30-16:00") == (time(8, 30), time(16))
    assert parse_steps("5, 2") == (5, 2)
    assert parse_told_from("lead=1,board=2,leaders=3") == {
        Audience.lead: 1,
        Audience.board: 2,
        Audience.leaders: 3,
    }


@pytest.mark.parametrize("text", ["9-17", "17:00-09:00", "", "09:00"])
def test_hours_that_cannot_be_read_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_hours(text)


@pytest.mark.parametrize("text", ["lead=3", "lead=3,board=x,leaders=9", "boss=1", ""])
def test_who_is_told_has_to_be_said_of_all(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_told_from(text)
