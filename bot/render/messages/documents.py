"""What is said about documents and exports."""

from dataclasses import dataclass
from typing import ClassVar

from bot.render.messages.incident import IncidentFacts


@dataclass(frozen=True)
class ExportOnTheWay:
    """The answer to whoever asked for an export. `form`: as in `flows.document`."""

    template: ClassVar[str] = "export_on_the_way"
    incident: IncidentFacts
    form: str
