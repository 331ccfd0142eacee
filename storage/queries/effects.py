"""What was said of items after they were done, and what came up since."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from storage.tables import EffectAnswer, Incident, Slice


def answer_of(
    session: Session, team_id: str, item_id: int, done_id: int, after_days: int
) -> EffectAnswer | None:
    """What was said so many days after an item was done."""
    return session.execute(
        select(EffectAnswer).where(
            col(EffectAnswer.team_id) == team_id,
            col(EffectAnswer.item_id) == item_id,
            col(EffectAnswer.done_id) == done_id,
            col(EffectAnswer.after_days) == after_days,
        )
    ).scalar_one_or_none()


def later_of_category(
    session: Session, team_id: str, category: str, since: datetime
) -> Sequence[Incident]:
    """Incidents of a category declared after a moment; neither drills nor what came to nothing."""
    return (
        session.execute(
            select(Incident)
            .where(
                col(Incident.team_id) == team_id,
                col(Incident.category) == category,
                col(Incident.declared_at) > since,
                col(Incident.drill).is_(False),
                col(Incident.status).not_in(["cancelled", "merged"]),
            )
            .order_by(col(Incident.number))
        )
        .scalars()
        .all()
    )


def slices_of(session: Session, team_id: str, incident_ids: Iterable[int]) -> dict[int, list[str]]:
    """The names of the slices that each of these incidents touched."""
    rows = session.execute(
        select(col(Slice.incident_id), col(Slice.name)).where(
            col(Slice.team_id) == team_id, col(Slice.incident_id).in_(set(incident_ids))
        )
    )
    found: dict[int, list[str]] = {}
    for incident_id, name in rows:
        found.setdefault(incident_id, []).append(name)
    return found
