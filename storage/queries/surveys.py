"""What was asked and answered about retrospectives."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from storage.tables import Incident, Retrospective, SurveyAsked, SurveyTally


def asked(
    session: Session, team_id: str, retro_id: int, user_id: str, *, lock: bool = False
) -> SurveyAsked | None:
    """Whether somebody was asked, and has answered."""
    question = select(SurveyAsked).where(
        col(SurveyAsked.team_id) == team_id,
        col(SurveyAsked.retro_id) == retro_id,
        col(SurveyAsked.user_id) == user_id,
    )
    if lock:
        question = question.with_for_update().execution_options(populate_existing=True)
    return session.execute(question).scalar_one_or_none()


def tally(session: Session, team_id: str, retro_id: int) -> SurveyTally | None:
    """The counts of one retrospective, locked: whoever answers adds to them."""
    return session.execute(
        select(SurveyTally)
        .where(col(SurveyTally.team_id) == team_id, col(SurveyTally.retro_id) == retro_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()


def tallies(session: Session, team_id: str) -> Sequence[tuple[SurveyTally, datetime]]:
    """The counts of every retrospective that was closed, and when; no drill, nothing private."""
    rows = session.execute(
        select(SurveyTally, col(Retrospective.closed_at))
        .join(Retrospective, col(Retrospective.id) == col(SurveyTally.retro_id))
        .join(Incident, col(Incident.id) == col(Retrospective.incident_id))
        .where(
            col(SurveyTally.team_id) == team_id,
            col(Retrospective.closed_at).is_not(None),
            col(Incident.drill).is_(False),
            col(Incident.private).is_(False),
        )
        .order_by(col(Retrospective.closed_at))
    )
    return [(row, closed_at) for row, closed_at in rows]
