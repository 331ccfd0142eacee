"""Others are told of action items that are late, or whose owner left."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from bot.render.messages.action_items import ItemLine

WITH_BUTTONS = 15
LISTED = 30


@dataclass(frozen=True)
class LateItem:
    """One item. `days`: business days late; `has_left`: its owner is no longer here."""

    item: ItemLine
    days: int
    has_left: bool


@dataclass(frozen=True)
class LateItems:
    """One message a day to a lead (a DM), the board's channel or the leaders' channel.

    `audience`: "lead", "board" or "leaders"; only the lead reads whose an item is.
    """

    template: ClassVar[str] = "late_items"
    audience: str
    with_buttons: Sequence[LateItem]
    lines: Sequence[LateItem]
    more: int
    command: str
