"""Stored findings, read as the facts that rules judge and as the lines that people are shown."""

from collections.abc import Iterable, Sequence

from bot.core.causes import (
    Axis,
    AxisFinding,
    Confidence,
    ScopeRow,
)
from bot.core.evals import EvalCase
from bot.core.how_chains import ChainTree, GivenAnswer, grow
from bot.core.hypotheses import Basis, Explanation, Verdict, is_unrivalled
from bot.core.ids import UserId
from bot.flows.cause_reading import how_answer
from bot.render.messages.findings import (
    AxisLine,
    ChanceLine,
    CheckLine,
    DetectionLine,
    EvalLine,
    FactorLine,
    HypothesisLine,
    LessonLine,
    Line,
    ReasonLine,
    RemedyLine,
    SliceLine,
    StepLine,
)
from bot.render.quantities import delta_words
from storage.queries.findings import Finding
from storage.tables import (
    AxisMove,
    ChainStep,
    Chance,
    CrossCheck,
    EvalEntry,
    Factor,
    Hypothesis,
    Incident,
    Lesson,
    Remedy,
    Slice,
)


def axis_finding(row: AxisMove) -> AxisFinding:
    """An axis as the rules see it."""
    return AxisFinding(
        axis=Axis(row.axis),
        what_changed=row.what_changed,
        link=row.link or None,
        confidence=Confidence(row.confidence),
        evidence=(row.evidence,) if row.evidence else (),
        recollection=row.recollection,
        how_missed=row.how_missed,
        first_mover=row.moved_first,
        owner=UserId(row.owner) if row.owner else None,
    )


def trees_of(steps: Iterable[ChainStep]) -> tuple[ChainTree, ...]:
    """The how-chains that these steps, in their order, make up."""
    return grow([_given(step) for step in steps])


def _given(step: ChainStep) -> GivenAnswer:
    assert step.id is not None
    answer = how_answer(step.answer, step.kind, step.owner)
    return GivenAnswer(step.id, step.question, answer, step.moment, step.parent_id)


def eval_cases(rows: Sequence[EvalEntry]) -> list[EvalCase]:
    """Eval cases as they are exported."""
    return [
        EvalCase(
            number=row.number,
            input=row.input,
            observed=row.observed,
            expected=row.expected,
            slice=row.slice or None,
            axis=Axis(row.axis) if row.axis else None,
        )
        for row in rows
    ]


def scope_delta(row: Slice) -> str:
    """How far a slice moved, in signs; empty where it cannot be said."""
    return delta_words(ScopeRow(row.name, row.baseline, row.observed).delta)


def detection_line(incident: Incident) -> DetectionLine:
    """How the incident was noticed."""
    return DetectionLine(
        how=incident.detection_how,
        signal=incident.detection_signal,
        missed=incident.detection_missed,
        detected_at=incident.detected_at,
    )


def reason_lines(incident: Incident) -> list[ReasonLine]:
    """The reasons in writing for what is not there."""
    found = (("scope", incident.scope_unmeasurable), ("eval", incident.eval_reason))
    return [ReasonLine(about, text) for about, text in found if text]


def slice_line(row: Slice, value: str = "") -> SliceLine:
    """A row of the scope table."""
    return SliceLine(
        row.name, row.baseline, row.observed, scope_delta(row), row.users_affected, value
    )


def axis_line(row: AxisMove, value: str = "") -> AxisLine:
    """An axis that moved."""
    return AxisLine(
        axis=row.axis,
        first=row.moved_first,
        what_changed=row.what_changed,
        link=row.link,
        confidence=row.confidence,
        evidence=row.evidence,
        recollection=row.recollection,
        how_missed=row.how_missed,
        owner=row.owner or "",
        value=value,
    )


def step_line(row: ChainStep, value: str = "") -> StepLine:
    """One answer of a how-chain."""
    return StepLine(
        moment=row.moment or "",
        question=row.question,
        answer=row.answer,
        about=row.kind,
        owner=row.owner or "",
        value=value,
    )


def remedy_line(row: Remedy, value: str = "") -> RemedyLine:
    """What will stop it next time."""
    return RemedyLine(row.kind, row.text, row.verified_how, value)


def eval_line(row: EvalEntry, value: str = "") -> EvalLine:
    """A case for the eval set."""
    return EvalLine(row.number, row.input, row.observed, row.expected, row.slice, row.axis, value)


def lesson_line(row: Lesson, value: str = "") -> LessonLine:
    """What others can use."""
    return LessonLine(row.text, row.applies_to, value)


def explanation(row: Hypothesis) -> Explanation:
    """A hypothesis as the rules see it."""
    return Explanation(
        number=row.number,
        verdict=Verdict(row.verdict),
        basis=Basis(row.basis),
        test=row.test,
        expected=row.expected,
        criterion=row.criterion,
        result=row.result,
        against=row.evidence_against,
    )


def hypothesis_line(
    row: Hypothesis, value: str = "", *, among: Iterable[Hypothesis] = ()
) -> HypothesisLine:
    """An explanation `among` its rivals."""
    return HypothesisLine(
        number=row.number,
        statement=row.statement,
        axis=row.axis,
        evidence_for=row.evidence_for,
        evidence_against=row.evidence_against,
        assumptions=_each_line(row.assumptions),
        test=row.test,
        expected=row.expected,
        criterion=row.criterion,
        undo=row.undo,
        result=row.result,
        verdict=row.verdict,
        basis=row.basis,
        unrivalled=is_unrivalled(explanation(row), [explanation(each) for each in among]),
        value=value,
    )


def _each_line(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def factor_line(row: Factor, value: str = "") -> FactorLine:
    """A contributing factor."""
    return FactorLine(
        row.text, row.role, row.nature, row.evidence, row.recollection, row.otherwise, value
    )


def chance_line(row: Chance, value: str = "") -> ChanceLine:
    """What went well by chance."""
    return ChanceLine(row.text, row.choice, row.reason, value)


def check_line(row: CrossCheck, value: str = "") -> CheckLine:
    """What the review asked of its own explanation."""
    return CheckLine(
        row.time_order,
        row.seen_before,
        row.prove_wrong,
        row.soundness,
        _each_line(row.gaps),
        row.undetermined,
        value,
    )


def line_of(row: Finding, value: str = "") -> Line:
    """The line of any finding."""
    match row:
        case Slice():
            return slice_line(row, value)
        case AxisMove():
            return axis_line(row, value)
        case ChainStep():
            return step_line(row, value)
        case Remedy():
            return remedy_line(row, value)
        case EvalEntry():
            return eval_line(row, value)
        case Lesson():
            return lesson_line(row, value)
        case _:
            return _judgement_line(row, value)


def _judgement_line(row: Hypothesis | Factor | Chance | CrossCheck, value: str) -> Line:
    match row:
        case Hypothesis():
            return hypothesis_line(row, value)
        case Factor():
            return factor_line(row, value)
        case Chance():
            return chance_line(row, value)
        case CrossCheck():
            return check_line(row, value)
