"""The retro board: what is still open, in which order, and which part of it is asked for.

Source: product.md 12.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from bot.core.causes import Axis
from bot.core.errors import Refused
from bot.core.incident import parse_severity


class Order(StrEnum):
    """By what the board is sorted."""

    lateness = "lateness"
    owner = "owner"
    axis = "axis"
    severity = "severity"


@dataclass(frozen=True)
class BoardAsked:
    """Which part of the board, in which order; empty is everything. Pages count from 1."""

    order: Order = Order.lateness
    axis: str = ""
    severity: str = ""
    owner: str = ""
    page: int = 1

    @property
    def typed(self) -> str:
        """How this is typed after `board`; `read_asked` undoes it."""
        chosen = [("axis", self.axis), ("severity", self.severity), ("owner", self.owner)]
        words = [f"{name}:{value}" for name, value in chosen if value]
        return " ".join([self.order, *words, str(self.page)])


_PERSON = re.compile(r"<?@?([UW][A-Z0-9]+)(?:\|[^>]*)?>?")
_PAGE = re.compile(r"[1-9][0-9]{0,3}")


def read_asked(text: str, *, by: str) -> BoardAsked:
    """From "owner axis:judge severity:S1 owner:me 2"; what is left out is everything.

    Raises Refused("board_not_read", word) for a word that says none of this.
    """
    asked = BoardAsked()
    for word in text.split():
        if word.casefold() not in ("by", "page"):
            asked = _with_word(asked, word, by)
    return asked


def _with_word(asked: BoardAsked, word: str, by: str) -> BoardAsked:
    name, colon, value = word.partition(":")
    name = name.casefold()
    if not colon and name in tuple(Order):
        return replace(asked, order=Order(name))
    if not colon and _PAGE.fullmatch(name):
        return replace(asked, page=int(name))
    if name == "axis" and value.casefold() in tuple(Axis):
        return replace(asked, axis=value.casefold())
    if name == "severity" and (severity := parse_severity(value)):
        return replace(asked, severity=severity)
    if name == "owner" and value.casefold() == "me":
        return replace(asked, owner=by)
    if name == "owner" and (person := _PERSON.fullmatch(value)):
        return replace(asked, owner=person[1])
    raise Refused("board_not_read", word=word)


def page_of(count: int, asked: BoardAsked, *, size: int) -> tuple[int, int]:
    """Which page of so many items is shown, and of how many; beyond the last it is the last."""
    pages = max(1, -(-count // size))
    return min(asked.page, pages), pages


def days_late(due_on: date, today: date) -> int:
    """Calendar days after the due date; 0 for what is not late."""
    return max(0, (today - due_on).days)
