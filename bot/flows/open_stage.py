"""The card of the stage that is open, drawn again when something it shows has changed."""

from bot.flows.runtime import Unit
from storage.queries import retrospectives

STAGE_CARD = "stage"


def refresh_stage(unit: Unit, incident_id: int) -> None:
    """Draw the open stage's card again; nothing where no retrospective was started."""
    retro = retrospectives.of_incident(unit.session, unit.team_id, incident_id)
    if retro is not None and retro.id is not None:
        show_stage(unit, retro.id, retro.stage)


def show_stage(unit: Unit, retro_id: int, stage: str) -> None:
    """Draw one stage's card: posted when it is shown first, edited from then on."""
    unit.refresh_card(STAGE_CARD, f"{retro_id}:{stage}")


def thread_lane(channel: str, ts: str) -> str:
    """What is said in one thread goes out in order."""
    return f"thread:{channel}:{ts}"
