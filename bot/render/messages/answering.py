"""What is said in a stage besides its card: answers, the board of revealed ones, private words.

People are user ids, names where that is said. Texts are as people typed them; what is empty has
no name.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from bot.core.stages import Stage
from bot.render.messages.incident import IncidentFacts
from bot.render.messages.pace import AskedLine


@dataclass(frozen=True)
class Quote:
    """An account that another one stands beside: of the timeline, or somebody's answer.

    `who`: their name, empty where nobody's stands there.
    """

    text: str
    who: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class SaidInForm:
    """In the stage's thread: what someone wrote in the form. `name`: empty for an unnamed one."""

    template: ClassVar[str] = "said_in_form"
    name: str
    text: str
    late: bool
    gap: tuple[datetime, datetime] | None = None
    asked: AskedLine | None = None
    differs: Quote | None = None


@dataclass(frozen=True)
class RevealedLine:
    """An answer with its number on the board. `name`: of its author, empty for an unnamed one."""

    number: int
    name: str
    text: str
    differs: Quote | None = None


@dataclass(frozen=True)
class Revealed:
    """In the stage's thread: answers that were hidden until now, `page` of `pages`.

    `in_thread`: how many others stand in the thread as replies already.
    """

    template: ClassVar[str] = "revealed"
    incident: IncidentFacts
    title: str
    page: int
    pages: int
    lines: list[RevealedLine]
    by: str = ""
    in_thread: int = 0


@dataclass(frozen=True)
class GroupLine:
    """A group on the board: the number and words of its first answer, and the others' numbers.

    `dots`: None until they are counted.
    """

    number: int
    text: str
    others: list[int] = field(default_factory=list)
    dots: int | None = None


@dataclass(frozen=True)
class AnswerBoard:
    """The revealed answers of a stage in groups, `page` of `pages`, edited in place.

    Its buttons send `retro_id`, `stage` and a group's number back. `open`: it can be changed.
    """

    template: ClassVar[str] = "answer_board"
    incident: IncidentFacts
    retro_id: int
    stage: Stage
    page: int
    pages: int
    groups: list[GroupLine]
    answers: int
    open: bool
    voters: int | None = None


@dataclass(frozen=True)
class RoomWordSaid:
    """In the stage's thread: what was said in the room. `name`: of who agreed to stand there."""

    template: ClassVar[str] = "room_word"
    name: str
    text: str
    late: bool
    noted_by: str


@dataclass(frozen=True)
class SpeakerAsked:
    """A DM to whoever is said to have said it; its buttons send `word_id` back."""

    template: ClassVar[str] = "speaker_asked"
    incident: IncidentFacts
    word_id: int
    text: str
    title: str
    noted_by: str


@dataclass(frozen=True)
class SafetyUneasy:
    """A DM to the facilitator: someone gave a 1 or a 2."""

    template: ClassVar[str] = "safety_uneasy"
    incident: IncidentFacts


@dataclass(frozen=True)
class WriteOnly:
    """In the thread of stage 1: written answers only are proposed."""

    template: ClassVar[str] = "write_only"
    incident: IncidentFacts
    facilitator: str
