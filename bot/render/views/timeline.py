"""The modal *Add to timeline*."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from bot.render.views.shared import Choice


@dataclass(frozen=True)
class AddToTimelineView:
    """Modal *Add to timeline*. `data`: JSON that comes back with it.

    `incidents`: those to choose from, empty where it is clear which one. `from_message`: it is
    about a message, whose own words stay unless they are changed. `too_long`: only the beginning
    of those fits into the form. `message`: all of them then, in pieces, where they are kept
    nowhere yet.
    """

    template: ClassVar[str] = "add_to_timeline"
    at: datetime
    wording: str = ""
    marker: str | None = None
    incidents: list[Choice] = field(default_factory=list)
    from_message: bool = False
    too_long: bool = False
    message: Sequence[str] = ()
    data: str = "{}"
