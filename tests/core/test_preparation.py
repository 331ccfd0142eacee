"""When a retrospective is due, who is reminded of it, and that reminding ends.

Monday is 2 March 2026; the preparer is in New York, the facilitator in Stockholm.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.ids import UserId
from bot.core.incident import Severity
from bot.core.ladder import AS_USUAL, Ladder
from bot.core.preparation import (
    REMINDERS_AFTERWARDS,
    Duty,
    Plan,
    Reminder,
    Rung,
    next_reminder,
    parse_days,
    parse_seats,
)
from bot.core.seats import Seat, fill_seats, propose_preparer, propose_shadow

ZONES = {
    Duty.preparer: ZoneInfo("America/New_York"),
    Duty.facilitator: ZoneInfo("Europe/Stockholm"),
}
MONDAY = datetime(2026, 3, 2, 12, tzinfo=UTC)
FRIDAY = date(2026, 3, 6)
ANA, BEN, CLEO, DAN = (UserId(name) for name in ("U_ANA", "U_BEN", "U_CLEO", "U_DAN"))


def all_reminders(
    plan: Plan, zones: dict[Duty, ZoneInfo], ladder: Ladder = AS_USUAL
) -> list[Reminder]:
    """Every reminder as it falls, each sent at once."""
    found, now, last = [], plan.planned_at, plan.last_step
    while reminder := next_reminder(
        Plan(plan.due_on, plan.planned_at, last), zones, now, ladder=ladder
    ):
        found.append(reminder)
        now, last = max(now, reminder.at), reminder.step
        assert len(found) < 20
    return found


def test_the_preparer_the_day_before_the_facilitator_on_the_day_and_five_days_after() -> None:
    found = all_reminders(Plan(FRIDAY, MONDAY), ZONES)
    assert [(each.to, each.rung, each.at) for each in found[:3]] == [
        (Duty.preparer, Rung.day_before, datetime(2026, 3, 5, 14, tzinfo=UTC)),
        (Duty.facilitator, Rung.on_the_day, datetime(2026, 3, 6, 8, tzinfo=UTC)),
        (Duty.facilitator, Rung.overdue, datetime(2026, 3, 9, 8, tzinfo=UTC)),
    ]
    assert len(found) == 2 + REMINDERS_AFTERWARDS
    assert [each.is_last for each in found] == [False] * 6 + [True]


def test_of_several_that_passed_only_the_latest_is_sent() -> None:
    late = datetime(2026, 3, 11, 10, tzinfo=UTC)
    found = next_reminder(Plan(FRIDAY, MONDAY), ZONES, late)
    assert found is not None
    assert (found.step, found.rung, found.at) == (4, Rung.overdue, late)


def test_at_night_it_waits_for_the_morning_of_its_reader() -> None:
    night = datetime(2026, 3, 6, 22, tzinfo=UTC)
    found = next_reminder(Plan(FRIDAY, MONDAY), ZONES, night)
    assert found is not None
    assert found.at == datetime(2026, 3, 9, 8, tzinfo=UTC)


def test_what_had_passed_when_it_was_planned_is_not_made_up_for() -> None:
    on_the_day = datetime(2026, 3, 6, 12, tzinfo=UTC)
    found = next_reminder(Plan(FRIDAY, on_the_day), ZONES, on_the_day)
    assert found is not None
    assert (found.rung, found.at.date()) == (Rung.overdue, date(2026, 3, 9))


def test_a_retrospective_on_a_saturday_is_spoken_of_on_friday() -> None:
    found = all_reminders(Plan(date(2026, 3, 7), MONDAY), ZONES)
    assert [each.at.date() for each in found[:2]] == [date(2026, 3, 5), FRIDAY]


def test_nobody_is_reminded_on_a_day_off_or_out_of_the_hours_of_the_house() -> None:
    house = Ladder(
        opens=time(10), on_the_day_at=time(10), closes=time(16), days_off={date(2026, 3, 5), FRIDAY}
    )
    found = all_reminders(Plan(FRIDAY, MONDAY), ZONES, house)
    assert [each.at for each in found[:3]] == [
        datetime(2026, 3, 3, 15, tzinfo=UTC),
        datetime(2026, 3, 4, 9, tzinfo=UTC),
        datetime(2026, 3, 9, 9, tzinfo=UTC),
    ]
    evening = datetime(2026, 3, 9, 15, 30, tzinfo=UTC)
    late = next_reminder(Plan(FRIDAY, MONDAY), ZONES, evening, ladder=house)
    assert late is not None
    assert late.at == datetime(2026, 3, 10, 9, tzinfo=UTC)


NAMES = st.sampled_from(
    ["UTC", "America/New_York", "Europe/Stockholm", "Asia/Kolkata", "Pacific/Kiritimati"]
)


@given(
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    st.integers(-40, 40),
    NAMES,
    NAMES,
    st.integers(0, 60 * 24 * 30),
)
def test_reminding_always_ends_and_keeps_to_working_hours(
    due_on: date, planned: int, preparer: str, facilitator: str, looked_after: int
) -> None:
    zones = {Duty.preparer: ZoneInfo(preparer), Duty.facilitator: ZoneInfo(facilitator)}
    at_noon = datetime(due_on.year, due_on.month, due_on.day, 12, tzinfo=UTC)
    plan = Plan(due_on, at_noon + timedelta(days=planned))
    found = all_reminders(plan, zones)

    assert len(found) <= 2 + REMINDERS_AFTERWARDS
    assert [each.step for each in found] == sorted({each.step for each in found})
    for each in found:
        assert AS_USUAL.is_working(each.at, zones[each.to])
        assert each.at > plan.planned_at
    now = plan.planned_at + timedelta(minutes=looked_after)
    later = next_reminder(plan, zones, now)
    assert later is None or AS_USUAL.is_working(later.at, zones[later.to])


def test_days_by_severity_are_read() -> None:
    assert parse_days("S1=1, sev2=2,S3=30") == {
        Severity.S1: 1, Severity.S2: 2, Severity.S3: 30,
    }  # fmt: skip


@pytest.mark.parametrize("text", ["", "S1=3", "S1=3,S2=5,S3=0", "S1=x,S2=5,S3=1", "S4=1"])
def test_days_that_do_not_cover_every_severity_are_no_setting(text: str) -> None:
    with pytest.raises(ValueError, match="business days"):
        parse_days(text)


def test_seats_are_read() -> None:
    assert parse_seats("engineering=U1, U2;Data=U3") == {
        "engineering": ("U1", "U2"), "data": ("U3",),
    }  # fmt: skip
    assert parse_seats("") == {}
    with pytest.raises(ValueError, match="discipline"):
        parse_seats("engineering")


SEATS = {"engineering": (ANA, BEN), "support": (CLEO, DAN)}


def test_a_seat_is_filled_once_by_whoever_took_part_least_recently() -> None:
    found = fill_seats(SEATS, taking_part={ANA}, last_took_part_at={CLEO: MONDAY})
    assert found == [Seat("support", DAN)]


def test_a_shadow_comes_from_another_discipline_than_the_leads() -> None:
    found = propose_shadow(SEATS, taking_part={ANA, DAN}, lead=ANA, last_took_part_at={})
    assert found == Seat("support", CLEO)
    everyone = {ANA, BEN, CLEO, DAN}
    assert propose_shadow(SEATS, taking_part=everyone, lead=ANA, last_took_part_at={}) is None


def test_the_lead_prepares_unless_they_facilitate() -> None:
    assert propose_preparer([ANA, BEN], lead=ANA, facilitator=BEN) == ANA
    assert propose_preparer([ANA, BEN], lead=ANA, facilitator=ANA) == BEN
    assert propose_preparer([ANA], lead=ANA, facilitator=ANA) == ANA
