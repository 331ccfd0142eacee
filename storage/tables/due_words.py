"""A word to one person that waits for their working hours."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import UtcDateTime


class DueWord(SQLModel, table=True):
    """Something to be said once its time has come; the row goes when it is handed over.

    `what` names who renders it, from `subject`; `person` is who will read it.
    """

    __tablename__ = "due_word"
    __table_args__ = (UniqueConstraint("team_id", "what", "subject", name="uq_due_word"),)

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    what: str
    subject: str
    person: str
    due_at: datetime = Field(sa_type=UtcDateTime, index=True)
