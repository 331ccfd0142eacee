"""Messages about an incident: its card, its announcement, what is said as it goes on."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar


@dataclass(frozen=True)
class IncidentFacts:
    """What every message about an incident may name. People are user ids."""

    key: str
    number: int
    title: str
    status: str
    severity: str
    category: str
    lead: str
    channel: str = ""
    drill: bool = False
    private: bool = False


@dataclass(frozen=True)
class IncidentCard:
    """The pinned card, edited in place. `roles`: (name, user id) besides the lead."""

    template: ClassVar[str] = "incident_card"
    incident: IncidentFacts
    declared_by: str
    declared_at: datetime
    started_at: datetime | None
    mitigated_at: datetime | None
    resolved_at: datetime | None
    roles: list[tuple[str, str]] = field(default_factory=list)
    known: str = ""
    latest_update: str = ""
    latest_update_by: str = ""
    latest_update_at: datetime | None = None
    resolution: str = ""
    affected: str = ""
    closing_reason: str = ""
    merged_into: str = ""
    review_due: date | None = None
    command: str = "/incident"


@dataclass(frozen=True)
class Announcement:
    """The one line in the incidents channel, edited as the status changes."""

    template: ClassVar[str] = "announcement"
    incident: IncidentFacts
    declared_by: str
    declared_at: datetime
    merged_into: str = ""


@dataclass(frozen=True)
class Declared:
    """The answer to whoever declared."""

    template: ClassVar[str] = "declared"
    incident: IncidentFacts
    shortened: bool = False


@dataclass(frozen=True)
class DeclaredTwice:
    """The question when the same person declares the same title again at once."""

    template: ClassVar[str] = "declared_twice"
    incident: IncidentFacts
    title: str
    draft: str


@dataclass(frozen=True)
class Preserve:
    """What to preserve before anything is repaired. `kinds`: codes of kinds of evidence."""

    template: ClassVar[str] = "preserve"
    incident: IncidentFacts
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class NotInvited:
    """A DM to whoever asked people into a channel that Slack did not let them into."""

    template: ClassVar[str] = "not_invited"
    incident: IncidentFacts
    refused: list[str]


@dataclass(frozen=True)
class ChannelFailed:
    """A DM when the channel could not be made. `error` is Slack's code."""

    template: ClassVar[str] = "channel_failed"
    incident: IncidentFacts
    error: str
    command: str
