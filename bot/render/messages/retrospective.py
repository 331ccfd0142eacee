"""What is said in a retrospective: the stage cards, the thread under each, start and end.

People are user ids. Texts are as people typed them.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from bot.core.causes import Axis
from bot.core.preparation import PackagePart
from bot.core.stages import Stage
from bot.core.timeline import Marker
from bot.render.messages.findings import Line
from bot.render.messages.incident import IncidentFacts


class CardStatus(StrEnum):
    """How a stage's card stands."""

    open = "open"
    paused = "paused"
    passed = "passed"
    skipped = "skipped"
    left = "left"


class GivenTime(StrEnum):
    """The times that people give."""

    started = "started"
    detected = "detected"
    mitigated = "mitigated"
    resolved = "resolved"


@dataclass(frozen=True)
class TimesCrossed:
    """`later` should not come before `earlier`, but does."""

    earlier: GivenTime
    later: GivenTime
    earlier_at: datetime
    later_at: datetime


@dataclass(frozen=True)
class CriterionLine:
    """One ✅ or ⬜."""

    words: str
    met: bool


@dataclass(frozen=True)
class PromiseLine:
    """An earlier item; `stated`: what was said of it, empty so far."""

    key: str
    title: str
    owner: str
    due_on: date
    stated: str
    stated_by: str
    retro_id: int
    item_id: int


@dataclass(frozen=True)
class GapLine:
    """A silent stretch of the timeline, and who settled it; empty while it is a question.

    `about` is what an answer to it is kept under.
    """

    begins_at: datetime
    ends_at: datetime
    settled_by: str
    retro_id: int
    about: str


@dataclass(frozen=True)
class ItemLine:
    """An action item of this incident."""

    key: str
    title: str
    owner: str
    due_on: date
    state: str


@dataclass(frozen=True)
class ParkedLine:
    """Something parked. Its buttons send `number` (the incident's) and `parked_id` back."""

    number: int
    parked_id: int
    text: str


@dataclass(frozen=True)
class StageContent:
    """What a stage has gathered besides answers. `more`: how many lines did not fit.

    `not_gathered`: what the data package lacks.
    """

    lines: list[Line] = field(default_factory=list)
    promises: list[PromiseLine] = field(default_factory=list)
    gaps: list[GapLine] = field(default_factory=list)
    items: list[ItemLine] = field(default_factory=list)
    unknown_times: list[GivenTime] = field(default_factory=list)
    disorder: list[TimesCrossed] = field(default_factory=list)
    offers: list[str] = field(default_factory=list)
    parked: list[ParkedLine] = field(default_factory=list)
    more_parked: int = 0
    not_gathered: list[PackagePart] = field(default_factory=list)
    more: int = 0


@dataclass(frozen=True)
class Answered:
    """How many have answered and how many are done, `of` those who take part.

    `people`: who answered in their name, empty while that is hidden; `more`: how many names did
    not fit. `late`: who did so late; `late_unnamed`: how many late answers have no name.
    """

    count: int = 0
    of: int = 0
    people: list[str] = field(default_factory=list)
    more: int = 0
    late: list[str] = field(default_factory=list)
    late_unnamed: int = 0
    done_count: int = 0


@dataclass(frozen=True)
class Answering:
    """How a stage is answered: `hides` until they are revealed, of which `hidden` wait so far.

    `reveals`: the facilitator can reveal them; `counts`: the votes can be counted. `safety`: the
    safety check stands here, `safety_given` times answered; the two last say what came of it.
    """

    hides: bool = False
    hidden: int = 0
    reveals: bool = False
    counts: bool = False
    voted: int = 0
    safety: bool = False
    safety_given: int = 0
    safety_shown: bool = False
    write_only: bool = False


@dataclass(frozen=True)
class StageCard:
    """One stage, edited in place.

    `reason`: what was said on leaving it. Its buttons send `retro_id`, `stage` and `version` back.
    `last`: no stage comes after those that are open. `until`: the end of its time, None where
    none is kept; `soaking`: of the soak after the round. `leaders`: who is asked last.
    """

    template: ClassVar[str] = "stage_card"
    incident: IncidentFacts
    retro_id: int
    stage: Stage
    version: int
    number: int
    total: int
    title: str
    goal: str
    question: str
    how_to_answer: str
    prompts: list[str]
    minutes: int
    status: CardStatus
    reason: str
    opened_at: datetime
    facilitator: str
    criteria: list[CriterionLine]
    answered: Answered
    answering: Answering
    content: StageContent
    short: bool
    command: str
    pace: str = "live"
    round: int = 0
    last: bool = False
    until: datetime | None = None
    soaking: bool = False
    leaders: list[str] = field(default_factory=list)
    alone: bool = False


@dataclass(frozen=True)
class StagePrompts:
    """The first message in a stage's thread: what else can be asked."""

    template: ClassVar[str] = "stage_prompts"
    title: str
    prompts: list[str]


@dataclass(frozen=True)
class PromptsFor:
    """In a stage's thread: what can be asked of an axis that moved, or at a marker."""

    template: ClassVar[str] = "prompts_for"
    about: list[tuple[Axis | Marker, list[str]]]


@dataclass(frozen=True)
class WalkedLine:
    """One entry of the timeline as it is walked."""

    at: datetime
    who: str
    text: str


@dataclass(frozen=True)
class StageTimeline:
    """The timeline in the thread of stage 3. `passages`: each marker's lines."""

    template: ClassVar[str] = "stage_timeline"
    incident: IncidentFacts
    passages: list[tuple[Marker | None, list[WalkedLine]]]
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
    short: bool = False
    pace: str = "live"
    ordinal: int = 1


@dataclass(frozen=True)
class ReviewChannelFailed:
    """A DM to whoever started a retrospective whose channel Slack did not let us open."""

    template: ClassVar[str] = "review_channel_failed"
    incident: IncidentFacts
    error: str
    command: str


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
    offered_wordings: int = 0


@dataclass(frozen=True)
class NotFacilitator:
    """Told privately to whoever pressed what is the facilitator's."""

    template: ClassVar[str] = "not_facilitator"
    facilitator: str
    retro_id: int
    stage: Stage
    version: int


@dataclass(frozen=True)
class TakenOver:
    """A DM to the former facilitator."""

    template: ClassVar[str] = "taken_over"
    incident: IncidentFacts
    by: str
