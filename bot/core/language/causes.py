"""Reads a cause: does it end the inquiry, is it a lasting condition, which axis may it be about?

Families: `person`, `model_as_cause`, `single_cause`. A cause is `systemic` when it names a
condition that would let another event of its kind through, and `proximate` when it names this
event. Axes are a suggestion and may be empty. Sources: product.md 10; facilitation.md 3 and 3.2.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.core.language.lexicon import Lexicon
from bot.core.language.patterns import Pattern, Row
from bot.core.language.review import review
from bot.core.language.rules import Finding, GuardRules, Rule
from bot.core.language.units import Unit
from bot.core.language.whole import fits, found, read_whole

FAMILIES = ("person", "model_as_cause", "single_cause")


class Depth(StrEnum):
    """How deep a cause goes."""

    systemic = "systemic"
    proximate = "proximate"


@dataclass(frozen=True)
class Cue:
    """What speaks for a lasting condition (points above 0) or for one event (below).

    It is there where a wording fits, or where nothing in the text is of a kind in `lacks`.
    """

    name: str
    points: float
    explanation: str
    wordings: tuple[Pattern, ...]
    lacks: frozenset[str] = frozenset()
    examples: tuple[str, ...] = ()

    def is_in(self, row: Row) -> bool:
        """Whether it is there."""
        if self.lacks:
            return self.lacks.isdisjoint(row.kinds)
        return any(pattern.find(row) for pattern in self.wordings)


@dataclass(frozen=True)
class Hint:
    """How strongly a kind of word speaks for an axis; a `naming` one decides on the order."""

    axis: str
    weight: float
    naming: bool


@dataclass(frozen=True)
class CauseRules:
    """What the guard knows of causes. `start`: points before any cue; above 0 is systemic.

    `person_rules`: the rules of messages, for people told by name or role.
    """

    lexicon: Lexicon
    rules: tuple[Rule, ...]
    cues: tuple[Cue, ...]
    start: float
    hints: Mapping[str, Hint]
    person_rules: GuardRules | None = None


@dataclass(frozen=True)
class CauseReading:
    """What was read; `axes` the likeliest first, at most two."""

    findings: tuple[Finding, ...]
    depth: Depth
    axes: tuple[str, ...]

    @property
    def families(self) -> frozenset[str]:
        """The families found."""
        return frozenset(finding.family for finding in self.findings)


def review_cause(text: str, *, rules: CauseRules) -> CauseReading:
    """Read one cause."""
    row = read_cause(text, rules.lexicon)
    reading = CauseReading(tuple(_findings(text, row, rules)), _depth(row, rules), ())
    if reading.findings:
        reading = replace(reading, depth=Depth.proximate)
    if "model_as_cause" in reading.families:
        return reading
    return replace(reading, axes=_axes(row, rules.hints))


def read_cause(text: str, lexicon: Lexicon) -> Row:
    """The words of a cause with their kinds."""
    return Row([_with_ending(unit) for unit in read_whole(text, lexicon).units])


def _with_ending(unit: Unit) -> Unit:
    """A word that no list has, with what its ending tells."""
    word = unit.word
    if not unit.has("content") or unit.has("verb", "noun"):
        return unit
    if word.endswith("ed"):
        return replace(unit, tags=unit.tags | {"ed"})
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return replace(unit, tags=unit.tags | {"plural"})
    return unit


def _findings(text: str, row: Row, rules: CauseRules) -> Iterator[Finding]:
    families: set[str] = set()
    for rule, match in fits(rules.rules, row):
        if rule.family not in families:
            families.add(rule.family)
            yield found(text, rule, row, match, suggestion=rule.suggestions[0])
    if families or rules.person_rules is None or _is_of_the_system(row, rules.hints):
        return
    for finding in review(text, rules=rules.person_rules, context="cause")[:1]:
        yield replace(finding, family="person")


def _is_of_the_system(row: Row, hints: Mapping[str, Hint]) -> bool:
    """Whether it begins with a part of the system: some models have people's names."""
    first = next((unit for unit in row.units if unit.has("content")), None)
    return first is not None and any(hints[tag].naming for tag in first.tags & hints.keys())


# --- depth ------------------------------------------------------------------------------------


def _depth(row: Row, rules: CauseRules) -> Depth:
    points = rules.start + sum(cue.points for cue in rules.cues if cue.is_in(row))
    return Depth.systemic if points > 0 else Depth.proximate


# --- axes -------------------------------------------------------------------------------------

MOST_AXES = 2
_ENOUGH = 0.8
# An axis this much weaker than the strongest is not worth suggesting.
_SHARE = 0.45
# What is said to be absent is a check rather than what moved.
_ABSENT = 0.5


def _axes(row: Row, hints: Mapping[str, Hint]) -> tuple[str, ...]:
    """The axes with most behind them, in the order in which the text names them."""
    points: dict[str, float] = {}
    named: dict[str, int] = {}
    for place, hint, absent in _hints(row, hints):
        points[hint.axis] = points.get(hint.axis, 0) + hint.weight * (_ABSENT if absent else 1)
        if hint.naming and not absent:
            named.setdefault(hint.axis, place)
    most = max(points.values(), default=0)
    if most < _ENOUGH:
        return ()
    likely = [axis for axis, sum_of in points.items() if sum_of >= _SHARE * most]
    likely.sort(key=lambda axis: (named.get(axis, len(row.units)), -points[axis]))
    return tuple(likely[:MOST_AXES])


def _hints(row: Row, hints: Mapping[str, Hint]) -> Iterator[tuple[int, Hint, bool]]:
    """Each hint once a word: its place, and whether it is said to be absent."""
    seen: set[tuple[str, str]] = set()
    absent = False
    for place, unit in enumerate(row.units):
        for tag in sorted(unit.tags & hints.keys()):
            hint = hints[tag]
            if (unit.word, hint.axis) not in seen:
                seen.add((unit.word, hint.axis))
                yield place, hint, absent
        absent = unit.has("absent")
