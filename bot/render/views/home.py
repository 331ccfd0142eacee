"""App Home."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from bot.render.messages.action_items import ItemLine
from bot.render.messages.board import Board
from bot.render.messages.incident import IncidentFacts


@dataclass(frozen=True)
class HomeView:
    """What somebody sees of Howbot before anything else: what is theirs, what is open."""

    template: ClassVar[str] = "home"
    with_buttons: Sequence[ItemLine]
    lines: Sequence[ItemLine]
    more_items: int
    incidents: Sequence[IncidentFacts]
    more_incidents: int
    board: Board
    command: str
