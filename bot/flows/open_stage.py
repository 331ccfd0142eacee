"""The cards of the stages that are open, drawn again when something they show has changed."""

from bot.flows.runtime import Unit
from storage.queries import retrospectives

STAGE_CARD = "stage"


def refresh_stage(unit: Unit, incident_id: int) -> None:
    """Draw the open stages' cards again; nothing where no retrospective was started."""
    retro = retrospectives.of_incident(unit.session, unit.team_id, incident_id)
    if retro is None or retro.id is None:
        return
    records = retrospectives.stage_records(unit.session, unit.team_id, retro.id)
    for stage in {retro.stage, *(each.stage for each in records if each.status == "open")}:
        show_stage(unit, retro.id, stage)


def show_stage(unit: Unit, retro_id: int, stage: str) -> None:
    """Draw one stage's card: posted when it is shown first, edited from then on."""
    unit.refresh_card(STAGE_CARD, f"{retro_id}:{stage}")


def thread_lane(channel: str, ts: str) -> str:
    """What is said in one thread goes out in order."""
    return f"thread:{channel}:{ts}"
