"""Messages about the timeline."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from bot.render.messages.incident import IncidentFacts
from bot.render.timeline import TimelineLine


@dataclass(frozen=True)
class Noted:
    """The answer to a note, with the time that was understood.

    `zone`: the zone it was read in, None where no time was typed; `zone_known`: it is the
    writer's own and not assumed.
    """

    template: ClassVar[str] = "noted"
    incident: IncidentFacts
    at: datetime
    text: str
    entry_id: int
    zone: str | None = None
    zone_known: bool = True


@dataclass(frozen=True)
class TimelineShown:
    """The timeline, latest first. `earlier`: how many come before; `is_cut`: not all of one."""

    template: ClassVar[str] = "timeline"
    incident: IncidentFacts
    lines: list[TimelineLine]
    earlier: int
    is_cut: bool
    pin_emoji: str
    command: str
