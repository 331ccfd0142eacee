"""What is said without a name, hidden until revealed, grouped, voted on, or said in the room.

No row here holds both an anonymous text, value or vote that was counted and a person. Tables in
which either stands keep no order of writing: no serial number, no time, no hidden row number.
"""

from datetime import datetime
from uuid import uuid4

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import Json, UtcDateTime

# Without it SQLite numbers the rows of every table as they are written.
NO_ORDER = {"sqlite_with_rowid": False}


class AnonymousAnswer(SQLModel, table=True):
    """What somebody said in a stage; nobody knows who, or when.

    `hidden`: until it is revealed. `late` and `about` as of a `StageAnswer`.
    """

    __tablename__ = "anonymous_answer"
    __table_args__ = NO_ORDER

    id: str = Field(default_factory=lambda: uuid4().hex, primary_key=True)
    team_id: str
    retro_id: int = Field(foreign_key="retrospective.id", index=True)
    stage: str
    text: str
    about: str | None = None
    late: bool = False
    hidden: bool = False


class HasAnswered(SQLModel, table=True):
    """Somebody has answered a stage while it was open, in their name or without."""

    __tablename__ = "has_answered"
    __table_args__ = NO_ORDER

    retro_id: int = Field(foreign_key="retrospective.id", primary_key=True)
    stage: str = Field(primary_key=True)
    user_id: str = Field(primary_key=True)
    team_id: str


class SafetyGiven(SQLModel, table=True):
    """Somebody has taken part in the safety check; not what they said."""

    __tablename__ = "safety_given"
    __table_args__ = NO_ORDER

    retro_id: int = Field(foreign_key="retrospective.id", primary_key=True)
    user_id: str = Field(primary_key=True)
    team_id: str


class SafetyTally(SQLModel, table=True):
    """How often each of 1 to 5 was given in the safety check of a retrospective."""

    __tablename__ = "safety_tally"

    retro_id: int = Field(foreign_key="retrospective.id", primary_key=True)
    team_id: str
    counts: list[int] = Field(default_factory=lambda: [0] * 5, sa_type=Json)


class StageReveal(SQLModel, table=True):
    """The answers of a stage were revealed; `by` is empty where leaving the stage did it.

    `voters`: how many had voted when the votes were counted; None before.
    """

    __tablename__ = "stage_reveal"

    retro_id: int = Field(foreign_key="retrospective.id", primary_key=True)
    stage: str = Field(primary_key=True)
    team_id: str
    by: str = ""
    at: datetime = Field(sa_type=UtcDateTime)
    voters: int | None = None
    counted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class BoardAnswer(SQLModel, table=True):
    """A revealed answer, numbered in no order that tells anything.

    `source`: `answer:<id>`, `anonymous:<id>` or `room:<id>`. `group_number`: the answer whose
    group it is in, its own where it stands alone. `dots`: of its group, once they are counted.
    """

    __tablename__ = "board_answer"
    __table_args__ = (UniqueConstraint("retro_id", "source", name="uq_board_answer_source"),)

    retro_id: int = Field(foreign_key="retrospective.id", primary_key=True)
    stage: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    team_id: str
    source: str
    group_number: int
    dots: int | None = None


class AnswerMerge(SQLModel, table=True):
    """Who put which group with which other one; `into` is None where it was taken apart."""

    __tablename__ = "answer_merge"

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    retro_id: int = Field(foreign_key="retrospective.id", index=True)
    stage: str
    number: int
    into: int | None = None
    by: str
    at: datetime = Field(sa_type=UtcDateTime)


class DotVote(SQLModel, table=True):
    """Somebody's dots until they are counted; then the row is deleted."""

    __tablename__ = "dot_vote"
    __table_args__ = NO_ORDER

    retro_id: int = Field(foreign_key="retrospective.id", primary_key=True)
    stage: str = Field(primary_key=True)
    user_id: str = Field(primary_key=True)
    team_id: str
    numbers: list[int] = Field(default_factory=list, sa_type=Json)


class RoomWord(SQLModel, table=True):
    """What was said in the room, written down by the facilitator.

    `asked`: who is to say whether their name may stand there; `speaker`: who said it may.
    """

    __tablename__ = "room_word"

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    retro_id: int = Field(foreign_key="retrospective.id", index=True)
    stage: str
    text: str
    noted_by: str
    asked: str = ""
    speaker: str = ""
    late: bool = False
    at: datetime = Field(sa_type=UtcDateTime)
