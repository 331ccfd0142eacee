"""When owners are reminded, when not, and that it ends."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.core.action_items import State
from bot.core.follow_up import (
    Action,
    Decision,
    Nudge,
    OpenItem,
    Rung,
    after_new_date,
    after_new_owner,
    after_sending,
    bundle_at,
    due_today,
    may_snooze,
    must_decide,
    next_nudge,
    snooze_until,
)
from bot.core.ladder import Ladder

BERLIN = ZoneInfo("Europe/Berlin")
ASSIGNED = datetime(2026, 11, 10, 15, 0, tzinfo=BERLIN).astimezone(UTC)  # a Tuesday
DUE_ON = date(2026, 11, 26)  # a Thursday


def berlin(day: int, clock: str = "09:00", *, month: int = 11) -> datetime:
    local = datetime.combine(date(2026, month, day), time.fromisoformat(clock), tzinfo=BERLIN)
    return local.astimezone(UTC)


def item(**changes: object) -> OpenItem:
    fields: dict[str, object] = {
        "id": 1,
        "state": State.open,
        "due_on": DUE_ON,
        "assigned_at": ASSIGNED,
        "ladder_started_at": ASSIGNED,
    }
    return OpenItem(**(fields | changes))  # type: ignore[arg-type]


def told(**changes: object) -> OpenItem:
    """An item whose owner was told on assignment."""
    return item(**({"last_sent_at": ASSIGNED} | changes))


def play(
    it: OpenItem, zone: ZoneInfo, now: datetime, *, delays: Iterator[timedelta] | None = None
) -> list[Nudge]:
    """Every reminder actually sent, when the clock ticks on time or `delays` too late."""
    sent: list[Nudge] = []
    while planned := next_nudge(it, zone, now):
        now = planned.at + (next(delays, timedelta()) if delays else timedelta())
        nudge = next_nudge(it, zone, now)
        assert nudge is not None
        if nudge.at <= now:
            sent.append(replace(nudge, at=now))
            it = after_sending(it, nudge.rung, sent_at=now)
        assert len(sent) < 50
    return sent


def test_the_whole_ladder_of_an_item_nobody_touches() -> None:
    assert [(nudge.rung, nudge.at) for nudge in play(item(), BERLIN, ASSIGNED)] == [
        (Rung.assigned, ASSIGNED),
        (Rung.three_before, berlin(23)),
        (Rung.one_before, berlin(25)),
        (Rung.due, berlin(26, "09:30")),
        (Rung.one_after, berlin(27)),
        (Rung.three_after, berlin(1, month=12)),
        *((Rung.weekly, berlin(1, month=12) + timedelta(weeks=week)) for week in range(1, 9)),
    ]


def test_only_the_first_reminder_is_news_to_the_owner() -> None:
    news = [nudge.is_new for nudge in play(item(), BERLIN, ASSIGNED)]
    assert news == [True] + [False] * 13


def test_what_is_assigned_on_friday_night_is_told_on_monday_morning() -> None:
    friday_night = berlin(13, "22:00")
    late = item(assigned_at=friday_night, ladder_started_at=friday_night)
    assert next_nudge(late, BERLIN, friday_night) == Nudge(berlin(16), Rung.assigned, is_new=True)


@pytest.mark.parametrize(
    ("now", "rung", "at"),
    [
        (berlin(24), Rung.three_before, berlin(24)),
        (berlin(26, "08:00"), Rung.due, berlin(26, "09:30")),
        (berlin(26, "11:00"), Rung.due, berlin(26, "11:00")),
        (berlin(26, "18:00"), Rung.one_after, berlin(27)),
        (berlin(14, "11:00", month=12), Rung.three_after, berlin(14, "11:00", month=12)),
    ],
)
def test_of_several_missed_rungs_only_the_latest_is_sent(
    now: datetime, rung: Rung, at: datetime
) -> None:
    assert next_nudge(told(), BERLIN, now) == Nudge(at, rung)


def test_a_missed_rung_does_not_come_later() -> None:
    late = after_sending(told(), Rung.one_after, sent_at=berlin(27))
    assert next_nudge(late, BERLIN, berlin(27)) == Nudge(berlin(1, month=12), Rung.three_after)


def test_after_a_long_absence_the_weekly_reminders_keep_their_distance() -> None:
    back = berlin(28, "11:00", month=12)
    late = after_sending(told(), Rung.three_after, sent_at=back)
    following = next_nudge(late, BERLIN, back)
    assert following is not None
    assert following.at == datetime(2027, 1, 4, 9, tzinfo=BERLIN)


def test_after_eight_weekly_reminders_it_ends() -> None:
    tired = told(last_rung=Rung.weekly, weekly_sent=8, last_sent_at=berlin(28, month=12))
    assert next_nudge(tired, BERLIN, berlin(29, month=12)) is None


@pytest.mark.parametrize("state", [State.done, State.dropped])
def test_nothing_is_sent_for_what_was_finished_a_minute_ago(state: State) -> None:
    minute_late = berlin(26, "09:31")
    assert next_nudge(told(), BERLIN, minute_late) is not None
    assert next_nudge(told(state=state), BERLIN, minute_late) is None


def test_an_obstacle_pauses_the_ladder_until_it_is_dealt_with() -> None:
    blocked = told(state=State.blocked)
    assert next_nudge(blocked, BERLIN, berlin(26, "10:00")) is None
    unblocked = replace(blocked, state=State.in_progress)
    assert next_nudge(unblocked, BERLIN, berlin(27, "14:00")) == Nudge(
        berlin(27, "14:00"), Rung.one_after
    )


def test_a_due_date_at_a_weekend_is_asked_about_on_friday_and_on_monday() -> None:
    saturday = told(due_on=date(2026, 11, 28))
    sent = play(saturday, BERLIN, ASSIGNED)
    assert [(nudge.rung, nudge.at) for nudge in sent[:4]] == [
        (Rung.three_before, berlin(25)),
        (Rung.one_before, berlin(27)),
        (Rung.one_after, berlin(30)),
        (Rung.three_after, berlin(2, month=12)),
    ]


def test_a_holiday_moves_the_rungs_before_it() -> None:
    first = next_nudge(told(), BERLIN, ASSIGNED, ladder=Ladder(days_off={date(2026, 11, 24)}))
    assert first == Nudge(berlin(20), Rung.three_before)


def test_what_is_handed_out_on_its_last_day_is_told_and_not_chased() -> None:
    last_day = berlin(26, "14:00")
    hurried = item(assigned_at=last_day, ladder_started_at=last_day)
    sent = play(hurried, BERLIN, last_day)
    assert [nudge.rung for nudge in sent[:3]] == [Rung.assigned, Rung.one_after, Rung.three_after]


def test_what_is_handed_out_early_on_its_last_day_waits_for_half_past_nine() -> None:
    morning = berlin(26, "09:10")
    hurried = item(assigned_at=morning, ladder_started_at=morning)
    assert next_nudge(hurried, BERLIN, morning) == Nudge(berlin(26, "09:30"), Rung.due, is_new=True)


def test_an_item_without_a_date_is_told_once() -> None:
    assert [nudge.rung for nudge in play(item(due_on=None), BERLIN, ASSIGNED)] == [Rung.assigned]


def test_a_snooze_is_respected_and_its_end_is_a_reminder() -> None:
    snoozed = told(snoozed_until=snooze_until(1, BERLIN, now=berlin(12, "10:00")))
    assert next_nudge(snoozed, BERLIN, berlin(12, "10:00")) == Nudge(berlin(13), Rung.snooze_over)
    woken = after_sending(snoozed, Rung.snooze_over, sent_at=berlin(13))
    assert next_nudge(woken, BERLIN, berlin(13)) == Nudge(berlin(23), Rung.three_before)


def test_a_rung_missed_in_a_snooze_comes_at_its_end_and_once() -> None:
    snoozed = told(last_rung=Rung.due, snoozed_until=snooze_until(3, BERLIN, now=berlin(26)))
    assert next_nudge(snoozed, BERLIN, berlin(26, "10:00")) == Nudge(berlin(30), Rung.one_after)
    woken = after_sending(snoozed, Rung.one_after, sent_at=berlin(30))
    assert next_nudge(woken, BERLIN, berlin(30)) == Nudge(berlin(1, month=12), Rung.three_after)


def test_a_snooze_that_ends_at_a_weekend_lasts_till_monday() -> None:
    assert snooze_until(1, BERLIN, now=berlin(13, "16:00")) == berlin(16)


def test_a_new_date_starts_a_new_ladder_without_telling_the_owner_again() -> None:
    late = told(last_rung=Rung.weekly, weekly_sent=7, last_sent_at=berlin(15, month=12))
    moved = after_new_date(late, date(2026, 12, 24), changed_at=berlin(15, "10:00", month=12))
    sent = play(moved, BERLIN, berlin(15, "10:00", month=12))
    assert sent[0] == Nudge(berlin(21, month=12), Rung.three_before)
    assert [nudge.rung for nudge in sent].count(Rung.weekly) == 8


def test_a_rung_from_before_the_change_of_date_is_not_made_up_for() -> None:
    at_noon = berlin(23, "12:00")
    moved = after_new_date(told(due_on=date(2026, 12, 31)), DUE_ON, changed_at=at_noon)
    assert next_nudge(moved, BERLIN, at_noon) == Nudge(berlin(25), Rung.one_before)


def test_a_new_owner_is_told_even_on_the_day_the_former_was_reminded() -> None:
    reminded = after_sending(told(), Rung.due, sent_at=berlin(26, "09:30"))
    handed_over = after_new_owner(reminded, assigned_at=berlin(26, "11:00"))
    assert next_nudge(handed_over, BERLIN, berlin(26, "11:00")) == Nudge(
        berlin(26, "11:00"), Rung.assigned, is_new=True
    )


def test_a_second_item_assigned_the_same_day_waits_for_the_next() -> None:
    reminded_at = berlin(10, "14:00")
    assert next_nudge(item(), BERLIN, ASSIGNED, reminded_at=reminded_at) == Nudge(
        berlin(11), Rung.assigned, is_new=True
    )


def test_the_bundle_waits_for_half_past_nine_when_something_is_due() -> None:
    due, later = told(), told(id=2, due_on=date(2026, 12, 1))  # three days before, at nine
    assert bundle_at([later], BERLIN, berlin(25, "20:00")) == berlin(26)
    after_yesterday = replace(due, last_rung=Rung.one_before)
    assert bundle_at([later, after_yesterday], BERLIN, berlin(25, "20:00")) == berlin(26, "09:30")
    at_nine = due_today([later, after_yesterday], BERLIN, berlin(26))
    assert [decision.action for decision in at_nine] == [Action.skip, Action.skip]
    at_half_past = due_today([later, after_yesterday], BERLIN, berlin(26, "09:30"))
    assert at_half_past == [
        Decision(2, Action.send, Rung.three_before),
        Decision(1, Action.send, Rung.due),
    ]


def test_there_is_no_bundle_without_anything_to_come() -> None:
    assert bundle_at([told(state=State.done)], BERLIN, ASSIGNED) is None
    assert bundle_at([], BERLIN, ASSIGNED) is None


def test_each_item_is_decided_at_the_moment_of_sending() -> None:
    items = [
        told(id=1),
        told(id=2, state=State.done),
        told(id=3, state=State.blocked),
        told(id=4, due_on=date(2027, 3, 1)),
        told(id=5, last_rung=Rung.weekly, weekly_sent=8),
    ]
    assert due_today(items, BERLIN, berlin(26, "09:31")) == [
        Decision(1, Action.send, Rung.due),
        Decision(2, Action.stop),
        Decision(3, Action.skip),
        Decision(4, Action.skip),
        Decision(5, Action.stop),
    ]


def test_an_owner_who_was_reminded_today_is_left_alone() -> None:
    decisions = due_today([told()], BERLIN, berlin(26, "12:00"), reminded_at=berlin(26, "09:30"))
    assert decisions == [Decision(1, Action.skip)]


def test_another_house_reminds_on_other_days_and_at_other_hours() -> None:
    own = Ladder(before=(5, 2), after=(2, 4), weekly=1, opens=time(10), on_the_day_at=time(11))
    sent: list[tuple[datetime, Rung]] = []
    it, now = told(), ASSIGNED
    while planned := next_nudge(it, BERLIN, now, ladder=own):
        now = planned.at
        sent.append((now, planned.rung))
        it = after_sending(it, planned.rung, sent_at=now)
    assert sent == [
        (berlin(19, "10:00"), Rung.three_before),
        (berlin(24, "10:00"), Rung.one_before),
        (berlin(26, "11:00"), Rung.due),
        (berlin(30, "10:00"), Rung.one_after),
        (berlin(2, "10:00", month=12), Rung.three_after),
        (berlin(9, "10:00", month=12), Rung.weekly),
    ]


def test_two_snoozes_and_two_changes_of_date_are_free() -> None:
    assert [may_snooze(times) for times in range(4)] == [True, True, False, False]
    assert [must_decide(times) for times in range(4)] == [False, False, True, True]
