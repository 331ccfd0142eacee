"""Channels Howbot writes in, and the cards that stand in them."""

from sqlalchemy import select
from sqlmodel import Session, col

from storage.queries.outbox import insert_for
from storage.tables import Card, Channel


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


def card_at(session: Session, team_id: str, channel_id: str, ts: str) -> Card | None:
    """The card that stands at a place in Slack."""
    return session.execute(
        select(Card).where(
            col(Card.team_id) == team_id, col(Card.channel_id) == channel_id, col(Card.ts) == ts
        )
    ).scalar_one_or_none()
