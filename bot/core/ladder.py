"""How this house reminds: on which business days, at what hours, how often, and who else hears.

One value, passed to the rules that need it; the defaults are Howbot's own.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.core.working_time import Days, at_local, is_business_day

_NO_DAYS: frozenset[date] = frozenset()
MOST_DAYS = 99
_ONE_DAY = timedelta(days=1)


class Audience(StrEnum):
    """Who else hears of an item that is late, in their order."""

    lead = "lead"
    board = "board"
    leaders = "leaders"


TOLD_FROM = {Audience.lead: 3, Audience.board: 7, Audience.leaders: 14}


@dataclass(frozen=True)
class Ladder:
    """The steps of reminding. Days are business days, times are those of whoever is told.

    `before`: the earlier reminder first. `on_the_day_at`: when an item is due that day.
    `told_from`: how late an item is when others hear of it. `days_off`: nobody is told anything.
    Raises ValueError where the steps are out of order.
    """

    before: tuple[int, int] = (3, 1)
    after: tuple[int, int] = (1, 3)
    weekly: int = 8
    opens: time = time(9)
    closes: time = time(17)
    on_the_day_at: time = time(9, 30)
    told_from: dict[Audience, int] = field(default_factory=lambda: dict(TOLD_FROM))
    days_off: Days = _NO_DAYS

    def __post_init__(self) -> None:
        """Refuse a ladder that cannot be climbed step by step."""
        told = [self.told_from[audience] for audience in Audience]
        if not 0 < self.before[1] < self.before[0] <= MOST_DAYS:
            raise ValueError("the days before have to fall, as in 3,1")
        if not 0 < self.after[0] < self.after[1] <= MOST_DAYS:
            raise ValueError("the days after have to rise, as in 1,3")
        if not 0 < told[0] < told[1] < told[2] <= MOST_DAYS:
            raise ValueError("lead, board and leaders are told one after the other, as in 3,7,14")
        if self.on_the_day_at.tzinfo:
            raise ValueError("the time on the day names no zone: it is that of whoever is told")
        if not self.opens <= self.on_the_day_at < self.closes:
            raise ValueError("the time on the day has to lie within the working hours")
        if not 0 <= self.weekly <= MOST_DAYS:
            raise ValueError(f"there are 0 to {MOST_DAYS} weekly reminders")

    def is_working(self, at: datetime, zone: ZoneInfo) -> bool:
        """Whether somebody in `zone` may be told something.

        The minute of opening counts, that of closing does not.
        """
        local = at.astimezone(zone)
        is_open = self.opens <= local.time() < self.closes
        return is_open and is_business_day(local.date(), self.days_off)

    def next_working(self, at: datetime, zone: ZoneInfo) -> datetime:
        """`at` itself where somebody in `zone` may be told something, else the next opening; UTC.

        Reckoned in local time and asked again in local time, so that it holds on days when the
        clocks change and where a zone left out a whole day (Samoa, 30 December 2011).
        """
        moment, day = at.astimezone(UTC), at.astimezone(zone).date()
        while not self.is_working(moment, zone):
            moment = max(moment, at_local(day, self.opens, zone))
            if self.is_working(moment, zone):
                break
            day += _ONE_DAY
        return moment


AS_USUAL = Ladder()


def parse_hours(text: str) -> tuple[time, time]:
    """Working hours from "09:00-17:00". Raises ValueError."""
    opens, _, closes = text.partition("-")
    hours = time.fromisoformat(opens.strip()), time.fromisoformat(closes.strip())
    if any(hour.tzinfo for hour in hours):
        raise ValueError("working hours name no zone: they are those of whoever is told")
    if hours[0] >= hours[1]:
        raise ValueError("working hours open before they close, as in 09:00-17:00")
    return hours


def parse_steps(text: str) -> tuple[int, int]:
    """Two numbers of days from "3,1". Raises ValueError."""
    numbers = [int(part) for part in text.split(",")]
    if len(numbers) != 2:
        raise ValueError(f"two numbers of days are needed, as in 3,1: {text!r}")
    return numbers[0], numbers[1]


def parse_told_from(text: str) -> dict[Audience, int]:
    """Business days from "lead=3,board=7,leaders=14". Raises ValueError."""
    found = {}
    for pair in text.split(","):
        name, _, days = pair.partition("=")
        found[Audience(name.strip())] = int(days)
    if set(found) != set(Audience):
        raise ValueError("days are needed for each of lead, board and leaders")
    return found
