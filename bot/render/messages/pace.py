"""What is said of the pace: time boxes, rounds, own questions, and to who needs a person.

People are user ids. Texts are as people typed them.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from bot.core.stages import Stage
from bot.render.messages.incident import IncidentFacts


@dataclass(frozen=True)
class TimeBoxOver:
    """In the stage's thread: its time box is over. `missing`: words of unmet criteria."""

    template: ClassVar[str] = "time_box_over"
    title: str
    facilitator: str
    missing: list[str]
    retro_id: int
    stage: Stage
    version: int


@dataclass(frozen=True)
class TimeBoxExtended:
    """The same message once it was extended."""

    template: ClassVar[str] = "time_box_extended"
    until: datetime
    by: str


@dataclass(frozen=True)
class StageLink:
    """An open stage that waits for somebody. `card`: where it stands, empty while unknown."""

    title: str
    question: str
    card: str


@dataclass(frozen=True)
class AskedLine:
    """A question about something of the reader's own. `at`: when that was."""

    question_id: int
    retro_id: int
    at: datetime
    quoted: str
    question: str


@dataclass(frozen=True)
class OwedItem:
    """An earlier item of the reader's whose state is asked for."""

    key: str
    title: str


@dataclass(frozen=True)
class OwnQuestions:
    """A DM: the questions about one's own entries."""

    template: ClassVar[str] = "own_questions"
    incident: IncidentFacts
    asked: list[AskedLine]


@dataclass(frozen=True)
class RoundWaits:
    """A DM: everything that waits for one person in a round. `until` None: it has no end yet."""

    template: ClassVar[str] = "round_waits"
    incident: IncidentFacts
    round: int
    rounds: int
    until: datetime | None
    stages: list[StageLink]
    asked: list[AskedLine]
    items: list[OwedItem]
    is_reminder: bool
    is_leader: bool
    alone: bool


@dataclass(frozen=True)
class RoundOver:
    """A DM to the facilitator: the round's day is over. `silent`: how many said nothing.

    `soak_until`: the next round is better opened then; `soaked`: that is over as well.
    """

    template: ClassVar[str] = "round_over"
    incident: IncidentFacts
    retro_id: int
    stage: Stage
    version: int
    round: int
    rounds: int
    titles: list[str]
    missing: list[str]
    silent: int
    soak_until: datetime | None
    soaked: bool
    alone: bool


@dataclass(frozen=True)
class PaceChanged:
    """In the channel: how the retrospective goes on. `until`: of the stage or round."""

    template: ClassVar[str] = "pace_changed"
    incident: IncidentFacts
    pace: str
    by: str
    until: datetime | None


@dataclass(frozen=True)
class FacilitatorLeft:
    """In the channel: whoever facilitated is not in the workspace any more."""

    template: ClassVar[str] = "facilitator_left"
    incident: IncidentFacts
    former: str
    retro_id: int


@dataclass(frozen=True)
class CareAsked:
    """To who needs a person: what was done. `called`: who was, empty for nobody.

    `facilitator`: whom they may have called, empty for nobody; `is_set`: the settings name a
    person.
    """

    template: ClassVar[str] = "care_asked"
    retro_id: int
    called: str
    facilitator: str
    is_set: bool


@dataclass(frozen=True)
class CareCalled:
    """To the person who is called. `incident` None: one they may not know of."""

    template: ClassVar[str] = "care_called"
    incident: IncidentFacts | None
    by: str
