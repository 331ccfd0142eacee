"""What a review found, each kind in the order in which it was written down."""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import func, select
from sqlmodel import Session, col

from storage.tables import (
    AxisMove,
    ChainStep,
    Chance,
    CrossCheck,
    EvalEntry,
    Factor,
    FormerFinding,
    FormerJudgement,
    Hypothesis,
    Lesson,
    Remedy,
    Slice,
    SlicesSent,
)

Finding = (
    Slice
    | AxisMove
    | ChainStep
    | Remedy
    | EvalEntry
    | Lesson
    | Hypothesis
    | Factor
    | Chance
    | CrossCheck
)
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


def hypotheses(session: Session, team_id: str, incident_id: int) -> Sequence[Hypothesis]:
    """The explanations, by their number."""
    return _all(session, Hypothesis, team_id, incident_id)


def factors(session: Session, team_id: str, incident_id: int) -> Sequence[Factor]:
    """The conditions that helped it along."""
    return _all(session, Factor, team_id, incident_id)


def chances(session: Session, team_id: str, incident_id: int) -> Sequence[Chance]:
    """What went well by chance."""
    return _all(session, Chance, team_id, incident_id)


def cross_check(session: Session, team_id: str, incident_id: int) -> CrossCheck | None:
    """What the review asked of its own explanation; None before it did."""
    found = _all(session, CrossCheck, team_id, incident_id)
    return found[0] if found else None


def slices_sent(session: Session, team_id: str, incident_id: int) -> Sequence[SlicesSent]:
    """The tables of slices that were sent in, the oldest first."""
    return (
        session.execute(
            select(SlicesSent)
            .where(col(SlicesSent.team_id) == team_id, col(SlicesSent.incident_id) == incident_id)
            .order_by(col(SlicesSent.id))
        )
        .scalars()
        .all()
    )


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
    removed = _removed(session, FormerFinding, "eval", team_id, incident_id)
    return len(eval_entries(session, team_id, incident_id)) + removed + 1


def next_hypothesis_number(session: Session, team_id: str, incident_id: int) -> int:
    """The number of the next hypothesis; numbers that were given once are not given again."""
    removed = _removed(session, FormerJudgement, "hypothesis", team_id, incident_id)
    return len(hypotheses(session, team_id, incident_id)) + removed + 1


def _removed(
    session: Session,
    table: type[FormerFinding] | type[FormerJudgement],
    kind: str,
    team_id: str,
    incident_id: int,
) -> int:
    """How many of a kind were taken out."""
    found = session.execute(
        select(func.count())
        .select_from(table)
        .where(
            col(table.team_id) == team_id,
            col(table.incident_id) == incident_id,
            col(table.kind) == kind,
            col(table.removed).is_(True),
        )
    ).scalar_one()
    return int(found)


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
