"""Business days, Monday to Friday, and local time; the hours of a house are in its `Ladder`.

Holidays are an argument everywhere, a set of dates. Knows nothing of items or reminders.
"""

from collections.abc import Container
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_ONE_DAY = timedelta(days=1)
# Days on which people do not work, asked for one by one.
Days = Container[date]
_NONE: Days = frozenset()


def is_business_day(day: date, holidays: Days = _NONE) -> bool:
    """Whether people work on this day."""
    return day.weekday() < 5 and day not in holidays


def add_business_days(day: date, count: int, *, holidays: Days = _NONE) -> date:
    """The `count`-th business day after `day`, or before it when `count` is negative.

    Friday + 1 is Monday, and so is Saturday + 1; zero gives `day` itself, whatever day it is.
    """
    step = _ONE_DAY if count > 0 else -_ONE_DAY
    left = abs(count)
    while left:
        day += step
        left -= is_business_day(day, holidays)
    return day


def business_days_between(first: date, last: date, *, holidays: Days = _NONE) -> int:
    """How many business days lie after `first`, up to and including `last`.

    Negative when `last` comes first: then those before `first`, down to and including `last`.
    Friday to Monday is 1, Friday to Saturday 0. Undoes `add_business_days`.
    """
    step = _ONE_DAY if last >= first else -_ONE_DAY
    count, day = 0, first
    while day != last:
        day += step
        count += is_business_day(day, holidays)
    return count if last >= first else -count


def at_local(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The moment, in UTC, when the clocks in `zone` show `clock` on `day`.

    A time that the clocks skip is read as if they had not been turned yet (02:30 becomes 03:30);
    of a time that they show twice it is the first.
    """
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)
