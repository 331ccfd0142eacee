"""A first look at a sentence: which rules could speak about it at all, told by its words alone.

Reading a sentence in full costs a hundred times more, and most sentences hold nothing that any
rule is about. What to look for is derived from the patterns themselves: what every match needs.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from bot.core.language.lexicon import Lexicon
from bot.core.language.patterns import Pattern
from bot.core.language.rules import GuardRules, Rule
from bot.core.language.tokens import undrawn
from bot.core.language.units import HUMAN, MADE_TAGS

_RAW_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*|[@\u2190-\u2bff\U0001f000-\U0001faff]")
_SHORT = re.compile(r"\bcan't\b|\bwon't\b|n't\b|'(?:ve|d|ll|re|s)\b")
_LONG = {
    "can't": "can not",
    "won't": "will not",
    "n't": " not",
    "'ve": " have",
    "'d": " had would",
    "'ll": " will",
    "'re": " are",
    "'s": " is s",
}
# Heard and written for "have", as the tokens read it.
_HEARD = re.compile(r"\b(should|could|would|might|must)( not|n't)? of\b")
_PIECE = re.compile(r"[^\W_]+(?:-[^\W_]+)*|[^\w\s:]")
_SMALL = frozenset(
    {"article", "prep", "aux", "pronoun", "conj", "det", "to", "wh", "modal", "negator"}
)
# Stands for a sign that somebody may be named whom no list knows.
_SOMEBODY = "@"
_PEOPLE = HUMAN | {"name_word", _SOMEBODY}


def raw_words(text: str) -> list[str]:
    """The words of a text in small letters, what is drawn together spelled out."""
    plain = _HEARD.sub(r"\1\2 have", undrawn(text.lower().replace("’", "'")))
    return _RAW_WORD.findall(_SHORT.sub(lambda short: _LONG[short.group()], plain))


class Candidate(NamedTuple):
    """A rule that could speak, with those of its patterns and wordings that could fit."""

    rule: Rule
    patterns: Sequence[Pattern]
    wordings: Sequence[Pattern]


class Wanted(NamedTuple):
    """A pattern by the places of its rule and of itself, and what it needs."""

    rule: int
    pattern: int
    needs: tuple[frozenset[str], ...]


@dataclass(frozen=True)
class Glance:
    """What the patterns of some rules need.

    `wanted`: the patterns by something they cannot do without. `kinds`: what is known of a word.
    """

    wanted: dict[str, list[Wanted]]
    kinds: dict[str, frozenset[str]]
    rules: Sequence[Rule]

    def candidates(self, words: Iterable[str], context: str) -> list[Candidate]:
        """The rules that could speak about a sentence with these words, in their order."""
        there: set[str] = set()
        for word in words:
            there |= self._kinds_of(word)
        found: dict[int, set[int]] = {}
        for kind in there & self.wanted.keys():
            for rule, pattern, needs in self.wanted[kind]:
                for need in needs:
                    if there.isdisjoint(need):
                        break
                else:
                    found.setdefault(rule, set()).add(pattern)
        chosen = (_narrowed(self.rules[place], found[place]) for place in sorted(found))
        return [one for one in chosen if not one.rule.contexts or context in one.rule.contexts]

    def _kinds_of(self, word: str) -> frozenset[str]:
        known = self.kinds.get(word)
        if known is not None:
            return known
        if "-" in word:
            parts = (self._kinds_of(part) for part in word.split("-"))
            return frozenset({f"={word}"}).union(*parts)
        return frozenset({f"={word}"} if word.isascii() else {f"={word}", _SOMEBODY})


def _narrowed(rule: Rule, places: Collection[int]) -> Candidate:
    """Patterns and wordings are counted through, in this order."""
    behind = len(rule.patterns)
    ordered = sorted(places)
    return Candidate(
        rule,
        [rule.patterns[place] for place in ordered if place < behind],
        [rule.wordings[place - behind] for place in ordered if place >= behind],
    )


@lru_cache(maxsize=16)
def glance_of(rules: GuardRules, kind: str) -> Glance:
    """The first look for one kind of text."""
    kinds = _kinds_by_word(rules.lexicon)
    common: dict[str, int] = {}
    for word, known in kinds.items():
        weight = 50 if not rules.lexicon.of(word).isdisjoint(_SMALL) else 1
        for each in known:
            common[each] = common.get(each, 0) + weight
    wanted: dict[str, list[Wanted]] = {}
    for place, rule in enumerate(rules.of(kind)):
        for within, pattern in enumerate((*rule.patterns, *rule.wordings)):
            needs = [need for need in map(_loose, pattern.needs) if need]
            key = min(needs or [frozenset()], key=lambda need: _cost(need, common))
            for each in key or kinds_of_anything(kinds):
                wanted.setdefault(each, []).append(Wanted(place, within, tuple(needs)))
    return Glance(wanted, kinds, rules.of(kind))


def kinds_of_anything(kinds: dict[str, frozenset[str]]) -> Iterable[str]:
    """Every kind there is, for a pattern that needs nothing in particular."""
    return set().union(*kinds.values())


def _cost(need: frozenset[str], common: dict[str, int]) -> int:
    return sum(common.get(each, 1) for each in need) or 1_000_000


def _kinds_by_word(lexicon: Lexicon) -> dict[str, frozenset[str]]:
    """Kinds by written word, those of the phrases and spellings that it is the mark of as well."""
    kinds: dict[str, set[str]] = {_SOMEBODY: {_SOMEBODY}}
    for word, tags in lexicon.tags.items():
        kinds.setdefault(_piece(word), set()).update(tags, {f"={_piece(word)}"})
        if not word.isascii():
            kinds[_piece(word)].add(_SOMEBODY)
    for phrase in (phrase for each in lexicon.phrases.values() for phrase in each):
        telling = _telling(phrase.words, lexicon)
        kinds.setdefault(telling, set()).update(phrase.tags, {f"={telling}"})
    for short, long in lexicon.spellings.items():
        for word in long.split():
            kinds.setdefault(_piece(short), set()).update(lexicon.of(word), {f"={word}"})
    return {word: frozenset(each) for word, each in kinds.items()}


def _piece(word: str) -> str:
    """The longest part of what is written in several."""
    return max(_PIECE.findall(word), key=lambda one: (one[0].isalnum(), len(one)), default=word)


def _telling(words: Sequence[str], lexicon: Lexicon) -> str:
    """The word of a phrase that is least often met elsewhere."""
    large = [word for word in words if lexicon.of(word).isdisjoint(_SMALL)]
    return _piece(max(large or words, key=len))


def _loose(need: frozenset[str]) -> frozenset[str]:
    """The same need as words can show it; empty where only phrases can."""
    loose: set[str] = set()
    for atom in need:
        if atom.startswith("="):
            loose.add("=" + _piece(max(re.split("[ _]", atom[1:]), key=len)))
        elif atom.startswith("has_"):
            loose |= {atom.removeprefix("has_"), "=" + _piece(atom.removeprefix("has_"))}
        elif atom in ("human", "of_human"):
            loose |= _PEOPLE
        elif atom == "name":
            loose |= {atom, "name_word", _SOMEBODY}
        elif atom == "nobody":
            loose |= {atom, "=no"}  # "no reviewer"
        elif atom in MADE_TAGS - HUMAN:
            return frozenset()
        else:
            loose.add(atom)
    return frozenset(loose)
