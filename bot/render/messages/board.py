"""The retro board, as it is answered in Slack and shown in App Home."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar


@dataclass(frozen=True)
class BoardLine:
    """One open item. `since`: the day it is due; `late_days`: calendar days after it."""

    key: str
    title: str
    owner: str
    since: date
    late_days: int
    state: str
    obstacle: str
    axis: str
    severity: str


@dataclass(frozen=True)
class DebtLine:
    """An axis not known yet, with whoever finds out; `since`: the day it was written down."""

    key: str
    title: str
    owner: str
    since: date
    axis: str
    severity: str


@dataclass(frozen=True)
class Board:
    """One page of the board. `next_page` and the orders are what is typed after `board`.

    `items`, `late` and `debts_found`: how many there are in what was asked for.
    """

    template: ClassVar[str] = "board"
    lines: Sequence[BoardLine]
    debts: Sequence[DebtLine]
    items: int
    late: int
    debts_found: int
    page: int
    pages: int
    order: str
    axis: str
    severity: str
    owner: str
    orders: Sequence[tuple[str, str]]
    next_page: str
    command: str
