"""What is planned for retrospectives that have not begun, and what was gathered for them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlmodel import Session, col

from storage.tables import (
    PackageLine,
    Participant,
    PlanDecision,
    PlannedSeat,
    Preparation,
    Retrospective,
)


def of_incident(
    session: Session, team_id: str, incident_id: int, *, lock: bool = False
) -> Preparation | None:
    """The plan of an incident; whoever changes it locks the incident first, then the plan."""
    question = select(Preparation).where(
        col(Preparation.team_id) == team_id, col(Preparation.incident_id) == incident_id
    )
    return session.execute(_locked(question) if lock else question).scalar_one_or_none()


def by_id(
    session: Session, team_id: str, preparation_id: int, *, lock: bool = False
) -> Preparation | None:
    """The plan with this id."""
    question = select(Preparation).where(
        col(Preparation.team_id) == team_id, col(Preparation.id) == preparation_id
    )
    return session.execute(_locked(question) if lock else question).scalar_one_or_none()


def _locked(question: Select[Any]) -> Select[Any]:
    """Lock what is found; what the session knew of it before the lock may be out of date."""
    return question.with_for_update().execution_options(populate_existing=True)


def is_any_due(session: Session, team_id: str, now: datetime) -> bool:
    """Whether anybody is to be reminded by now."""
    found = session.execute(
        select(col(Preparation.id))
        .where(col(Preparation.team_id) == team_id, col(Preparation.next_reminder_at) <= now)
        .limit(1)
    ).first()
    return found is not None


def claim_due(
    session: Session, team_id: str, now: datetime, *, limit: int
) -> Sequence[Preparation]:
    """Up to `limit` plans somebody is to be reminded of, nobody else's until this ends."""
    return (
        session.execute(
            select(Preparation)
            .where(col(Preparation.team_id) == team_id, col(Preparation.next_reminder_at) <= now)
            .order_by(col(Preparation.id))
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        .scalars()
        .all()
    )


def seats(session: Session, team_id: str, preparation_id: int) -> Sequence[PlannedSeat]:
    """Who is to take part, was asked, or said no, in the order they were named."""
    return (
        session.execute(
            select(PlannedSeat)
            .where(
                col(PlannedSeat.team_id) == team_id,
                col(PlannedSeat.preparation_id) == preparation_id,
            )
            .order_by(col(PlannedSeat.id))
        )
        .scalars()
        .all()
    )


def package(session: Session, team_id: str, incident_id: int) -> Sequence[PackageLine]:
    """The lines of the data package that were filled in."""
    return (
        session.execute(
            select(PackageLine)
            .where(col(PackageLine.team_id) == team_id, col(PackageLine.incident_id) == incident_id)
            .order_by(col(PackageLine.id))
        )
        .scalars()
        .all()
    )


def decisions(session: Session, team_id: str, incident_id: int) -> Sequence[PlanDecision]:
    """What was decided before the retrospective, from the first line on."""
    return (
        session.execute(
            select(PlanDecision)
            .where(
                col(PlanDecision.team_id) == team_id, col(PlanDecision.incident_id) == incident_id
            )
            .order_by(col(PlanDecision.id))
        )
        .scalars()
        .all()
    )


def last_took_part(session: Session, team_id: str, user_ids: Iterable[str]) -> dict[str, datetime]:
    """When each of these people last took part in a retrospective; who never did is left out."""
    rows = session.execute(
        select(col(Participant.user_id), func.max(col(Retrospective.started_at)))
        .join(Retrospective, col(Retrospective.id) == col(Participant.retro_id))
        .where(col(Participant.team_id) == team_id, col(Participant.user_id).in_(list(user_ids)))
        .group_by(col(Participant.user_id))
    )
    return {user_id: at for user_id, at in rows}
