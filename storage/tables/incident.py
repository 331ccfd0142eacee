"""Incidents, who has which role in them, and the workspace that numbers them."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import Json, UtcDateTime, one_of


class Workspace(SQLModel, table=True):
    """A Slack workspace; its row is locked while an incident gets its number.

    `channels`: the id of the channel for each purpose (`incidents` …), where Howbot is in it.
    `last_seen_at`: when the bot was last known to run, for reading back what it missed.
    `url`: where the workspace is in a browser, for links in documents.
    """

    __tablename__ = "workspace"

    team_id: str = Field(primary_key=True)
    name: str = ""
    url: str = ""
    next_number: int = 1
    channels: dict[str, str] = Field(default_factory=dict, sa_type=Json)
    last_seen_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Incident(SQLModel, table=True):
    """One incident from declaration to lesson.

    The five times are UTC; each `*_source` says where its time comes from (a user id, `declared`
    or `bot`). `resolution` answers *What brought it back?*. `update_due_at` is when the next
    update reminder falls, None when it is stopped. `canvas_id`: the canvas that shows its document.
    `version` grows with each change a card shows.
    """

    __tablename__ = "incident"
    __table_args__ = (
        UniqueConstraint("team_id", "number", name="uq_incident_number"),
        one_of(
            "status",
            ("open", "mitigated", "resolved", "reviewing", "learned", "cancelled", "merged"),
        ),
        one_of("severity", ("S1", "S2", "S3")),
        one_of(
            "category",
            (
                "user_visible_regression",
                "gate_release",
                "silent_regression",
                "provider_change",
                "near_miss",
                "service_outage",
            ),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    number: int
    title: str
    status: str = Field(default="open", index=True)
    severity: str
    category: str
    drill: bool = False
    private: bool = False
    known: str = ""
    declared_by: str
    lead: str
    channel_id: str | None = Field(default=None, index=True)
    channel_name: str | None = None
    started_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    started_source: str | None = None
    detected_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    detected_source: str | None = None
    declared_at: datetime = Field(sa_type=UtcDateTime)
    declared_source: str | None = None
    mitigated_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    mitigated_source: str | None = None
    resolved_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    resolved_source: str | None = None
    resolution: str = ""
    affected: str = ""
    closing_reason: str = ""
    merged_into: int | None = Field(default=None, foreign_key="incident.id")
    update_due_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
    reminder_ts: str | None = None
    detection_how: str = ""
    detection_signal: str = ""
    detection_missed: str = ""
    scope_unmeasurable: str = ""
    eval_reason: str = ""
    canvas_id: str | None = None
    version: int = 1


class Role(SQLModel, table=True):
    """A named duty in an incident and who has it; the lead stands on the incident itself."""

    __tablename__ = "role"
    __table_args__ = (UniqueConstraint("incident_id", "name", name="uq_role"),)

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    incident_id: int = Field(foreign_key="incident.id", index=True)
    name: str
    user_id: str
    since: datetime = Field(sa_type=UtcDateTime)


class StatusUpdate(SQLModel, table=True):
    """What was told to everyone while the incident ran."""

    __tablename__ = "status_update"

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    incident_id: int = Field(foreign_key="incident.id", index=True)
    text: str
    by: str
    at: datetime = Field(sa_type=UtcDateTime)


class ChannelMember(SQLModel, table=True):
    """Who is in an incident's channel; for a private incident, who may know of it."""

    __tablename__ = "channel_member"
    __table_args__ = (UniqueConstraint("incident_id", "user_id", name="uq_channel_member"),)

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    incident_id: int = Field(foreign_key="incident.id", index=True)
    user_id: str
