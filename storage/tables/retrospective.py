"""A retrospective: its stages, what people answered, and what was decided on the way."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from storage.tables.columns import Json, UtcDateTime, one_of


class Retrospective(SQLModel, table=True):
    """A review of one incident. `stage` is the name of the stage that is open.

    `form`: `short` walks six stages, `long` all eleven.
    `ordinal`: 1 for the first review, 2 for the one after the incident came back, and so on.
    """

    __tablename__ = "retrospective"
    __table_args__ = (
        UniqueConstraint("incident_id", "ordinal", name="uq_retrospective_ordinal"),
        one_of("status", ("running", "closed")),
    )

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    incident_id: int = Field(foreign_key="incident.id")
    facilitator: str
    stage: str
    form: str = Field(default="long", sa_column_kwargs={"server_default": "long"})
    status: str = "running"
    version: int = 1
    ordinal: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    started_at: datetime = Field(sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Participant(SQLModel, table=True):
    """Someone who takes part; `agreed_at` is when they agreed to the ground rules."""

    __tablename__ = "participant"
    __table_args__ = (UniqueConstraint("retro_id", "user_id", name="uq_participant"),)

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    retro_id: int = Field(foreign_key="retrospective.id", index=True)
    user_id: str
    agreed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class StageRecord(SQLModel, table=True):
    """One stage of one retrospective: when it was open and how it ended.

    `left`: the group went back to the stage before; it will be opened again.
    """

    __tablename__ = "stage_record"
    __table_args__ = (
        UniqueConstraint("retro_id", "stage", name="uq_stage_record"),
        one_of("status", ("open", "passed", "skipped", "left")),
    )

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    retro_id: int = Field(foreign_key="retrospective.id", index=True)
    stage: str
    status: str = "open"
    opened_at: datetime = Field(sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class StageAnswer(SQLModel, table=True):
    """What one person said in a stage. `ts` is the thread message it came from, if it did.

    `late`: given after the stage was over. `hidden`: until the stage's answers are revealed.
    `about`: what it answers, if not the stage's question: `gap:<begin>`, `item:<id>`, `own:<id>`,
    or `differs:entry:<id>` and the like for what its author remembers differently. `as_said`: how
    the message reads, where its author had other words put into the review. `said_ts`: where the
    bot said it for its author.
    """

    __tablename__ = "stage_answer"
    __table_args__ = (UniqueConstraint("retro_id", "ts", name="uq_stage_answer_ts"),)

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    retro_id: int = Field(foreign_key="retrospective.id", index=True)
    stage: str
    author: str
    text: str
    as_said: str | None = None
    said_channel: str | None = None
    said_ts: str | None = None
    ts: str | None = None
    about: str | None = None
    late: bool = False
    hidden: bool = Field(default=False, sa_column_kwargs={"server_default": sql("false")})
    at: datetime = Field(sa_type=UtcDateTime)
    deleted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class StageDone(SQLModel, table=True):
    """Someone said that they are done with a stage, with or without an answer."""

    __tablename__ = "stage_done"
    __table_args__ = (UniqueConstraint("retro_id", "stage", "user_id", name="uq_stage_done"),)

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    retro_id: int = Field(foreign_key="retrospective.id", index=True)
    stage: str
    user_id: str
    at: datetime = Field(sa_type=UtcDateTime)


class Decision(SQLModel, table=True):
    """Who moved on, skipped, took over or closed, and the reason they gave."""

    __tablename__ = "decision"

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    retro_id: int = Field(foreign_key="retrospective.id", index=True)
    kind: str
    stage: str
    by: str
    reason: str = ""
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    at: datetime = Field(sa_type=UtcDateTime)
