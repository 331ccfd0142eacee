"""Links to what stands in Slack."""

from bot.flows.open_stage import STAGE_CARD
from bot.flows.runtime import Unit
from storage.queries import channels


def message_link(unit: Unit, channel: str, ts: str) -> str:
    """Where a message stands, as `chat.getPermalink` would give it; empty while unknown."""
    if not unit.house.workspace_url:
        return ""
    base = unit.house.workspace_url.rstrip("/")
    return f"{base}/archives/{channel}/p{ts.replace('.', '')}"


def card_link(unit: Unit, subject: str) -> str:
    """Where a stage's card stands; empty until it is posted."""
    card = channels.card(unit.session, unit.team_id, STAGE_CARD, subject)
    return message_link(unit, card.channel_id, card.ts) if card else ""
