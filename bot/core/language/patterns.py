"""A small notation for patterns over words and their kinds.

    word            that word; `a|b` either          {tag}        any unit of that kind
    because_of      a phrase of the lexicon
    {a&!b|=it}      kinds and words combined         name=…       remember this unit
    x? x* x+        optional, up to four, one to four (adverbs in between, say)
    ..4             up to four units, never across a comma, colon or bracket; ...4 across them
    ^ $             the first, the last unit of the segment
    ( a b / c )     one of several sequences; `)?`, `)*` and `)+` repeat it

A pattern is compiled to one regular expression over encoded units, each of which is written as
`<word;tag;tag;>`. All repetition is bounded: nothing here can run away.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from bot.core.language.units import MADE_TAGS, Unit

_ELEMENT = re.compile(r"(?:(?P<name>[a-z_]+)=)?(?P<body>\{[^}]+\}|=|[^?*+=]+)(?P<repeat>[?*+])?\Z")
_NAMED = re.compile(r"\(\?P<(\w+)>")
_GAP = re.compile(r"(\.{2,3})(\d*)\Z")
_REPEATS = {"?": "?", "*": "{0,4}", "+": "{1,4}"}
_UNSAFE = str.maketrans("<>; ", "____")
_GROUP_REPEATS = {"": "", **_REPEATS}
_ANY = "<[^>]*>"
_UNBROKEN = "<(?![^>]*;punct;)[^>]*>"
_DEFAULT_GAP = "3"


class PatternTrouble(Exception):  # noqa: N818 - told to whoever writes rules
    """A pattern that cannot be read, or that names a kind nobody defines."""


@dataclass(frozen=True)
class Match:
    """Where a pattern fits: from unit `first` to before `behind`; `named` are places of units."""

    first: int
    behind: int
    named: Mapping[str, int]


@dataclass(frozen=True)
class Pattern:
    """One pattern. `needs`: of each of these sets something has to be there."""

    source: str
    expression: str
    needs: tuple[frozenset[str], ...]
    tags: frozenset[str]

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """Compiled when first looked for: of all patterns, a message needs very few."""
        return re.compile(self.expression)

    def find(self, row: "Row") -> Match | None:
        """The first place where it fits."""
        there = row.kinds
        for need in self.needs:
            if there.isdisjoint(need):
                return None
        found = self.regex.search(row.text)
        if found is None:
            return None
        named = {
            name: row.place(found.start(name))
            for name in self.regex.groupindex
            if found.group(name) is not None
        }
        return Match(row.place(found.start()), row.place(found.end() - 1) + 1, named)


class Row:
    """Units of one segment, encoded for all patterns once one needs them."""

    def __init__(self, units: Sequence[Unit]) -> None:
        """A row of `units`."""
        self.units = units

    @cached_property
    def kinds(self) -> set[str]:
        """Everything that is there: kinds, and words with `=` before them."""
        kinds: set[str] = set()
        for unit in self.units:
            kinds.add("=" + _safe(unit.word))
            kinds |= unit.tags
        return kinds

    @cached_property
    def text(self) -> str:
        """The units as patterns read them."""
        return "".join(self._parts)

    @cached_property
    def _parts(self) -> list[str]:
        return [f"<{_safe(unit.word)};{';'.join(unit.tags)};>" for unit in self.units]

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *accumulate(map(len, self._parts))]

    def place(self, offset: int) -> int:
        """Which unit stands at this offset of the encoded text."""
        return bisect_right(self._starts, offset) - 1


def _safe(word: str) -> str:
    return word.translate(_UNSAFE)


def compile_pattern(source: str) -> Pattern:
    """Raises `PatternTrouble` when `source` cannot be read."""
    tags: set[str] = set()
    open_groups: list[_Sequence] = [_Sequence()]
    out: list[str] = []
    for part in source.split():
        if part == "(":
            open_groups.append(_Sequence())
            out.append("(?:")
        elif part == "/":
            open_groups[-1].next_alternative()
            out.append("|")
        elif part.startswith(")") and part[1:] in _GROUP_REPEATS and len(open_groups) > 1:
            closed = open_groups.pop()
            if part[1:] not in ("?", "*"):
                open_groups[-1].needs += closed.common_need()
            out.append(")" + _GROUP_REPEATS[part[1:]])
        else:
            out.append(_part(part, open_groups[-1].needs, tags))
    expression = "".join(out)
    names = _NAMED.findall(expression)
    if len(open_groups) > 1 or not out or len(names) > len(set(names)):
        raise PatternTrouble(source)
    return Pattern(source, expression, tuple(open_groups[0].needs), frozenset(tags))


class _Sequence:
    """What a sequence of elements needs to be there, or each alternative of a group."""

    def __init__(self) -> None:
        self.needs: list[frozenset[str]] = []
        self._closed: list[list[frozenset[str]]] = []

    def next_alternative(self) -> None:
        self._closed.append(self.needs)
        self.needs = []

    def common_need(self) -> list[frozenset[str]]:
        """One need that any alternative fulfils; none where one of them needs nothing."""
        alternatives = [*self._closed, self.needs]
        if not all(alternatives):
            return []
        return [frozenset().union(*(min(each, key=_commonness) for each in alternatives))]


def _commonness(need: frozenset[str]) -> tuple[int, int]:
    """Prefers what is told by words over what is told by phrases."""
    return sum(atom in MADE_TAGS for atom in need), len(need)


def _part(part: str, needs: list[frozenset[str]], tags: set[str]) -> str:
    if part == "^":
        return r"\A"
    if part == "$":
        return r"(?=(?:<[^>]*;punct;[^>]*>){0,6}\Z)"
    gap = _GAP.match(part)
    if gap:
        between = _UNBROKEN if gap.group(1) == ".." else _ANY
        return f"(?:{between}){{0,{gap.group(2) or _DEFAULT_GAP}}}?"
    element = _ELEMENT.match(part)
    if element is None:
        raise PatternTrouble(part)
    body, repeat = element["body"], element["repeat"]
    regex, atoms = _kinds(body, tags) if body.startswith("{") else _words(body)
    if repeat not in ("?", "*") and atoms:
        needs.append(frozenset(atoms))
    regex = f"(?:{regex}){_REPEATS.get(repeat or '', '')}"
    return f"(?P<{element['name']}>{regex})" if element["name"] else regex


def _words(body: str) -> tuple[str, list[str]]:
    alternatives = body.split("|")
    written = "|".join(re.escape(_safe(word)) for word in alternatives)
    return f"<(?:{written});[^>]*>", [f"={word}" for word in alternatives]


def _kinds(body: str, tags: set[str]) -> tuple[str, list[str]]:
    alternatives, needed = [], []
    unneeded = False
    for alternative in body[1:-1].split("|"):
        tests, positive = [], []
        for atom in alternative.split("&"):
            negative, name = atom.startswith("!"), atom.lstrip("!")
            if name.startswith("="):
                inside = re.escape(_safe(name[1:])) + ";"
            else:
                inside = f"[^>]*;{re.escape(name)};"
                tags.add(name)
            tests.append(f"(?{'!' if negative else '='}{inside})")
            if not negative:
                positive.append(name)
        alternatives.append("<" + "".join(tests) + "[^>]*>")
        needed += sorted(positive, key=MADE_TAGS.__contains__)[:1]
        unneeded = unneeded or not positive
    return "(?:" + "|".join(alternatives) + ")", [] if unneeded else needed


def all_matches(patterns: Sequence[Pattern], row: Row) -> Iterator[Match]:
    """The first match of each pattern that fits."""
    for pattern in patterns:
        match = pattern.find(row)
        if match is not None:
            yield match
