"""Paces of retrospectives: which time is over, and who is due a word."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from storage.queries.outbox import insert_for
from storage.tables import (
    CarePause,
    Incident,
    OwnQuestion,
    Parked,
    Person,
    RetroPace,
    Retrospective,
)
from storage.tables import RoundWord as Word

# A review waits while its incident needs people again.
_GOES_ON = ("resolved", "reviewing")


def of_retro(session: Session, team_id: str, retro_id: int) -> RetroPace | None:
    """How a retrospective is held; None for one that began before paces were kept."""
    return session.execute(
        select(RetroPace).where(
            col(RetroPace.team_id) == team_id, col(RetroPace.retro_id) == retro_id
        )
    ).scalar_one_or_none()


def claim_over(session: Session, team_id: str, now: datetime, pace: str) -> Sequence[RetroPace]:
    """The running retrospectives of a pace whose time is over and was not told yet, locked."""
    return (
        session.execute(
            select(RetroPace)
            .join(Retrospective, col(Retrospective.id) == col(RetroPace.retro_id))
            .join(Incident, col(Incident.id) == col(Retrospective.incident_id))
            .where(
                col(RetroPace.team_id) == team_id,
                col(RetroPace.pace) == pace,
                col(RetroPace.told_at).is_(None),
                col(RetroPace.ends_at) <= now,
                col(Retrospective.status) == "running",
                col(Incident.status).in_(_GOES_ON),
            )
            .order_by(col(RetroPace.id))
            .with_for_update(of=RetroPace, skip_locked=True)
        )
        .scalars()
        .all()
    )


def claim_words(session: Session, team_id: str, now: datetime, *, limit: int) -> Sequence[Word]:
    """Words of running retrospectives that are due, locked, the oldest first."""
    return (
        session.execute(
            select(Word)
            .join(Retrospective, col(Retrospective.id) == col(Word.retro_id))
            .join(Incident, col(Incident.id) == col(Retrospective.incident_id))
            .where(
                col(Word.team_id) == team_id,
                col(Word.due_at) <= now,
                col(Retrospective.status) == "running",
                col(Incident.status).in_(_GOES_ON),
            )
            .order_by(col(Word.due_at), col(Word.id))
            .limit(limit)
            .with_for_update(of=Word, skip_locked=True)
        )
        .scalars()
        .all()
    )


def words(session: Session, team_id: str, retro_id: int, round_number: int) -> Sequence[Word]:
    """What people are told of a round."""
    return (
        session.execute(
            select(Word)
            .where(
                col(Word.team_id) == team_id,
                col(Word.retro_id) == retro_id,
                col(Word.round) == round_number,
            )
            .order_by(col(Word.id))
        )
        .scalars()
        .all()
    )


def word(
    session: Session, team_id: str, retro_id: int, round_number: int, user_id: str
) -> Word | None:
    """What one person is told of a round."""
    found = words(session, team_id, retro_id, round_number)
    return next((each for each in found if each.user_id == user_id), None)


def add_word(session: Session, row: Word) -> None:
    """Plan what somebody is told of a round, unless it was planned before."""
    session.execute(
        insert_for(session)(Word)
        .values(**row.model_dump(exclude={"id"}))
        .on_conflict_do_nothing(index_elements=["retro_id", "round", "user_id"])
    )


def own_questions(
    session: Session, team_id: str, retro_id: int, *, user_id: str | None = None
) -> Sequence[OwnQuestion]:
    """The questions to people about their own entries, by time; to all, or to one."""
    question = select(OwnQuestion).where(
        col(OwnQuestion.team_id) == team_id, col(OwnQuestion.retro_id) == retro_id
    )
    if user_id is not None:
        question = question.where(col(OwnQuestion.user_id) == user_id)
    ordered = question.order_by(col(OwnQuestion.at), col(OwnQuestion.id))
    return session.execute(ordered).scalars().all()


def add_own_question(session: Session, row: OwnQuestion) -> None:
    """Ask somebody something of theirs, unless it was asked before."""
    session.execute(
        insert_for(session)(OwnQuestion)
        .values(**row.model_dump(exclude={"id"}))
        .on_conflict_do_nothing(index_elements=["retro_id", "user_id", "subject"])
    )


def care_pause(session: Session, team_id: str, retro_id: int, user_id: str) -> CarePause | None:
    """The pause that somebody takes now; None when they take none."""
    return session.execute(
        select(CarePause)
        .where(
            col(CarePause.team_id) == team_id,
            col(CarePause.retro_id) == retro_id,
            col(CarePause.user_id) == user_id,
            col(CarePause.ended_at).is_(None),
        )
        .order_by(col(CarePause.id))
        .limit(1)
    ).scalar_one_or_none()


def left_by_facilitator(session: Session, team_id: str) -> Sequence[Retrospective]:
    """The running retrospectives whose facilitator is not in the workspace any more."""
    return (
        session.execute(
            select(Retrospective)
            .join(
                Person,
                (col(Person.team_id) == col(Retrospective.team_id))
                & (col(Person.user_id) == col(Retrospective.facilitator)),
            )
            .where(
                col(Retrospective.team_id) == team_id,
                col(Retrospective.status) == "running",
                col(Person.has_left),
            )
            .order_by(col(Retrospective.id))
        )
        .scalars()
        .all()
    )


def parked(session: Session, team_id: str, incident_id: int) -> Sequence[Parked]:
    """What was parked in an incident, in the order in which it was."""
    return (
        session.execute(
            select(Parked)
            .where(col(Parked.team_id) == team_id, col(Parked.incident_id) == incident_id)
            .order_by(col(Parked.id))
        )
        .scalars()
        .all()
    )


def parked_by_id(
    session: Session, team_id: str, parked_id: int, *, lock: bool = False
) -> Parked | None:
    """One thing that was parked."""
    question = select(Parked).where(col(Parked.team_id) == team_id, col(Parked.id) == parked_id)
    return session.execute(question.with_for_update() if lock else question).scalar_one_or_none()
