"""The monthly review of action items: from when it is held, and what its figures mean.

Source: product.md 12; what counts as what is decided in docs/decisions.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core.action_items import FINISHED, Check, State
from bot.core.board import days_late
from bot.core.ladder import Ladder
from bot.core.working_time import add_business_days, at_local

LONG_LATE_DAYS = 30
# For so long after it was agreed on nobody has to see yet what an item will leave behind.
YOUNG_DAYS = 30
_ONE_DAY = timedelta(days=1)


def month_of(day: date) -> date:
    """A month, written as its first day."""
    return day.replace(day=1)


def month_before(month: date) -> date:
    """The month before this one."""
    return month_of(month - _ONE_DAY)


def held_from(month: date, zone: ZoneInfo, ladder: Ladder) -> datetime:
    """From when (UTC) the month's review is held: the opening of its first working day."""
    day = add_business_days(month - _ONE_DAY, 1, holidays=ladder.days_off)
    return at_local(day, ladder.opens, zone)


@dataclass(frozen=True)
class Reviewed:
    """What the review has to know of an item.

    `today`: where its owner is. `proofs`: what became of each one's link. `is_in_sight`: an issue
    or a link shows what it will leave behind.
    """

    state: State
    agreed_on: date
    due_on: date
    finished_on: date | None
    today: date
    proofs: Sequence[Check] = ()
    is_confirmed: bool = False
    is_in_sight: bool = False

    @property
    def is_open(self) -> bool:
        """Whether there is still something to do."""
        return self.state not in FINISHED

    @property
    def late_days(self) -> int:
        """Calendar days late; 0 for what is finished or not late."""
        return days_late(self.due_on, self.today) if self.is_open else 0

    @property
    def is_checked(self) -> bool:
        """Whether somebody or something looked at what shows that it is done, and it held."""
        return self.is_confirmed or Check.checked in self.proofs

    @property
    def is_decoration(self) -> bool:
        """Done without a checked artefact, or open without one in sight.

        An artefact is checked where its link was, or where somebody other than the owner
        confirmed the item. It is in sight where there is an issue, a link, or a proof that was
        not found wanting. An open item is asked for one once it is due, or 30 days old.
        """
        if self.state is State.done:
            return not self.is_checked
        if self.state is State.dropped or self._is_young:
            return False
        return not self.is_in_sight and all(each is Check.failed for each in self.proofs)

    @property
    def _is_young(self) -> bool:
        return self.due_on > self.today and (self.today - self.agreed_on).days < YOUNG_DAYS

    def was_finished_in(self, month: date) -> bool:
        """Whether it was done or dropped in this month."""
        return self.finished_on is not None and month_of(self.finished_on) == month


@dataclass(frozen=True)
class Figures:
    """What a review counted.

    `checked`: finished with a checked artefact. `long_late`: open and more than 30 days late.
    `was_due` and `was_done`: see `figures_of`.
    """

    finished: int = 0
    checked: int = 0
    dropped: int = 0
    open: int = 0
    long_late: int = 0
    decoration: int = 0
    was_due: int = 0
    was_done: int = 0

    @property
    def completion(self) -> int | None:
        """The completion rate in whole per cent; None where nothing was due."""
        return round(100 * self.was_done / self.was_due) if self.was_due else None

    @property
    def is_mostly_late(self) -> bool:
        """Whether more than half of what is open is over 30 days late."""
        return 2 * self.long_late > self.open


def figures_of(items: Iterable[Reviewed], month: date) -> Figures:
    """The figures of the review held in `month`, which looks back on the month before.

    The completion rate is `was_done` of `was_due`: of the items that were due by the end of the
    month before and were not finished earlier than that month, how many are done by now. What was
    dropped counts in neither; what was given a later date is not due yet.
    """
    items, last = list(items), month_before(month)
    done = [each for each in items if each.state is State.done]
    finished = [each for each in done if each.was_finished_in(last)]
    was_due = [each for each in items if _was_due(each, month)]
    still_open = [each for each in items if each.is_open]
    return Figures(
        finished=len(finished),
        checked=sum(each.is_checked for each in finished),
        dropped=sum(each.state is State.dropped and each.was_finished_in(last) for each in items),
        open=len(still_open),
        long_late=sum(each.late_days > LONG_LATE_DAYS for each in still_open),
        decoration=sum(each.is_decoration for each in [*finished, *still_open]),
        was_due=len(was_due),
        was_done=sum(not each.is_open for each in was_due),
    )


def _was_due(item: Reviewed, month: date) -> bool:
    if item.state is State.dropped or item.due_on >= month:
        return False
    return item.finished_on is None or item.finished_on >= month_before(month)


def is_organisational(now: Figures, before: Figures | None) -> bool:
    """Whether two reviews running found more than half of what is open over 30 days late."""
    return before is not None and now.is_mostly_late and before.is_mostly_late
