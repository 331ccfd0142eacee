"""The inbox: each thing Slack tells is taken once, and a repeat gets the first answer."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlmodel import Session, col

from storage.queries.outbox import insert_for
from storage.tables import Inbox


def take(session: Session, team_id: str, key: str, *, now: datetime) -> Inbox | None:
    """Note that `key` arrived; None when it had arrived before."""
    statement = (
        insert_for(session)(Inbox)
        .values(team_id=team_id, key=key, received_at=now)
        .on_conflict_do_nothing(index_elements=["team_id", "key"])
        .returning(Inbox)
    )
    return session.execute(statement).scalar_one_or_none()


def first_answer(session: Session, team_id: str, key: str) -> dict[str, Any] | None:
    """What was answered when `key` arrived first; None when there was nothing to answer."""
    return session.execute(
        select(col(Inbox.answer)).where(col(Inbox.team_id) == team_id, col(Inbox.key) == key)
    ).scalar_one_or_none()


def is_any_before(session: Session, moment: datetime) -> bool:
    """Whether a key is kept that arrived before `moment`."""
    old = select(col(Inbox.id)).where(col(Inbox.received_at) < moment).limit(1)
    return session.execute(old).first() is not None


def forget_before(session: Session, moment: datetime) -> None:
    """Drop keys that arrived before `moment`: Slack does not repeat anything that late."""
    session.execute(delete(Inbox).where(col(Inbox.received_at) < moment))
