"""When the owner of an action item is reminded, and when that stops.

The ladder of an item: on assignment; three and one business days before it is due; on the day at
09:30; one and three business days after; then every seven days, eight times. A change of date or
of owner starts a new ladder. Decides for one owner at a time; writes no messages and keeps no
list of reminders sent: what an `OpenItem` carries is enough.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.core.action_items import FINISHED, State
from bot.core.ladder import AS_USUAL, Ladder
from bot.core.working_time import (
    add_business_days,
    at_local,
    is_business_day,
)


class Rung(StrEnum):
    """What a reminder is for, in the order of the ladder; `snooze_over` stands beside it."""

    assigned = "assigned"
    three_before = "three_before"
    one_before = "one_before"
    due = "due"
    one_after = "one_after"
    three_after = "three_after"
    weekly = "weekly"
    snooze_over = "snooze_over"


@dataclass(frozen=True)
class OpenItem:
    """What reminding needs to know of an item. Moments in UTC; None is never, or not set.

    `ladder_started_at` is when owner or date were last set: rungs before it never count.
    `last_rung` and `weekly_sent` belong to this ladder; `last_sent_at` is the latest reminder of
    the item, even to a former owner. Change them with the `after_…` functions below.
    """

    id: int
    state: State
    due_on: date | None
    assigned_at: datetime
    ladder_started_at: datetime
    last_rung: Rung | None = None
    last_sent_at: datetime | None = None
    weekly_sent: int = 0
    snoozed_until: datetime | None = None


@dataclass(frozen=True)
class Nudge:
    """Remind the owner at `at` (UTC); `is_new` while they were never told the item is theirs."""

    at: datetime
    rung: Rung
    is_new: bool = False


def next_nudge(
    item: OpenItem,
    owner_zone: ZoneInfo,
    now: datetime,
    *,
    reminded_at: datetime | None = None,
    ladder: Ladder = AS_USUAL,
) -> Nudge | None:
    """When to remind the owner next, in UTC and never before `now`; None once it has to stop.

    Three and one business days before `due_on`, on the day at 09:30, one and three after, then
    weekly; at 09:00 where nothing else is said, in the owner's working hours, and never on a day
    on which the owner was reminded already (`reminded_at`: of whatever item). Of several rungs
    that passed, the latest. A due date that is no business day has no rung of its own. Nothing
    while the item is blocked (but that it is theirs) or snoozed (then at the end of the snooze),
    nothing once it is finished. Stops after eight weekly nudges: by then it is a matter for the
    review, not for a bot. Source: product.md 12 and 19.
    """
    if item.state in FINISHED:
        return None
    is_blocked = item.state is State.blocked
    rungs = [] if is_blocked else _rungs(item, owner_zone, ladder)
    beside = _news_of_it(item) if is_blocked else _beside_the_ladder(item)
    if not rungs and not beside:
        return None
    first = min(moment for moment, _ in (*rungs, *beside))
    at = _next_free_moment(
        max(now, first, item.snoozed_until or first),
        owner_zone,
        reminded_at=_latest(reminded_at, _told_owner_at(item)),
        ladder=ladder,
    )
    at = _not_before_its_time(at, item, owner_zone, rungs=rungs)
    # The ladder comes first: what stands beside it is settled by any reminder of the item.
    passed = [rung for moment, rung in (*beside, *rungs) if moment <= at]
    return Nudge(at, passed[-1], is_new=_told_owner_at(item) is None)


def _rungs(item: OpenItem, zone: ZoneInfo, ladder: Ladder) -> list[tuple[datetime, Rung]]:
    """The rungs still ahead or missed, in order; from the last fixed one on, the next weekly."""
    if item.due_on is None:
        return []
    order = list(Rung)
    spent = order.index(item.last_rung) if item.last_rung else -1
    fixed = _fixed_rungs(item.due_on, zone, ladder)
    left = [
        (moment, rung)
        for moment, rung in fixed
        if moment >= item.ladder_started_at and order.index(rung) > spent
    ]
    if left or item.weekly_sent >= ladder.weekly:
        return left
    last_moment, _ = fixed[-1]
    since = max(last_moment, item.ladder_started_at, item.last_sent_at or last_moment)
    weekly_on = since.astimezone(zone).date() + timedelta(days=7)
    return [(at_local(weekly_on, ladder.opens, zone), Rung.weekly)]


def _fixed_rungs(due_on: date, zone: ZoneInfo, ladder: Ladder) -> list[tuple[datetime, Rung]]:
    return [
        (
            at_local(
                add_business_days(due_on, away, holidays=ladder.days_off),
                ladder.opens if away else ladder.on_the_day_at,
                zone,
            ),
            rung,
        )
        for rung, away in _days_away(ladder).items()
        if away or is_business_day(due_on, ladder.days_off)
    ]


def _days_away(ladder: Ladder) -> dict[Rung, int]:
    return {
        Rung.three_before: -ladder.before[0],
        Rung.one_before: -ladder.before[1],
        Rung.due: 0,
        Rung.one_after: ladder.after[0],
        Rung.three_after: ladder.after[1],
    }


def days_of(rung: Rung, ladder: Ladder) -> int:
    """How many business days before or after the due date a rung is; 0 for all others."""
    return abs(_days_away(ladder).get(rung, 0))


def _beside_the_ladder(item: OpenItem) -> list[tuple[datetime, Rung]]:
    beside = _news_of_it(item)
    if item.snoozed_until and (item.last_sent_at is None or item.last_sent_at < item.snoozed_until):
        beside.append((item.snoozed_until, Rung.snooze_over))
    return beside


def _news_of_it(item: OpenItem) -> list[tuple[datetime, Rung]]:
    return [] if _told_owner_at(item) else [(item.assigned_at, Rung.assigned)]


def _told_owner_at(item: OpenItem) -> datetime | None:
    """When the present owner was last reminded of this item."""
    sent_at = item.last_sent_at
    return sent_at if sent_at and sent_at >= item.assigned_at else None


def _next_free_moment(
    at: datetime, zone: ZoneInfo, *, reminded_at: datetime | None, ladder: Ladder
) -> datetime:
    moment = ladder.next_working(at, zone)
    if reminded_at is None:
        return moment
    reminded_on = reminded_at.astimezone(zone).date()
    if moment.astimezone(zone).date() > reminded_on:
        return moment
    return ladder.next_working(at_local(reminded_on + timedelta(days=1), ladder.opens, zone), zone)


def _not_before_its_time(
    at: datetime, item: OpenItem, zone: ZoneInfo, *, rungs: Sequence[tuple[datetime, Rung]]
) -> datetime:
    """On the day an item is due, its reminder has a fixed time and earlier rungs wait for it."""
    for moment, rung in rungs:
        if rung is Rung.due and at.astimezone(zone).date() == item.due_on:
            return max(at, moment)
    return at


def _latest(*moments: datetime | None) -> datetime | None:
    return max((moment for moment in moments if moment), default=None)


def bundle_at(
    items: Iterable[OpenItem],
    owner_zone: ZoneInfo,
    now: datetime,
    *,
    reminded_at: datetime | None = None,
    ladder: Ladder = AS_USUAL,
) -> datetime | None:
    """When the owner's next bundled message goes out, in UTC; None when there is nothing to come.

    `items` are *all* open items of the owner. The bundle goes out with its first item, but where
    one is due that day it waits for 09:30. Source: product.md 12 and 19.
    """
    nudges = [
        nudge
        for item in items
        if (nudge := next_nudge(item, owner_zone, now, reminded_at=reminded_at, ladder=ladder))
    ]
    if not nudges:
        return None
    first = min(nudge.at for nudge in nudges)
    today = first.astimezone(owner_zone).date()
    on_the_day = at_local(today, ladder.on_the_day_at, owner_zone)
    waits = any(nudge.rung is Rung.due and nudge.at == on_the_day for nudge in nudges)
    return max(first, on_the_day) if waits else first


class Action(StrEnum):
    """What to do about one item at the moment of sending."""

    send = "send"
    skip = "skip"
    stop = "stop"


@dataclass(frozen=True)
class Decision:
    """`send` with its rung; `skip` for now; `stop`: there will be nothing more to send."""

    item_id: int
    action: Action
    rung: Rung | None = None
    is_new: bool = False


def due_today(
    items: Sequence[OpenItem],
    owner_zone: ZoneInfo,
    now: datetime,
    *,
    reminded_at: datetime | None = None,
    ladder: Ladder = AS_USUAL,
) -> list[Decision]:
    """What to do about each of the owner's items now, in the order given.

    `items` are all items of the owner that may be due, and those still open: the bundle waits for
    the one that is due today. Ask again right before sending: an item finished a minute ago
    stops, a blocked one is skipped until it no longer is.
    """
    bundle = bundle_at(items, owner_zone, now, reminded_at=reminded_at, ladder=ladder)
    is_time = bundle is not None and bundle <= now
    return [
        _decide(
            item,
            next_nudge(item, owner_zone, now, reminded_at=reminded_at, ladder=ladder),
            now=now,
            is_time=is_time,
        )
        for item in items
    ]


def _decide(item: OpenItem, nudge: Nudge | None, *, now: datetime, is_time: bool) -> Decision:
    if nudge is None:
        paused = item.state is State.blocked
        return Decision(item.id, Action.skip if paused else Action.stop)
    if is_time and nudge.at <= now:
        return Decision(item.id, Action.send, nudge.rung, nudge.is_new)
    return Decision(item.id, Action.skip)


def after_sending(item: OpenItem, rung: Rung, *, sent_at: datetime) -> OpenItem:
    """The item once its owner was reminded of it."""
    on_ladder = rung not in (Rung.assigned, Rung.snooze_over)
    return replace(
        item,
        last_sent_at=sent_at,
        last_rung=rung if on_ladder else item.last_rung,
        weekly_sent=item.weekly_sent + (rung is Rung.weekly),
    )


def after_new_date(item: OpenItem, due_on: date, *, changed_at: datetime) -> OpenItem:
    """The item with a new due date: a new ladder, and no snooze any more."""
    return replace(_restarted(item, changed_at), due_on=due_on)


def after_new_owner(item: OpenItem, *, assigned_at: datetime) -> OpenItem:
    """The item in new hands: its owner is told, and a new ladder starts."""
    return replace(_restarted(item, assigned_at), assigned_at=assigned_at)


def _restarted(item: OpenItem, at: datetime) -> OpenItem:
    return replace(item, ladder_started_at=at, last_rung=None, weekly_sent=0, snoozed_until=None)


SNOOZE_DAYS = (1, 3, 7)
MOST_SNOOZES = 2
CHANGES_BEFORE_DECIDING = 2


def may_snooze(times_snoozed: int) -> bool:
    """Whether an item may be snoozed once more: twice in all."""
    return times_snoozed < MOST_SNOOZES


def snooze_until(
    days: int,
    owner_zone: ZoneInfo,
    *,
    now: datetime,
    ladder: Ladder = AS_USUAL,
) -> datetime:
    """The end of a snooze in UTC: 09:00 after so many days, or at the next opening."""
    day = now.astimezone(owner_zone).date() + timedelta(days=days)
    return ladder.next_working(at_local(day, ladder.opens, owner_zone), owner_zone)


class Way(StrEnum):
    """What becomes of an item whose date was changed twice already."""

    do_it = "do_it"
    smaller = "smaller"
    drop = "drop"


def must_decide(times_date_changed: int) -> bool:
    """Whether another change of date is the third: do it, make it smaller, or drop it."""
    return times_date_changed >= CHANGES_BEFORE_DECIDING
