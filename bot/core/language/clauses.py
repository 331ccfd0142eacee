"""A text cut into segments that are judged each for itself.

A segment is a sentence, or its part behind a contrast word: "no offence, but …" does not excuse
what follows. Text that is not English has no segments.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.core.language.glance import raw_words
from bot.core.language.patterns import Row
from bot.core.language.phrases import read_phrases
from bot.core.language.rules import GuardRules
from bot.core.language.tokens import Token, tokenise
from bot.core.language.units import Unit, read_words

# A longer sentence is read in pieces, so that no pattern sees more than this at once.
MOST_UNITS = 80
_FEW_WORDS = 3
# Words that ask wherever they begin a sentence, and those that may as well relate.
_ASKING = frozenset({"who", "whose", "whom"})
_RELATING = frozenset({"when", "whenever", "wherever"})
# What goes on without a full stop is cut, too.
_SENTENCE = re.compile(r"(?:[^\n.!?;…]|[.!?;…](?=\w)){1,500}[.!?;…]{0,20}|[.!?;…]+")


@dataclass(frozen=True)
class Segment:
    """One piece of a text, as single words and as phrases."""

    words: Row
    phrases: Row
    asks: bool


@dataclass(frozen=True)
class Sentence:
    """Where a sentence stands in the text, and its words as they are written."""

    start: int
    end: int
    raw: Sequence[str]


def sentences(covered: str, rules: GuardRules) -> list[Sentence]:
    """The sentences of a covered English text; none of a text in another language."""
    found = [
        Sentence(*span.span(), raw_words(span.group()))
        for span in _SENTENCE.finditer(covered)
        if not span.group().isspace()
    ]
    words = [word for sentence in found for word in sentence.raw]
    return found if is_english(words, rules) else []


def segments(covered: str, sentence: Sentence, rules: GuardRules) -> Iterator[Segment]:
    """The segments of one sentence."""
    tokens = tokenise(covered, rules.lexicon.spellings, sentence.start, sentence.end)
    return _segments(tokens, rules)


def _segments(sentence: Sequence[Token], rules: GuardRules) -> Iterator[Segment]:
    units = _without_asides(read_words(sentence, rules.lexicon))
    asks = any(unit.word == "?" for unit in units[-3:]) or _begins_asking(units)
    for piece in _pieces(units):
        if any(unit.has("content", "pronoun", "modal", "aux") for unit in piece):
            yield Segment(words=Row(piece), phrases=Row(read_phrases(piece)), asks=asks)


def _begins_asking(units: Sequence[Unit]) -> bool:
    """Whether it asks without a question mark: "whose idea was it", "where were you"."""
    opening = [unit for unit in units if not unit.has("greeting", "aside", "conj", "punct")][:2]
    if len(opening) < 2:
        return False
    first, second = opening
    if first.word in _ASKING or (first.has("aux") and second.has("nobody")):
        return True
    return first.has("wh") and second.has("aux", "modal") and first.word not in _RELATING


def _without_asides(units: Sequence[Unit]) -> Sequence[Unit]:
    """Without what is said aside: "the reviewers, frankly, missed it tbh", "why, Ines, did you"."""
    kept: list[Unit] = []
    place = 0
    while place < len(units):
        after = units[place + 1] if place + 1 < len(units) else None
        aside = units[place].has("aside") and after is not None and after.word == ","
        if units[place].has("aside") and after is None and kept:
            break
        if _is_addressed(units, place, kept):
            del kept[-1:]
            place += 2
            continue
        if aside and (not kept or kept[-1].word == ","):
            del kept[-1:]
            place += 2
            continue
        kept.append(units[place])
        place += 1
    return kept


def _is_addressed(units: Sequence[Unit], place: int, kept: Sequence[Unit]) -> bool:
    """Whether a question speaks to somebody here: "why, Ines, did you"."""
    if len(kept) < 2 or place + 2 >= len(units) or not units[place].has("name", "mention"):
        return False
    between = kept[-1].word == "," and units[place + 1].word == ","
    return between and kept[-2].has("wh") and units[place + 2].has("aux", "modal")


def _pieces(units: Sequence[Unit]) -> Iterator[Sequence[Unit]]:
    begin = 0
    for place, unit in enumerate(units):
        turns = unit.has("contrast") and place > begin and not units[place - 1].has("nobody")
        if turns or place - begin >= MOST_UNITS:
            yield units[begin:place]
            begin = place
    yield units[begin:]


def is_english(words: Sequence[str], rules: GuardRules) -> bool:
    """Whether a text is English, told by its frequent words; a short text needs no proof."""
    if not words:
        return False
    plain = sum(word[0] < "\u0250" for word in words)
    short = rules.lexicon.spellings
    foreign = sum(word in rules.foreign and word not in short for word in words)
    known = sum(
        word in short or (word in rules.lexicon.tags and word not in rules.foreign)
        for word in words
    )
    if plain * 2 < len(words):
        return False
    if len(words) <= _FEW_WORDS:
        return foreign == 0 or known > foreign
    return known > foreign and known * 4 >= len(words)
