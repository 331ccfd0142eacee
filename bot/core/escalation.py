"""Who else hears of an item that is late, and when: each once for each due date.

Days are counted by the calendar of the item's owner. Whose hours a word keeps to is for whoever
sends it. Source: product.md 12.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.action_items import FINISHED
from bot.core.follow_up import OpenItem
from bot.core.ladder import AS_USUAL, Audience, Ladder
from bot.core.working_time import add_business_days, at_local

_ORDER = list(Audience)


def next_to_hear(
    item: OpenItem,
    owner_zone: ZoneInfo,
    now: datetime,
    *,
    told: Audience | None,
    ladder: Ladder = AS_USUAL,
) -> tuple[datetime, Audience] | None:
    """From when (UTC) who else is to know; None where nobody else is, or not any more.

    `told`: who heard of it last. Of several that passed while nobody was looking, the latest.
    What had passed when date or owner were last set is not made up for. Blocked items too: what
    others read names the obstacle.
    """
    if item.state in FINISHED or item.due_on is None:
        return None
    left = [
        (moment, audience)
        for audience in _ORDER[_ORDER.index(told) + 1 if told else 0 :]
        if (moment := _late_at(item, owner_zone, audience, ladder)) >= item.ladder_started_at
    ]
    passed = [each for each in left if each[0] <= now]
    return passed[-1] if passed else next(iter(left), None)


def _late_at(item: OpenItem, zone: ZoneInfo, audience: Audience, ladder: Ladder) -> datetime:
    assert item.due_on is not None
    day = add_business_days(item.due_on, ladder.told_from[audience], holidays=ladder.days_off)
    return at_local(day, ladder.opens, zone)
