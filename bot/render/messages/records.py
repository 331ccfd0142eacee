"""An incident as a message: its record, its summary, and the list of those that are open."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from bot.render.messages.incident import IncidentFacts


@dataclass(frozen=True)
class KeptTime:
    """One of the five times. `source`: a user id, or `declared`, `resolved` or `bot`."""

    which: str
    at: datetime | None
    source: str = ""


@dataclass(frozen=True)
class KeptUpdate:
    """A status update as it was posted."""

    at: datetime
    by: str
    text: str


@dataclass(frozen=True)
class IncidentRecord:
    """The record of an incident. `roles`: (name, user id). `entries`: lines on its timeline.

    `earlier_updates`: how many there are besides those in `updates`.
    """

    template: ClassVar[str] = "incident_record"
    incident: IncidentFacts
    declared_by: str
    times: list[KeptTime]
    roles: list[tuple[str, str]] = field(default_factory=list)
    known: str = ""
    updates: list[KeptUpdate] = field(default_factory=list)
    earlier_updates: int = 0
    resolution: str = ""
    affected: str = ""
    closing_reason: str = ""
    merged_into: str = ""
    entries: int = 0
    command: str = "/incident"


@dataclass(frozen=True)
class IncidentSummary:
    """A few sentences for somebody who was not there."""

    template: ClassVar[str] = "incident_summary"
    incident: IncidentFacts
    began_at: datetime
    ended_at: datetime | None
    latest_update: str = ""
    latest_update_at: datetime | None = None
    resolution: str = ""
    affected: str = ""
    closing_reason: str = ""
    merged_into: str = ""


@dataclass(frozen=True)
class IncidentList:
    """The open incidents that a person may see, worst first."""

    template: ClassVar[str] = "incident_list"
    incidents: list[IncidentFacts]
    command: str
