"""An owner is asked whether an item has had the effect it was for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from bot.render.messages.action_items import ItemLine


@dataclass(frozen=True)
class EffectAsked:
    """A DM some time after an item was done.

    `returned`: later incidents of the same axis, category and slice; `is_comparable`: whether
    enough is written down to tell. `which`: what the buttons carry.
    """

    template: ClassVar[str] = "effect_asked"
    item: ItemLine
    after_days: int
    returned: Sequence[str]
    is_comparable: bool
    which: str


@dataclass(frozen=True)
class EffectNoted:
    """What was said is kept; what came back can be reopened."""

    template: ClassVar[str] = "effect_noted"
    item: ItemLine
    effect: str
