"""Short texts read whole: an action item or a cause is one thing, however many sentences it has."""

import re
from collections.abc import Iterable, Iterator

from bot.core.language.lexicon import Lexicon
from bot.core.language.patterns import Match, Row, all_matches
from bot.core.language.rules import Finding, Rule
from bot.core.language.tokens import cover, tokenise
from bot.core.language.units import read_words

# Nobody writes an item or a cause longer than this; what follows is not read.
MOST_UNITS = 120
LONGEST_QUOTE = 70
_BULLET = re.compile(r"\A\s*(?:(?:[-*•–—]|\[[ xX]?\]|\d{1,2}[.)])\s+)+")
_QUOTES = re.compile(r"[“”„\"«»]")
_MARKUP = re.compile(r"\s+|[`*_~]+")


def read_whole(text: str, lexicon: Lexicon) -> Row:
    """The words of a text with their kinds, without what is quoted or code."""
    plain = _BULLET.sub(lambda bullet: " " * len(bullet.group()), cover(text))
    return Row(read_words(tokenise(plain, lexicon.spellings), lexicon)[:MOST_UNITS])


def fits(rules: Iterable[Rule], row: Row) -> Iterator[tuple[Rule, Match]]:
    """The rules that speak about this text, and where; in their order."""
    if not row.units:
        return
    for rule in rules:
        match = next(all_matches(rule.wordings, row), None)
        if match is not None and not any(pattern.find(row) for pattern in rule.unless):
            yield rule, match


def found(text: str, rule: Rule, row: Row, match: Match, *, suggestion: str) -> Finding:
    """A finding where the match stands; `suggestion` may have the slot {words}."""
    units = row.units[match.first : match.behind] or row.units
    return Finding(
        family=rule.family,
        rule=rule.name,
        start=units[0].start,
        end=units[-1].end,
        reason=rule.reason,
        suggestion=suggestion.replace("{words}", own_words(text)),
    )


def own_words(text: str) -> str:
    """The text short enough to be quoted in a question, without quotation marks of its own."""
    plain = " ".join(_MARKUP.sub(" ", _QUOTES.sub("", text)).split()).strip(" .;:,!?-")
    if len(plain) <= LONGEST_QUOTE:
        return plain
    return plain[:LONGEST_QUOTE].rsplit(" ", 1)[0].rstrip(" .;:,-") + " …"
