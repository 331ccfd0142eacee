"""Action items that others are to hear of: whose time has come, and what is being told to whom."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from bot.core.action_items import UNFINISHED
from storage.tables import ActionItem, Incident


def is_any_due(session: Session, team_id: str, now: datetime) -> bool:
    """Whether somebody may have to be told of an item."""
    question = select(col(ActionItem.id)).where(
        col(ActionItem.team_id) == team_id, col(ActionItem.escalates_at) <= now
    )
    return session.execute(question.limit(1)).first() is not None


def claim(
    session: Session, team_id: str, now: datetime, *, limit: int
) -> Sequence[tuple[ActionItem, Incident]]:
    """Up to `limit` items that are due, each with its incident, nobody else's until we commit."""
    rows = session.execute(
        select(ActionItem, Incident)
        .join(Incident, col(Incident.id) == col(ActionItem.incident_id))
        .where(col(ActionItem.team_id) == team_id, col(ActionItem.escalates_at) <= now)
        .order_by(col(ActionItem.escalates_at), col(ActionItem.id))
        .limit(limit)
        .with_for_update(of=ActionItem, skip_locked=True)
        .execution_options(populate_existing=True)
    )
    return [(item, incident) for item, incident in rows]


def being_told(session: Session, team_id: str, to: str) -> Sequence[tuple[ActionItem, Incident]]:
    """What is on its way to a person or channel, the longest late first."""
    rows = session.execute(
        select(ActionItem, Incident)
        .join(Incident, col(Incident.id) == col(ActionItem.incident_id))
        .where(
            col(ActionItem.team_id) == team_id,
            col(ActionItem.escalating_to) == to,
            col(ActionItem.state).in_(UNFINISHED),
        )
        .order_by(col(ActionItem.due_on), col(ActionItem.id))
    )
    return [(item, incident) for item, incident in rows]
