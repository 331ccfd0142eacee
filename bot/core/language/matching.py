"""Which rules speak about a segment, and where in it."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.core.language.clauses import Segment, segments, sentences
from bot.core.language.glance import Candidate, glance_of
from bot.core.language.patterns import Match, Pattern, Row, all_matches
from bot.core.language.rules import GuardRules, Rule
from bot.core.language.tokens import cover

# So many words of one text are read in full, of those that a glance does not rule out: enough
# for the longest answer, and quick whatever is pasted.
MOST_READ = 120


class Spot(NamedTuple):
    """Where a rule fits: the row it was found in, and the phrases of the same segment."""

    row: Row
    match: Match
    phrases: Row


def heaviest(
    text: str, *, kind: str, rules: GuardRules, context: str
) -> Iterator[tuple[Rule, Spot]]:
    """The weightiest rule that speaks about each segment of a text, and where."""
    covered, look = cover(text), glance_of(rules, kind)
    read = 0
    for sentence in sentences(covered, rules):
        candidates = look.candidates(sentence.raw, context)
        if not candidates:
            continue
        for segment in segments(covered, sentence, rules):
            found = _fitting(segment, candidates, rules.guards[kind])
            best = max(found, key=lambda pair: pair[0].weight, default=None)
            if best is not None:
                yield best
        read += len(sentence.raw)
        if read > MOST_READ:
            return


def _fitting(
    segment: Segment, candidates: Sequence[Candidate], guards: Sequence[Pattern]
) -> Iterator[tuple[Rule, Spot]]:
    for candidate in candidates:
        rule = candidate.rule
        if rule.mood and (rule.mood == "question") is not segment.asks:
            continue
        spot = _spot(segment, candidate)
        if spot is not None and not _silenced(segment, (*rule.unless, *guards)):
            yield rule, spot


def is_silent(text: str, *, kind: str, rules: GuardRules, context: str) -> bool:
    """Whether the guard has nothing to say of a text."""
    return next(heaviest(text, kind=kind, rules=rules, context=context), None) is None


def _spot(segment: Segment, fit: Candidate) -> Spot | None:
    for row, patterns in ((segment.phrases, fit.patterns), (segment.words, fit.wordings)):
        for match in all_matches(patterns, row):
            return Spot(row, match, segment.phrases)
    return None


def _silenced(segment: Segment, patterns: Sequence[Pattern]) -> bool:
    return any(
        pattern.find(row) is not None
        for pattern in patterns
        for row in (segment.phrases, segment.words)
    )
