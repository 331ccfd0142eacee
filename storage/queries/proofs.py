"""Proofs of action items, what looking at their links found, and checkpoints on the way."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from storage.tables import ActionItem, Checkpoint, LinkCheck, Proof


def of_items(
    session: Session, team_id: str, item_ids: Iterable[int]
) -> dict[int, list[tuple[Proof, LinkCheck | None]]]:
    """All proofs of these items, oldest first, each with the last look at its link."""
    rows = session.execute(
        select(Proof, LinkCheck)
        .outerjoin(LinkCheck, col(LinkCheck.proof_id) == col(Proof.id))
        .where(col(Proof.team_id) == team_id, col(Proof.item_id).in_(list(item_ids)))
        .order_by(col(Proof.id))
    )
    found: dict[int, list[tuple[Proof, LinkCheck | None]]] = {}
    for proof, check in rows:
        found.setdefault(proof.item_id, []).append((proof, check))
    return found


def check_of(session: Session, team_id: str, proof_id: int) -> tuple[LinkCheck, Proof] | None:
    """The look at a proof's link, locked, and the proof."""
    row = session.execute(
        select(LinkCheck, Proof)
        .join(Proof, col(Proof.id) == col(LinkCheck.proof_id))
        .where(col(LinkCheck.team_id) == team_id, col(LinkCheck.proof_id) == proof_id)
        .with_for_update(of=LinkCheck)
    ).first()
    return (row[0], row[1]) if row else None


def is_any_check_due(session: Session, team_id: str, now: datetime) -> bool:
    """Whether a link is to be looked at again."""
    question = select(col(LinkCheck.id)).where(
        col(LinkCheck.team_id) == team_id, col(LinkCheck.due_at) <= now
    )
    return session.execute(question.limit(1)).first() is not None


def claim_checks(
    session: Session, team_id: str, now: datetime, *, limit: int
) -> Sequence[tuple[LinkCheck, Proof, str]]:
    """Up to `limit` links to look at again, nobody else's until this transaction ends.

    With the proof and the state of its item.
    """
    rows = session.execute(
        select(LinkCheck, Proof, col(ActionItem.state))
        .join(Proof, col(Proof.id) == col(LinkCheck.proof_id))
        .join(ActionItem, col(ActionItem.id) == col(LinkCheck.item_id))
        .where(col(LinkCheck.team_id) == team_id, col(LinkCheck.due_at) <= now)
        .order_by(col(LinkCheck.id))
        .limit(limit)
        .with_for_update(of=LinkCheck, skip_locked=True)
    )
    return [(check, proof, state) for check, proof, state in rows]


def item_of(session: Session, team_id: str, item_id: int) -> ActionItem | None:
    """The item with this id."""
    return session.execute(
        select(ActionItem).where(col(ActionItem.team_id) == team_id, col(ActionItem.id) == item_id)
    ).scalar_one_or_none()


def checkpoints_of(
    session: Session, team_id: str, item_ids: Iterable[int]
) -> dict[int, list[Checkpoint]]:
    """The checkpoints of these items that are still ahead, by day."""
    found: dict[int, list[Checkpoint]] = {}
    rows = session.execute(
        select(Checkpoint)
        .where(
            col(Checkpoint.team_id) == team_id,
            col(Checkpoint.item_id).in_(list(item_ids)),
            col(Checkpoint.reached_at).is_(None),
        )
        .order_by(col(Checkpoint.due_on), col(Checkpoint.id))
    ).scalars()
    for each in rows:
        found.setdefault(each.item_id, []).append(each)
    return found
