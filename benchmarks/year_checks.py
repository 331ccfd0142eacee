"""What a simulated year is held against: days and hours, reckoned without the bot's rules."""

import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from itertools import pairwise
from zoneinfo import ZoneInfo

from benchmarks.figures import Figure
from benchmarks.year import HOLIDAYS, Life, Said, Size, Year, simulate

WEEKLY = 8
MOST_OF_A_LADDER = 1 + 5 + WEEKLY

# How each kind of message begins.
TO_OWNERS = ("How is it going with", "New for you.")
MONTHLY = "Monthly review"


def figures(address: str, size: Size, *, engine: str) -> Iterator[Figure]:
    """What a year of this size came to; whatever must not happen has to be none."""
    began = time.monotonic()
    year = simulate(address, size)
    took = time.monotonic() - began
    lost, rungs = missed(year)
    named = f"A simulated year: {size.owners:,} owners, {size.items:,} items"
    yield Figure(f"{named}, {size.replicas} replicas, {engine}", took, "s")
    for what, count in (
        ("direct messages to owners", len(reminders_of(year))),
        ("owners who had one", len({each.to for each in reminders_of(year)})),
        ("most of them to one owner in a day", most_in_a_day(year)),
        ("words to leads and channels", len(words_of(year))),
        ("rungs with a day to keep them", rungs),
        ("crashes after sending", year.crashes),
        ("restarts", year.restarts),
    ):
        yield Figure(f"… {what}", count, "")
    for what, count in (
        ("second message in a day", second_in_a_day(year)),
        ("outside working hours", outside_hours(year)),
        ("of finished items", of_finished(year)),
        ("to somebody else", to_others(year)),
        ("told twice, or with a name", heard_twice(year)),
        ("monthly reviews missed or told twice", reviews_amiss(year)),
        ("rungs missed", lost),
        ("ladders without an end", too_long(year)),
    ):
        yield Figure(f"… {what}", count, "", target=1)


def reminders_of(year: Year) -> list[Said]:
    """What owners were told of their own items."""
    return [each for each in year.said if _says(each, TO_OWNERS)]


def words_of(year: Year) -> list[Said]:
    """What others were told of what is late."""
    return [each for each in year.said if not _says(each, (*TO_OWNERS, MONTHLY))]


def reviews_of(year: Year) -> list[Said]:
    """The looks back at a month, in the board's channel and the leaders'."""
    return [each for each in year.said if _says(each, (MONTHLY,))]


def _says(said: Said, beginnings: Sequence[str]) -> bool:
    return any(words in said.words for words in beginnings)


def reviews_amiss(year: Year) -> int:
    """Months whose review the board never got though there was a day for it, or got again.

    Also those that came to somebody a second time, or named one.
    """
    told = Counter((each.to, each.at.date().replace(day=1)) for each in reviews_of(year))
    again = sum(times - 1 for times in told.values())
    named = sum("<@" in each.words for each in reviews_of(year))
    first_item = min(since for life in year.lives.values() for since, _ in life.dates)
    months = {first_item.date() + timedelta(days=day) for day in range(31, year.size.days - 40)}
    return (
        again
        + named
        + sum(
            ("CB", month) not in told and _has_free_day(year, ZoneInfo("UTC"), *_month(month))
            for month in {day.replace(day=1) for day in months}
        )
    )


def _month(first: date) -> tuple[datetime, datetime]:
    begins = datetime.combine(first, clock(), tzinfo=UTC)
    following = (first + timedelta(days=31)).replace(day=1)
    return begins, datetime.combine(following, clock(), tzinfo=UTC)


def second_in_a_day(year: Year) -> int:
    """Messages to somebody who had one of the kind that day."""
    kinds = reminders_of(year), words_of(year)
    return sum(times - 1 for said in kinds for times in _by_day(year, said).values())


def most_in_a_day(year: Year) -> int:
    """How many reminders an owner had at most on one day where they are."""
    return max(_by_day(year, reminders_of(year)).values(), default=0)


def _by_day(year: Year, said: Sequence[Said]) -> Counter[tuple[str, date]]:
    return Counter((each.to, _local(year, each).date()) for each in said)


def outside_hours(year: Year) -> int:
    """Messages at night, at a weekend, or on a holiday where they were read."""
    return sum(not _is_at_work(_local(year, each)) for each in year.said)


def of_finished(year: Year) -> int:
    """Items that were named after they were finished."""
    return sum(
        finished is not None and finished <= each.at
        for each in [*reminders_of(year), *words_of(year)]
        for item in each.items
        for finished in [year.lives[item].finished_at]
    )


def to_others(year: Year) -> int:
    """Reminders of items that are somebody else's."""
    return sum(
        year.lives[item].owner != each.to for each in reminders_of(year) for item in each.items
    )


def heard_twice(year: Year) -> int:
    """Words about an item that the same people had heard for the same date, or named its owner."""
    heard: Counter[tuple[str, int, date]] = Counter()
    for each in words_of(year):
        kind = "leaders" if each.to == "CL" else "board" if each.to == "CB" else "lead"
        for item in each.items:
            heard[kind, item, _due_on(year.lives[item], each.at)] += 1
    named = sum("<@" in each.words for each in words_of(year) if each.to in ("CB", "CL"))
    return named + sum(times - 1 for times in heard.values())


def missed(year: Year) -> tuple[int, int]:
    """Rungs that nobody was reminded of although there was a working day for it; and all rungs."""
    told = _times_told(year)
    lost = rungs = 0
    for item, life in year.lives.items():
        zone = year.zones[life.owner]
        for since, until in _windows(life, zone, _end(year)):
            if _has_free_day(year, zone, since, until):
                rungs += 1
                lost += not any(since <= at < until for at in told[item])
    return lost, rungs


def _times_told(year: Year) -> dict[int, list[datetime]]:
    """When owners were reminded of each item."""
    told = defaultdict(list)
    for each in reminders_of(year):
        for item in each.items:
            told[item].append(each.at)
    return told


def too_long(year: Year) -> int:
    """Ladders that did not end: more reminders than rungs, or some left long after the date."""
    count = year.left_to_remind
    told = _times_told(year)
    for item, life in year.lives.items():
        starts = [at for at, _ in life.dates] + [_end(year)]
        for since, until in pairwise(starts):
            sent = sum(since <= at < until for at in told[item])
            count += sent > MOST_OF_A_LADDER
    return count


def _end(year: Year) -> datetime:
    return datetime(2031, 1, 1, tzinfo=UTC) + timedelta(days=year.size.days)


def _local(year: Year, said: Said) -> datetime:
    return said.at.astimezone(year.zones.get(said.to, ZoneInfo("UTC")))


def _is_at_work(local: datetime) -> bool:
    return _is_working_day(local.date()) and clock(9) <= local.time() < clock(17)


def _is_working_day(day: date) -> bool:
    return day.isoweekday() <= 5 and day not in HOLIDAYS


def _due_on(life: Life, at: datetime) -> date:
    return [due_on for since, due_on in life.dates if since <= at][-1]


def _windows(life: Life, zone: ZoneInfo, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """From each rung to the next, as far as the item was open and had that date."""
    ends = [at for at, _ in life.dates[1:]] + [min(life.finished_at or end, end)]
    for (since, due_on), until in zip(life.dates, ends, strict=True):
        rungs = [each for each in _rungs(due_on, zone) if each >= since]
        for first, following in pairwise([*rungs, until]):
            if following <= until:
                yield first, following


def _rungs(due_on: date, zone: ZoneInfo) -> list[datetime]:
    days = [_step(due_on, -3), _step(due_on, -1), due_on, _step(due_on, 1), _step(due_on, 3)]
    return [
        datetime.combine(day, clock(9, 30) if day == due_on else clock(9), tzinfo=zone)
        for day in days
        if _is_working_day(day)
    ]


def _step(day: date, count: int) -> date:
    """So many working days on, or back."""
    one = timedelta(days=1 if count > 0 else -1)
    while count:
        day += one
        if _is_working_day(day):
            count -= 1 if count > 0 else -1
    return day


def _has_free_day(year: Year, zone: ZoneInfo, since: datetime, until: datetime) -> bool:
    """Whether a working day lies between, on which the bot ran from morning to evening."""
    day = since.astimezone(zone).date()
    while day <= until.astimezone(zone).date():
        opens = max(since, datetime.combine(day, clock(9), tzinfo=zone))
        closes = datetime.combine(day, clock(17), tzinfo=zone)
        began_by = datetime.combine(day, clock(9, 30), tzinfo=zone)
        ran = not any(away < closes and opens < back for away, back in year.away)
        if _is_working_day(day) and opens <= began_by and closes <= until and ran:
            return True
        day += timedelta(days=1)
    return False
