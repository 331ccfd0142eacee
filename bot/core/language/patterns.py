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

from bot.core.language.units import Unit

_ELEMENT = re.compile(r"(?:(?P<name>[a-z_]+)=)?(?P<body>\{[^}]+\}|=|[^?*+=]+)(?P<repeat>[?*+])?\Z")
_GAP = re.compile(r"(\.{2,3})(\d*)\Z")
_REPEATS = {"?": "?", "*": "{0,4}", "+": "{1,4}"}
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
    """One compiled pattern. `needs`: of each of these sets something has to be there."""

    source: str
    regex: re.Pattern[str]
    needs: tuple[frozenset[str], ...]
    tags: frozenset[str]

    def find(self, row: "Row") -> Match | None:
        """The first place where it fits."""
        if any(row.kinds.isdisjoint(need) for need in self.needs):
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
    """Units of one segment, encoded once for all patterns."""

    def __init__(self, units: Sequence[Unit]) -> None:
        """Encode `units`."""
        self.units = units
        self.kinds: set[str] = set()
        parts: list[str] = []
        self._starts: list[int] = []
        length = 0
        for unit in units:
            part = f"<{_safe(unit.word)};{';'.join(sorted(unit.tags))};>"
            self._starts.append(length)
            length += len(part)
            parts.append(part)
            self.kinds.add(f"={_safe(unit.word)}")
            self.kinds |= unit.tags
        self.text = "".join(parts)

    def place(self, offset: int) -> int:
        """Which unit stands at this offset of the encoded text."""
        return bisect_right(self._starts, offset) - 1


def _safe(word: str) -> str:
    return re.sub(r"[<>; ]", "_", word)


def compile_pattern(source: str) -> Pattern:
    """Raises `PatternTrouble` when `source` cannot be read."""
    needs: list[frozenset[str]] = []
    tags: set[str] = set()
    depth, out = 0, []
    for part in source.split():
        if part == "(":
            depth += 1
            out.append("(?:")
        elif part == "/":
            out.append("|")
        elif part.startswith(")") and part[1:] in _GROUP_REPEATS:
            depth -= 1
            out.append(")" + _GROUP_REPEATS[part[1:]])
        else:
            out.append(_part(part, needs if depth == 0 else [], tags))
    if depth or not out:
        raise PatternTrouble(source)
    try:
        regex = re.compile("".join(out))
    except re.error as error:
        raise PatternTrouble(f"{source}: {error}") from error
    return Pattern(source, regex, tuple(needs), frozenset(tags))


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
        tests, first = [], ""
        for atom in alternative.split("&"):
            negative, name = atom.startswith("!"), atom.lstrip("!")
            if name.startswith("="):
                inside = re.escape(_safe(name[1:])) + ";"
            else:
                inside = f"[^>]*;{re.escape(name)};"
                tags.add(name)
            tests.append(f"(?{'!' if negative else '='}{inside})")
            first = first or ("" if negative else name)
        alternatives.append("<" + "".join(tests) + "[^>]*>")
        needed.append(first)
        unneeded = unneeded or not first
    return "(?:" + "|".join(alternatives) + ")", [] if unneeded else needed


def all_matches(patterns: Sequence[Pattern], row: Row) -> Iterator[Match]:
    """The first match of each pattern that fits."""
    for pattern in patterns:
        match = pattern.find(row)
        if match is not None:
            yield match
