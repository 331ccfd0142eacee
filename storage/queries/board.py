"""What stands on the retro board; drills never do."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlmodel import Session, col

from bot.core.action_items import UNFINISHED
from bot.core.causes import Axis
from storage.tables import ActionItem, AxisMove, Incident


def open_items(session: Session, team_id: str) -> Sequence[tuple[ActionItem, Incident]]:
    """Every unfinished item, with its incident, the longest due first."""
    rows = session.execute(
        select(ActionItem, Incident)
        .join(Incident, col(Incident.id) == col(ActionItem.incident_id))
        .where(
            col(ActionItem.team_id) == team_id,
            col(ActionItem.state).in_(UNFINISHED),
            col(Incident.drill).is_(False),
        )
        .order_by(col(ActionItem.due_on), col(ActionItem.id))
    )
    return [(item, incident) for item, incident in rows]


def unknown_axes(session: Session, team_id: str) -> Sequence[tuple[AxisMove, Incident]]:
    """Axes that somebody has yet to find out, the oldest first."""
    rows = session.execute(
        select(AxisMove, Incident)
        .join(Incident, col(Incident.id) == col(AxisMove.incident_id))
        .where(
            col(AxisMove.team_id) == team_id,
            col(AxisMove.axis) == Axis.unknown,
            col(Incident.drill).is_(False),
            col(Incident.status).not_in(["cancelled", "merged"]),
        )
        .order_by(col(AxisMove.id))
    )
    return [(move, incident) for move, incident in rows]


def axes_of(
    session: Session, team_id: str, incident_ids: Iterable[int]
) -> dict[int, list[tuple[str, bool]]]:
    """The axes that moved in each of these incidents, each with whether it moved first."""
    rows = session.execute(
        select(col(AxisMove.incident_id), col(AxisMove.axis), col(AxisMove.moved_first))
        .where(col(AxisMove.team_id) == team_id, col(AxisMove.incident_id).in_(set(incident_ids)))
        .order_by(col(AxisMove.id))
    )
    found: dict[int, list[tuple[str, bool]]] = {}
    for incident_id, axis, moved_first in rows:
        found.setdefault(incident_id, []).append((axis, bool(moved_first)))
    return found
