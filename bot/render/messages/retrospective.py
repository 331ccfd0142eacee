"""What is said in a retrospective: the stage cards, the thread under each, start and end.

People are user ids. Texts are as people typed them.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from bot.core.incident import TimeQuestion
from bot.render.messages.findings import Line
from bot.render.messages.incident import IncidentFacts


@dataclass(frozen=True)
class CriterionLine:
    """One ✅ or ⬜."""

    words: str
    met: bool


@dataclass(frozen=True)
class PromiseLine:
    """An earlier item. `stated`: what was said of it, empty so far. `value`: what its menu sends
    back, in front of the state that is chosen."""

    key: str
    title: str
    owner: str
    due_on: str
    stated: str
    stated_by: str
    value: str


@dataclass(frozen=True)
class GapLine:
    """A silent stretch of the timeline. `settled_by` is empty while it is a question."""

    begins_at: datetime
    ends_at: datetime
    settled_by: str
    value: str


@dataclass(frozen=True)
class ItemLine:
    """An action item of this incident."""

    key: str
    title: str
    owner: str
    due_on: str
    state: str


@dataclass(frozen=True)
class StageContent:
    """What a stage has gathered besides answers. `more`: how many lines did not fit."""

    lines: list[Line] = field(default_factory=list)
    promises: list[PromiseLine] = field(default_factory=list)
    gaps: list[GapLine] = field(default_factory=list)
    items: list[ItemLine] = field(default_factory=list)
    unknown_times: list[str] = field(default_factory=list)
    disorder: list[TimeQuestion] = field(default_factory=list)
    more: int = 0


@dataclass(frozen=True)
class Answered:
    """Who has answered, who did so late, who is done. `more`: how many names did not fit."""

    people: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    count: int = 0
    more: int = 0


@dataclass(frozen=True)
class StageCard:
    """One stage, edited in place.

    `status`: open | paused | passed | skipped | left. `reason`: what was said on leaving it.
    `value` is what its buttons send back; `own_buttons`: (label, action) of what this stage adds.
    """

    template: ClassVar[str] = "stage_card"
    incident: IncidentFacts
    number: int
    total: int
    title: str
    goal: str
    question: str
    how_to_answer: str
    prompts: list[str]
    minutes: int
    status: str
    reason: str
    opened_at: datetime
    facilitator: str
    value: str
    criteria: list[CriterionLine]
    answered: Answered
    content: StageContent
    own_buttons: list[tuple[str, str]]
    command: str


@dataclass(frozen=True)
class StagePrompts:
    """The first message in a stage's thread: what else can be asked."""

    template: ClassVar[str] = "stage_prompts"
    title: str
    prompts: list[str]


@dataclass(frozen=True)
class WalkedLine:
    """One entry of the timeline as it is walked."""

    at: datetime
    who: str
    text: str


@dataclass(frozen=True)
class StageTimeline:
    """The timeline in the thread of stage 3. `passages`: (marker or "", its lines)."""

    template: ClassVar[str] = "stage_timeline"
    incident: IncidentFacts
    passages: list[tuple[str, list[WalkedLine]]]
    command: str
    more: int = 0


@dataclass(frozen=True)
class RetroStarted:
    """The first word in the channel: the ground rule."""

    template: ClassVar[str] = "retro_started"
    incident: IncidentFacts
    facilitator: str
    by: str
    participants: list[str]
    total: int
    again: bool = False


@dataclass(frozen=True)
class RetroClosed:
    """The last word in the channel: thanks."""

    template: ClassVar[str] = "retro_closed"
    incident: IncidentFacts
    participants: list[str]
    items: int
    lessons: int


@dataclass(frozen=True)
class RetroStands:
    """Where a retrospective stands, told to whoever asks. `card` links to it."""

    template: ClassVar[str] = "retro_stands"
    incident: IncidentFacts
    closed_at: datetime | None
    number: int
    total: int
    title: str
    facilitator: str
    answered: int
    card: str


@dataclass(frozen=True)
class NotFacilitator:
    """Told privately to whoever pressed what is the facilitator's."""

    template: ClassVar[str] = "not_facilitator"
    facilitator: str
    value: str


@dataclass(frozen=True)
class TakenOver:
    """A DM to the former facilitator."""

    template: ClassVar[str] = "taken_over"
    incident: IncidentFacts
    by: str


@dataclass(frozen=True)
class AskedOwner:
    """A DM to the owner of an earlier item that a retrospective asks about."""

    template: ClassVar[str] = "asked_owner"
    incident: IncidentFacts
    item: str
    title: str
    by: str
    card: str


@dataclass(frozen=True)
class SaidInForm:
    """In the stage's thread: what someone wrote in the form."""

    template: ClassVar[str] = "said_in_form"
    name: str
    text: str
    late: bool
    gap: tuple[datetime, datetime] | None = None
