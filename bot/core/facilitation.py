"""What can happen in a retrospective and what follows from it, as plain values.

The state, the events that people bring about, the lines of the decision log, and the effects that
a flow carries out. No rules: those are in `retrospective.py`.
Source: product.md 8 and 19.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.core.ids import UserId
from bot.core.pace import Pace
from bot.core.stages import Stage
from bot.core.walks import Form


class Status(StrEnum):
    """Where a retrospective stands as a whole."""

    prepared = "prepared"
    running = "running"
    closed = "closed"


@dataclass(frozen=True)
class State:
    """A retrospective as the rules see it.

    `version` grows with every move; a card carries the one it was drawn with. `passed` and
    `skipped` together hold the stages that its form walks before the current one, and all of its
    walk once it is closed; over several days also those of the round that were skipped. `stage`
    is the first that is open: live the only one, over several days others of its round may be.
    `opened_at` is when the current stage was opened; None before the start.
    """

    status: Status = Status.prepared
    stage: Stage = Stage.ground_rules
    form: Form = Form.long
    facilitator: UserId | None = None
    participants: frozenset[UserId] = frozenset()
    version: int = 0
    passed: frozenset[Stage] = frozenset()
    skipped: frozenset[Stage] = frozenset()
    opened_at: datetime | None = None
    pace: Pace = Pace.live


@dataclass(frozen=True)
class Start:
    """Somebody starts it and names a facilitator, who takes part by that."""

    by: UserId
    facilitator: UserId
    participants: frozenset[UserId] = frozenset()
    form: Form = Form.long
    pace: Pace = Pace.live


@dataclass(frozen=True)
class Answer:
    """Somebody answered a stage, in its thread or its form; by that they take part."""

    by: UserId
    stage: Stage


@dataclass(frozen=True)
class Next:
    """On to the next stage or round; `reason` says how it is fine that something is missing."""

    by: UserId
    version: int
    reason: str | None = None


@dataclass(frozen=True)
class Back:
    """Open the preceding stage or round again."""

    by: UserId
    version: int


@dataclass(frozen=True)
class Skip:
    """Leave a stage without holding it: the one that is open, or `stage` of those that are."""

    by: UserId
    version: int
    reason: str
    stage: Stage | None = None


@dataclass(frozen=True)
class TakeOver:
    """A participant becomes the facilitator."""

    by: UserId
    version: int


@dataclass(frozen=True)
class HandOver:
    """A participant gives the facilitation to somebody, who takes part by that."""

    by: UserId
    to: UserId


@dataclass(frozen=True)
class ChangePace:
    """Go on live, or over several days."""

    by: UserId
    version: int
    pace: Pace


@dataclass(frozen=True)
class Close:
    """End the retrospective, from its last stage; `with_gaps`: from any, with a reason."""

    by: UserId
    version: int
    reason: str | None = None
    with_gaps: bool = False


@dataclass(frozen=True)
class GoLong:
    """Somebody asks for the long form, for everyone; anybody may."""

    by: UserId
    version: int


Move = Next | Back | Skip | ChangePace | Close
Event = Start | Answer | Move | TakeOver | HandOver | GoLong


class DecisionKind(StrEnum):
    """What stands in the decision log."""

    chose_facilitator = "chose_facilitator"
    moved_on = "moved_on"
    went_back = "went_back"
    skipped = "skipped"
    took_over = "took_over"
    handed_over = "handed_over"
    changed_pace = "changed_pace"
    closed = "closed"
    chose_short = "chose_short"
    went_long = "went_long"


@dataclass(frozen=True)
class Decision:
    """One line of the decision log.

    `missing` holds the codes of the criteria that were not met. `person` is whom the decision
    concerns: the facilitator chosen or handed over to, or the former one; None otherwise. `pace`
    is the new one, where it was changed.
    """

    kind: DecisionKind
    by: UserId
    stage: Stage
    at: datetime
    reason: str | None = None
    missing: tuple[str, ...] = ()
    person: UserId | None = None
    pace: Pace | None = None


@dataclass(frozen=True)
class StageOpened:
    """Show this stage's card as the open one; after a Back it may exist already."""

    stage: Stage


@dataclass(frozen=True)
class StageClosed:
    """This stage's card loses its buttons."""

    stage: Stage


@dataclass(frozen=True)
class AnswerTaken:
    """Keep the answer; `late` is shown beside it."""

    stage: Stage
    by: UserId
    late: bool


@dataclass(frozen=True)
class ParticipantJoined:
    """Somebody takes part who was not on the list."""

    person: UserId


@dataclass(frozen=True)
class FacilitatorChanged:
    """Draw the open card again: somebody else's buttons work now."""

    facilitator: UserId


@dataclass(frozen=True)
class NotifyFormer:
    """Tell the former facilitator who took over."""

    person: UserId
    taken_over_by: UserId


@dataclass(frozen=True)
class Closed:
    """Write the document, thank the participants, begin the follow-up."""


Effect = (
    StageOpened
    | StageClosed
    | AnswerTaken
    | ParticipantJoined
    | FacilitatorChanged
    | NotifyFormer
    | Closed
)


@dataclass(frozen=True)
class Step:
    """What one event leads to."""

    state: State
    decisions: tuple[Decision, ...] = ()
    effects: tuple[Effect, ...] = ()
