"""Help and the palette."""

from dataclasses import dataclass
from typing import ClassVar


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
class Palette:
    """What bare `/incident` shows."""

    template: ClassVar[str] = "palette"
    command: str
