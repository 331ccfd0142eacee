"""What holds for every owner, zone, day and delay."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.core.action_items import State
from bot.core.follow_up import (
    Action,
    Decision,
    OpenItem,
    Rung,
    after_sending,
    bundle_at,
    due_today,
    next_nudge,
)
from bot.core.ladder import AS_USUAL
from tests.core.test_follow_up import item, play, told

ZONES = st.sampled_from(
    [
        ZoneInfo(name)
        for name in (
            "Pacific/Kiritimati",
            "America/Los_Angeles",
            "Asia/Tokyo",
            "Europe/Berlin",
            "Australia/Lord_Howe",
            "America/St_Johns",
        )
    ]
)
MOMENTS = st.datetimes(
    datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)
)  # clock changes in spring and autumn among them
DELAYS = st.lists(st.timedeltas(timedelta(), timedelta(days=40)), max_size=20)
UNTIL_DUE = st.integers(0, 60)


@given(MOMENTS, UNTIL_DUE, ZONES, DELAYS, st.none() | st.timedeltas(timedelta(), timedelta(30)))
def test_reminders_keep_to_working_hours_to_one_a_day_and_end(
    assigned_at: datetime,
    days: int,
    zone: ZoneInfo,
    delays: list[timedelta],
    snooze: timedelta | None,
) -> None:
    it = OpenItem(
        id=1,
        state=State.open,
        due_on=assigned_at.astimezone(zone).date() + timedelta(days=days),
        assigned_at=assigned_at,
        ladder_started_at=assigned_at,
        snoozed_until=None if snooze is None else assigned_at + snooze,
    )
    sent = play(it, zone, assigned_at, delays=iter(delays))
    assert all(AS_USUAL.is_working(nudge.at, zone) for nudge in sent)
    assert all(nudge.at.astimezone(zone).weekday() < 5 for nudge in sent)
    local_days = [nudge.at.astimezone(zone).date() for nudge in sent]
    assert len(set(local_days)) == len(local_days)
    assert not (snooze and any(nudge.at < assigned_at + snooze for nudge in sent))
    assert [nudge.rung for nudge in sent].count(Rung.weekly) == 8
    assert len(sent) <= 15
    once = [nudge.rung for nudge in sent if nudge.rung is not Rung.weekly]
    assert len(set(once)) == len(once)


@given(MOMENTS, UNTIL_DUE, ZONES, st.sampled_from(sorted({State.done, State.dropped})))
def test_finished_items_are_never_reminded_of(
    now: datetime, days: int, zone: ZoneInfo, state: State
) -> None:
    finished = told(state=state, due_on=now.date() + timedelta(days=days - 30))
    assert next_nudge(finished, zone, now) is None
    assert due_today([finished], zone, now) == [Decision(1, Action.stop)]


@given(
    st.lists(st.tuples(MOMENTS, UNTIL_DUE), min_size=1, max_size=5),
    ZONES,
    st.lists(ZONES, max_size=5),
)
def test_an_owner_of_many_items_gets_one_message_a_day(
    drafts: list[tuple[datetime, int]], zone: ZoneInfo, moves: list[ZoneInfo]
) -> None:
    items = [
        replace(item(id=n), assigned_at=at, ladder_started_at=at, due_on=at.date() + timedelta(d))
        for n, (at, d) in enumerate(drafts)
    ]
    now, reminded_at, moving = min(at for at, _ in drafts), None, iter(moves)
    for _ in range(200):
        planned = bundle_at(items, zone, now, reminded_at=reminded_at)
        if planned is None:
            return
        decisions = due_today(items, zone, planned, reminded_at=reminded_at)
        due = {d.item_id: d.rung for d in decisions if d.action is Action.send}
        assert due
        assert AS_USUAL.is_working(planned, zone)
        if reminded_at:
            assert planned.astimezone(zone).date() > reminded_at.astimezone(zone).date()
        items = [
            after_sending(it, rung, sent_at=planned) if (rung := due.get(it.id)) else it
            for it in items
        ]
        now = reminded_at = planned
        zone = next(moving, zone)
    raise AssertionError("reminding did not end")


@given(MOMENTS, UNTIL_DUE, ZONES)
def test_on_the_day_it_is_half_past_nine_where_the_owner_is(
    assigned_at: datetime, days: int, zone: ZoneInfo
) -> None:
    due_on = assigned_at.astimezone(zone).date() + timedelta(days=days)
    it = item(assigned_at=assigned_at, ladder_started_at=assigned_at, due_on=due_on)
    on_the_day = [n for n in play(it, zone, assigned_at) if n.rung is Rung.due]
    for nudge in on_the_day:
        local = nudge.at.astimezone(zone)
        assert (local.date(), local.time()) == (due_on, time(9, 30))
    assert bool(on_the_day) == (
        due_on.weekday() < 5 and assigned_at <= datetime.combine(due_on, time(9, 30), tzinfo=zone)
    )
