"""Issues of action items in another system, and how far its changes have been read."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import Json, UtcDateTime


class ItemIssue(SQLModel, table=True):
    """An item's issue in one tracker; `issue_id` is empty until it is made.

    `place`: kind and place of the tracker. `marker`: carried by the issue, so that it is known
    again. `tried_at`: when it was first tried to be made. `ours` and `theirs`: title, owner, due
    date and state as both sides showed them when they last agreed. `trouble`: why the last try
    came to nothing; `due_at`: when it is tried again.
    """

    __tablename__ = "item_issue"
    __table_args__ = (
        UniqueConstraint("item_id", "place", name="uq_item_issue"),
        UniqueConstraint("team_id", "marker", name="uq_item_issue_marker"),
    )

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    item_id: int = Field(foreign_key="action_item.id")
    place: str
    marker: str
    issue_id: str = Field(default="", index=True)
    key: str = ""
    url: str = ""
    ours: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    theirs: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    tried_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    trouble: str = ""
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)


class TrackerCursor(SQLModel, table=True):
    """How far a tracker's changes have been read: `since` by its clock, `due_at` by ours."""

    __tablename__ = "tracker_cursor"
    __table_args__ = (UniqueConstraint("team_id", "place", name="uq_tracker_cursor"),)

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    place: str
    since: datetime = Field(sa_type=UtcDateTime)
    due_at: datetime = Field(sa_type=UtcDateTime)
