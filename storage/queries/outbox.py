"""The outbox: what has to be said to Slack, claimed by whoever is free, recorded once.

One row is one call. A claim is a lease: whoever holds it and dies loses it after `lease`, and the
next holder finds `doubt_since` set and has to look in Slack before it tries again. Recording is
fenced by `attempts`, so that a holder who slept past the lease changes nothing.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, case, delete, exists, func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from storage.tables import Outbox
from storage.tables.columns import UtcDateTime
from storage.tables.delivery import IS_UNTRIED

UNFINISHED = ("waiting", "sending")
DELIVERED = ("sent", "lapsed")
# Of what was delivered long ago; whoever looks for what is due or old passes it by.
NEVER = datetime.max.replace(tzinfo=UTC)


def insert_for(session: Session) -> Any:
    """The dialect's own INSERT, for its ON CONFLICT clause."""
    name = session.get_bind().dialect.name
    return postgresql_insert if name == "postgresql" else sqlite_insert


def add(session: Session, row: Outbox) -> bool:
    """Write a row; False when its `dedupe_key` was written before."""
    values = row.model_dump(exclude={"id"})
    if row.dedupe_key is None:
        session.execute(insert(Outbox).values(**values))
        return True
    statement = (
        insert_for(session)(Outbox)
        .values(**values)
        .on_conflict_do_nothing(index_elements=["team_id", "dedupe_key"])
        .returning(col(Outbox.id))
    )
    return session.execute(statement).first() is not None


def ask_for_card(session: Session, row: Outbox) -> None:
    """Make sure that a card is rendered after this transaction; at most one row waits for it.

    Touching the row that waits locks it: a courier cannot take it, and render the card from what
    stood before, until this transaction has committed.
    """
    session.execute(
        insert_for(session)(Outbox)
        .values(**row.model_dump(exclude={"id"}))
        .on_conflict_do_update(
            index_elements=["team_id", "card_key"],
            index_where=IS_UNTRIED,
            set_={
                "not_before": case(
                    (col(Outbox.not_before) < row.not_before, col(Outbox.not_before)),
                    else_=row.not_before,
                )
            },
        )
    )


def claim(
    session: Session, *, worker: str, now: datetime, lease: timedelta, limit: int
) -> Sequence[Outbox]:
    """Take up to `limit` rows that are due and first in their lane, oldest first."""
    rows = session.execute(
        _CLAIM,
        {"holder": worker, "at": now, "until": now + lease, "most": limit},
        execution_options={"synchronize_session": False},
    ).scalars()
    return sorted(rows, key=lambda row: row.id or 0)


def _claiming() -> Any:
    at, until = (bindparam(name, type_=UtcDateTime()) for name in ("at", "until"))
    earlier = aliased(Outbox)
    is_blocked = exists().where(
        col(earlier.lane) == col(Outbox.lane),
        col(earlier.team_id) == col(Outbox.team_id),
        col(earlier.id) < col(Outbox.id),
        col(earlier.state).in_(UNFINISHED),
    )
    due = (
        select(col(Outbox.id))
        .where(
            or_(
                (col(Outbox.state) == "waiting") & (col(Outbox.not_before) <= at),
                (col(Outbox.state) == "sending") & (col(Outbox.lease_until) <= at),
            ),
            ~is_blocked,
        )
        .order_by(col(Outbox.id))
        .limit(bindparam("most"))
        .with_for_update(skip_locked=True)
        .cte("due")  # A plain subquery may be run again for each row, and lock others each time.
    )
    return (
        update(Outbox)
        .where(col(Outbox.id).in_(select(due.c.id)))
        .values(
            state="sending",
            worker=bindparam("holder"),
            lease_until=until,
            attempts=col(Outbox.attempts) + 1,
            doubt_since=func.coalesce(col(Outbox.doubt_since), at),
            first_tried_at=func.coalesce(col(Outbox.first_tried_at), at),
        )
        .returning(Outbox)
    )


# Put together once: every courier asks this several times a second.
_CLAIM = _claiming()


def next_due_at(session: Session) -> datetime | None:
    """When the next row can be taken, None when nothing waits."""
    waiting = select(func.min(col(Outbox.not_before))).where(col(Outbox.state) == "waiting")
    leased = select(func.min(col(Outbox.lease_until))).where(col(Outbox.state) == "sending")
    moments = [session.execute(question).scalar() for question in (waiting, leased)]
    return min((moment for moment in moments if moment is not None), default=None)


def held(session: Session, row_id: int, attempt: int) -> Outbox | None:
    """The row, locked, if this attempt still holds it."""
    return session.execute(
        select(Outbox)
        .where(
            col(Outbox.id) == row_id,
            col(Outbox.attempts) == attempt,
            col(Outbox.state) == "sending",
        )
        .with_for_update()
    ).scalar_one_or_none()


def is_any_to_let_go(session: Session, moment: datetime) -> bool:
    """Whether something was delivered before `moment` whose words are still kept."""
    return session.execute(_delivered_before(moment, limit=1)).first() is not None


def let_go(session: Session, moment: datetime, *, limit: int) -> None:
    """Drop up to `limit` rows delivered before `moment`; of those with a `dedupe_key`, the words.

    The key stays for good: it is what keeps something from being said a second time.
    """
    question = _delivered_before(moment, limit=limit).with_for_update(skip_locked=True)
    delivered = session.execute(question).all()
    session.execute(
        delete(Outbox).where(col(Outbox.id).in_([each.id for each in delivered if not each.key]))
    )
    session.execute(
        update(Outbox)
        .where(col(Outbox.id).in_([each.id for each in delivered if each.key]))
        .values(payload={}, subject={}, not_before=NEVER)
    )


def _delivered_before(moment: datetime, *, limit: int) -> Any:
    newest = select(func.max(col(Outbox.id))).scalar_subquery()
    return (
        select(col(Outbox.id), col(Outbox.dedupe_key).label("key"))
        .where(
            col(Outbox.state).in_(DELIVERED),
            col(Outbox.not_before) < moment,
            col(Outbox.finished_at) < moment,
            col(Outbox.id) < newest,  # Its number must not be given to another.
        )
        .limit(limit)
    )


def stuck(session: Session, team_id: str, *, since: datetime) -> Sequence[Outbox]:
    """Rows that failed for good, or have been tried and not finished since before `since`.

    What a tracker would not have is kept with the item, and tried again by another row.
    """
    return (
        session.execute(
            select(Outbox)
            .where(
                col(Outbox.team_id) == team_id,
                or_(
                    (col(Outbox.state) == "failed") & ~col(Outbox.lane).startswith("tracker_"),
                    col(Outbox.state).in_(UNFINISHED) & (col(Outbox.first_tried_at) < since),
                ),
            )
            .order_by(col(Outbox.id))
        )
        .scalars()
        .all()
    )


def is_any_unfinished(session: Session, team_id: str, lane: str) -> bool:
    """Whether a call of this lane is still to be made."""
    found = session.execute(
        select(col(Outbox.id))
        .where(
            col(Outbox.team_id) == team_id,
            col(Outbox.lane) == lane,
            col(Outbox.state).in_(UNFINISHED),
        )
        .limit(1)
    ).first()
    return found is not None


def count_unfinished(session: Session, team_id: str) -> int:
    """How many calls are still to be made."""
    found: int = session.execute(
        select(func.count())
        .select_from(Outbox)
        .where(col(Outbox.team_id) == team_id, col(Outbox.state).in_(UNFINISHED))
    ).scalar_one()
    return found
