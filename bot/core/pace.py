"""How fast a retrospective goes: live, stage by stage, or over several days in four rounds.

Says which stages belong together and when a time box, a round, a word to somebody falls. It moves
nothing: when a time is over, the facilitator decides. Source: product.md 8, facilitation.md 1.2.
"""

from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.core.ladder import AS_USUAL, Ladder
from bot.core.stages import STAGES, Stage
from bot.core.working_time import add_business_days, at_local, is_business_day

EXTENSION = timedelta(minutes=5)
SOAK_DAYS = 2
# Whoever leads others hears of a round so much later: nobody answers in their wake.
HALF_A_DAY = timedelta(hours=4)
# No round ends before, so that its last day has a morning.
ROUNDS_END_FROM = time(12)


class Pace(StrEnum):
    """How a retrospective is held."""

    live = "live"
    days = "days"


ROUNDS: tuple[tuple[Stage, ...], ...] = (STAGES[0:2], STAGES[2:5], STAGES[5:8], STAGES[8:11])
LAST_ROUND = len(ROUNDS)


def round_of(stage: Stage) -> int:
    """The round that a stage belongs to, from 1."""
    return next(number for number, stages in enumerate(ROUNDS, 1) if stage in stages)


def stages_of_round(number: int) -> tuple[Stage, ...]:
    """The stages of a round, in order."""
    return ROUNDS[number - 1]


def time_box(opened_at: datetime, minutes: int) -> datetime:
    """When the time box of a live stage is over."""
    return opened_at + timedelta(minutes=minutes)


def extended(ends_at: datetime, *, now: datetime) -> datetime:
    """The end of a time box after *Extend by 5 minutes*, counted from now once it is over."""
    return max(ends_at, now) + EXTENSION


def round_ends_at(opened_at: datetime, zone: ZoneInfo, *, ladder: Ladder = AS_USUAL) -> datetime:
    """When one working day has gone by since `opened_at`, in UTC: within working hours of `zone`.

    Monday 15:00 gives Tuesday 15:00; Monday 10:00 gives Tuesday 12:00, so that there is a last
    morning; Saturday counts as Monday 09:00. *One more day* asks again, from now.
    """
    return _after_business_days(opened_at, 1, zone, ladder)


def soak_ends_at(
    round_ended_at: datetime, zone: ZoneInfo, *, ladder: Ladder = AS_USUAL
) -> datetime:
    """When what was found has soaked for two working days, before it is asked what follows."""
    return _after_business_days(round_ended_at, SOAK_DAYS, zone, ladder)


def _after_business_days(at: datetime, days: int, zone: ZoneInfo, ladder: Ladder) -> datetime:
    begins = ladder.next_working(at, zone).astimezone(zone)
    day = add_business_days(begins.date(), days, holidays=ladder.days_off)
    ends = at_local(day, max(begins.time(), ROUNDS_END_FROM), zone)
    return ladder.next_working(ends, zone)


def word_at(
    opened_at: datetime,
    zone: ZoneInfo,
    *,
    is_leader: bool,
    ladder: Ladder = AS_USUAL,
) -> datetime:
    """When somebody is told what waits for them in a round, in UTC and in their working hours.

    Leaders half a day later than the others.
    """
    first = ladder.next_working(opened_at, zone)
    if not is_leader:
        return first
    return ladder.next_working(first + HALF_A_DAY, zone)


def reminder_at(
    ends_at: datetime,
    zone: ZoneInfo,
    *,
    told_at: datetime,
    ladder: Ladder = AS_USUAL,
) -> datetime | None:
    """The last morning of a round where somebody is; None where they were told that day, where
    nobody works, or where the round is over by then.
    """
    day = ends_at.astimezone(zone).date()
    morning = at_local(day, ladder.opens, zone)
    told_on = told_at.astimezone(zone).date()
    if told_on >= day or morning >= ends_at or not is_business_day(day, ladder.days_off):
        return None
    return morning
