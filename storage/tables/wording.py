"""Another wording offered to somebody for what they said in a retrospective."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.tables.columns import UtcDateTime, one_of


class Wording(SQLModel, table=True):
    """Offered once to a person in a stage; `state` is what became of it.

    `answer_id` is what it would replace; `suggestion` the wording itself.
    """

    __tablename__ = "wording"
    __table_args__ = (
        UniqueConstraint("retro_id", "stage", "user_id", name="uq_wording"),
        one_of("state", ("offered", "used", "kept")),
    )

    id: int | None = Field(default=None, primary_key=True)
    team_id: str
    retro_id: int = Field(foreign_key="retrospective.id", index=True)
    stage: str
    user_id: str
    answer_id: int = Field(foreign_key="stage_answer.id")
    suggestion: str
    state: str = "offered"
    at: datetime = Field(sa_type=UtcDateTime)
