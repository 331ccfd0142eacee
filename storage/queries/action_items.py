"""Action items: by number, by owner, and whose owner has something due."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import func, select
from sqlmodel import Session, col

from bot.core.action_items import UNFINISHED, State
from storage.tables import ActionItem, FormerKey, HandOver, Incident, ItemChange, Proof

ROWS_FOR_EACH = 25

OfItem = TypeVar("OfItem", Proof, HandOver)


def by_number(
    session: Session, team_id: str, incident_id: int, number: int, *, lock: bool = False
) -> ActionItem | None:
    """The item with this number in an incident."""
    question = select(ActionItem).where(
        col(ActionItem.team_id) == team_id,
        col(ActionItem.incident_id) == incident_id,
        col(ActionItem.number) == number,
    )
    if lock:
        question = question.with_for_update().execution_options(populate_existing=True)
    return session.execute(question).scalar_one_or_none()


def by_former_key(
    session: Session, team_id: str, incident_id: int, number: int
) -> tuple[ActionItem, Incident] | None:
    """The item that had this number in an incident which was merged, and where it is now."""
    row = session.execute(
        select(ActionItem, Incident)
        .join(FormerKey, col(FormerKey.item_id) == col(ActionItem.id))
        .join(Incident, col(Incident.id) == col(ActionItem.incident_id))
        .where(
            col(FormerKey.team_id) == team_id,
            col(FormerKey.incident_id) == incident_id,
            col(FormerKey.number) == number,
        )
    ).first()
    return (row[0], row[1]) if row else None


def of_incident(session: Session, team_id: str, incident_id: int) -> Sequence[ActionItem]:
    """All items of an incident, by number."""
    return (
        session.execute(
            select(ActionItem)
            .where(col(ActionItem.team_id) == team_id, col(ActionItem.incident_id) == incident_id)
            .order_by(col(ActionItem.number))
        )
        .scalars()
        .all()
    )


def unfinished_of(
    session: Session, team_id: str, owner: str
) -> Sequence[tuple[ActionItem, Incident]]:
    """What one person still has to do, with the incident of each, by due date."""
    rows = session.execute(
        select(ActionItem, Incident)
        .join(Incident, col(Incident.id) == col(ActionItem.incident_id))
        .where(
            col(ActionItem.team_id) == team_id,
            col(ActionItem.owner) == owner,
            col(ActionItem.state).in_(UNFINISHED),
        )
        .order_by(col(ActionItem.due_on), col(ActionItem.id))
    )
    return [(item, incident) for item, incident in rows]


def lock_some(session: Session, team_id: str, item_ids: Iterable[int]) -> Sequence[ActionItem]:
    """The items with these ids, locked in their order, so that two who do so never cross."""
    return (
        session.execute(
            select(ActionItem)
            .where(col(ActionItem.team_id) == team_id, col(ActionItem.id).in_(list(item_ids)))
            .order_by(col(ActionItem.id))
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        .scalars()
        .all()
    )


def with_figures(
    session: Session, team_id: str, *, since: datetime
) -> Sequence[tuple[ActionItem, Incident]]:
    """Items done since, with figures of which it is known which way is better."""
    rows = session.execute(
        select(ActionItem, Incident)
        .join(Incident, col(Incident.id) == col(ActionItem.incident_id))
        .where(
            col(ActionItem.team_id) == team_id,
            col(ActionItem.state) == State.done,
            col(ActionItem.closed_at) >= since,
            col(ActionItem.figure_better) != "",
        )
        .order_by(col(ActionItem.closed_at), col(ActionItem.id))
    )
    return [(item, incident) for item, incident in rows]


def owners_among(session: Session, team_id: str, user_ids: Iterable[str]) -> Sequence[str]:
    """Which of these people have something still to do."""
    wanted = set(user_ids)
    found = (
        session.execute(
            select(col(ActionItem.owner))
            .where(col(ActionItem.team_id) == team_id, col(ActionItem.state).in_(UNFINISHED))
            .distinct()
            .order_by(col(ActionItem.owner))
        )
        .scalars()
        .all()
    )
    return [owner for owner in found if owner in wanted]


def is_any_due(session: Session, team_id: str, now: datetime) -> bool:
    """Whether somebody may have to be reminded."""
    question = select(col(ActionItem.id)).where(
        col(ActionItem.team_id) == team_id, col(ActionItem.next_nudge_at) <= now
    )
    return session.execute(question.limit(1)).first() is not None


def claim_owners(session: Session, team_id: str, now: datetime, *, limit: int) -> Sequence[str]:
    """Up to `limit` owners with something due, nobody else's until this transaction ends.

    One row stands for each owner, the first that is due; whoever holds that row has the owner.
    Only the rows that have waited longest are looked at, so that the cost of one look does not
    grow with how many are due.
    """
    waiting_longest = (
        select(col(ActionItem.id), col(ActionItem.owner))
        .where(col(ActionItem.team_id) == team_id, col(ActionItem.next_nudge_at) <= now)
        .order_by(col(ActionItem.next_nudge_at))
        .limit(limit * ROWS_FOR_EACH)
        .subquery()
    )
    first_due = (
        select(func.min(waiting_longest.c.id)).group_by(waiting_longest.c.owner).limit(limit)
    )
    claimed = session.execute(
        select(ActionItem)
        .where(
            col(ActionItem.id).in_(first_due),
            # Asked again: another process may have dealt with it since the look above.
            col(ActionItem.next_nudge_at) <= now,
        )
        .order_by(col(ActionItem.id))
        .with_for_update(skip_locked=True)
    ).scalars()
    return [item.owner for item in claimed]


def due_of(
    session: Session, team_id: str, owners: Sequence[str], now: datetime
) -> dict[str, list[ActionItem]]:
    """The items of these owners that are to be looked at, locked, finished ones among them."""
    due: dict[str, list[ActionItem]] = {owner: [] for owner in owners}
    found = session.execute(
        select(ActionItem)
        .where(
            col(ActionItem.team_id) == team_id,
            col(ActionItem.owner).in_(owners),
            col(ActionItem.next_nudge_at) <= now,
        )
        .order_by(col(ActionItem.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalars()
    for item in found:
        due[item.owner].append(item)
    return due


def last_reminded_at(session: Session, team_id: str, owner: str) -> datetime | None:
    """When a person was last reminded, of whatever item."""
    return session.execute(
        select(func.max(col(ActionItem.last_sent_at))).where(
            col(ActionItem.team_id) == team_id, col(ActionItem.owner) == owner
        )
    ).scalar()


def latest_proofs(session: Session, team_id: str, item_ids: Iterable[int]) -> dict[int, Proof]:
    """The proof each of these items was last closed with, by item."""
    return _last_of(Proof, session, team_id, item_ids)


def is_any_unclaimed(session: Session, team_id: str, now: datetime) -> bool:
    """Whether an item that nobody took is to fall to somebody by now."""
    question = select(col(ActionItem.id)).where(
        col(ActionItem.team_id) == team_id, col(ActionItem.falls_to_lead_at) <= now
    )
    return session.execute(question.limit(1)).first() is not None


def claim_unclaimed(
    session: Session, team_id: str, now: datetime, *, limit: int
) -> Sequence[tuple[ActionItem, Incident]]:
    """Up to `limit` items that nobody took in time, each with its incident."""
    rows = session.execute(
        select(ActionItem, Incident)
        .join(Incident, col(Incident.id) == col(ActionItem.incident_id))
        .where(col(ActionItem.team_id) == team_id, col(ActionItem.falls_to_lead_at) <= now)
        .order_by(col(ActionItem.id))
        .limit(limit)
        .with_for_update(of=ActionItem, skip_locked=True)
        .execution_options(populate_existing=True)
    )
    return [(item, incident) for item, incident in rows]


def hand_over(session: Session, team_id: str, change_id: int) -> HandOver | None:
    """How an item once went from one owner to another."""
    return session.execute(
        select(HandOver).where(col(HandOver.team_id) == team_id, col(HandOver.id) == change_id)
    ).scalar_one_or_none()


def last_hand_overs(session: Session, team_id: str, item_ids: Iterable[int]) -> dict[int, HandOver]:
    """How each of these items came to its present owner; without those that never moved."""
    return _last_of(HandOver, session, team_id, item_ids)


def _last_of(
    table: type[OfItem], session: Session, team_id: str, item_ids: Iterable[int]
) -> dict[int, OfItem]:
    """The last row of each of these items, by item; without those that have none."""
    rows = session.execute(
        select(table)
        .where(col(table.team_id) == team_id, col(table.item_id).in_(list(item_ids)))
        .order_by(col(table.id))
    ).scalars()
    return {each.item_id: each for each in rows}


def changes(session: Session, item_id: int, what: str) -> Sequence[ItemChange]:
    """What changed on an item in one respect (`state`, `due_on`, `snooze`), oldest first."""
    return (
        session.execute(
            select(ItemChange)
            .where(col(ItemChange.item_id) == item_id, col(ItemChange.what) == what)
            .order_by(col(ItemChange.id))
        )
        .scalars()
        .all()
    )


def with_incident(
    session: Session, team_id: str, item_id: int
) -> tuple[ActionItem, Incident] | None:
    """The item with this id, locked, and its incident."""
    row = session.execute(
        select(ActionItem, Incident)
        .join(Incident, col(Incident.id) == col(ActionItem.incident_id))
        .where(col(ActionItem.team_id) == team_id, col(ActionItem.id) == item_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    return (row[0], row[1]) if row else None
