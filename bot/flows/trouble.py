"""Telling a person that something they asked for could not be done in Slack."""

from bot.core.deliveries import DirectMessage
from bot.flows.runtime import Unit
from bot.render.messages.trouble import DeliveryFailed
from storage.tables import Outbox

TELLING = "trouble"


def tell_who_asked(unit: Unit, row: Outbox, error: str) -> None:
    """Write a DM to whoever asked for the call; a failed telling is not told."""
    if row.asked_by is None or row.follow_up == TELLING:
        return
    message = unit.render(DeliveryFailed(kind=row.kind, error=error))
    unit.send(
        DirectMessage(row.asked_by, message.text, message.blocks),
        lane=f"trouble:{row.id}",
        follow_up=TELLING,
        dedupe_key=f"trouble:{row.id}",
    )
