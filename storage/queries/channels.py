"""Channels Howbot writes in, and the cards that stand in them."""

from collections.abc import Iterable, Sequence

from sqlalchemy import case, delete, select, update
from sqlmodel import Session, col

from storage.queries.outbox import insert_for
from storage.tables import Card, Channel, Incident


def find(session: Session, team_id: str, channel_id: str) -> Channel | None:
    """The channel as we know it."""
    return session.execute(
        select(Channel).where(
            col(Channel.team_id) == team_id, col(Channel.channel_id) == channel_id
        )
    ).scalar_one_or_none()


def open_incident_channels(session: Session, team_id: str) -> list[Channel]:
    """The channels of incidents that Howbot is still in."""
    return list(
        session.execute(
            select(Channel).where(
                col(Channel.team_id) == team_id,
                col(Channel.incident_id).is_not(None),
                col(Channel.state) == "open",
            )
        ).scalars()
    )


def closed_incident_channels(session: Session, team_id: str) -> list[Channel]:
    """The channels of incidents that Howbot cannot write in, as far as it was told."""
    return list(
        session.execute(
            select(Channel).where(
                col(Channel.team_id) == team_id,
                col(Channel.incident_id).is_not(None),
                col(Channel.state) != "open",
            )
        ).scalars()
    )


def belongs(session: Session, team_id: str, channel_id: str, incident_id: int) -> None:
    """Remember whose channel this is; Howbot is in it."""
    row = Channel(team_id=team_id, channel_id=channel_id, incident_id=incident_id)
    session.execute(
        insert_for(session)(Channel)
        .values(**row.model_dump(exclude={"id"}))
        .on_conflict_do_update(
            index_elements=["team_id", "channel_id"],
            set_={"incident_id": incident_id, "state": "open"},
        )
    )


def saw(session: Session, team_id: str, channel_id: str, ts: str) -> None:
    """Remember the latest message known to stand in a channel."""
    statement = insert_for(session)(Channel).values(
        team_id=team_id, channel_id=channel_id, last_ts=ts, state="open", checks_due=0
    )
    # Text order is number order here: Slack's ts have ten digits before the point until 2286.
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["team_id", "channel_id"],
            set_={"last_ts": ts},
            where=col(Channel.last_ts).is_(None) | (col(Channel.last_ts) < ts),
        )
    )


def last_ts(session: Session, team_id: str, channel_id: str) -> str | None:
    """The latest Slack ts known in a channel."""
    return session.execute(
        select(col(Channel.last_ts)).where(
            col(Channel.team_id) == team_id, col(Channel.channel_id) == channel_id
        )
    ).scalar_one_or_none()


def card(session: Session, team_id: str, kind: str, subject: str) -> Card | None:
    """Where a card stands; None when it was not posted yet."""
    return session.execute(
        select(Card).where(
            col(Card.team_id) == team_id, col(Card.kind) == kind, col(Card.subject) == subject
        )
    ).scalar_one_or_none()


def forget_card(session: Session, team_id: str, channel_id: str, ts: str) -> None:
    """Know no longer of the card at a place in Slack: it is not there any more."""
    session.execute(
        delete(Card).where(
            col(Card.team_id) == team_id, col(Card.channel_id) == channel_id, col(Card.ts) == ts
        )
    )


def card_at(session: Session, team_id: str, channel_id: str, ts: str) -> Card | None:
    """The card that stands at a place in Slack."""
    return session.execute(
        select(Card).where(
            col(Card.team_id) == team_id, col(Card.channel_id) == channel_id, col(Card.ts) == ts
        )
    ).scalar_one_or_none()


def ask_for_checks(
    session: Session, team_id: str, statuses: Iterable[str], *, channel_id: str | None = None
) -> None:
    """Have the history of incident channels compared; once more where that is under way.

    `statuses`: of the incidents that still matter. `channel_id`: only this one.
    """
    still_matter = select(col(Incident.id)).where(
        col(Incident.team_id) == team_id, col(Incident.status).in_(list(statuses))
    )
    is_under_way = (col(Channel.checks_due) > 0) & col(Channel.read_until).is_not(None)
    asking = (
        update(Channel)
        .where(
            col(Channel.team_id) == team_id,
            col(Channel.state) == "open",
            col(Channel.incident_id).in_(still_matter),
        )
        .values(
            checks_due=case((is_under_way, 2), else_=1),
            read_until=case((is_under_way, col(Channel.read_until)), else_=None),
        )
    )
    if channel_id is not None:
        asking = asking.where(col(Channel.channel_id) == channel_id)
    session.execute(asking, execution_options={"synchronize_session": False})


def to_check(session: Session, team_id: str) -> Sequence[Channel]:
    """The incident channels whose history has to be compared, the newest incident first."""
    return (
        session.execute(
            select(Channel)
            .where(
                col(Channel.team_id) == team_id,
                col(Channel.state) == "open",
                col(Channel.incident_id).is_not(None),
                col(Channel.checks_due) > 0,
            )
            .order_by(col(Channel.incident_id).desc())
        )
        .scalars()
        .all()
    )


def reached(session: Session, team_id: str, channel_id: str, ts: str) -> None:
    """Remember how far down a channel's history was compared."""
    session.execute(
        update(Channel)
        .where(col(Channel.team_id) == team_id, col(Channel.channel_id) == channel_id)
        .values(read_until=ts)
    )


def checked(session: Session, team_id: str, channel_id: str, *, for_good: bool) -> None:
    """One check of a channel is over; `for_good`: another that was asked for is not made."""
    left = case((col(Channel.checks_due) > 1, col(Channel.checks_due) - 1), else_=0)
    session.execute(
        update(Channel)
        .where(col(Channel.team_id) == team_id, col(Channel.channel_id) == channel_id)
        .values(read_until=None, checks_due=0 if for_good else left),
        execution_options={"synchronize_session": False},
    )


def left(session: Session, team_id: str, channel_id: str) -> None:
    """Remember that Howbot is not in a channel, where nobody told it so."""
    session.execute(
        update(Channel)
        .where(
            col(Channel.team_id) == team_id,
            col(Channel.channel_id) == channel_id,
            col(Channel.state) == "open",
        )
        .values(state="left")
    )
