"""What is said before a retrospective: the plan's card, duties, offers, reminders.

People are user ids. Texts are as people typed them.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from bot.core.preparation import Duty, PackagePart, PlanStatus, Rung
from bot.render.messages.incident import IncidentFacts


@dataclass(frozen=True)
class Waived:
    """Who waived a retrospective, and the reason given."""

    by: str
    reason: str


@dataclass(frozen=True)
class PlanCard:
    """The plan for a retrospective, edited in place; in a DM where there is no channel yet.

    `waits`: the incident needs people again. `offered`: asked to shadow, no answer yet.
    `missing`: what the data package lacks. `accepted`: duties that were taken on.
    """

    template: ClassVar[str] = "plan_card"
    incident: IncidentFacts
    status: PlanStatus
    waits: bool
    due_on: date | None
    short: bool
    pace: str
    facilitator: str
    preparer: str
    accepted: list[Duty]
    participants: list[str]
    offered: list[str]
    missing: list[PackagePart]
    filled: int
    waived: Waived | None
    command: str


@dataclass(frozen=True)
class DutyAsked:
    """A DM: what somebody is asked to do before and in a retrospective."""

    template: ClassVar[str] = "duty_asked"
    incident: IncidentFacts
    duties: list[Duty]
    due_on: date | None
    command: str


@dataclass(frozen=True)
class SeatOffered:
    """A DM: somebody of another discipline is asked whether they want to shadow."""

    template: ClassVar[str] = "seat_offered"
    incident: IncidentFacts
    discipline: str
    due_on: date | None


@dataclass(frozen=True)
class PlanReminder:
    """A DM: a retrospective is due. `is_last`: nothing more is said after this one."""

    template: ClassVar[str] = "plan_reminder"
    incident: IncidentFacts
    rung: Rung
    due_on: date
    missing: list[PackagePart]
    is_last: bool
    command: str
