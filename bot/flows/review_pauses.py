"""A review waits while its incident needs people again, and goes on once it is resolved."""

from bot.core.errors import Refused
from bot.core.incident import Move, Status, key
from bot.flows.incident_cards import show_change
from bot.flows.incidents import demand_alive
from bot.flows.life_cycle import go
from bot.flows.reviews import Review
from bot.flows.runtime import Unit
from bot.flows.timeline import note_by_bot


def demand_not_waiting(unit: Unit, review: Review) -> None:
    """The review may be moved: its incident does not need people just now.

    Raises Refused("retro_paused"), or Refused("incident_over") as `demand_alive`.
    """
    demand_alive(review.incident)
    if review.incident.status not in (Status.resolved, Status.reviewing):
        raise Refused(
            "retro_paused",
            key=key(review.incident.number),
            status=review.incident.status,
            command=unit.house.command,
            field="reason",
        )


def resume(unit: Unit, review: Review, *, by: str) -> None:
    """Take a paused review up again, for everyone to see, if its incident is resolved by now."""
    if review.incident.status != Status.resolved:
        return
    go(review.incident, Move.start_review)
    note_by_bot(unit, review.incident, "review_resumed", by=by)
    show_change(unit, review.incident, topic=True)
