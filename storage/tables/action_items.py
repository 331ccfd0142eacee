"""Action items, what happened to them, and the proof that they are done."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import UtcDateTime, one_of

LEVELS = ("high", "medium", "low")


class ActionItem(SQLModel, table=True):
    """Something that will change, with one owner, numbered within its incident.

    `next_nudge_at` is the due time the clock looks for; None when nothing more is to be sent.
    `ladder_started_at`: reminders before it belong to a former due date. `last_rung` and
    `weekly_sent` are how far the present ladder was climbed, `last_sent_at` the last reminder.
    `escalates_at`: when others may have to hear of it; `escalating_to`: who is being told, a
    person or `#board`; `escalated_to`: who was told last for this due date; `offered_at`: when
    the lead was asked who takes it, since its owner left.
    `owner` is empty while nobody has taken it; `falls_to_lead_at` is when it becomes the lead's,
    and `fell_to_lead_at` when it did. `obstacle`: what blocks it. `figure_…`: as typed,
    `figure_better` which way is better: `lower` or `higher`, empty where nobody said.
    `asked_again`: codes of what its author was asked about and kept. `source_…`: the message it
    was made from.
    """

    __tablename__ = "action_item"
    __table_args__ = (
        UniqueConstraint("incident_id", "number", name="uq_action_item"),
        one_of("state", ("open", "in_progress", "blocked", "done", "dropped")),
        one_of("kind", ("code", "eval_set", "gate", "calibration", "process", "documentation")),
        one_of("impact", LEVELS),
        one_of("effort", LEVELS),
    )

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    incident_id: int = Field(foreign_key="incident.id", index=True)
    number: int
    title: str
    owner: str = Field(index=True)
    due_on: date
    criterion: str
    kind: str
    impact: str
    effort: str
    state: str = Field(default="open", index=True)
    created_by: str
    created_at: datetime = Field(sa_type=UtcDateTime)
    assigned_at: datetime = Field(sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    next_nudge_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
    ladder_started_at: datetime = Field(sa_type=UtcDateTime)
    last_rung: str | None = None
    last_sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    weekly_sent: int = 0
    snoozed_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    times_snoozed: int = 0
    falls_to_lead_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
    fell_to_lead_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    accepted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    obstacle: str = Field(default="", sa_column_kwargs={"server_default": ""})
    escalates_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
    escalating_to: str | None = Field(default=None, index=True)
    escalated_to: str | None = None
    offered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    confirmed_by: str = Field(default="", sa_column_kwargs={"server_default": ""})
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    figure_before: str = Field(default="", sa_column_kwargs={"server_default": ""})
    figure_after: str = Field(default="", sa_column_kwargs={"server_default": ""})
    figure_unit: str = Field(default="", sa_column_kwargs={"server_default": ""})
    figure_better: str = Field(default="", sa_column_kwargs={"server_default": ""})
    asked_again: str = Field(default="", sa_column_kwargs={"server_default": ""})
    source_channel: str = Field(default="", sa_column_kwargs={"server_default": ""})
    source_ts: str = Field(default="", sa_column_kwargs={"server_default": ""})


class Proof(SQLModel, table=True):
    """What shows that an item is done. What looking at its link found: `LinkCheck`."""

    __tablename__ = "proof"
    __table_args__ = (
        one_of(
            "kind",
            (
                "pull_request",
                "dataset_diff",
                "regression_case",
                "calibration_record",
                "gate_change",
                "dashboard",
                "document",
            ),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    item_id: int = Field(foreign_key="action_item.id", index=True)
    kind: str
    link: str
    note: str = ""
    by: str
    at: datetime = Field(sa_type=UtcDateTime)


class ItemChange(SQLModel, table=True):
    """What changed on an item, and the reason given. `before` and `after`: codes or ISO dates."""

    __tablename__ = "item_change"
    __table_args__ = (one_of("what", ("state", "due_on", "snooze")),)

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    item_id: int = Field(foreign_key="action_item.id", index=True)
    what: str
    before: str = ""
    after: str = ""
    reason: str = ""
    by: str
    at: datetime = Field(sa_type=UtcDateTime)


class LinkCheck(SQLModel, table=True):
    """What the last look at a proof's link found. `detail`: a host or number the reason names.

    `due_at` is when it is to be looked at next, None when not again or while a look is under way.
    """

    __tablename__ = "link_check"
    __table_args__ = (one_of("state", ("checked", "unchecked", "failed")),)

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    proof_id: int = Field(foreign_key="proof.id", unique=True)
    item_id: int = Field(foreign_key="action_item.id", index=True)
    state: str = "unchecked"
    reason: str
    detail: str = ""
    first_asked_at: datetime = Field(sa_type=UtcDateTime)
    checked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)


class HandOver(SQLModel, table=True):
    """An item that went from one owner to another; either is empty where there was none."""

    __tablename__ = "hand_over"

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    item_id: int = Field(foreign_key="action_item.id", index=True)
    before: str = ""
    after: str = ""
    reason: str = ""
    by: str
    at: datetime = Field(sa_type=UtcDateTime)


class Checkpoint(SQLModel, table=True):
    """What is to be there by a day on the way to a large item, in the order of the days."""

    __tablename__ = "checkpoint"

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    item_id: int = Field(foreign_key="action_item.id", index=True)
    due_on: date
    what: str
    reached_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reached_by: str = ""


class FormerKey(SQLModel, table=True):
    """What an item was called before its incident was merged into another."""

    __tablename__ = "former_key"
    __table_args__ = (UniqueConstraint("incident_id", "number", name="uq_former_key"),)

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    incident_id: int = Field(foreign_key="incident.id", index=True)
    number: int
    item_id: int = Field(foreign_key="action_item.id", index=True)
