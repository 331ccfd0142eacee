"""Whether what was done has had an effect: when its owner is asked, and what may have come back.

Source: product.md 12.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.core.causes import Axis

ASKED_AFTER_DAYS = (30, 90)


class Effect(StrEnum):
    """What an owner says of an item some time after it was done."""

    held = "held"
    came_back = "came_back"
    brought_new = "brought_new"
    cannot_tell = "cannot_tell"


@dataclass(frozen=True)
class Sort:
    """What makes two incidents of one kind. `axis` is empty where none was written down."""

    axis: str
    category: str
    slices: frozenset[str]

    @property
    def is_known(self) -> bool:
        """Whether other incidents can be told to be of this kind at all."""
        return self.axis not in ("", Axis.unknown) and bool(self.slices)


def sort_of(axis: str, category: str, slices: Iterable[str]) -> Sort:
    """The kind of an incident; names of slices are compared without regard to case and spaces."""
    return Sort(axis, category, frozenset(" ".join(each.casefold().split()) for each in slices))


def of_the_same_sort(sort: Sort, others: Mapping[str, Sort]) -> list[str]:
    """Which of these incidents share axis, category and a slice; a hint and no verdict."""
    if not sort.is_known:
        return []
    return [
        key
        for key, other in others.items()
        if (other.axis, other.category) == (sort.axis, sort.category) and other.slices & sort.slices
    ]
