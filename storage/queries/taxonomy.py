"""The error categories, with how many incidents each has."""

from collections.abc import Sequence

from sqlalchemy import and_, func, or_, select
from sqlmodel import Session, col

from storage.tables import ChosenCategory, ErrorCategory, Incident


def known(session: Session, team_id: str, incident_id: int) -> list[tuple[ErrorCategory, int]]:
    """The categories that may be shown in an incident, the most frequent first.

    Nothing of private incidents: their categories show only in themselves. Drills do not count.
    """
    counted = and_(col(Incident.drill).is_(False), col(Incident.private).is_(False))
    count = func.count(col(Incident.id)).filter(counted)
    visible = or_(col(Incident.private).is_(False), col(Incident.id) == incident_id)
    numbers = (
        select(col(ChosenCategory.category_id).label("category_id"), count.label("number"))
        .join(Incident, col(Incident.id) == col(ChosenCategory.incident_id))
        .where(col(ChosenCategory.team_id) == team_id, visible)
        .group_by(col(ChosenCategory.category_id))
        .subquery()
    )
    found = session.execute(
        select(ErrorCategory, numbers.c.number)
        .join(numbers, numbers.c.category_id == col(ErrorCategory.id))
        .order_by(numbers.c.number.desc(), col(ErrorCategory.name))
    )
    return [(category, int(number)) for category, number in found]


def by_folded(session: Session, team_id: str, folded: str) -> ErrorCategory | None:
    """The category with this name, however it is spelt."""
    return session.execute(
        select(ErrorCategory).where(
            col(ErrorCategory.team_id) == team_id, col(ErrorCategory.folded) == folded
        )
    ).scalar_one_or_none()


def by_id(session: Session, team_id: str, category_id: int) -> ErrorCategory | None:
    """One category."""
    return session.execute(
        select(ErrorCategory).where(
            col(ErrorCategory.team_id) == team_id, col(ErrorCategory.id) == category_id
        )
    ).scalar_one_or_none()


def chosen(session: Session, team_id: str, incident_id: int) -> ChosenCategory | None:
    """Which category an incident belongs to; None before somebody said."""
    return session.execute(
        select(ChosenCategory).where(
            col(ChosenCategory.team_id) == team_id, col(ChosenCategory.incident_id) == incident_id
        )
    ).scalar_one_or_none()


def name_of_incident(session: Session, team_id: str, incident_id: int) -> str:
    """The name of an incident's category; empty before somebody said."""
    names: Sequence[str] = (
        session.execute(
            select(col(ErrorCategory.name))
            .join(ChosenCategory, col(ChosenCategory.category_id) == col(ErrorCategory.id))
            .where(
                col(ChosenCategory.team_id) == team_id,
                col(ChosenCategory.incident_id) == incident_id,
            )
        )
        .scalars()
        .all()
    )
    return names[0] if names else ""
