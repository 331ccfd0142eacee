"""A table of slices that was sent in: what was understood of it, before anything is saved.

Texts are as people typed them.
"""

from dataclasses import dataclass
from typing import ClassVar

from bot.render.messages.findings import SliceLine


@dataclass(frozen=True)
class UnreadLine:
    """A line that is no row; `trouble` is a code."""

    line: int
    text: str
    trouble: str


@dataclass(frozen=True)
class TableFacts:
    """What was understood. `saved`: how many rows will join the scope table.

    `missing`: columns that are not there. `unread`: headings that mean nothing here. `again`: lines
    that name a slice a second time. `replaced`: how many slices get new figures.
    """

    source: str
    rows: int
    saved: int
    worst: list[SliceLine]
    bad: list[UnreadLine]
    more_bad: int
    missing: list[str]
    unread: list[str]
    again: list[int]
    replaced: int
    headed: bool


@dataclass(frozen=True)
class TableRead:
    """In the thread of the stage, after a file came in. `value`: what its buttons carry."""

    template: ClassVar[str] = "slices_read"
    table: TableFacts
    value: str
    by: str


@dataclass(frozen=True)
class TableNotRead:
    """In the thread, where a file held no table that could be read; `because` is a code."""

    template: ClassVar[str] = "slices_not_read"
    source: str
    because: str
