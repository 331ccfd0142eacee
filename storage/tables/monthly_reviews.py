"""The monthly reviews of action items, with what they counted."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import UtcDateTime, one_of


class MonthlyReview(SQLModel, table=True):
    """A month's review for one of the house's channels: `purpose` is `board` or `leaders`.

    `month`: the first day of the month in which it is held. `due_at`: when it is (next) handed
    over; None where it was sent, or there is nothing to say. The figures are those of the message
    once it was sent, those of the first look before: see `bot.core.monthly_review`.
    """

    __tablename__ = "monthly_review"
    __table_args__ = (
        UniqueConstraint("team_id", "month", "purpose", name="uq_monthly_review"),
        one_of("purpose", ("board", "leaders")),
    )

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    month: date
    purpose: str
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    finished: int = 0
    checked: int = 0
    dropped: int = 0
    open: int = 0
    long_late: int = 0
    decoration: int = 0
    was_due: int = 0
    was_done: int = 0
