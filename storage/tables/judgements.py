"""What a review judges: rival explanations, contributing factors, and what went well by chance."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import Json, UtcDateTime, one_of

JUDGEMENT_KINDS = ("hypothesis", "factor", "chance", "check")


class Hypothesis(SQLModel, table=True):
    """An explanation, numbered within its incident, with its test and what came of it.

    `axis` is empty where it names none. `assumptions`: one on each line.
    """

    __tablename__ = "hypothesis"
    __table_args__ = (
        UniqueConstraint("incident_id", "number", name="uq_hypothesis"),
        one_of("verdict", ("untested", "supported", "refuted", "inconclusive")),
        one_of("basis", ("unsaid", "correlation", "intervention")),
    )

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    incident_id: int = Field(foreign_key="incident.id", index=True)
    number: int
    statement: str
    axis: str = ""
    evidence_for: str = ""
    evidence_against: str = ""
    assumptions: str = ""
    test: str = ""
    expected: str = ""
    criterion: str = ""
    undo: str = ""
    result: str = ""
    verdict: str
    basis: str
    by: str
    at: datetime = Field(sa_type=UtcDateTime)


class Factor(SQLModel, table=True):
    """A condition that helped it along. `otherwise`: how it would have gone without it.

    `recollection`: it rests on memory, not on a record.
    """

    __tablename__ = "factor"
    __table_args__ = (
        one_of("role", ("trigger", "latent")),
        one_of("nature", ("technical", "organisational")),
    )

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    incident_id: int = Field(foreign_key="incident.id", index=True)
    text: str
    role: str
    nature: str
    evidence: str = ""
    recollection: bool = False
    otherwise: str = ""
    by: str
    at: datetime = Field(sa_type=UtcDateTime)


class Chance(SQLModel, table=True):
    """What went well because somebody happened to notice, remember or improvise."""

    __tablename__ = "chance"
    __table_args__ = (one_of("choice", ("undecided", "build_in", "accept")),)

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    incident_id: int = Field(foreign_key="incident.id", index=True)
    text: str
    choice: str
    reason: str = ""
    by: str
    at: datetime = Field(sa_type=UtcDateTime)


class CrossCheck(SQLModel, table=True):
    """What a review asked of its own explanation. `gaps` in what was recorded: one on each line.

    `undetermined`: the group looked, and cannot tell which axis moved first.
    """

    __tablename__ = "cross_check"
    __table_args__ = (
        UniqueConstraint("incident_id", name="uq_cross_check"),
        one_of("soundness", ("unsaid", "sound", "gaps")),
    )

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    incident_id: int = Field(foreign_key="incident.id")
    time_order: str = ""
    seen_before: str = ""
    undetermined: bool = False
    prove_wrong: str = ""
    soundness: str
    gaps: str = ""
    by: str
    at: datetime = Field(sa_type=UtcDateTime)


class SlicesSent(SQLModel, table=True):
    """A table of slices as it was pasted or uploaded, whole.

    `source`: the file's name, empty where it was pasted. `saved`: how many rows joined the scope
    table; of a long one only the worst do.
    """

    __tablename__ = "slices_sent"
    __table_args__ = (one_of("state", ("waiting", "kept", "dropped")),)

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    incident_id: int = Field(foreign_key="incident.id", index=True)
    state: str
    source: str = ""
    text: str
    sha256: str
    rows: int
    saved: int = 0
    by: str
    at: datetime = Field(sa_type=UtcDateTime)


class FormerJudgement(SQLModel, table=True):
    """How a judgement stood before somebody changed it or took it out."""

    __tablename__ = "former_judgement"
    __table_args__ = (one_of("kind", JUDGEMENT_KINDS),)

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    incident_id: int = Field(foreign_key="incident.id", index=True)
    kind: str
    finding_id: int
    former: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    removed: bool = False
    by: str
    at: datetime = Field(sa_type=UtcDateTime)
