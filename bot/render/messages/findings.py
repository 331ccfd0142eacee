"""What a review found, one line for each finding, and the lists that verbs show.

`value` is what the *Change* button of a line carries. Texts are as people typed them.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from bot.render.messages.incident import IncidentFacts


@dataclass(frozen=True)
class DetectionLine:
    """How it was noticed."""

    kind: ClassVar[str] = "detection"
    how: str
    signal: str
    missed: str
    detected_at: datetime | None
    value: str = ""


@dataclass(frozen=True)
class SliceLine:
    """A row of the scope table; `delta` is empty where the two cannot be compared."""

    kind: ClassVar[str] = "slice"
    name: str
    baseline: str
    incident: str
    delta: str
    users: str
    value: str = ""


@dataclass(frozen=True)
class ReasonLine:
    """A reason in writing: that nothing can be measured, or that no eval case applies."""

    kind: ClassVar[str] = "reason"
    about: str
    text: str
    value: str = ""


@dataclass(frozen=True)
class AxisLine:
    """An axis that moved. `owner`: who finds out, for an unknown one."""

    kind: ClassVar[str] = "axis"
    axis: str
    first: bool
    what_changed: str
    link: str
    confidence: str
    evidence: str
    recollection: bool
    how_missed: str
    owner: str
    value: str = ""


@dataclass(frozen=True)
class StepLine:
    """One question of a how-chain and its answer; `about` is the kind of the answer."""

    kind: ClassVar[str] = "chain"
    moment: str
    question: str
    answer: str
    about: str
    owner: str
    value: str = ""


@dataclass(frozen=True)
class RemedyLine:
    """What will stop it next time."""

    kind: ClassVar[str] = "remedy"
    remedy: str
    text: str
    verified_how: str
    value: str = ""


@dataclass(frozen=True)
class EvalLine:
    """A case for the eval set."""

    kind: ClassVar[str] = "eval"
    number: int
    input: str
    observed: str
    expected: str
    slice: str
    axis: str
    value: str = ""


@dataclass(frozen=True)
class LessonLine:
    """What others can use."""

    kind: ClassVar[str] = "lesson"
    text: str
    applies_to: str
    value: str = ""


@dataclass(frozen=True)
class HypothesisLine:
    """An explanation and its test. `unrivalled`: it counts as the cause and none was ruled out."""

    kind: ClassVar[str] = "hypothesis"
    number: int
    statement: str
    axis: str
    evidence_for: str
    evidence_against: str
    assumptions: list[str]
    test: str
    expected: str
    criterion: str
    undo: str
    result: str
    verdict: str
    basis: str
    unrivalled: bool = False
    value: str = ""


@dataclass(frozen=True)
class FactorLine:
    """A condition that helped it along."""

    kind: ClassVar[str] = "factor"
    text: str
    role: str
    nature: str
    evidence: str
    recollection: bool
    otherwise: str
    value: str = ""


@dataclass(frozen=True)
class ChanceLine:
    """What went well because somebody happened to be there, and what becomes of it."""

    kind: ClassVar[str] = "chance"
    text: str
    choice: str
    reason: str
    value: str = ""


@dataclass(frozen=True)
class CheckLine:
    """What the review asked of its own explanation."""

    kind: ClassVar[str] = "check"
    time_order: str
    seen_before: str
    prove_wrong: str
    soundness: str
    gaps: list[str]
    undetermined: bool = False
    value: str = ""


@dataclass(frozen=True)
class CategoryLine:
    """The error category of the incident."""

    kind: ClassVar[str] = "category"
    name: str
    value: str = ""


Line = (
    DetectionLine
    | SliceLine
    | ReasonLine
    | AxisLine
    | StepLine
    | RemedyLine
    | EvalLine
    | LessonLine
    | HypothesisLine
    | FactorLine
    | ChanceLine
    | CheckLine
    | CategoryLine
)


@dataclass(frozen=True)
class FindingsList:
    """What is there already, with a button to change each and to add another."""

    template: ClassVar[str] = "findings"
    verb: str
    incident: IncidentFacts
    command: str
    lines: list[Line] = field(default_factory=list)
