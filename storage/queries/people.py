"""People of the workspace, as Slack last told us."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from storage.queries.outbox import insert_for
from storage.tables import Person


def find(session: Session, team_id: str, user_id: str) -> Person | None:
    """One person as they are kept by now, None if we were never told of them."""
    return session.execute(
        select(Person)
        .where(col(Person.team_id) == team_id, col(Person.user_id) == user_id)
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()


def who_left(session: Session, team_id: str, user_ids: Iterable[str]) -> set[str]:
    """Those of these people who left the workspace."""
    rows = session.execute(
        select(col(Person.user_id)).where(
            col(Person.team_id) == team_id,
            col(Person.user_id).in_(set(user_ids)),
            col(Person.has_left).is_(True),
        )
    )
    return set(rows.scalars())


def names(session: Session, team_id: str, user_ids: Iterable[str]) -> dict[str, str]:
    """Names by user id; people we were never told of are left out."""
    wanted = set(user_ids)
    if not wanted:
        return {}
    rows = session.execute(
        select(col(Person.user_id), col(Person.name)).where(
            col(Person.team_id) == team_id, col(Person.user_id).in_(wanted)
        )
    )
    return {user_id: name for user_id, name in rows}


def keep(session: Session, values: dict[str, Any], *, now: datetime) -> None:
    """Store what Slack says of a person, over what it said before."""
    values = {**values, "fetched_at": now}
    kept = {name: value for name, value in values.items() if name not in ("team_id", "user_id")}
    session.execute(
        insert_for(session)(Person)
        .values(**values)
        .on_conflict_do_update(index_elements=["team_id", "user_id"], set_=kept)
    )
