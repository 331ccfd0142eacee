"""The activity log and the timeline chosen from it."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlmodel import Session, col

from storage.tables import Activity, Entry


def entries(session: Session, incident_id: int) -> Sequence[Entry]:
    """The timeline in the order in which things happened; what was taken off is left out."""
    return (
        session.execute(
            select(Entry)
            .where(col(Entry.incident_id) == incident_id, col(Entry.removed_at).is_(None))
            .order_by(col(Entry.happened_at), col(Entry.id))
        )
        .scalars()
        .all()
    )


def message(session: Session, team_id: str, channel_id: str, ts: str) -> Activity | None:
    """A message of an incident channel."""
    return session.execute(
        select(Activity).where(
            col(Activity.team_id) == team_id,
            col(Activity.channel_id) == channel_id,
            col(Activity.ts) == ts,
        )
    ).scalar_one_or_none()
