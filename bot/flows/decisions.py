"""A line of the decision log that is not about moving through the stages."""

from typing import Any

from bot.core.stages import Stage
from bot.flows.incidents import identity
from bot.flows.runtime import Unit
from storage.queries import retrospectives
from storage.tables import Decision, Incident


def log_decision(
    unit: Unit, incident: Incident, kind: str, stage: Stage, *, by: str, reason: str, **facts: Any
) -> None:
    """Write down who decided what; nothing where no retrospective was started."""
    retro = retrospectives.of_incident(unit.session, unit.team_id, identity(incident))
    if retro is None or retro.id is None:
        return
    unit.session.add(
        Decision(
            team_id=unit.team_id,
            retro_id=retro.id,
            kind=kind,
            stage=stage,
            by=by,
            reason=reason,
            facts=facts,
            at=unit.now,
        )
    )
