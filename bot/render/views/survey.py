"""The modal of the survey about a retrospective."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class SurveyView:
    """Modal *Three questions*. `data`: JSON that comes back with it."""

    template: ClassVar[str] = "survey"
    data: str
    key: str
