"""What an incident's review found: scope, causes, remedies, eval cases and lessons."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import Json, UtcDateTime, one_of

FINDING_KINDS = ("slice", "axis", "chain", "remedy", "eval", "lesson")
# What the review found that stands on the incident itself.
ON_THE_INCIDENT = ("detection", "scope_reason", "eval_reason")


class Slice(SQLModel, table=True):
    """A row of the scope table. `baseline` and `incident` are as typed; the delta is derived."""

    __tablename__ = "slice"

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    incident_id: int = Field(foreign_key="incident.id", index=True)
    name: str
    baseline: str
    observed: str
    users_affected: str = ""
    by: str
    at: datetime = Field(sa_type=UtcDateTime)


class AxisMove(SQLModel, table=True):
    """An axis that moved. `owner` answers for an unknown axis until it is known.

    `recollection`: it rests on memory, not on a record.
    """

    __tablename__ = "axis_move"
    __table_args__ = (
        one_of("axis", ("model", "prompt", "judge", "data", "environment", "unknown")),
        one_of("confidence", ("high", "medium", "low")),
    )

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    incident_id: int = Field(foreign_key="incident.id", index=True)
    axis: str
    moved_first: bool = False
    what_changed: str
    link: str = ""
    confidence: str
    evidence: str = ""
    recollection: bool = False
    how_missed: str = ""
    owner: str | None = None
    by: str
    at: datetime = Field(sa_type=UtcDateTime)


class ChainStep(SQLModel, table=True):
    """One question and answer of the how-chains, in order of `position` from 1.

    `moment`: the key moment a chain starts from. `parent_id`: the step that was asked about; None
    with no moment either on a step of the first release, which goes on from the one before it.
    `kind`: what the answer is about. `owner` finds out what is not known yet.
    """

    __tablename__ = "chain_step"
    __table_args__ = (
        UniqueConstraint("incident_id", "position", name="uq_chain_step"),
        one_of("kind", ("event", "person", "model", "system", "not_known")),
    )

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    incident_id: int = Field(foreign_key="incident.id", index=True)
    position: int
    moment: str | None = None
    parent_id: int | None = None
    question: str
    answer: str
    kind: str
    owner: str | None = None
    by: str
    at: datetime = Field(sa_type=UtcDateTime)


class Remedy(SQLModel, table=True):
    """What will stop it next time, in one of the four kinds."""

    __tablename__ = "remedy"
    __table_args__ = (one_of("kind", ("code", "eval_set", "gates", "calibration")),)

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    incident_id: int = Field(foreign_key="incident.id", index=True)
    kind: str
    text: str
    verified_how: str = ""
    by: str
    at: datetime = Field(sa_type=UtcDateTime)


class EvalEntry(SQLModel, table=True):
    """A case for the eval set, numbered within its incident."""

    __tablename__ = "eval_entry"
    __table_args__ = (UniqueConstraint("incident_id", "number", name="uq_eval_entry"),)

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    incident_id: int = Field(foreign_key="incident.id", index=True)
    number: int
    input: str
    observed: str
    expected: str
    slice: str = ""
    axis: str = ""
    by: str
    at: datetime = Field(sa_type=UtcDateTime)


class Lesson(SQLModel, table=True):
    """A sentence that people outside the team can use."""

    __tablename__ = "lesson"

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    incident_id: int = Field(foreign_key="incident.id", index=True)
    text: str
    applies_to: str = ""
    by: str
    at: datetime = Field(sa_type=UtcDateTime)


class FormerFinding(SQLModel, table=True):
    """How a finding stood before somebody changed it or took it out.

    `finding_id` is that of its row; of the incident for what stands on the incident itself.
    """

    __tablename__ = "former_finding"
    __table_args__ = (one_of("kind", (*FINDING_KINDS, *ON_THE_INCIDENT)),)

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    incident_id: int = Field(foreign_key="incident.id", index=True)
    kind: str
    finding_id: int
    former: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    removed: bool = False
    by: str
    at: datetime = Field(sa_type=UtcDateTime)
