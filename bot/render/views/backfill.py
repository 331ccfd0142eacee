"""The modal for a past incident or a near miss."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from bot.render.messages.incident import IncidentFacts


@dataclass(frozen=True)
class BackfillView:
    """Modal *Record a past incident*. `times`: (name, value) of the four that are asked.

    `twice`: what the person recorded under the same title a moment ago. `data`: JSON that comes
    back with it.
    """

    template: ClassVar[str] = "backfill"
    lead: str
    times: list[tuple[str, datetime | None]]
    title: str = ""
    severity: str = "S2"
    category: str = "near_miss"
    resolution: str = ""
    private: bool = False
    twice: IncidentFacts | None = None
    data: str = "{}"
