"""What an incident's channel is told when its status, severity or people change."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from bot.render.messages.incident import IncidentFacts


@dataclass(frozen=True)
class Moved:
    """The incident has the status that `incident` names. `text`: what was said with it.

    `merged_into`: where it goes on. `review_due`: the day by which the review has to start.
    """

    template: ClassVar[str] = "moved"
    incident: IncidentFacts
    by: str
    text: str = ""
    merged_into: IncidentFacts | None = None
    review_due: date | None = None


@dataclass(frozen=True)
class MergedHere:
    """Another incident goes on in this one."""

    template: ClassVar[str] = "merged_here"
    incident: IncidentFacts
    merged: IncidentFacts
    by: str
    reason: str = ""


@dataclass(frozen=True)
class SeverityChanged:
    """The severity is now the one that `incident` names."""

    template: ClassVar[str] = "severity_changed"
    incident: IncidentFacts
    before: str
    by: str


@dataclass(frozen=True)
class RoleGiven:
    """Somebody has a duty from now on; `before` had it until now, empty for nobody."""

    template: ClassVar[str] = "role_given"
    incident: IncidentFacts
    role: str
    user: str
    by: str
    before: str = ""


@dataclass(frozen=True)
class CatchUp:
    """A private word to whoever joins the channel later."""

    template: ClassVar[str] = "catch_up"
    incident: IncidentFacts
    known: str
    update: str
    resolution: str
    pin_emoji: str
