"""How a retrospective is held, and until when what is open should be done: the row behind it.

Telling that a time is over is the business of `time_boxes` (live) and `rounds` (several days).
"""

from datetime import datetime

from bot.core.facilitation import State
from bot.core.pace import Pace, round_ends_at, round_of, time_box, word_at
from bot.flows.people import working_zone, zone_of
from bot.flows.runtime import Unit
from storage.queries import pace as paces
from storage.tables import Incident, RetroPace, RoundWord


def pace_of(unit: Unit, retro_id: int) -> Pace:
    """How it is held; live where nothing was kept of it."""
    row = paces.of_retro(unit.session, unit.team_id, retro_id)
    return Pace(row.pace) if row is not None else Pace.live


def ends_at(unit: Unit, retro_id: int) -> datetime | None:
    """Until when the open stage or round should be done; None where nothing was kept of it."""
    row = paces.of_retro(unit.session, unit.team_id, retro_id)
    return row.ends_at if row is not None else None


def is_soaking(unit: Unit, retro_id: int) -> bool:
    """Whether the round is over and what it found soaks."""
    row = paces.of_retro(unit.session, unit.team_id, retro_id)
    return row is not None and row.soaking


def begin(unit: Unit, retro_id: int, state: State) -> None:
    """A stage or a round was opened just now, or the pace was changed: its time begins."""
    ends = _end_of(unit, state)
    row = paces.of_retro(unit.session, unit.team_id, retro_id) or RetroPace(
        team_id=unit.team_id, retro_id=retro_id, pace=state.pace, opened_at=unit.now, ends_at=ends
    )
    row.pace, row.opened_at, row.ends_at = state.pace, unit.now, ends
    row.told_at, row.soaking = None, False
    unit.session.add(row)
    unit.session.flush()


def _end_of(unit: Unit, state: State) -> datetime:
    if state.pace is Pace.live:
        return time_box(unit.now, unit.runtime.stages[state.stage].minutes)
    assert state.facilitator is not None
    return round_ends_at(unit.now, zone_of(unit, state.facilitator), ladder=unit.house.ladder)


def plan_words(unit: Unit, retro_id: int, state: State) -> None:
    """Everybody who takes part is told of the open round; who is planned already stays so."""
    if state.pace is not Pace.days:
        return
    for person in sorted(state.participants):
        zone = working_zone(unit, person)
        if zone is None:
            continue
        due_at = word_at(
            unit.now, zone, is_leader=person in unit.house.leaders, ladder=unit.house.ladder
        )
        paces.add_word(
            unit.session,
            RoundWord(
                team_id=unit.team_id,
                retro_id=retro_id,
                round=round_of(state.stage),
                user_id=person,
                due_at=due_at,
            ),
        )


def was_waiting(incident: Incident, row: RetroPace) -> bool:
    """Whether the incident needed people again since this time began: it begins anew then."""
    return incident.resolved_at is not None and incident.resolved_at > row.opened_at


def ask_again(unit: Unit, retro_id: int) -> None:
    """Somebody else facilitates: that the time is over is told to them as well."""
    row = paces.of_retro(unit.session, unit.team_id, retro_id)
    if row is not None and row.pace == Pace.days:
        row.told_at = None
        unit.session.add(row)
