"""Preparing a retrospective: when it is due, who is reminded of it when, and what is gathered.

The ladder of reminders: to the preparer on the business day before the retrospective is due, to
the facilitator on the day and on the five business days after. Then it ends: by then it is a
matter for people. Whoever starts, moves or waives it ends its ladder. Sends nothing.
Source: product.md 7.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.core.incident import Severity, parse_severity
from bot.core.ladder import AS_USUAL, Ladder
from bot.core.working_time import add_business_days, at_local, is_business_day

REMINDERS_AFTERWARDS = 5


class PlanStatus(StrEnum):
    """How the plan for a retrospective stands."""

    planned = "planned"
    started = "started"
    waived = "waived"


class Duty(StrEnum):
    """Who has something to do before a retrospective; the names are those of the roles."""

    preparer = "preparer"
    facilitator = "facilitator"


class Rung(StrEnum):
    """What a reminder is for."""

    day_before = "day_before"
    on_the_day = "on_the_day"
    overdue = "overdue"


class PackagePart(StrEnum):
    """The lines of the data package, in their order. Source: product.md 6."""

    tasks = "tasks"
    users = "users"
    duration = "duration"
    customer_effect = "customer_effect"
    logs = "logs"
    feedback = "feedback"
    metrics = "metrics"
    examples = "examples"


@dataclass(frozen=True)
class Plan:
    """What reminding needs to know. Moments in UTC.

    `planned_at`: when the day was last set; what had passed by then is not made up for.
    `last_step`: the rung that was sent last, None before the first.
    """

    due_on: date
    planned_at: datetime
    last_step: int | None = None


@dataclass(frozen=True)
class Reminder:
    """One reminder. `step`: its place in the ladder, from 0. `at`: when it falls, in UTC."""

    step: int
    rung: Rung
    to: Duty
    at: datetime
    is_last: bool


def next_reminder(
    plan: Plan, zones: dict[Duty, ZoneInfo], now: datetime, *, ladder: Ladder = AS_USUAL
) -> Reminder | None:
    """The reminder to send next, in its reader's working hours; None once reminding is over.

    If several passed while nobody was looking it is the latest of them.
    """
    last = -1 if plan.last_step is None else plan.last_step
    left = [
        each
        for each in _steps(plan.due_on, zones, ladder)
        if each.step > last and each.at > plan.planned_at
    ]
    if not left:
        return None
    passed = [each for each in left if each.at <= now]
    if not passed:
        return left[0]
    latest = passed[-1]
    at = ladder.next_working(now, zones[latest.to])
    return Reminder(latest.step, latest.rung, latest.to, at, latest.is_last)


def _steps(due_on: date, zones: dict[Duty, ZoneInfo], ladder: Ladder) -> Iterator[Reminder]:
    days_off = ladder.days_off
    # A day on which nobody works is spoken of on the business day before it.
    day = due_on
    if not is_business_day(due_on, days_off):
        day = add_business_days(due_on, -1, holidays=days_off)
    for step in range(REMINDERS_AFTERWARDS + 2):
        to = Duty.preparer if step == 0 else Duty.facilitator
        rung = (Rung.day_before, Rung.on_the_day)[step] if step < 2 else Rung.overdue
        on = add_business_days(day, step - 1, holidays=days_off)
        at = at_local(on, ladder.opens, zones[to])
        yield Reminder(step, rung, to, at, is_last=step > REMINDERS_AFTERWARDS)


def parse_days(text: str) -> dict[Severity, int]:
    """The business days until a retrospective is due, from "S1=3,S2=5,S3=10".

    Raises ValueError where a severity is missing or a number is not from 1 to 99.
    """
    days: dict[Severity, int] = {}
    for pair in filter(str.strip, text.split(",")):
        name, _, number = pair.partition("=")
        severity = parse_severity(name)
        if severity is None or not number.strip().isdecimal() or not 1 <= int(number) <= 99:
            raise ValueError(f"not a severity with its business days: {pair.strip()!r}")
        days[severity] = int(number)
    if set(days) != set(Severity):
        raise ValueError("business days are needed for each of S1, S2 and S3")
    return days


def parse_seats(text: str) -> dict[str, tuple[str, ...]]:
    """Who can be asked for each discipline, from "engineering=U1,U2;data=U3"; empty for "".

    Raises ValueError for a discipline without people.
    """
    seats: dict[str, tuple[str, ...]] = {}
    for part in filter(str.strip, text.split(";")):
        name, _, people = part.partition("=")
        named = tuple(dict.fromkeys(user.strip() for user in people.split(",") if user.strip()))
        if not name.strip() or not named:
            raise ValueError(f"not a discipline with its people: {part.strip()!r}")
        seats[name.strip().lower()] = named
    return seats
