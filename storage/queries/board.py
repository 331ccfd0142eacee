"""What stands on the retro board, page by page; drills never do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, Subquery, and_, case, false, func, select
from sqlmodel import Session, col

from bot.core.action_items import UNFINISHED
from bot.core.board import BoardAsked, Order
from bot.core.causes import Axis
from storage.queries.incidents import seen_by
from storage.tables import ActionItem, AxisMove, Incident, Person

Rows = Select[*tuple[Any, ...]]


@dataclass(frozen=True)
class Part:
    """Which part of a team's board is meant; `user` None sees private incidents too."""

    team_id: str
    asked: BoardAsked
    user: str | None


@dataclass(frozen=True)
class OnBoard:
    """An open item, the axis its incident stands under, and its owner's zone where known."""

    item: ActionItem
    incident: Incident
    axis: str
    zone: str | None


@dataclass(frozen=True)
class InZone:
    """How many open items have owners in a zone, and how many of them were due before a day."""

    zone: str | None
    items: int
    due_before: dict[date, int]


def items(
    session: Session, part: Part, *, first: int = 0, limit: int | None = None
) -> Sequence[OnBoard]:
    """Open items in the order asked for, from the `first` on; of one day the oldest first."""
    axes = _leading(part.team_id)
    chosen = select(ActionItem, Incident, axes.c.axis, col(Person.zone))
    rows = session.execute(
        _open(chosen, part, axes)
        .order_by(
            *_order(part.asked, owner=col(ActionItem.owner), axis=axes.c.axis),
            col(ActionItem.due_on),
            col(ActionItem.id),
        )
        .offset(first)
        .limit(limit)
    )
    return [OnBoard(item, incident, axis or "", zone) for item, incident, axis, zone in rows]


def counted(session: Session, part: Part, days: Sequence[date]) -> Sequence[InZone]:
    """The open items by the zone of their owners, with how many were due before these days."""
    before = [func.sum(case((col(ActionItem.due_on) < day, 1), else_=0)) for day in days]
    chosen = select(col(Person.zone), func.count(), *before)
    axes = _leading(part.team_id) if part.asked.axis else None
    rows = session.execute(_open(chosen, part, axes).group_by(col(Person.zone)))
    return [InZone(zone, count, dict(zip(days, late, strict=True))) for zone, count, *late in rows]


def _open(chosen: Rows, part: Part, axes: Subquery | None) -> Rows:
    """Open items with their incidents and owners; `axes` only where they are asked for."""
    asked = part.asked
    chosen = (
        chosen.select_from(ActionItem)
        .join(Incident, col(Incident.id) == col(ActionItem.incident_id))
        .outerjoin(
            Person,
            and_(
                col(Person.team_id) == col(ActionItem.team_id),
                col(Person.user_id) == col(ActionItem.owner),
            ),
        )
        .where(
            col(ActionItem.team_id) == part.team_id,
            col(ActionItem.state).in_(UNFINISHED),
        )
    )
    if axes is not None:
        chosen = chosen.outerjoin(axes, axes.c.incident_id == col(Incident.id))
        if asked.axis:
            chosen = chosen.where(axes.c.axis == asked.axis)
    if asked.owner:
        chosen = chosen.where(col(ActionItem.owner) == asked.owner)
    return _of_incidents(chosen, part)


def _of_incidents(chosen: Rows, part: Part) -> Rows:
    chosen = chosen.where(col(Incident.drill).is_(False))
    if part.asked.severity:
        chosen = chosen.where(col(Incident.severity) == part.asked.severity)
    return chosen if part.user is None else chosen.where(seen_by(part.user))


def _order(asked: BoardAsked, *, owner: Any, axis: Any) -> list[Any]:
    """What comes before the day; what has no owner or no axis yet comes last."""
    if asked.order is Order.lateness:
        return []
    if asked.order is Order.severity:
        return [col(Incident.severity)]
    by = func.coalesce(owner if asked.order is Order.owner else axis, "")
    return [by == "", by]


def debts(
    session: Session, part: Part, *, limit: int | None = None
) -> Sequence[tuple[AxisMove, Incident]]:
    """Axes that somebody has yet to find out, in the order asked for, the oldest first."""
    rows = session.execute(
        _owed(select(AxisMove, Incident), part)
        .order_by(
            *_order(part.asked, owner=col(AxisMove.owner), axis=col(AxisMove.axis)),
            col(AxisMove.at),
            col(AxisMove.id),
        )
        .limit(limit)
    )
    return [(move, incident) for move, incident in rows]


def count_debts(session: Session, part: Part) -> int:
    """How many axes somebody has yet to find out."""
    found: int = session.execute(_owed(select(func.count()), part)).scalar_one()
    return found


def _owed(chosen: Rows, part: Part) -> Rows:
    chosen = (
        chosen.select_from(AxisMove)
        .join(Incident, col(Incident.id) == col(AxisMove.incident_id))
        .where(
            col(AxisMove.team_id) == part.team_id,
            col(AxisMove.axis) == Axis.unknown,
            col(Incident.status).not_in(["cancelled", "merged"]),
        )
    )
    if part.asked.axis not in ("", Axis.unknown):
        chosen = chosen.where(false())
    if part.asked.owner:
        chosen = chosen.where(col(AxisMove.owner) == part.asked.owner)
    return _of_incidents(chosen, part)


def axes_of(session: Session, team_id: str, incident_ids: Iterable[int]) -> dict[int, str]:
    """The axis that each of these incidents stands under; without one it is left out."""
    axes = _leading(team_id)
    rows = session.execute(select(axes).where(axes.c.incident_id.in_(set(incident_ids))))
    return {incident_id: axis for incident_id, axis in rows}


def _leading(team_id: str) -> Subquery:
    """The axis an incident stands under: the first mover, else the first known, else `unknown`."""
    first, is_unknown = col(AxisMove.moved_first), col(AxisMove.axis) == Axis.unknown
    place = case((first, 0), (is_unknown, 2), else_=1)
    ranked = (
        select(
            col(AxisMove.incident_id),
            col(AxisMove.axis),
            func.row_number()
            .over(partition_by=col(AxisMove.incident_id), order_by=[place, col(AxisMove.id)])
            .label("place"),
        )
        .where(col(AxisMove.team_id) == team_id)
        .subquery()
    )
    return select(ranked.c.incident_id, ranked.c.axis).where(ranked.c.place == 1).subquery()
