"""The two layers of an incident's story: all that was said, and what people chose from it."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import Json, UtcDateTime, one_of


class Activity(SQLModel, table=True):
    """A human message in an incident channel, as it reads now. A deleted one keeps its text."""

    __tablename__ = "activity"
    __table_args__ = (UniqueConstraint("team_id", "channel_id", "ts", name="uq_activity"),)

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    incident_id: int = Field(foreign_key="incident.id", index=True)
    channel_id: str
    ts: str
    thread_ts: str | None = None
    user_id: str
    text: str
    files: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    edited_ts: str | None = None
    deleted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Revision(SQLModel, table=True):
    """A former wording of a message. `edited_ts` is the edit that replaced it."""

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("activity_id", "edited_ts", name="uq_revision"),)

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    activity_id: int = Field(foreign_key="activity.id", index=True)
    text: str
    edited_ts: str


class Entry(SQLModel, table=True):
    """One line of the timeline, stamped with when it happened.

    `source`: `bot` (code and facts say what), `note`, `reaction`, `shortcut`, `declared`.
    `code` names the sentence in templates for what the bot itself knows.
    `removed_at`: set when the reaction that alone had put it there was taken away.
    """

    __tablename__ = "entry"
    __table_args__ = (
        one_of("source", ("bot", "note", "reaction", "shortcut", "declared")),
        UniqueConstraint("incident_id", "activity_id", name="uq_entry_activity"),
        UniqueConstraint("incident_id", "ts", name="uq_entry_ts"),
    )

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    incident_id: int = Field(foreign_key="incident.id", index=True)
    happened_at: datetime = Field(sa_type=UtcDateTime)
    source: str
    code: str | None = None
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    text: str = ""
    author: str | None = None
    marker: str | None = None
    activity_id: int | None = Field(default=None, foreign_key="activity.id")
    ts: str | None = None
    added_by: str | None = None
    removed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Reaction(SQLModel, table=True):
    """One person's reaction that means something to the timeline."""

    __tablename__ = "reaction"
    __table_args__ = (
        UniqueConstraint("team_id", "channel_id", "ts", "user_id", "name", name="uq_reaction"),
    )

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    channel_id: str
    ts: str
    user_id: str
    name: str
