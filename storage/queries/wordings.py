"""Other wordings that were offered in retrospectives."""

from sqlalchemy import func, select
from sqlmodel import Session, col

from storage.queries.outbox import insert_for
from storage.tables import Wording


def offer(session: Session, row: Wording) -> int | None:
    """Note what is offered and return its id; None where this person had an offer in this stage."""
    statement = (
        insert_for(session)(Wording)
        .values(**row.model_dump(exclude={"id"}))
        .on_conflict_do_nothing(index_elements=["retro_id", "stage", "user_id"])
        .returning(col(Wording.id))
    )
    found = session.execute(statement).scalar_one_or_none()
    return None if found is None else int(found)


def by_id(session: Session, team_id: str, wording_id: int) -> Wording | None:
    """What was offered under this id, locked."""
    return session.execute(
        select(Wording)
        .where(col(Wording.team_id) == team_id, col(Wording.id) == wording_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()


def how_many(session: Session, team_id: str, retro_id: int) -> int:
    """How often another wording was offered in a retrospective, to whomever."""
    question = (
        select(func.count())
        .select_from(Wording)
        .where(col(Wording.team_id) == team_id, col(Wording.retro_id) == retro_id)
    )
    return int(session.execute(question).scalar_one())
