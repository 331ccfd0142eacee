"""The two layers of an incident's story: all that was said, and what people chose from it."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import Json, UtcDateTime, one_of


class Activity(SQLModel, table=True):
    """A message in an incident channel, as it reads now, in Slack's markup.

    `user_id`: who said it; empty where all we know of a message is that it was deleted.
    `app_name`: the app that posted it, empty for people. Of apps only what somebody put on the
    timeline is kept. A deleted message keeps its text; `deleted_at` is when it went, or when we
    noticed. `files`: id, name, permalink, mimetype and size of each.
    `edited_ts` is when it was last reworded, None for never; `changed_ts` is the ts of the event
    that told, which orders edits within one second.
    """

    __tablename__ = "activity"
    __table_args__ = (UniqueConstraint("team_id", "channel_id", "ts", name="uq_activity"),)

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    incident_id: int = Field(foreign_key="incident.id", index=True)
    channel_id: str
    ts: str
    thread_ts: str | None = None
    user_id: str
    app_name: str = ""
    text: str
    files: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    edited_ts: str | None = None
    changed_ts: str = "0"
    deleted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Revision(SQLModel, table=True):
    """A former wording of a message. `written_ts`: when it was written, as a Slack ts."""

    __tablename__ = "revision"

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    activity_id: int = Field(foreign_key="activity.id", index=True)
    text: str
    written_ts: str


class Entry(SQLModel, table=True):
    """One line of the timeline, stamped with when it happened.

    `source`: `bot` (code and facts say what), `note`, `reaction`, `shortcut`, `declared`.
    `code` names the sentence in templates for what the bot itself knows.
    `text`: plain words of its own; empty where it says what its message says.
    `marker`: what somebody chose in the form; reactions on its message may add others.
    `removed_at`: set when the reaction that alone had put it there was taken away.
    """

    __tablename__ = "entry"
    __table_args__ = (
        one_of("source", ("bot", "note", "reaction", "shortcut", "declared")),
        one_of("marker", ("detection", "diagnosis", "repair", "key_moment")),
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
    """One person's reaction that means something to the timeline.

    `present`: it stands there; a row stays when it was taken away, since Slack may tell of adding
    and taking away in the wrong order. `changed_ts`: ts of the event that told last.
    """

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
    present: bool = True
    changed_ts: str = "0"
