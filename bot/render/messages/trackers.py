"""What is said of items that have an issue in a tracker, here and there."""

from dataclasses import dataclass
from typing import ClassVar

from bot.render.messages.action_items import ItemLine


@dataclass(frozen=True)
class ProofWanted:
    """A DM to the owner of an item whose issue was closed in the tracker."""

    template: ClassVar[str] = "proof_wanted"
    item: ItemLine
    issue: str
    url: str
