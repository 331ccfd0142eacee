"""What a monthly review looks at, and the reviews that were held."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import and_, func, or_, select
from sqlmodel import Session, col

from bot.core.action_items import UNFINISHED
from storage.queries.outbox import insert_for
from storage.tables import ActionItem, Incident, ItemChange, MonthlyReview


def items(
    session: Session, team_id: str, *, since: datetime
) -> Sequence[tuple[ActionItem, Incident]]:
    """What is open, and what was finished since; neither of drills nor of private incidents."""
    rows = session.execute(
        select(ActionItem, Incident)
        .join(Incident, col(Incident.id) == col(ActionItem.incident_id))
        .where(
            col(ActionItem.team_id) == team_id,
            or_(col(ActionItem.state).in_(UNFINISHED), col(ActionItem.closed_at) >= since),
            col(Incident.drill).is_(False),
            col(Incident.private).is_(False),
        )
        .order_by(col(ActionItem.due_on), col(ActionItem.id))
    )
    return [(item, incident) for item, incident in rows]


def postponed(session: Session, team_id: str, *, since: datetime, until: datetime) -> int:
    """How many items of public incidents got another date in this time; drills do not count."""
    counted = (
        select(func.count(col(ItemChange.item_id).distinct()))
        .join(ActionItem, col(ActionItem.id) == col(ItemChange.item_id))
        .join(Incident, col(Incident.id) == col(ActionItem.incident_id))
        .where(
            col(ItemChange.team_id) == team_id,
            col(ItemChange.what) == "due_on",
            and_(col(ItemChange.at) >= since, col(ItemChange.at) < until),
            col(ItemChange.after) > col(ItemChange.before),
            col(Incident.drill).is_(False),
            col(Incident.private).is_(False),
        )
    )
    return int(session.execute(counted).scalar_one())


def find(session: Session, team_id: str, month: date, purpose: str) -> MonthlyReview | None:
    """A month's review for one channel."""
    return session.execute(
        select(MonthlyReview).where(
            col(MonthlyReview.team_id) == team_id,
            col(MonthlyReview.month) == month,
            col(MonthlyReview.purpose) == purpose,
        )
    ).scalar_one_or_none()


def before(session: Session, team_id: str, month: date) -> MonthlyReview | None:
    """The board's last review before a month."""
    return (
        session.execute(
            select(MonthlyReview)
            .where(
                col(MonthlyReview.team_id) == team_id,
                col(MonthlyReview.month) < month,
                col(MonthlyReview.purpose) == "board",
            )
            .order_by(col(MonthlyReview.month).desc())
            .limit(1)
        )
        .scalars()
        .first()
    )


def keep(session: Session, row: MonthlyReview) -> bool:
    """Store a month's review; False where somebody was quicker."""
    statement = (
        insert_for(session)(MonthlyReview)
        .values(**row.model_dump(exclude={"id"}))
        .on_conflict_do_nothing(index_elements=["team_id", "month", "purpose"])
        .returning(col(MonthlyReview.id))
    )
    return session.execute(statement).first() is not None


def is_any_due(session: Session, team_id: str, month: date, now: datetime) -> bool:
    """Whether a review of this month is to be handed over."""
    found = session.execute(
        select(col(MonthlyReview.id))
        .where(
            col(MonthlyReview.team_id) == team_id,
            col(MonthlyReview.month) == month,
            col(MonthlyReview.due_at) <= now,
        )
        .limit(1)
    ).first()
    return found is not None


def claim_due(
    session: Session, team_id: str, month: date, now: datetime
) -> Sequence[MonthlyReview]:
    """The month's reviews that are due, nobody else's until this transaction ends."""
    return (
        session.execute(
            select(MonthlyReview)
            .where(
                col(MonthlyReview.team_id) == team_id,
                col(MonthlyReview.month) == month,
                col(MonthlyReview.due_at) <= now,
            )
            .order_by(col(MonthlyReview.id))
            .with_for_update(skip_locked=True)
            .execution_options(populate_existing=True)
        )
        .scalars()
        .all()
    )
