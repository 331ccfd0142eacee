"""The survey about a retrospective, and what it says over time."""

from dataclasses import dataclass
from typing import ClassVar

from bot.core.survey import Tally
from bot.render.messages.incident import IncidentFacts


@dataclass(frozen=True)
class SurveyAsks:
    """A DM to everyone who took part."""

    template: ClassVar[str] = "survey_asks"
    incident: IncidentFacts
    retro_id: int


@dataclass(frozen=True)
class SurveyResults:
    """What was said, oldest first; never fewer than `fewest` answers together."""

    template: ClassVar[str] = "survey_results"
    groups: list[Tally]
    fewest: int
    open_for_days: int
