"""The retro board: what is still open, in which order, and which part of it is asked for.

Source: product.md 12.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeVar

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


class Standing(Protocol):
    """What stands on the board: an item, or an axis that somebody has yet to find out."""

    @property
    def owner(self) -> str: ...
    @property
    def axis(self) -> str: ...
    @property
    def severity(self) -> str: ...
    @property
    def since(self) -> date:
        """The day an item is due, or the day a debt was written down."""
        ...


AnyStanding = TypeVar("AnyStanding", bound=Standing)


def arranged(standing: Iterable[AnyStanding], asked: BoardAsked) -> list[AnyStanding]:
    """What was asked for, in its order; within that the longest late first.

    What has no owner or no axis yet comes last in these orders.
    """
    chosen = [each for each in standing if _is_asked_for(each, asked)]
    by_day = sorted(chosen, key=lambda each: each.since)
    if asked.order is Order.lateness:
        return by_day
    return sorted(by_day, key=lambda each: _last_if_empty(getattr(each, asked.order)))


def _is_asked_for(each: Standing, asked: BoardAsked) -> bool:
    return (
        asked.axis in ("", each.axis)
        and asked.severity in ("", each.severity)
        and asked.owner in ("", each.owner)
    )


def _last_if_empty(value: str) -> tuple[bool, str]:
    return (not value, value)


def page_of(
    standing: Sequence[AnyStanding], asked: BoardAsked, *, size: int
) -> tuple[Sequence[AnyStanding], int, int]:
    """The lines of one page, which page that is, and of how many; beyond the last, the last."""
    pages = max(1, -(-len(standing) // size))
    page = min(asked.page, pages)
    return standing[(page - 1) * size : page * size], page, pages


def days_late(due_on: date, today: date) -> int:
    """Calendar days after the due date; 0 for what is not late."""
    return max(0, (today - due_on).days)


def axis_of(axes: Sequence[tuple[str, bool]]) -> str:
    """The axis an incident stands under: the first mover, else the first known, else `unknown`.

    `axes`: (axis, moved first), in the order they were written down; empty where none was.
    """
    first = [axis for axis, moved_first in axes if moved_first]
    known = [axis for axis, _ in axes if axis != Axis.unknown]
    return next(iter([*first, *known, *(axis for axis, _ in axes)]), "")
