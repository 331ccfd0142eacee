"""Error categories of a workspace, and which one an incident belongs to."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import UtcDateTime


class ErrorCategory(SQLModel, table=True):
    """A kind of error. `folded`: what makes two names one (see `core.taxonomy`)."""

    __tablename__ = "error_category"
    __table_args__ = (UniqueConstraint("team_id", "folded", name="uq_error_category"),)

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    name: str
    folded: str
    by: str
    at: datetime = Field(sa_type=UtcDateTime)


class ChosenCategory(SQLModel, table=True):
    """The category of one incident; the latest choice wins, the decision log keeps the former."""

    __tablename__ = "chosen_category"
    __table_args__ = (UniqueConstraint("incident_id", name="uq_chosen_category"),)

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    incident_id: int = Field(foreign_key="incident.id")
    category_id: int = Field(foreign_key="error_category.id", index=True)
    by: str
    at: datetime = Field(sa_type=UtcDateTime)
