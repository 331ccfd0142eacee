"""The how-chains as a tree of lines, and what can be asked next.

Texts are as people typed them.
"""

from dataclasses import dataclass, field
from typing import ClassVar

from bot.render.messages.incident import IncidentFacts


@dataclass(frozen=True)
class Place:
    """Where an answer can be hung; `label`: the question, `value`: what a choice of it carries."""

    value: str
    label: str


@dataclass(frozen=True)
class ChainChoices:
    """`open`: questions that wait for an answer, and moments to start from. `answered`: questions
    that take another answer beside the ones they have."""

    open: list[Place] = field(default_factory=list)
    answered: list[Place] = field(default_factory=list)


@dataclass(frozen=True)
class TreeLine:
    """A key moment (`about` is empty then), or an answer with `signs` that show where it hangs.

    `asked`: what is asked on there. `owner` finds out.
    """

    text: str
    signs: str = ""
    about: str = ""
    owner: str = ""
    asked: str = ""


@dataclass(frozen=True)
class ChainTreeCard:
    """The how-chains of a retrospective, `page` of `pages`; the last one has the choices."""

    template: ClassVar[str] = "chain_tree"
    incident: IncidentFacts
    page: int
    pages: int
    lines: list[TreeLine]
    choices: ChainChoices | None = None
