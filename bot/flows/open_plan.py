"""The card of the plan for a retrospective, drawn again when something it shows has changed."""

from bot.flows.runtime import Unit
from storage.queries import channels, preparations

PLAN_CARD = "preparation"


def refresh_plan(unit: Unit, incident_id: int) -> None:
    """Draw the card again where it stands; nothing where none was posted."""
    plan = preparations.of_incident(unit.session, unit.team_id, incident_id)
    if plan is None:
        return
    card = channels.card(unit.session, unit.team_id, PLAN_CARD, str(plan.id))
    if card is not None:
        unit.refresh_card(PLAN_CARD, plan.id)
