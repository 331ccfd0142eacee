"""What an answer speaks of: the action items it names, and the times of day it mentions.

Reads text alone. What follows from it (an item has a state, a gap is answered) is the flows'.
"""

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.core.timeline import Gap

_ITEM = re.compile(r"\binc[\s‐‑–-]?0*([1-9][0-9]{0,8})\s?/\s?([1-9][0-9]{0,8})\b", re.IGNORECASE)
_CLOCK = re.compile(r"(?<![\d:.])([01]?\d|2[0-3])[:.h]([0-5]\d)(?![\d:])(\s?(?:UTC|GMT|Z)\b)?")


def items_named(text: str) -> frozenset[tuple[int, int]]:
    """Incident and number of every item written as in "INC-7/2"."""
    return frozenset((int(incident), int(item)) for incident, item in _ITEM.findall(text))


def speaks_of_gap(text: str, gap: Gap, zone: ZoneInfo) -> bool:
    """Whether a time of day in `text` lies in the gap, ends included.

    "14:20" is meant in the writer's `zone`, "14:20 UTC" in UTC; the day is the gap's own.
    """
    for hours, minutes, in_utc in _CLOCK.findall(text):
        where = ZoneInfo("UTC") if in_utc else zone
        if any(
            gap.begins_at <= moment <= gap.ends_at
            for moment in _moments(time(int(hours), int(minutes)), gap, where)
        ):
            return True
    return False


def _moments(clock: time, gap: Gap, zone: ZoneInfo) -> list[datetime]:
    """That time of day on each day that the gap touches, in UTC."""
    first, last = gap.begins_at.astimezone(zone).date(), gap.ends_at.astimezone(zone).date()
    days = (last - first).days
    return [
        datetime.combine(first + timedelta(days=ahead), clock, zone).astimezone(UTC)
        for ahead in range(min(days, _LONGEST_GAP_DAYS) + 1)
    ]


_LONGEST_GAP_DAYS = 14
