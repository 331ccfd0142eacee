"""Words with their kinds."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.language.lexicon import Lexicon
from bot.core.language.tokens import Token

HUMAN = frozenset({"person", "team", "name", "mention", "second", "third", "someone"})
# Kinds a noun phrase is given beside those of its head.
MADE_TAGS = frozenset(
    {"np", "human", "software", "thing", "unknown", "of_human", "of_first", "of_second", "of_team"}
    | {"mention", "capital", "punct", "number", "emoji", "covered", "adv", "content", "code"}
    | {"clock", "quote", "link", "mark", "word", "group"}
)
_CLOSED = frozenset(
    {"aux", "modal", "prep", "conj", "pronoun", "wh", "negator", "adv", "punct", "emoji", "to"}
)
_NO_CONTENT = _CLOSED | {
    "det",
    "possessive",
    "number",
    "greeting",
    "evaluative",
    "aside",
    "rude",
    "sarcasm",
}


@dataclass(frozen=True, slots=True)
class Unit:
    """A word or a noun phrase. `start` and `end` are offsets into the original text."""

    word: str
    tags: frozenset[str]
    start: int
    end: int

    def has(self, *tags: str) -> bool:
        """Whether it is of any of these kinds."""
        return not self.tags.isdisjoint(tags)


def read_words(tokens: Sequence[Token], lexicon: Lexicon) -> list[Unit]:
    """Tokens with their kinds; phrases of the lexicon become one unit."""
    units: list[Unit] = []
    place = 0
    while place < len(tokens):
        unit, used = _phrase(tokens, place, lexicon)
        units.append(unit)
        place += used
    return units


def _phrase(tokens: Sequence[Token], place: int, lexicon: Lexicon) -> tuple[Unit, int]:
    first = tokens[place]
    for phrase in lexicon.phrases.get(first.word, ()):
        here = tokens[place : place + len(phrase.words)]
        if tuple(token.word for token in here) == phrase.words:
            tags = phrase.tags | ({"content"} if phrase.tags.isdisjoint(_NO_CONTENT) else set())
            return Unit(" ".join(phrase.words), tags, first.start, here[-1].end), len(here)
    return Unit(first.word, _tags(first, place, lexicon), first.start, first.end), 1


def _tags(token: Token, place: int, lexicon: Lexicon) -> frozenset[str]:
    if token.kind == "symbol":
        return lexicon.of(token.word) | {"emoji"}
    if token.kind in ("mention", "emoji", "number", "mark"):
        clock = {"clock"} if token.kind == "number" and ":" in token.word else set()
        return lexicon.of(token.word) | {token.kind} | clock
    if token.kind == "covered":
        return frozenset({"covered", token.word})
    if token.kind == "stop":
        return lexicon.of(token.word) | {"punct"}
    known = lexicon.of(token.word) or lexicon.of(token.word.rpartition("-")[2])
    tags = set(known or _name_tags(token, lexicon))
    if token.capital and (place or not tags):
        tags.add("capital")
    if "name_word" in tags and token.capital and (place or not tags & {"modal", "aux", "verb"}):
        tags.add("name")
    if not known and token.word.endswith("ly"):
        tags.add("adv")
    if tags.isdisjoint(_NO_CONTENT):
        tags.add("content")
    return frozenset(tags)


def _name_tags(token: Token, lexicon: Lexicon) -> frozenset[str]:
    """A name written with its accents, or made of two."""
    if not token.capital:
        return frozenset()
    for part in (token.word, token.word.partition("-")[0]):
        letters = unicodedata.normalize("NFKD", part.replace("ø", "o").replace("ł", "l"))
        tags = lexicon.of("".join(sign for sign in letters if not unicodedata.combining(sign)))
        if "name" in tags:
            return tags
    return frozenset() if token.word.isascii() or tags else frozenset({"name"})
