"""The modals of action items."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from bot.render.messages.action_items import ItemLine
from bot.render.views.shared import Choice


@dataclass(frozen=True)
class Remark:
    """What the author of an item is asked about: `code`, and another wording where there is one."""

    code: str
    reason: str = ""
    suggestion: str = ""


@dataclass(frozen=True)
class NewItemView:
    """Modal *New action item*. `incidents`: to choose from, where none is given by the place.

    `remarks`: it was sent in and is asked again; what was typed stands in it.
    """

    template: ClassVar[str] = "new_item"
    title: str
    owner: str
    due_on: date
    criterion: str
    kind: str
    impact: str
    effort: str
    milestones: str
    remarks: Sequence[Remark]
    incidents: Sequence[Choice]
    data: str


@dataclass(frozen=True)
class CloseItemView:
    """Modal *Close with proof*; `is_further`: one more proof of an item that is done."""

    template: ClassVar[str] = "close_item"
    is_further: bool
    item: ItemLine
    kind: str
    link: str
    data: str


@dataclass(frozen=True)
class SnoozeView:
    """Modal *Snooze*. `days`: what can be chosen; `is_last`: there is no further one."""

    template: ClassVar[str] = "snooze_item"
    item: ItemLine
    days: Sequence[int]
    is_last: bool
    data: str


@dataclass(frozen=True)
class ChangeDateView:
    """Modal *Change the date*. `after_snoozes`: it came instead of another snooze."""

    template: ClassVar[str] = "change_item_date"
    item: ItemLine
    after_snoozes: bool
    must_decide: bool
    data: str


@dataclass(frozen=True)
class DropItemView:
    """Modal *Drop*."""

    template: ClassVar[str] = "drop_item"
    item: ItemLine
    data: str


@dataclass(frozen=True)
class BlockItemView:
    """Modal *Blocked*."""

    template: ClassVar[str] = "block_item"
    item: ItemLine
    data: str


@dataclass(frozen=True)
class HandOverView:
    """Modal *Hand over*; `owner`: who is suggested, empty where nobody is."""

    template: ClassVar[str] = "hand_over_item"
    item: ItemLine
    owner: str
    data: str
