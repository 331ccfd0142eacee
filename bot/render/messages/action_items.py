"""Messages about action items: in the channel, in lists, in the owner's reminders."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

WITH_BUTTONS = 15
LISTED = 100


@dataclass(frozen=True)
class ItemLine:
    """What people read of one item. `key` is "INC-7/2"; `proof_…` empty until it is done."""

    key: str
    title: str
    owner: str
    due_on: date
    is_overdue: bool
    state: str
    kind: str
    impact: str
    effort: str
    criterion: str
    is_quick_win: bool
    may_snooze: bool
    proof_kind: str = ""
    proof_link: str = ""


@dataclass(frozen=True)
class ItemAdded:
    """The incident's channel is told of a new item."""

    template: ClassVar[str] = "item_added"
    item: ItemLine
    by: str


@dataclass(frozen=True)
class ItemDone:
    """The incident's channel is told that an item is done, and sees the proof."""

    template: ClassVar[str] = "item_done"
    item: ItemLine
    by: str
    note: str


@dataclass(frozen=True)
class ItemList:
    """Items of one incident, or (`incident` empty) all of the asker's. `more`: left out."""

    template: ClassVar[str] = "item_list"
    with_buttons: Sequence[ItemLine]
    lines: Sequence[ItemLine]
    more: int
    incident: str
    command: str


@dataclass(frozen=True)
class Reminder:
    """One item in a reminder. `rung`: what it is reminded of; `is_new`: never told before."""

    item: ItemLine
    rung: str
    is_new: bool


@dataclass(frozen=True)
class Reminders:
    """The one message an owner gets in a day."""

    template: ClassVar[str] = "reminders"
    with_buttons: Sequence[Reminder]
    lines: Sequence[Reminder]
    more: int
    command: str
