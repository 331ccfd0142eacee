"""Help and the palette."""

from dataclasses import dataclass
from typing import ClassVar

from bot.render.messages.incident import IncidentFacts


@dataclass(frozen=True)
class VerbHelp:
    """One verb: how it is typed and what it does (`summary`, mrkdwn)."""

    name: str
    usage: str
    aliases: list[str]
    summary: str


@dataclass(frozen=True)
class Help:
    """Every verb, or the one that was asked for."""

    template: ClassVar[str] = "help"
    verbs: list[VerbHelp]
    wanted: str
    command: str


@dataclass(frozen=True)
class HomePalette:
    """What bare `/incident` offers where no incident is. `more`: open ones beside those named."""

    template: ClassVar[str] = "palette"
    incidents: list[IncidentFacts]
    more: int
    command: str


@dataclass(frozen=True)
class IncidentPalette:
    """What bare `/incident` offers in an incident's channel to `asker`."""

    template: ClassVar[str] = "incident_palette"
    incident: IncidentFacts
    asker: str
    command: str
