"""The survey about a retrospective: who was asked, and, apart from that, what was answered.

Answers are kept as counts, never one by one: no row, time or order tells whose they are.
"""

from sqlmodel import Field, SQLModel


class SurveyAsked(SQLModel, table=True):
    """Someone who was asked about a retrospective, and whether they have answered.

    The rows are written when it is closed, in the order of the ids, for everyone at once.
    """

    __tablename__ = "survey_asked"

    retro_id: int = Field(foreign_key="retrospective.id", primary_key=True)
    user_id: str = Field(primary_key=True)
    team_id: str
    answered: bool = False


class SurveyTally(SQLModel, table=True):
    """How often each answer was given about a retrospective.

    `learned`, `again`: how many said yes. `safe_1` … `safe_5`: how many chose that number.
    """

    __tablename__ = "survey_tally"

    retro_id: int = Field(foreign_key="retrospective.id", primary_key=True)
    team_id: str
    answers: int = 0
    learned: int = 0
    again: int = 0
    safe_1: int = 0
    safe_2: int = 0
    safe_3: int = 0
    safe_4: int = 0
    safe_5: int = 0
