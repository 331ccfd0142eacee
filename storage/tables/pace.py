"""How fast a retrospective goes, and whom it has to tell what: its time boxes, rounds, words."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import UtcDateTime, one_of


class RetroPace(SQLModel, table=True):
    """How a retrospective is held, and when what is open should be over.

    `ends_at`: the end of the open stage's time box, or of the open round, or of the soak after it
    (`soaking`). `told_at`: when that was told; None as long as it was not.
    """

    __tablename__ = "retro_pace"
    __table_args__ = (
        UniqueConstraint("retro_id", name="uq_retro_pace"),
        one_of("pace", ("live", "days")),
    )

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    retro_id: int = Field(foreign_key="retrospective.id")
    pace: str
    opened_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime)
    told_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    soaking: bool = False


class RoundWord(SQLModel, table=True):
    """What one person is told of one round: the first word, and one reminder at most.

    `due_at`: when the next falls; None when there is none. `sent`: how many were handed over.
    """

    __tablename__ = "round_word"
    __table_args__ = (UniqueConstraint("retro_id", "round", "user_id", name="uq_round_word"),)

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    retro_id: int = Field(foreign_key="retrospective.id", index=True)
    round: int
    user_id: str
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    sent: int = 0


class OwnQuestion(SQLModel, table=True):
    """A question to one person about something of theirs, asked once in a retrospective.

    `subject`: `entry:<id>` of the timeline or `message:<id>` of the channel. `kind`: its marker,
    or `said` where it has none.
    """

    __tablename__ = "own_question"
    __table_args__ = (
        UniqueConstraint("retro_id", "user_id", "subject", name="uq_own_question"),
        one_of("kind", ("detection", "diagnosis", "repair", "key_moment", "said")),
    )

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    retro_id: int = Field(foreign_key="retrospective.id", index=True)
    user_id: str
    subject: str
    kind: str
    at: datetime = Field(sa_type=UtcDateTime)


class CarePause(SQLModel, table=True):
    """Somebody needs a person: this retrospective leaves them alone until `ended_at`."""

    __tablename__ = "care_pause"

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    retro_id: int = Field(foreign_key="retrospective.id", index=True)
    user_id: str
    began_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Parked(SQLModel, table=True):
    """An idea that came early or belongs elsewhere, until it is looked at again.

    `state`: `waiting`, `item` (made an action item, `item_number`) or `let_go`.
    """

    __tablename__ = "parked"
    __table_args__ = (one_of("state", ("waiting", "item", "let_go")),)

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    incident_id: int = Field(foreign_key="incident.id", index=True)
    text: str
    parked_by: str
    at: datetime = Field(sa_type=UtcDateTime)
    state: str = "waiting"
    item_number: int | None = None
    settled_by: str | None = None
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
