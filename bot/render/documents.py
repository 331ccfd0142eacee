"""The retrospective as a document: plain facts in, Markdown out. The same record, the same bytes.

Times are UTC, people are names. Nothing is worked out here but how it reads.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta

from bot.render.environment import Words
from bot.render.markdown import FILTERS
from bot.render.messages.findings import (
    AxisLine,
    ChanceLine,
    CheckLine,
    EvalLine,
    FactorLine,
    HypothesisLine,
    LessonLine,
    RemedyLine,
    SliceLine,
)


@dataclass(frozen=True)
class ChainRecord:
    """A how-chain, its answers from the top down; each is followed by what was asked about it."""

    moment: str
    steps: list["StepRecord"]


@dataclass(frozen=True)
class StepRecord:
    """An answer of a how-chain. `depth`: 1 under the key moment. `owner`: who finds out."""

    depth: int
    question: str
    answer: str
    about: str
    owner: str = ""
    is_open: bool = False


@dataclass(frozen=True)
class ProofRecord:
    """What shows that an item is done. `check`: what looking at its link came to."""

    kind: str
    link: str
    check: str


@dataclass(frozen=True)
class ItemRecord:
    """An action item. `before` and `after`: figures as typed, empty where nothing was measured."""

    number: int
    title: str
    owner: str
    due_on: date
    criterion: str
    state: str
    proofs: Sequence[ProofRecord] = ()
    before: str = ""
    after: str = ""
    unit: str = ""
    confirmed_by: str = ""
    reason: str = ""


@dataclass(frozen=True)
class EntryRecord:
    """A line of the timeline. `files`: name and link."""

    at: datetime
    who: str
    text: str
    markers: tuple[str, ...] = ()
    deleted_at: datetime | None = None
    link: str = ""
    files: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class DecisionRecord:
    """A line of the decision log. `missing`: words of what was not there, from the stage files.

    `verdict`: how the hypothesis with this number was judged, and how `before`.
    `stage` is empty for what was decided before the retrospective. `days`: from which day to
    which it was moved.
    """

    at: datetime
    by: str
    kind: str
    stage: str
    reason: str = ""
    person: str = ""
    missing: list[str] = field(default_factory=list)
    hypothesis: int = 0
    verdict: str = ""
    before: str = ""
    days: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class AnswerRecord:
    """What somebody said; `who`: their name, empty where none stands there.

    `late`: after its stage. `gap_begins_at`: the silence it fills. `differs_from`: the account it
    stands beside. `dots`: of the group it names. `beside`: in the group of the one above.
    """

    who: str
    text: str
    late: bool = False
    gap_begins_at: datetime | None = None
    differs_from: str = ""
    dots: int | None = None
    beside: bool = False
    in_room: bool = False


@dataclass(frozen=True)
class PackageRecord:
    """A line of what was gathered before the review: what it says, or how it cannot be had."""

    part: str
    text: str
    cannot_be_had: bool


@dataclass(frozen=True)
class ParkedRecord:
    """An idea that was parked, and what became of it; `item`: the number it was given."""

    text: str
    who: str
    state: str
    item: int | None = None


@dataclass(frozen=True)
class SaidRecord:
    """What was said in a stage."""

    number: int
    title: str
    status: str
    answers: list[AnswerRecord]


@dataclass(frozen=True)
class DoubtRecord:
    """What the record makes doubtful. `about` and `detail` depend on `code`; `who` could answer."""

    code: str
    about: str = ""
    detail: str = ""
    who: str = ""


@dataclass(frozen=True)
class DocumentRecord:
    """All facts of a retrospective. `axis_gaps`: (code, axis or "H2" or "") of what
    findings lack.

    `tables`: source, rows and SHA-256 of each table of slices that was sent in; `more_slices`: how
    many rows of theirs are left out here.
    `open_points`: words of the criteria that are not met; None where no retrospective was held.
    `form`: `long` or `short`, empty where none was held.
    """

    key: str
    title: str
    severity: str
    category: str
    status: str
    owner: str
    draft: bool
    drill: bool
    private: bool
    declared_by: str
    declared_at: datetime
    started_at: datetime | None = None
    detected_at: datetime | None = None
    mitigated_at: datetime | None = None
    resolved_at: datetime | None = None
    time_to_detect: timedelta | None = None
    time_to_mitigate: timedelta | None = None
    facilitator: str = ""
    participants: list[str] = field(default_factory=list)
    known: str = ""
    resolution: str = ""
    affected: str = ""
    closing_reason: str = ""
    merged_into: str = ""
    detection_how: str = ""
    detection_signal: str = ""
    detection_missed: str = ""
    slices: list[SliceLine] = field(default_factory=list)
    more_slices: int = 0
    tables: list[tuple[str, int, str]] = field(default_factory=list)
    scope_unmeasurable: str = ""
    axes: list[AxisLine] = field(default_factory=list)
    axis_gaps: list[tuple[str, str]] = field(default_factory=list)
    hypotheses: list[HypothesisLine] = field(default_factory=list)
    factors: list[FactorLine] = field(default_factory=list)
    check: CheckLine | None = None
    error_category: str = ""
    chains: list[ChainRecord] = field(default_factory=list)
    remedies: list[RemedyLine] = field(default_factory=list)
    eval_cases: list[EvalLine] = field(default_factory=list)
    eval_reason: str = ""
    items: list[ItemRecord] = field(default_factory=list)
    timeline: list[EntryRecord] = field(default_factory=list)
    helped: list[AnswerRecord] = field(default_factory=list)
    chances: list[ChanceLine] = field(default_factory=list)
    lessons: list[LessonLine] = field(default_factory=list)
    package: list[PackageRecord] = field(default_factory=list)
    parked: list[ParkedRecord] = field(default_factory=list)
    decisions: list[DecisionRecord] = field(default_factory=list)
    said: list[SaidRecord] = field(default_factory=list)
    open_points: list[str] | None = None
    doubts: list[DoubtRecord] = field(default_factory=list)
    form: str = ""


def markdown(
    words: Words, record: DocumentRecord, *, in_canvas: bool = False, left_out: bool = False
) -> str:
    """The document as Markdown, ending with one newline.

    `in_canvas`: without HTML and with three levels of headings. `left_out`: not all rows are there.
    """
    words.add_document_filters(**FILTERS)
    facts = {each.name: getattr(record, each.name) for each in fields(record)}
    text = words.document(
        "retrospective.md.j2", **facts, br=" / " if in_canvas else "<br>", left_out=left_out
    )
    return text.strip() + "\n"
