"""The forms of what a review finds. Each shows what is there already, above what is asked.

`data`: JSON that comes back with the form. `changing`: it shows a finding that exists, which can
also be taken out.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from bot.render.messages.chains import ChainChoices
from bot.render.messages.findings import Line
from bot.render.messages.slice_tables import TableFacts


@dataclass(frozen=True)
class DetectionView:
    """Modal *How it was noticed*."""

    template: ClassVar[str] = "finding_detection"
    data: str
    how: str = ""
    signal: str = ""
    missed: str = ""
    detected_at: datetime | None = None


@dataclass(frozen=True)
class SliceView:
    """Modal *Add a slice*. `reason`: what makes it impossible to measure."""

    template: ClassVar[str] = "finding_slice"
    data: str
    name: str = ""
    baseline: str = ""
    incident: str = ""
    users: str = ""
    reason: str = ""
    changing: bool = False
    there: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class PasteTableView:
    """Modal *Paste a table*."""

    template: ClassVar[str] = "slices_paste"
    data: str


@dataclass(frozen=True)
class TablePreviewView:
    """What was understood of a table, in the place of the form it was pasted into."""

    template: ClassVar[str] = "slices_preview"
    data: str
    table: TableFacts


@dataclass(frozen=True)
class SeverityFitView:
    """Modal *Does the severity fit?*."""

    template: ClassVar[str] = "severity_fit"
    data: str
    severity: str
    slices: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class AxisView:
    """Modal *Which axis moved?*. `questions`: what is asked of each axis, by its code."""

    template: ClassVar[str] = "finding_axis"
    data: str
    axis: str = ""
    first: bool = False
    what_changed: str = ""
    link: str = ""
    confidence: str = "medium"
    evidence: str = ""
    recollection: bool = False
    how_missed: str = ""
    owner: str = ""
    changing: bool = False
    questions: dict[str, str] = field(default_factory=dict)
    there: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class ChainView:
    """Modal *How it came about*: one question of the chain.

    `position` is part of the fields' names: Slack keeps what was typed where a name stays.
    `begins`: this answer starts a chain, and the key moment is asked as well. `others`: what was
    answered to this question already. `beside`: who else answered the question before it.
    """

    template: ClassVar[str] = "finding_chain"
    data: str
    position: int
    begins: bool
    question: str = ""
    moment: str = ""
    answer: str = ""
    about: str = ""
    owner: str = ""
    changing: bool = False
    removable: bool = False
    others: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    choices: ChainChoices | None = None
    there: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class RemedyView:
    """Modal *What will stop it*. `questions`: what is asked of each kind, by its code."""

    template: ClassVar[str] = "finding_remedy"
    data: str
    remedy: str = ""
    text: str = ""
    verified_how: str = ""
    changing: bool = False
    questions: dict[str, str] = field(default_factory=dict)
    there: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class EvalView:
    """Modal *Add an eval case*. `reason`: how it comes that none applies."""

    template: ClassVar[str] = "finding_eval"
    data: str
    input: str = ""
    observed: str = ""
    expected: str = ""
    slice: str = ""
    axis: str = ""
    reason: str = ""
    changing: bool = False
    there: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class LessonView:
    """Modal *Add a lesson*."""

    template: ClassVar[str] = "finding_lesson"
    data: str
    text: str = ""
    applies_to: str = ""
    changing: bool = False
    there: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class HypothesisView:
    """Modal *Add a hypothesis*. `assumptions`: one on each line."""

    template: ClassVar[str] = "finding_hypothesis"
    data: str
    statement: str = ""
    axis: str = ""
    evidence_for: str = ""
    evidence_against: str = ""
    assumptions: str = ""
    test: str = ""
    expected: str = ""
    criterion: str = ""
    undo: str = ""
    result: str = ""
    verdict: str = "untested"
    basis: str = "unsaid"
    changing: bool = False
    there: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class FactorView:
    """Modal *What helped it along*."""

    template: ClassVar[str] = "finding_factor"
    data: str
    text: str = ""
    role: str = ""
    nature: str = ""
    evidence: str = ""
    recollection: bool = False
    otherwise: str = ""
    changing: bool = False
    there: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class ChanceView:
    """Modal *What went well by chance*."""

    template: ClassVar[str] = "finding_chance"
    data: str
    text: str = ""
    choice: str = "undecided"
    reason: str = ""
    changing: bool = False
    there: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class CheckView:
    """Modal *Cross-check*. `gaps`: one on each line."""

    template: ClassVar[str] = "finding_check"
    data: str
    time_order: str = ""
    seen_before: str = ""
    undetermined: bool = False
    prove_wrong: str = ""
    soundness: str = "unsaid"
    gaps: str = ""


@dataclass(frozen=True)
class CategoryChoice:
    """A category that can be chosen, and how many incidents it has."""

    value: str
    name: str
    count: int


@dataclass(frozen=True)
class CategoryView:
    """Modal *Error category*."""

    template: ClassVar[str] = "error_category"
    data: str
    known: list[CategoryChoice] = field(default_factory=list)
    chosen: str = ""


@dataclass(frozen=True)
class Saved:
    """What was saved, in the place of the form.

    `remarks`: (code, axis or "H2" or "") of what is still open; worth knowing, never in the way.
    `beside`: who answered the same question, and `choices`: where the how-chains can go on.
    `more`: how many rows of a table are not shown.
    """

    template: ClassVar[str] = "finding_saved"
    key: str
    lines: list[Line] = field(default_factory=list)
    removed: bool = False
    remarks: list[tuple[str, str]] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    choices: ChainChoices | None = None
    more: int = 0
