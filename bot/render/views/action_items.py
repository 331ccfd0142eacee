"""The modals of action items."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from bot.render.messages.action_items import ItemLine
from bot.render.views.shared import Choice


@dataclass(frozen=True)
class NewItemView:
    """Modal *New action item*. `incidents`: to choose from, where none is given by the place."""

    template: ClassVar[str] = "new_item"
    title: str
    owner: str
    due_on: date
    incidents: Sequence[Choice]
    data: str


@dataclass(frozen=True)
class CloseItemView:
    """Modal *Close with proof*."""

    template: ClassVar[str] = "close_item"
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
