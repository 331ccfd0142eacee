"""Which issue an item has, which changed, and which changes are to be read next."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from storage.tables import ItemIssue, TrackerCursor


def of_item(
    session: Session, team_id: str, item_id: int, place: str, *, lock: bool = False
) -> ItemIssue | None:
    """The item's issue in this place, made or still to be made."""
    question = select(ItemIssue).where(
        col(ItemIssue.team_id) == team_id,
        col(ItemIssue.item_id) == item_id,
        col(ItemIssue.place) == place,
    )
    if lock:
        question = question.with_for_update()
    return session.execute(question).scalar_one_or_none()


def of_items(
    session: Session, team_id: str, item_ids: Iterable[int], place: str
) -> dict[int, ItemIssue]:
    """By item, the issues in this place, made or still to be made."""
    rows = session.execute(
        select(ItemIssue).where(
            col(ItemIssue.team_id) == team_id,
            col(ItemIssue.item_id).in_(list(item_ids)),
            col(ItemIssue.place) == place,
        )
    ).scalars()
    return {each.item_id: each for each in rows}


def by_issues(
    session: Session, team_id: str, place: str, issue_ids: Iterable[str]
) -> Sequence[ItemIssue]:
    """Those of these issues that are an item's."""
    return (
        session.execute(
            select(ItemIssue).where(
                col(ItemIssue.team_id) == team_id,
                col(ItemIssue.place) == place,
                col(ItemIssue.issue_id).in_(list(issue_ids)),
            )
        )
        .scalars()
        .all()
    )


def troubles(session: Session, team_id: str, place: str) -> Sequence[str]:
    """Why issues are not as their items are, one for each that is tried again later."""
    return (
        session.execute(
            select(col(ItemIssue.trouble)).where(
                col(ItemIssue.team_id) == team_id,
                col(ItemIssue.place) == place,
                col(ItemIssue.due_at).is_not(None),
            )
        )
        .scalars()
        .all()
    )


def is_any_due(session: Session, team_id: str, place: str, now: datetime) -> bool:
    """Whether changes are to be read, or a try to be repeated."""
    moments = (
        select(col(TrackerCursor.id)).where(
            col(TrackerCursor.team_id) == team_id,
            col(TrackerCursor.place) == place,
            col(TrackerCursor.due_at) <= now,
        ),
        select(col(ItemIssue.id)).where(
            col(ItemIssue.team_id) == team_id,
            col(ItemIssue.place) == place,
            col(ItemIssue.due_at) <= now,
        ),
    )
    return any(session.execute(each.limit(1)).first() is not None for each in moments)


def claim_repeats(
    session: Session, team_id: str, place: str, now: datetime, *, limit: int
) -> Sequence[ItemIssue]:
    """Up to `limit` issues whose last try failed and is due again."""
    return (
        session.execute(
            select(ItemIssue)
            .where(
                col(ItemIssue.team_id) == team_id,
                col(ItemIssue.place) == place,
                col(ItemIssue.due_at) <= now,
            )
            .order_by(col(ItemIssue.id))
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        .scalars()
        .all()
    )


def cursor(session: Session, team_id: str, place: str) -> TrackerCursor | None:
    """How far the changes of a place have been read, locked; None before the first issue."""
    return session.execute(
        select(TrackerCursor)
        .where(col(TrackerCursor.team_id) == team_id, col(TrackerCursor.place) == place)
        .with_for_update()
    ).scalar_one_or_none()
