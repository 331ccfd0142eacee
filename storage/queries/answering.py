"""What is said without a name, hidden, grouped, voted on, or said in the room.

Where it must not be known in which order rows were written, all rows of the stage are written
anew with each, in an order of their own: neither their places nor the transaction that PostgreSQL
notes with every row tell more than who was there and what was said.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlmodel import Session, SQLModel, col

from storage.queries.outbox import insert_for
from storage.tables import (
    AnonymousAnswer,
    BoardAnswer,
    DotVote,
    HasAnswered,
    RoomWord,
    SafetyGiven,
    SafetyTally,
    StageReveal,
)


def anonymous_answers(
    session: Session, team_id: str, retro_id: int, *, stage: str | None = None
) -> Sequence[AnonymousAnswer]:
    """What was said without a name, in all stages or in one, in an order that tells nothing."""
    question = select(AnonymousAnswer).where(
        col(AnonymousAnswer.team_id) == team_id, col(AnonymousAnswer.retro_id) == retro_id
    )
    if stage is not None:
        question = question.where(col(AnonymousAnswer.stage) == stage)
    return session.execute(question.order_by(col(AnonymousAnswer.id))).scalars().all()


def add_anonymous(session: Session, row: AnonymousAnswer) -> None:
    """Keep an answer that has no author."""
    others = anonymous_answers(session, row.team_id, row.retro_id, stage=row.stage)
    rows = [each.model_dump() for each in (*others, row)]
    for each in others:
        session.expunge(each)
    kept = col(AnonymousAnswer.retro_id) == row.retro_id, col(AnonymousAnswer.stage) == row.stage
    session.execute(
        delete(AnonymousAnswer).where(*kept).execution_options(synchronize_session=False)
    )
    session.execute(insert(AnonymousAnswer), sorted(rows, key=lambda each: str(each["id"])))


def answered(session: Session, team_id: str, retro_id: int) -> set[tuple[str, str]]:
    """Stage and user of everyone who answered a stage while it was open."""
    rows = session.execute(
        select(col(HasAnswered.stage), col(HasAnswered.user_id)).where(
            col(HasAnswered.team_id) == team_id, col(HasAnswered.retro_id) == retro_id
        )
    )
    return {(stage, user) for stage, user in rows}


def mark_answered(session: Session, row: HasAnswered) -> None:
    """Note that somebody has answered a stage."""
    found = answered(session, row.team_id, row.retro_id)
    users = {user for stage, user in found if stage == row.stage}
    if row.user_id not in users:
        kept = {"team_id": row.team_id, "retro_id": row.retro_id, "stage": row.stage}
        _write_anew(session, HasAnswered, kept, users | {row.user_id})


def safety_given(session: Session, team_id: str, retro_id: int) -> set[str]:
    """Who took part in the safety check."""
    return set(
        session.execute(
            select(col(SafetyGiven.user_id)).where(
                col(SafetyGiven.team_id) == team_id, col(SafetyGiven.retro_id) == retro_id
            )
        ).scalars()
    )


def mark_safety_given(session: Session, row: SafetyGiven) -> bool:
    """Note that somebody took part in the safety check; False when they had before."""
    users = safety_given(session, row.team_id, row.retro_id)
    if row.user_id in users:
        return False
    kept = {"team_id": row.team_id, "retro_id": row.retro_id}
    _write_anew(session, SafetyGiven, kept, users | {row.user_id})
    return True


def _write_anew(
    session: Session, table: type[SQLModel], kept: dict[str, Any], users: set[str]
) -> None:
    session.execute(
        delete(table)
        .where(*(getattr(table, name) == value for name, value in kept.items()))
        .execution_options(synchronize_session=False)
    )
    session.execute(insert(table), [{**kept, "user_id": user} for user in sorted(users)])


def safety_tally(session: Session, team_id: str, retro_id: int) -> SafetyTally | None:
    """How often each value was given; None before the first."""
    return session.execute(
        select(SafetyTally).where(
            col(SafetyTally.team_id) == team_id, col(SafetyTally.retro_id) == retro_id
        )
    ).scalar_one_or_none()


def reveal_of(session: Session, team_id: str, retro_id: int, stage: str) -> StageReveal | None:
    """That a stage's answers were revealed; None while they are not."""
    return session.execute(
        select(StageReveal).where(
            col(StageReveal.team_id) == team_id,
            col(StageReveal.retro_id) == retro_id,
            col(StageReveal.stage) == stage,
        )
    ).scalar_one_or_none()


def board(session: Session, team_id: str, retro_id: int, stage: str) -> Sequence[BoardAnswer]:
    """The revealed answers of a stage, by their numbers."""
    return (
        session.execute(
            select(BoardAnswer)
            .where(
                col(BoardAnswer.team_id) == team_id,
                col(BoardAnswer.retro_id) == retro_id,
                col(BoardAnswer.stage) == stage,
            )
            .order_by(col(BoardAnswer.number))
        )
        .scalars()
        .all()
    )


def votes(session: Session, team_id: str, retro_id: int, stage: str) -> Sequence[DotVote]:
    """Everybody's dots that are not counted yet."""
    return (
        session.execute(
            select(DotVote)
            .where(
                col(DotVote.team_id) == team_id,
                col(DotVote.retro_id) == retro_id,
                col(DotVote.stage) == stage,
            )
            .order_by(col(DotVote.user_id))
        )
        .scalars()
        .all()
    )


def vote_of(
    session: Session, team_id: str, retro_id: int, stage: str, user_id: str
) -> DotVote | None:
    """Somebody's dots that are not counted yet."""
    return session.execute(
        select(DotVote).where(
            col(DotVote.team_id) == team_id,
            col(DotVote.retro_id) == retro_id,
            col(DotVote.stage) == stage,
            col(DotVote.user_id) == user_id,
        )
    ).scalar_one_or_none()


def keep_vote(session: Session, row: DotVote) -> None:
    """Keep somebody's dots in place of those they had given."""
    statement = insert_for(session)(DotVote).values(**row.model_dump())
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["retro_id", "stage", "user_id"], set_={"numbers": row.numbers}
        )
    )


def room_words(
    session: Session, team_id: str, retro_id: int, *, stage: str | None = None
) -> Sequence[RoomWord]:
    """What was said in the room, in order."""
    question = select(RoomWord).where(
        col(RoomWord.team_id) == team_id, col(RoomWord.retro_id) == retro_id
    )
    if stage is not None:
        question = question.where(col(RoomWord.stage) == stage)
    return session.execute(question.order_by(col(RoomWord.id))).scalars().all()


def room_word(
    session: Session, team_id: str, word_id: int, *, lock: bool = False
) -> RoomWord | None:
    """One thing that was said in the room."""
    question = select(RoomWord).where(col(RoomWord.team_id) == team_id, col(RoomWord.id) == word_id)
    if lock:
        question = question.with_for_update().execution_options(populate_existing=True)
    return session.execute(question).scalar_one_or_none()


def unhide(session: Session, team_id: str, retro_id: int, stage: str) -> None:
    """Show what was said in a stage without a name."""
    session.execute(
        update(AnonymousAnswer)
        .where(
            col(AnonymousAnswer.team_id) == team_id,
            col(AnonymousAnswer.retro_id) == retro_id,
            col(AnonymousAnswer.stage) == stage,
        )
        .values(hidden=False)
    )


def forget_votes(session: Session, team_id: str, retro_id: int, stage: str) -> None:
    """Forget who gave which dots."""
    session.execute(
        delete(DotVote).where(
            col(DotVote.team_id) == team_id,
            col(DotVote.retro_id) == retro_id,
            col(DotVote.stage) == stage,
        )
    )
