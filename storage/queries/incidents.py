"""Incidents and the workspace that numbers them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, or_, select
from sqlmodel import Session, col

from storage.queries.outbox import insert_for
from storage.tables import ChannelMember, Incident, Person, Role, StatusUpdate, Workspace


def workspaces(session: Session) -> Sequence[Workspace]:
    """Every workspace this database knows."""
    return session.execute(select(Workspace).order_by(col(Workspace.team_id))).scalars().all()


def workspace(session: Session, team_id: str, *, lock: bool = False) -> Workspace | None:
    """The workspace; locked, nobody else takes a number until this transaction ends."""
    question = select(Workspace).where(col(Workspace.team_id) == team_id)
    return session.execute(_locked(question) if lock else question).scalar_one_or_none()


def meet(session: Session, workspace: Workspace) -> None:
    """Know a workspace and what it is called now; several processes may meet it at once."""
    session.execute(
        insert_for(session)(Workspace)
        .values(**workspace.model_dump())
        .on_conflict_do_update(
            index_elements=["team_id"], set_={"name": workspace.name, "url": workspace.url}
        )
    )


def _locked(question: Select[Any]) -> Select[Any]:
    """Lock what is found; what the session knew of it before the lock may be out of date."""
    return question.with_for_update().execution_options(populate_existing=True)


def by_number(
    session: Session, team_id: str, number: int, *, lock: bool = False
) -> Incident | None:
    """The incident that people write `INC-<number>`."""
    question = select(Incident).where(
        col(Incident.team_id) == team_id, col(Incident.number) == number
    )
    return session.execute(_locked(question) if lock else question).scalar_one_or_none()


def by_id(session: Session, team_id: str, incident_id: int, *, lock: bool = False) -> Incident:
    """The incident with this id; it is an error if there is none."""
    question = select(Incident).where(
        col(Incident.team_id) == team_id, col(Incident.id) == incident_id
    )
    found: Incident = session.execute(_locked(question) if lock else question).scalar_one()
    return found


def by_channel(
    session: Session, team_id: str, channel_id: str, *, lock: bool = False
) -> Incident | None:
    """The incident whose channel this is."""
    question = select(Incident).where(
        col(Incident.team_id) == team_id, col(Incident.channel_id) == channel_id
    )
    return session.execute(_locked(question) if lock else question).scalar_one_or_none()


def with_status(session: Session, team_id: str, statuses: Iterable[str]) -> Sequence[Incident]:
    """Incidents in one of these statuses, worst and then oldest first."""
    return (
        session.execute(
            select(Incident)
            .where(col(Incident.team_id) == team_id, col(Incident.status).in_(list(statuses)))
            .order_by(col(Incident.severity), col(Incident.number))
        )
        .scalars()
        .all()
    )


def known_to_its_channel(session: Session, team_id: str) -> Sequence[Incident]:
    """Incidents with a channel that somebody knows of only by being in it: private, or a guest."""
    guest_inside = (
        select(col(ChannelMember.id))
        .join(
            Person,
            and_(
                col(Person.team_id) == col(ChannelMember.team_id),
                col(Person.user_id) == col(ChannelMember.user_id),
            ),
        )
        .where(col(ChannelMember.incident_id) == col(Incident.id), col(Person.is_guest))
        .exists()
    )
    return (
        session.execute(
            select(Incident).where(
                col(Incident.team_id) == team_id,
                or_(col(Incident.private), guest_inside),
                col(Incident.channel_id).is_not(None),
            )
        )
        .scalars()
        .all()
    )


def declared_since(
    session: Session, team_id: str, user_id: str, moment: datetime
) -> Sequence[Incident]:
    """What a person declared after `moment`."""
    return (
        session.execute(
            select(Incident).where(
                col(Incident.team_id) == team_id,
                col(Incident.declared_by) == user_id,
                col(Incident.declared_at) >= moment,
            )
        )
        .scalars()
        .all()
    )


def needing_an_update(session: Session, team_id: str, now: datetime) -> Sequence[Incident]:
    """Open incidents whose next status update is due, locked for whoever reminds."""
    return (
        session.execute(
            select(Incident)
            .where(
                col(Incident.team_id) == team_id,
                col(Incident.status) == "open",
                col(Incident.update_due_at) <= now,
            )
            .with_for_update(skip_locked=True)
        )
        .scalars()
        .all()
    )


def roles(session: Session, incident_id: int) -> Sequence[Role]:
    """The roles given in an incident, in the order they were given."""
    return (
        session.execute(
            select(Role).where(col(Role.incident_id) == incident_id).order_by(col(Role.id))
        )
        .scalars()
        .all()
    )


def role(session: Session, incident_id: int, name: str) -> Role | None:
    """Who has a role, if anyone."""
    return session.execute(
        select(Role).where(col(Role.incident_id) == incident_id, col(Role.name) == name)
    ).scalar_one_or_none()


def latest_update(session: Session, incident_id: int) -> StatusUpdate | None:
    """The last status update, if there was one."""
    return session.execute(
        select(StatusUpdate)
        .where(col(StatusUpdate.incident_id) == incident_id)
        .order_by(col(StatusUpdate.id).desc())
        .limit(1)
    ).scalar_one_or_none()


def updates(session: Session, incident_id: int) -> Sequence[StatusUpdate]:
    """All status updates, oldest first."""
    return (
        session.execute(
            select(StatusUpdate)
            .where(col(StatusUpdate.incident_id) == incident_id)
            .order_by(col(StatusUpdate.id))
        )
        .scalars()
        .all()
    )


def is_member(session: Session, incident_id: int, user_id: str) -> bool:
    """Whether someone is in the incident's channel."""
    found = session.execute(
        select(col(ChannelMember.id)).where(
            col(ChannelMember.incident_id) == incident_id, col(ChannelMember.user_id) == user_id
        )
    ).first()
    return found is not None


def seen_by(user_id: str) -> ColumnElement[bool]:
    """Whether somebody may know of an incident, as a condition of a question about incidents.

    Everyone but a guest sees a public incident; a private one, and what a guest sees, only who
    is in its channel. Until there is one: who declared it and who leads it.
    """
    guest = (
        select(col(Person.id))
        .where(
            col(Person.team_id) == col(Incident.team_id),
            col(Person.user_id) == user_id,
            col(Person.is_guest),
        )
        .correlate(Incident)  # Others of the question's people are not meant.
        .exists()
    )
    inside = (
        select(col(ChannelMember.id))
        .where(
            col(ChannelMember.incident_id) == col(Incident.id),
            col(ChannelMember.user_id) == user_id,
        )
        .exists()
    )
    named = or_(col(Incident.declared_by) == user_id, col(Incident.lead) == user_id)
    return or_(
        and_(col(Incident.private).is_(False), ~guest),
        and_(col(Incident.channel_id).is_(None), named),
        and_(col(Incident.channel_id).is_not(None), inside),
    )


def is_seen_by(session: Session, incident_id: int, user_id: str) -> bool:
    """Whether somebody may know of this incident."""
    found = session.execute(
        select(col(Incident.id)).where(col(Incident.id) == incident_id, seen_by(user_id))
    ).first()
    return found is not None


def members(session: Session, incident_id: int) -> Sequence[str]:
    """Who is in the incident's channel."""
    return (
        session.execute(
            select(col(ChannelMember.user_id))
            .where(col(ChannelMember.incident_id) == incident_id)
            .order_by(col(ChannelMember.id))
        )
        .scalars()
        .all()
    )


def add_member(session: Session, team_id: str, incident_id: int, user_id: str) -> None:
    """Remember that someone is in the incident's channel."""
    session.execute(
        insert_for(session)(ChannelMember)
        .values(team_id=team_id, incident_id=incident_id, user_id=user_id)
        .on_conflict_do_nothing(index_elements=["incident_id", "user_id"])
    )


def remove_member(session: Session, incident_id: int, user_id: str) -> None:
    """Remember that someone has left the incident's channel."""
    session.execute(
        delete(ChannelMember).where(
            col(ChannelMember.incident_id) == incident_id, col(ChannelMember.user_id) == user_id
        )
    )
