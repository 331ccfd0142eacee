"""Times and dates as people type them.

Understands a handful of plain forms and gives None for all others: nothing is guessed from
"12/01" or from the name of a time zone. Never reads the clock; `now` and `today` are given.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Understood:
    """A moment in UTC, and what was typed after it."""

    at: datetime
    rest: str


CLOCKS_DIFFER_BY = timedelta(minutes=5)
"""A time this little ahead is still "just now" by somebody else's watch."""


def understand_time(text: str, *, now: datetime, zone: ZoneInfo) -> Understood | None:
    """The time that `text` begins with, read in `zone`; None when it begins with none.

        now · 20m ago · 2 hours ago · 1h30m ago · 1d ago
        14:05 · 14:05:30 · 2:05pm · 2pm · 14:05 UTC · 14:05Z
        yesterday 14:05 · today at 14:05 · 14:05 yesterday
        2026-11-20 14:05 · 2026-11-20T14:05+02:00

    People tell what has happened, so without a day it is the last time that the clock showed
    this: what lies more than five minutes ahead was yesterday. A day that is named is believed,
    even where that lies ahead. An hour that the clocks repeat is the later one, unless that has
    not come yet; one that they skip is read as if they had not been turned (02:30 is 03:30).
    Source: product.md 3, `note`.
    """
    text, at = text.strip(), None
    if found := _NOW.match(text):
        at = now.astimezone(UTC)
    elif found := _AGO.match(text):
        at = now.astimezone(UTC) - _span(found["span"])
    elif found := _CLOCK.match(text):
        at = _clock_time(found, now=now, zone=zone)
    return Understood(at, text[found.end() :].strip()) if found and at else None


# What may stand between a time and the words after it; "14:05-14:20" is no time but a range.
_END = r"(?:\s*[,:;](?=\s|$)|\s+[-–—](?=\s|$)|(?=\s|$))"
_UNIT = r"(?:d|days?|h|hrs?|hours?|m|mins?|minutes?)(?![a-z])"
# "now" within a sentence stays there: it says nothing that the note's own time does not.
_NOW = re.compile(r"(?:just )?now(?:\s*[,:;](?=\s|$)|\s+[-–—](?=\s|$)|\s*$)", re.IGNORECASE)
_AGO = re.compile(rf"(?P<span>(?:\d{{1,4}}\s?(?:{_UNIT})\s?)+)\s?ago{_END}", re.IGNORECASE)
_CLOCK = re.compile(
    r"(?:at\s+)?"
    r"(?:(?P<day>today|yesterday|(?:19|20)\d\d-\d\d-\d\d)(?:T|,?\s+(?:at\s+)?))?"
    r"(?:(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?(?:\s?(?P<half>[ap]m))?"
    r"|(?P<only_hour>\d{1,2})\s?(?P<only_half>[ap]m))"
    r"(?:\s?(?P<zone>UTC|GMT|Z|[+-](?:0\d|1[0-4]):?[0-5]\d))?"
    r"(?:\s+(?P<day_after>today|yesterday))?" + _END,
    re.IGNORECASE,
)


def _clock_time(found: re.Match[str], *, now: datetime, zone: ZoneInfo) -> datetime | None:
    clock = _wall_clock(found)
    where = _named_zone(found["zone"]) or zone
    today = now.astimezone(where).date()
    named = (found["day"] or found["day_after"] or "").lower()
    is_range = not found["day"] and (found["zone"] or "").startswith(("+", "-"))
    if clock is None or is_range:
        return None
    if not named:
        at = _moment(today, clock, where, now=now)
        return (
            at if at <= now + CLOCKS_DIFFER_BY else _moment(_before(today), clock, where, now=now)
        )
    try:
        day = {"today": today, "yesterday": _before(today)}.get(named) or date.fromisoformat(named)
    except ValueError:
        return None
    return _moment(day, clock, where, now=now)


def _wall_clock(found: re.Match[str]) -> time | None:
    hour = int(found["hour"] or found["only_hour"])
    if half := (found["half"] or found["only_half"] or "").lower():
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    try:
        return time(hour, int(found["minute"] or 0), int(found["second"] or 0))
    except ValueError:
        return None


def _named_zone(name: str | None) -> tzinfo | None:
    if not name:
        return None
    if name[0] not in "+-":
        return UTC
    minutes = int(name[1:3]) * 60 + int(name[-2:])
    return timezone(timedelta(minutes=-minutes if name[0] == "-" else minutes))


def _moment(day: date, clock: time, where: tzinfo, *, now: datetime) -> datetime:
    local = datetime.combine(day, clock, tzinfo=where)
    first, later = (local.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    return later if first < later <= now + CLOCKS_DIFFER_BY else first


def _before(day: date) -> date:
    return day - timedelta(days=1)


def understand_date(text: str, *, today: date) -> date | None:
    """The day that `text` names as a whole; None when it names none.

        2026-12-01 · 1 Dec · Dec 1st · 1 December 2026 · today · tomorrow
        monday (the next one, never today) · next monday (the one of next week) · in 3 days

    Without a year it is the next such day, today included: "29 February" waits for a leap year.
    A date in the past is understood too; whether it will do is for others to say.
    """
    words = " ".join(re.sub(r"[,.]", " ", text).lower().split())
    return (
        _iso_date(words)
        or _calendar_date(words, today)
        or _weekday(words, today)
        or _days_ahead(words, today)
    )


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"(?:the )?(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?: (?P<year>20\d\d))?"
_CALENDAR = (
    re.compile(rf"{_DAY}(?: of)? {_MONTH}{_YEAR}"),
    re.compile(rf"{_MONTH} {_DAY}{_YEAR}"),
)


def _iso_date(words: str) -> date | None:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", words):
        return None
    return _date_or_none(*map(int, words.split("-")))


def _calendar_date(words: str, today: date) -> date | None:
    found = next((hit for form in _CALENDAR if (hit := form.fullmatch(words))), None)
    if not found:
        return None
    month, day = _MONTHS.index(found["month"][:3]) + 1, int(found["day"])
    if found["year"]:
        return _date_or_none(int(found["year"]), month, day)
    # Two days called 29 February may lie eight years apart (2096, 2104).
    days = (_date_or_none(today.year + ahead, month, day) for ahead in range(9))
    return next((candidate for candidate in days if candidate and candidate >= today), None)


def _weekday(words: str, today: date) -> date | None:
    found = re.fullmatch(r"(?:(this|on|by|next) )?([a-z]{3,9})", words)
    word = found[2] if found else ""
    wanted = next((n for n, name in enumerate(_WEEKDAYS) if word in (name, name[:3])), None)
    if not found or wanted is None:
        return None
    if found[1] == "next":
        return today + timedelta(days=7 - today.weekday() + wanted)
    return today + timedelta(days=(wanted - today.weekday() - 1) % 7 + 1)


def _days_ahead(words: str, today: date) -> date | None:
    if words in ("today", "tomorrow"):
        return today + timedelta(days=words == "tomorrow")
    found = re.fullmatch(r"(?:in )?(an?|\d{1,3}) (day|week)s?", words)
    if not found:
        return None
    count = int(found[1]) if found[1].isdigit() else 1
    return today + timedelta(days=count * (7 if found[2] == "week" else 1))


def _date_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def clock_offset(text: str) -> timedelta:
    """How far to shift the clock: "+3d", "-90m", "+1d2h30m"; any number of d, h and m.

    Raises ValueError for anything else, and beyond a hundred years.
    Source: product.md 19, `HOWBOT_CLOCK_OFFSET`.
    """
    found = re.fullmatch(r"([+-]?)((?:[0-9]{1,9}[dhm])+)", text.strip())
    if not found or _span(found[2]) > _FARTHEST_OFFSET:
        raise ValueError(f"not a clock offset: {text!r}")
    return -_span(found[2]) if found[1] == "-" else _span(found[2])


_FARTHEST_OFFSET = timedelta(days=36_500)


def _span(text: str) -> timedelta:
    """The sum of the spans in "1d 2h30m"; the first letter of a unit tells it."""
    seconds = {"d": 86_400, "h": 3_600, "m": 60}
    parts = re.findall(r"(\d+)\s?([dhm])", text, re.IGNORECASE)
    return timedelta(seconds=sum(int(count) * seconds[unit.lower()] for count, unit in parts))
