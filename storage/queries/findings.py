"""What a review found, each kind in the order in which it was written down."""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import func, select
from sqlmodel import Session, col

from storage.tables import AxisMove, ChainStep, EvalEntry, FormerFinding, Lesson, Remedy, Slice

Finding = Slice | AxisMove | ChainStep | Remedy | EvalEntry | Lesson
AnyFinding = TypeVar("AnyFinding", bound=Finding)


def slices(session: Session, team_id: str, incident_id: int) -> Sequence[Slice]:
    """The rows of the scope table."""
    return _all(session, Slice, team_id, incident_id)


def axes(session: Session, team_id: str, incident_id: int) -> Sequence[AxisMove]:
    """The axes that moved."""
    return _all(session, AxisMove, team_id, incident_id)


def chain_steps(session: Session, team_id: str, incident_id: int) -> Sequence[ChainStep]:
    """The steps of the how-chains, one chain after the other."""
    return (
        session.execute(
            select(ChainStep)
            .where(col(ChainStep.team_id) == team_id, col(ChainStep.incident_id) == incident_id)
            .order_by(col(ChainStep.position))
        )
        .scalars()
        .all()
    )


def remedies(session: Session, team_id: str, incident_id: int) -> Sequence[Remedy]:
    """What will stop it next time."""
    return _all(session, Remedy, team_id, incident_id)


def eval_entries(session: Session, team_id: str, incident_id: int) -> Sequence[EvalEntry]:
    """The cases for the eval set."""
    return _all(session, EvalEntry, team_id, incident_id)


def lessons(session: Session, team_id: str, incident_id: int) -> Sequence[Lesson]:
    """What people outside the team can use."""
    return _all(session, Lesson, team_id, incident_id)


def find(
    session: Session, table: type[AnyFinding], team_id: str, incident_id: int, finding_id: int
) -> AnyFinding | None:
    """One finding of this incident; None when it was taken out."""
    return session.execute(
        select(table).where(
            col(table.team_id) == team_id,
            col(table.incident_id) == incident_id,
            col(table.id) == finding_id,
        )
    ).scalar_one_or_none()


def next_eval_number(session: Session, team_id: str, incident_id: int) -> int:
    """The number of the next eval case; numbers that were given once are not given again."""
    standing = session.execute(
        select(func.count())
        .select_from(EvalEntry)
        .where(col(EvalEntry.team_id) == team_id, col(EvalEntry.incident_id) == incident_id)
    ).scalar_one()
    removed = session.execute(
        select(func.count())
        .select_from(FormerFinding)
        .where(
            col(FormerFinding.team_id) == team_id,
            col(FormerFinding.incident_id) == incident_id,
            col(FormerFinding.kind) == "eval",
            col(FormerFinding.removed).is_(True),
        )
    ).scalar_one()
    return int(standing) + int(removed) + 1


def _all(
    session: Session, table: type[AnyFinding], team_id: str, incident_id: int
) -> Sequence[AnyFinding]:
    return (
        session.execute(
            select(table)
            .where(col(table.team_id) == team_id, col(table.incident_id) == incident_id)
            .order_by(col(table.id))
        )
        .scalars()
        .all()
    )
