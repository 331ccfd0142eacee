"""The activity log and the timeline chosen from it."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session, col

from storage.queries.outbox import insert_for
from storage.tables import Activity, Entry, Reaction, Revision


def entries(session: Session, team_id: str, incident_id: int) -> Sequence[Entry]:
    """The timeline in the order in which things happened; what was taken off is left out."""
    return (
        session.execute(
            select(Entry)
            .where(
                col(Entry.team_id) == team_id,
                col(Entry.incident_id) == incident_id,
                col(Entry.removed_at).is_(None),
            )
            .order_by(col(Entry.happened_at), col(Entry.id))
        )
        .scalars()
        .all()
    )


def entry(session: Session, team_id: str, entry_id: int) -> Entry | None:
    """One entry, taken off or not."""
    return session.execute(
        select(Entry).where(col(Entry.team_id) == team_id, col(Entry.id) == entry_id)
    ).scalar_one_or_none()


def entry_of(session: Session, team_id: str, activity_id: int) -> Entry | None:
    """The entry that a message is on the timeline with, taken off or not."""
    return session.execute(
        select(Entry).where(col(Entry.team_id) == team_id, col(Entry.activity_id) == activity_id)
    ).scalar_one_or_none()


def message(
    session: Session, team_id: str, channel_id: str, ts: str, *, lock: bool = False
) -> Activity | None:
    """A message of an incident channel."""
    question = select(Activity).where(
        col(Activity.team_id) == team_id,
        col(Activity.channel_id) == channel_id,
        col(Activity.ts) == ts,
    )
    return session.execute(question.with_for_update() if lock else question).scalar_one_or_none()


def message_by_id(session: Session, team_id: str, activity_id: int) -> Activity | None:
    """A message of an incident channel, by its row."""
    return session.execute(
        select(Activity).where(col(Activity.team_id) == team_id, col(Activity.id) == activity_id)
    ).scalar_one_or_none()


def said_by_people(session: Session, team_id: str, incident_id: int) -> Sequence[Activity]:
    """What people wrote about an incident and what still stands, in order."""
    return (
        session.execute(
            select(Activity)
            .where(
                col(Activity.team_id) == team_id,
                col(Activity.incident_id) == incident_id,
                col(Activity.user_id) != "",
                col(Activity.app_name) == "",
                col(Activity.deleted_at).is_(None),
            )
            .order_by(col(Activity.ts), col(Activity.id))
        )
        .scalars()
        .all()
    )


def replies(session: Session, team_id: str, channel_id: str, thread_ts: str) -> Sequence[Activity]:
    """What was written in a thread, in the order in which it was stored."""
    return (
        session.execute(
            select(Activity)
            .where(
                col(Activity.team_id) == team_id,
                col(Activity.channel_id) == channel_id,
                col(Activity.thread_ts) == thread_ts,
                col(Activity.ts) != thread_ts,
            )
            .order_by(col(Activity.id))
        )
        .scalars()
        .all()
    )


def add_message(session: Session, row: Activity) -> bool:
    """Store a message; False when it was stored before."""
    statement = (
        insert_for(session)(Activity)
        .values(**row.model_dump(exclude={"id"}))
        .on_conflict_do_nothing(index_elements=["team_id", "channel_id", "ts"])
        .returning(col(Activity.id))
    )
    return session.execute(statement).first() is not None


def messages_behind(session: Session, team_id: str, chosen: Iterable[Entry]) -> dict[int, Activity]:
    """The messages that entries were made from, by their id."""
    wanted = {each.activity_id for each in chosen if each.activity_id is not None}
    if not wanted:
        return {}
    rows = session.execute(
        select(Activity).where(col(Activity.team_id) == team_id, col(Activity.id).in_(wanted))
    ).scalars()
    return {row.id: row for row in rows if row.id is not None}


def standing(
    session: Session, team_id: str, channel_id: str, *, thread_ts: str | None = None
) -> set[str]:
    """The ts of all messages of a channel or a thread that are not known to be deleted.

    Replies do not stand in the channel itself.
    """
    rows = session.execute(
        select(col(Activity.ts)).where(
            col(Activity.team_id) == team_id,
            col(Activity.channel_id) == channel_id,
            col(Activity.thread_ts) == thread_ts,
            col(Activity.deleted_at).is_(None),
        )
    )
    return set(rows.scalars())


def roots(session: Session, team_id: str, channel_id: str) -> set[str]:
    """The messages that replies are known to."""
    rows = session.execute(
        select(col(Activity.thread_ts))
        .where(
            col(Activity.team_id) == team_id,
            col(Activity.channel_id) == channel_id,
            col(Activity.thread_ts).is_not(None),
            col(Activity.deleted_at).is_(None),
        )
        .distinct()
    )
    return {root for root in rows.scalars() if root is not None}


def has_wording(session: Session, activity_id: int, *, text: str, written_ts: str) -> bool:
    """Whether this former wording is kept already."""
    found = session.execute(
        select(col(Revision.id)).where(
            col(Revision.activity_id) == activity_id,
            col(Revision.written_ts) == written_ts,
            col(Revision.text) == text,
        )
    ).first()
    return found is not None


def wordings(session: Session, team_id: str, activity_id: int) -> Sequence[Revision]:
    """What a message said before, oldest first."""
    return (
        session.execute(
            select(Revision)
            .where(col(Revision.team_id) == team_id, col(Revision.activity_id) == activity_id)
            .order_by(col(Revision.written_ts), col(Revision.id))
        )
        .scalars()
        .all()
    )


def keep_reaction(session: Session, values: dict[str, Any]) -> bool:
    """Store what was told last of a person's reaction; False when something newer was known.

    `values`: the columns of a `Reaction`.
    """
    # Text order is number order here: Slack's ts have ten digits before the point until 2286.
    statement = (
        insert_for(session)(Reaction)
        .values(**values)
        .on_conflict_do_update(
            index_elements=["team_id", "channel_id", "ts", "user_id", "name"],
            set_={"present": values["present"], "changed_ts": values["changed_ts"]},
            where=col(Reaction.changed_ts) < values["changed_ts"],
        )
        .returning(col(Reaction.id))
    )
    return session.execute(statement).first() is not None


def reactions_of(
    session: Session, team_id: str, channel_id: str, ts: str | None = None
) -> Sequence[Reaction]:
    """All that was ever told of reactions in a channel or on one message, taken away or not."""
    question = select(Reaction).where(
        col(Reaction.team_id) == team_id, col(Reaction.channel_id) == channel_id
    )
    if ts is not None:
        question = question.where(col(Reaction.ts) == ts)
    return session.execute(question).scalars().all()


def set_present(session: Session, seen: Reaction, *, present: bool) -> bool:
    """Correct a reaction; False when something was told of it since it was `seen`."""
    statement = (
        update(Reaction)
        .where(col(Reaction.id) == seen.id, col(Reaction.changed_ts) == seen.changed_ts)
        .values(present=present)
        .returning(col(Reaction.id))
    )
    return session.execute(statement).first() is not None


def reactions(
    session: Session, team_id: str, channel_id: str, stamps: Iterable[str]
) -> Sequence[Reaction]:
    """The reactions that stand on these messages, first come first."""
    return (
        session.execute(
            select(Reaction)
            .where(
                col(Reaction.team_id) == team_id,
                col(Reaction.channel_id) == channel_id,
                col(Reaction.ts).in_(list(stamps)),
                col(Reaction.present),
            )
            .order_by(col(Reaction.changed_ts), col(Reaction.id))
        )
        .scalars()
        .all()
    )
