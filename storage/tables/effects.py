"""What owners said about the effect of their items, some time after they were done."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import UtcDateTime, one_of


class EffectAnswer(SQLModel, table=True):
    """Whether an item held, 30 or 90 days after it was done; the latest answer stands.

    `done_id`: which time it was done, of several.
    """

    __tablename__ = "effect_answer"
    __table_args__ = (
        UniqueConstraint("item_id", "done_id", "after_days", name="uq_effect_answer"),
        one_of("effect", ("held", "came_back", "brought_new", "cannot_tell")),
    )

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    item_id: int = Field(foreign_key="action_item.id", index=True)
    done_id: int = Field(foreign_key="item_change.id")
    after_days: int
    effect: str
    by: str
    at: datetime = Field(sa_type=UtcDateTime)
