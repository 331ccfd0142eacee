"""What came in, what must go out, and the places in Slack that are edited again."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.tables.columns import Json, UtcDateTime, one_of

# Words, not an expression with parameters: PostgreSQL has to recognise the index by them.
IS_UNTRIED = text("state = 'waiting' AND attempts = 0")
OUTBOX_STATES = ("waiting", "sending", "sent", "failed", "lapsed")


class Inbox(SQLModel, table=True):
    """What Slack has told us already, by natural key, with the answer it got first."""

    __tablename__ = "inbox"
    __table_args__ = (UniqueConstraint("team_id", "key", name="uq_inbox_key"),)

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    key: str
    answer: dict[str, Any] | None = Field(default=None, sa_type=Json)
    received_at: datetime = Field(sa_type=UtcDateTime, index=True)


class Outbox(SQLModel, table=True):
    """One call to Slack that has to happen, written in the transaction that wants it.

    `lane`: rows of one lane go out strictly in order of `id`.
    `delivery_key`: what the posted message carries in its metadata, so that it can be found again.
    `dedupe_key`: written at most once. `card_key`: at most one that nobody has tried yet.
    `follow_up` and `subject`: the flow that success or final failure runs, and its arguments.
    `doubt_since`: set while a try may have reached Slack without us knowing.
    `payload` and `subject` are emptied a while after delivery; without a `dedupe_key` the row goes.
    `search_from`: Slack ts after which the message of a doubtful try would stand.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        one_of("state", OUTBOX_STATES),
        Index("ix_outbox_due", "state", "not_before"),
        Index("ix_outbox_lane", "lane", "id"),
        Index(
            "uq_outbox_card",
            "team_id",
            "card_key",
            unique=True,
            sqlite_where=IS_UNTRIED,
            postgresql_where=IS_UNTRIED,
        ),
        UniqueConstraint("team_id", "dedupe_key", name="uq_outbox_dedupe"),
    )

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    lane: str
    kind: str
    payload: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    delivery_key: str = Field(default_factory=lambda: uuid4().hex)
    dedupe_key: str | None = None
    card_key: str | None = None
    follow_up: str | None = None
    subject: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    asked_by: str | None = None
    state: str = "waiting"
    not_before: datetime = Field(sa_type=UtcDateTime)
    lease_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    attempts: int = 0
    worker: str | None = None
    doubt_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    first_tried_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    search_from: str | None = None
    progress: dict[str, Any] | None = Field(default=None, sa_type=Json)
    result: dict[str, Any] | None = Field(default=None, sa_type=Json)
    last_error: str | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Card(SQLModel, table=True):
    """Where a message stands that is edited in place; one per kind and subject."""

    __tablename__ = "card"
    __table_args__ = (UniqueConstraint("team_id", "kind", "subject", name="uq_card_subject"),)

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    kind: str
    subject: str
    channel_id: str
    ts: str


class Channel(SQLModel, table=True):
    """A channel Howbot writes in, and the last thing it knows to stand there.

    `last_ts`: greatest Slack ts seen; the look-up after a doubtful post starts here.
    `checks_due`: how often its history has to be compared with what is stored; a second time
    where something may have changed while the first was under way.
    `read_until`: how far down the check under way has come, from the newest; None before it.
    """

    __tablename__ = "channel"
    __table_args__ = (
        UniqueConstraint("team_id", "channel_id", name="uq_channel"),
        one_of("state", ("open", "archived", "left", "deleted")),
    )

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    channel_id: str
    incident_id: int | None = Field(default=None, foreign_key="incident.id", index=True)
    state: str = "open"
    last_ts: str | None = None
    checks_due: int = 1
    read_until: str | None = None
