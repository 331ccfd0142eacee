"""The month's look back on action items, in the board's channel and the leaders'."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from bot.core.monthly_review import Figures
from bot.render.messages.action_items import ItemLine


@dataclass(frozen=True)
class Stalled:
    """An open item that is late, or blocked; calendar days, 0 where it is not late."""

    item: ItemLine
    days: int


@dataclass(frozen=True)
class MonthlyReviewed:
    """The review of `month` (its first day); what is not listed is counted.

    `completion`: in per cent, None where nothing was due. `organisational`: the second review
    running with more than half of what is open over 30 days late.
    """

    template: ClassVar[str] = "monthly_review"
    month: date
    figures: Figures
    completion: int | None
    finished: Sequence[ItemLine]
    stalled: Sequence[Stalled]
    stalled_found: int
    decoration: Sequence[ItemLine]
    postponed: int
    organisational: bool
    command: str
