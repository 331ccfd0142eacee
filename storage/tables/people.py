"""Who is in the workspace, as Slack last told us."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import UtcDateTime


class Person(SQLModel, table=True):
    """A member of the workspace. `zone` is an IANA name, UTC until Slack tells."""

    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("team_id", "user_id", name="uq_person"),)

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    user_id: str
    name: str
    zone: str = "UTC"
    has_left: bool = False
    is_bot: bool = False
    is_guest: bool = False
    fetched_at: datetime = Field(sa_type=UtcDateTime)
