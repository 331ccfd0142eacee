"""Before a retrospective: its plan, who is to take part, the data package, what was decided."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import Json, UtcDateTime, one_of


class Preparation(SQLModel, table=True):
    """The plan for one incident's retrospective; facilitator and preparer are roles.

    `due_on`: the day it is to start, None for a drill that nobody gave one. `chosen`: somebody
    chose that day, so that a change of severity leaves it alone. `planned_at`: when the day was
    last set; `last_step`: the rung of its ladder that was sent last; `next_reminder_at`: None
    where nobody is to be reminded. `accepted`: `<duty>:<user>` of those who said yes. `told`: who
    was told of a duty, for which day. `pace`: how
    it is to be held. `version` grows with each change.
    """

    __tablename__ = "preparation"
    __table_args__ = (
        UniqueConstraint("incident_id", name="uq_preparation_incident"),
        one_of("status", ("planned", "started", "waived")),
        one_of("pace", ("live", "days")),
    )

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    incident_id: int = Field(foreign_key="incident.id")
    status: str = "planned"
    due_on: date | None = None
    chosen: bool = False
    pace: str = "live"
    planned_at: datetime = Field(sa_type=UtcDateTime)
    last_step: int | None = None
    next_reminder_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
    accepted: list[str] = Field(default_factory=list, sa_type=Json)
    told: list[str] = Field(default_factory=list, sa_type=Json)
    version: int = 1


class PlannedSeat(SQLModel, table=True):
    """Somebody who is to take part, and for what: they spoke, or stand for a discipline.

    `offered`: asked to shadow, and has not said yes.
    """

    __tablename__ = "planned_seat"
    __table_args__ = (
        UniqueConstraint("preparation_id", "user_id", name="uq_planned_seat"),
        one_of("state", ("takes_part", "offered", "declined")),
    )

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    preparation_id: int = Field(foreign_key="preparation.id", index=True)
    user_id: str
    discipline: str = ""
    state: str = "takes_part"


class PackageLine(SQLModel, table=True):
    """One line of the data package. `cannot_be_had`: then `text` says what stands in the way.

    `former`: how it stood before, oldest first.
    """

    __tablename__ = "package_line"
    __table_args__ = (
        UniqueConstraint("incident_id", "part", name="uq_package_line"),
        one_of(
            "part",
            (
                "tasks",
                "users",
                "duration",
                "customer_effect",
                "logs",
                "feedback",
                "metrics",
                "examples",
            ),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    incident_id: int = Field(foreign_key="incident.id", index=True)
    part: str
    text: str
    cannot_be_had: bool = False
    by: str
    at: datetime = Field(sa_type=UtcDateTime)
    former: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)


class PlanDecision(SQLModel, table=True):
    """A decision made before there was a retrospective: moved, or waived, with the reason."""

    __tablename__ = "plan_decision"
    __table_args__ = (one_of("kind", ("moved", "waived")),)

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    incident_id: int = Field(foreign_key="incident.id", index=True)
    kind: str
    by: str
    reason: str = ""
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    at: datetime = Field(sa_type=UtcDateTime)
