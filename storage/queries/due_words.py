"""Words that wait for somebody's working hours."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlmodel import Session, col

from storage.queries.outbox import insert_for
from storage.tables import DueWord


def keep(session: Session, row: DueWord) -> None:
    """Have it wait; one that waits already is said at the new time."""
    session.execute(
        insert_for(session)(DueWord)
        .values(**row.model_dump(exclude={"id"}))
        .on_conflict_do_update(
            index_elements=["team_id", "what", "subject"], set_={"due_at": row.due_at}
        )
    )


def is_any_due(session: Session, team_id: str, now: datetime) -> bool:
    """Whether a word's time has come."""
    found = session.execute(
        select(col(DueWord.id))
        .where(col(DueWord.team_id) == team_id, col(DueWord.due_at) <= now)
        .limit(1)
    ).first()
    return found is not None


def claim_due(session: Session, team_id: str, now: datetime, *, limit: int) -> Sequence[DueWord]:
    """Up to `limit` words whose time has come, nobody else's until this transaction ends."""
    return (
        session.execute(
            select(DueWord)
            .where(col(DueWord.team_id) == team_id, col(DueWord.due_at) <= now)
            .order_by(col(DueWord.id))
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        .scalars()
        .all()
    )


def remove(session: Session, row_id: int) -> None:
    """It was handed over."""
    session.execute(delete(DueWord).where(col(DueWord.id) == row_id))
