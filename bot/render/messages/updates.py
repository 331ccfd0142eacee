"""Messages about status updates: one that was posted, and one that is asked for."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from bot.render.messages.incident import IncidentFacts


@dataclass(frozen=True)
class StatusUpdated:
    """A status update. `elsewhere`: it stands in the incidents channel, not in its own."""

    template: ClassVar[str] = "status_updated"
    incident: IncidentFacts
    text: str
    by: str
    elsewhere: bool = False


@dataclass(frozen=True)
class UpdateReminder:
    """Asks for an update. Once someone snoozed or stopped reminders it says so instead."""

    template: ClassVar[str] = "update_reminder"
    incident: IncidentFacts
    declared_at: datetime
    updated_at: datetime | None = None
    next_at: datetime | None = None
    snoozed_by: str = ""
    stopped_by: str = ""
