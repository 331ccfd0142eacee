"""How an incident came about: axes, the questions of the how-chain, the scope table.

Looks at what people wrote and says what to ask next or what is still open. It never blocks, and it
holds no sentence: questions and gaps are codes, their words are in `templates/stages/`.
Source: product.md 8 (stages 5 to 7 and 9) and 10.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from bot.core.ids import UserId
from bot.core.quantities import Delta, delta


class Axis(StrEnum):
    """What can have moved in an AI system."""

    model = "model"
    prompt = "prompt"
    judge = "judge"
    data = "data"
    environment = "environment"
    unknown = "unknown"


class Confidence(StrEnum):
    """How sure the group is."""

    high = "high"
    medium = "medium"
    low = "low"


class Remediation(StrEnum):
    """What can stop it next time; each kind is asked about in stage 9."""

    code = "code"
    eval_set = "eval_set"
    gates = "gates"
    calibration = "calibration"


# --- which axis moved -------------------------------------------------------------------------


@dataclass(frozen=True)
class AxisFinding:
    """One axis that moved, in the words of the group.

    `link` leads to the change itself, `evidence` to records that show it. `recollection` marks a
    finding that rests on memory. `owner` is whoever finds out, and is needed for *unknown*.
    """

    axis: Axis
    what_changed: str = ""
    link: str | None = None
    confidence: Confidence = Confidence.low
    evidence: tuple[str, ...] = ()
    recollection: bool = False
    how_missed: str = ""
    first_mover: bool = False
    owner: UserId | None = None


class AxisGap(StrEnum):
    """What a list of findings still lacks."""

    several_first_movers = "several_first_movers"
    first_mover_open = "first_mover_open"
    axis_twice = "axis_twice"
    owner_missing = "owner_missing"
    change_missing = "change_missing"
    evidence_missing = "evidence_missing"
    how_missed_open = "how_missed_open"


@dataclass(frozen=True)
class AxisRemark:
    """One gap; `axis` is None where it concerns the whole list."""

    gap: AxisGap
    axis: Axis | None = None


def shows_evidence(finding: AxisFinding) -> bool:
    """Whether a known axis has a record behind it; a recollection is not one."""
    return finding.axis is not Axis.unknown and bool(finding.evidence)


def is_owned_unknown(finding: AxisFinding) -> bool:
    """Whether this is an *unknown* that somebody goes on looking into."""
    return finding.axis is Axis.unknown and finding.owner is not None


def review_axes(
    findings: Sequence[AxisFinding], *, undetermined: bool = False
) -> tuple[AxisRemark, ...]:
    """What is still open in these findings: the whole list first, then each in order.

    `undetermined`: the group looked, and cannot tell which one moved first.
    """
    own = (AxisRemark(gap, one.axis) for one in findings for gap in _gaps(one))
    return (*_list_gaps(findings, undetermined=undetermined), *own)


def _list_gaps(findings: Sequence[AxisFinding], *, undetermined: bool) -> Iterable[AxisRemark]:
    known = [one for one in findings if one.axis is not Axis.unknown]
    movers = sum(one.first_mover for one in known)
    if movers > 1:
        yield AxisRemark(AxisGap.several_first_movers)
    if movers == 0 and len(known) > 1 and not undetermined:
        yield AxisRemark(AxisGap.first_mover_open)
    for axis, times in Counter(one.axis for one in findings).items():
        if times > 1:
            yield AxisRemark(AxisGap.axis_twice, axis)


def _gaps(finding: AxisFinding) -> Iterable[AxisGap]:
    if finding.axis is Axis.unknown:
        if finding.owner is None:
            yield AxisGap.owner_missing
        return
    if not finding.what_changed.strip():
        yield AxisGap.change_missing
    if not finding.evidence and not finding.recollection:
        yield AxisGap.evidence_missing
    if not finding.how_missed.strip():
        yield AxisGap.how_missed_open


# --- the how-chain ----------------------------------------------------------------------------


class AnswerKind(StrEnum):
    """What an answer is about, as its writer marks it.

    Only `system` and an owned `not_known` end a chain. "The model got worse" and "human error"
    are the beginning of one.
    """

    event = "event"
    person = "person"
    model = "model"
    system = "system"
    not_known = "not_known"


@dataclass(frozen=True)
class HowAnswer:
    """One rung: `owner` finds out where the answer is not known yet."""

    text: str
    kind: AnswerKind
    owner: UserId | None = None


@dataclass(frozen=True)
class HowChain:
    """From a key moment down, one answer after the other."""

    moment: str
    answers: tuple[HowAnswer, ...] = ()


class HowQuestion(StrEnum):
    """The questions of the chain."""

    how_did = "how_did"
    possible_again = "possible_again"
    any_responder = "any_responder"
    let_through = "let_through"
    find_out = "find_out"


@dataclass(frozen=True)
class Question:
    """What to ask next; `facts` fill the placeholders of its words."""

    code: HowQuestion
    facts: Mapping[str, str] = field(default_factory=dict)


EVENTS_BEFORE_THE_CONDITION = 3
"""After so many events in a row we ask for the lasting condition instead of one event more."""


def heard(answer: HowAnswer, families: Collection[str]) -> HowAnswer:
    """The answer as the chain takes it, given the families that its wording was found to be of.

    "Human error" and "the model got worse" are asked on, also where they were marked as an event
    or as a condition of the system. Source: product.md 10.
    """
    if answer.kind not in (AnswerKind.event, AnswerKind.system):
        return answer
    if "person" in families:
        return replace(answer, kind=AnswerKind.person)
    return replace(answer, kind=AnswerKind.model) if "model_as_cause" in families else answer


def ends(answer: HowAnswer) -> bool:
    """Whether a chain may stop here: a systemic condition, or an open question with an owner."""
    if answer.kind is AnswerKind.not_known:
        return answer.owner is not None
    return answer.kind is AnswerKind.system


def next_question(chain: HowChain) -> Question | None:
    """The question under the last answer, quoting it; None once the chain has ended.

    An event is asked how it came about; the third in a row is asked how it would be possible
    again with other people and another change. Source: facilitation.md 3.2.
    """
    if not chain.answers:
        return Question(HowQuestion.how_did, {"quoted": chain.moment})
    last = chain.answers[-1]
    if ends(last):
        return None
    return Question(_question_after(chain.answers), {"quoted": last.text})


def _question_after(answers: Sequence[HowAnswer]) -> HowQuestion:
    match answers[-1].kind:
        case AnswerKind.person:
            return HowQuestion.any_responder
        case AnswerKind.model:
            return HowQuestion.let_through
        case AnswerKind.not_known:
            return HowQuestion.find_out
        case _:
            recent = answers[-EVENTS_BEFORE_THE_CONDITION:]
            events = sum(one.kind is AnswerKind.event for one in recent)
            deep = events == EVENTS_BEFORE_THE_CONDITION
            return HowQuestion.possible_again if deep else HowQuestion.how_did


# --- the scope table --------------------------------------------------------------------------


@dataclass(frozen=True)
class ScopeRow:
    """One slice, as typed; `users` is how many people it touched, in words or figures."""

    slice: str
    baseline: str
    incident: str
    users: str = ""

    @property
    def delta(self) -> Delta | None:
        """How far it moved; None where the two texts cannot honestly be compared."""
        return delta(self.baseline, self.incident)
