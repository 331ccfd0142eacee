"""Which rules speak about a segment, and where in it."""

from collections.abc import Iterator

from bot.core.language.clauses import Segment, segments
from bot.core.language.patterns import Match, Pattern, Row, all_matches
from bot.core.language.rules import GuardRules, Rule

Spot = tuple[Row, Match]


def fitting(
    segment: Segment, *, kind: str, rules: GuardRules, context: str
) -> Iterator[tuple[Rule, Spot]]:
    """Every rule that speaks about this segment, and where."""
    if _silenced(segment, rules.guards.get(kind, ())):
        return
    for rule in rules.of(kind):
        if rule.contexts and context not in rule.contexts:
            continue
        if rule.mood and (rule.mood == "question") is not segment.asks:
            continue
        spot = _spot(segment, rule)
        if spot is not None and not _silenced(segment, rule.unless):
            yield rule, spot


def heaviest(
    segment: Segment, *, kind: str, rules: GuardRules, context: str
) -> tuple[Rule, Spot] | None:
    """The weightiest rule that speaks about this segment."""
    found = list(fitting(segment, kind=kind, rules=rules, context=context))
    return max(found, key=lambda pair: pair[0].weight) if found else None


def is_silent(text: str, *, kind: str, rules: GuardRules, context: str) -> bool:
    """Whether the guard has nothing to say of a text."""
    return not any(
        heaviest(segment, kind=kind, rules=rules, context=context)
        for segment in segments(text, rules)
    )


def _spot(segment: Segment, rule: Rule) -> Spot | None:
    for row, patterns in ((segment.phrases, rule.patterns), (segment.words, rule.wordings)):
        for match in all_matches(patterns, row):
            return row, match
    return None


def _silenced(segment: Segment, patterns: tuple[Pattern, ...]) -> bool:
    return any(
        pattern.find(row) is not None
        for pattern in patterns
        for row in (segment.phrases, segment.words)
    )
