"""Retrospectives: who takes part, which stage is open, what was answered and decided."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, func, or_, select, update
from sqlmodel import Session, col

from bot.core.causes import Axis
from storage.queries.outbox import insert_for
from storage.tables import (
    ActionItem,
    Activity,
    AxisMove,
    Decision,
    Incident,
    Participant,
    Retrospective,
    StageAnswer,
    StageDone,
    StageRecord,
)


def of_incident(
    session: Session, team_id: str, incident_id: int, *, lock: bool = False
) -> Retrospective | None:
    """The latest review of an incident, None before one was started."""
    question = (
        select(Retrospective)
        .where(col(Retrospective.team_id) == team_id, col(Retrospective.incident_id) == incident_id)
        .order_by(col(Retrospective.ordinal).desc())
        .limit(1)
    )
    return session.execute(_locked(question) if lock else question).scalar_one_or_none()


def is_any_running(session: Session, team_id: str) -> bool:
    """Whether any review is under way."""
    running = exists().where(
        col(Retrospective.team_id) == team_id, col(Retrospective.status) == "running"
    )
    return bool(session.execute(select(running)).scalar_one())


def all_of_incident(session: Session, team_id: str, incident_id: int) -> Sequence[Retrospective]:
    """Every review of an incident, the first one first."""
    return (
        session.execute(
            select(Retrospective)
            .where(
                col(Retrospective.team_id) == team_id,
                col(Retrospective.incident_id) == incident_id,
            )
            .order_by(col(Retrospective.ordinal))
        )
        .scalars()
        .all()
    )


def _locked(question: Select[Any]) -> Select[Any]:
    """Lock what is found; what the session knew of it before the lock may be out of date."""
    return question.with_for_update().execution_options(populate_existing=True)


def by_id(
    session: Session, team_id: str, retro_id: int, *, lock: bool = False
) -> Retrospective | None:
    """The review with this id."""
    question = select(Retrospective).where(
        col(Retrospective.team_id) == team_id, col(Retrospective.id) == retro_id
    )
    return session.execute(_locked(question) if lock else question).scalar_one_or_none()


def participants(session: Session, team_id: str, retro_id: int) -> Sequence[Participant]:
    """Who takes part, in the order they joined."""
    return (
        session.execute(
            select(Participant)
            .where(col(Participant.team_id) == team_id, col(Participant.retro_id) == retro_id)
            .order_by(col(Participant.id))
        )
        .scalars()
        .all()
    )


def participant(session: Session, team_id: str, retro_id: int, user_id: str) -> Participant | None:
    """Someone who takes part."""
    return session.execute(
        select(Participant).where(
            col(Participant.team_id) == team_id,
            col(Participant.retro_id) == retro_id,
            col(Participant.user_id) == user_id,
        )
    ).scalar_one_or_none()


def stage_records(session: Session, team_id: str, retro_id: int) -> Sequence[StageRecord]:
    """Every stage that was opened so far."""
    return (
        session.execute(
            select(StageRecord)
            .where(col(StageRecord.team_id) == team_id, col(StageRecord.retro_id) == retro_id)
            .order_by(col(StageRecord.id))
        )
        .scalars()
        .all()
    )


def stage_record(session: Session, team_id: str, retro_id: int, stage: str) -> StageRecord | None:
    """One stage, None while it has not been opened."""
    return session.execute(
        select(StageRecord).where(
            col(StageRecord.team_id) == team_id,
            col(StageRecord.retro_id) == retro_id,
            col(StageRecord.stage) == stage,
        )
    ).scalar_one_or_none()


def answers(
    session: Session,
    team_id: str,
    retro_id: int,
    *,
    stage: str | None = None,
    hidden_too: bool = True,
) -> Sequence[StageAnswer]:
    """What was answered in somebody's name, in all stages or in one, without what was taken back.

    `hidden_too`: also what was not revealed yet.
    """
    question = select(StageAnswer).where(
        col(StageAnswer.team_id) == team_id,
        col(StageAnswer.retro_id) == retro_id,
        col(StageAnswer.deleted_at).is_(None),
    )
    if stage is not None:
        question = question.where(col(StageAnswer.stage) == stage)
    if not hidden_too:
        question = question.where(col(StageAnswer.hidden).is_(False))
    return session.execute(question.order_by(col(StageAnswer.id))).scalars().all()


def answer(session: Session, team_id: str, answer_id: int) -> StageAnswer | None:
    """The answer with this id, taken back or not."""
    return session.execute(
        select(StageAnswer).where(
            col(StageAnswer.team_id) == team_id, col(StageAnswer.id) == answer_id
        )
    ).scalar_one_or_none()


def answer_at(session: Session, team_id: str, retro_id: int, ts: str) -> StageAnswer | None:
    """The answer that a thread message is."""
    return session.execute(
        select(StageAnswer).where(
            col(StageAnswer.team_id) == team_id,
            col(StageAnswer.retro_id) == retro_id,
            col(StageAnswer.ts) == ts,
        )
    ).scalar_one_or_none()


def unhide(session: Session, team_id: str, retro_id: int, stage: str) -> None:
    """Show what was answered in a stage."""
    session.execute(
        update(StageAnswer)
        .where(
            col(StageAnswer.team_id) == team_id,
            col(StageAnswer.retro_id) == retro_id,
            col(StageAnswer.stage) == stage,
        )
        .values(hidden=False)
    )


def done(session: Session, team_id: str, retro_id: int, stage: str) -> Sequence[str]:
    """Who said they are done with a stage."""
    return (
        session.execute(
            select(col(StageDone.user_id))
            .where(
                col(StageDone.team_id) == team_id,
                col(StageDone.retro_id) == retro_id,
                col(StageDone.stage) == stage,
            )
            .order_by(col(StageDone.id))
        )
        .scalars()
        .all()
    )


def mark_done(session: Session, row: StageDone) -> bool:
    """Note that someone is done with a stage; False when they had said so before."""
    statement = (
        insert_for(session)(StageDone)
        .values(**row.model_dump(exclude={"id"}))
        .on_conflict_do_nothing(index_elements=["retro_id", "stage", "user_id"])
        .returning(col(StageDone.id))
    )
    return session.execute(statement).first() is not None


def decisions(session: Session, team_id: str, retro_id: int) -> Sequence[Decision]:
    """The decision log, from its first line on."""
    return (
        session.execute(
            select(Decision)
            .where(col(Decision.team_id) == team_id, col(Decision.retro_id) == retro_id)
            .order_by(col(Decision.id))
        )
        .scalars()
        .all()
    )


def last_facilitated(
    session: Session, team_id: str, user_ids: Iterable[str]
) -> dict[str, datetime]:
    """When each of these people last facilitated; who never did is left out."""
    rows = session.execute(
        select(col(Retrospective.facilitator), func.max(col(Retrospective.started_at)))
        .where(
            col(Retrospective.team_id) == team_id,
            col(Retrospective.facilitator).in_(list(user_ids)),
        )
        .group_by(col(Retrospective.facilitator))
    )
    return {user_id: started_at for user_id, started_at in rows}


def who_spoke(session: Session, team_id: str, incident_id: int) -> Sequence[str]:
    """Who wrote in the incident's channel, in the order of their first message."""
    return (
        session.execute(
            select(col(Activity.user_id))
            .where(
                col(Activity.team_id) == team_id,
                col(Activity.incident_id) == incident_id,
                col(Activity.user_id) != "",
            )
            .group_by(col(Activity.user_id))
            .order_by(func.min(col(Activity.ts)))
        )
        .scalars()
        .all()
    )


def _with_an_axis_of(team_id: str, incident: Incident) -> Select[Any]:
    """Incidents in which an axis moved that moved in this one; what is not known is none."""
    moved = select(col(AxisMove.axis)).where(
        col(AxisMove.team_id) == team_id,
        col(AxisMove.incident_id) == incident.id,
        col(AxisMove.axis) != Axis.unknown,
    )
    return select(col(AxisMove.incident_id)).where(
        col(AxisMove.team_id) == team_id, col(AxisMove.axis).in_(moved)
    )


def earlier_items(
    session: Session, team_id: str, incident: Incident, *, limit: int
) -> Sequence[tuple[ActionItem, Incident]]:
    """Unfinished items of earlier incidents of the same category or axis, newest first.

    What belongs to a private incident stays there; drills and real incidents do not mix.
    """
    rows = session.execute(
        select(ActionItem, Incident)
        .join(Incident, col(Incident.id) == col(ActionItem.incident_id))
        .where(
            col(ActionItem.team_id) == team_id,
            col(ActionItem.state).in_(["open", "in_progress", "blocked"]),
            or_(
                col(Incident.category) == incident.category,
                col(Incident.id).in_(_with_an_axis_of(team_id, incident)),
            ),
            col(Incident.number) < incident.number,
            col(Incident.private).is_(False),
            col(Incident.drill).is_(incident.drill),
        )
        .order_by(col(ActionItem.created_at).desc(), col(ActionItem.id).desc())
        .limit(limit)
    )
    return [(item, of) for item, of in rows]
