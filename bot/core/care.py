"""Whether a message speaks of distress, personnel or legal matters: no machine reads on there.

The phrases are data (`templates/guard/care/`). A match says nothing about the writer; it only
keeps the rules of language from commenting. When in doubt they stay silent.
Source: product.md 8, facilitation.md 1.3.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_WORDS = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_APOSTROPHES = str.maketrans({"\u2019": "'", "\u2018": "'", "\u02bc": "'", "\u2010": "-"})

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class CareWords:
    """Phrases by their first word."""

    by_first: dict[str, tuple[Phrase, ...]]


def care_words(phrases: Iterable[str]) -> CareWords:
    """The phrases as they are looked for."""
    found: dict[str, tuple[Phrase, ...]] = {}
    for words in map(_words, phrases):
        if words:
            found[words[0]] = (*found.get(words[0], ()), words)
    return CareWords(found)


def needs_a_person(text: str, words: CareWords) -> bool:
    """Whether one of the phrases stands in the text, as whole words."""
    said = _words(text)
    return any(
        said[place : place + len(phrase)] == phrase
        for place, word in enumerate(said)
        for phrase in words.by_first.get(word, ())
    )


def _words(text: str) -> Phrase:
    return tuple(_WORDS.findall(text.translate(_APOSTROPHES).casefold()))
