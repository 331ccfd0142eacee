"""Rival explanations: what each rests on, what still has to be asked of it, and which has no rival.

It looks at what was written down and never decides for people. Gaps are codes, their words are in
`templates/words.j2`. Source: product.md 10.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What a test said; `untested` until there was one."""

    untested = "untested"
    supported = "supported"
    refuted = "refuted"
    inconclusive = "inconclusive"


class Basis(StrEnum):
    """What a verdict rests on: things that moved together, or something that we changed."""

    unsaid = "unsaid"
    correlation = "correlation"
    intervention = "intervention"


class FactorRole(StrEnum):
    """Whether a factor set it off, or had been lying there."""

    trigger = "trigger"
    latent = "latent"


class FactorNature(StrEnum):
    """Where a factor lies."""

    technical = "technical"
    organisational = "organisational"


class ChanceChoice(StrEnum):
    """What becomes of something that went well because somebody happened to be there."""

    undecided = "undecided"
    build_in = "build_in"
    accept = "accept"


@dataclass(frozen=True)
class Explanation:
    """A hypothesis, as far as the rules look at it; texts are as typed."""

    number: int
    verdict: Verdict = Verdict.untested
    basis: Basis = Basis.unsaid
    test: str = ""
    expected: str = ""
    criterion: str = ""
    result: str = ""
    against: str = ""


class HypothesisGap(StrEnum):
    """What hypotheses still lack."""

    no_rival = "no_rival"
    unrivalled = "unrivalled"
    test_open = "test_open"
    expectation_open = "expectation_open"
    result_open = "result_open"
    basis_open = "basis_open"
    correlation_only = "correlation_only"
    nothing_against = "nothing_against"


@dataclass(frozen=True)
class HypothesisRemark:
    """One gap; `number` is None where it concerns all of them."""

    gap: HypothesisGap
    number: int | None = None


def is_unrivalled(one: Explanation, every: Iterable[Explanation]) -> bool:
    """Whether it counts as the cause although nobody has ruled another explanation out."""
    ruled_out = any(
        other.verdict is Verdict.refuted for other in every if other.number != one.number
    )
    return one.verdict is Verdict.supported and not ruled_out


def review_hypotheses(every: Sequence[Explanation]) -> tuple[HypothesisRemark, ...]:
    """What is still open: about all of them first, then about each in order."""
    own = (HypothesisRemark(gap, one.number) for one in every for gap in _gaps(one, every))
    alone = len(every) == 1
    return (*([HypothesisRemark(HypothesisGap.no_rival)] if alone else []), *own)


def _gaps(one: Explanation, every: Iterable[Explanation]) -> Iterable[HypothesisGap]:
    if is_unrivalled(one, every):
        yield HypothesisGap.unrivalled
    if not one.test.strip():
        yield HypothesisGap.test_open
    elif not (one.expected.strip() and one.criterion.strip()):
        yield HypothesisGap.expectation_open
    if one.verdict is Verdict.untested:
        return
    if not one.result.strip():
        yield HypothesisGap.result_open
    if one.basis is Basis.unsaid:
        yield HypothesisGap.basis_open
    if one.verdict is Verdict.supported:
        yield from _gaps_of_supported(one)


def _gaps_of_supported(one: Explanation) -> Iterable[HypothesisGap]:
    if one.basis is Basis.correlation:
        yield HypothesisGap.correlation_only
    if not one.against.strip():
        yield HypothesisGap.nothing_against
