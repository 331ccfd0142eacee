"""Reads the language guard's rules for messages from `templates/guard/`.

`words/*.toml` hold lists of words: tables `words` (as they are), `nouns` (plurals are made) and
`verbs` (all forms are made), each a list by kind; `irregular`, `spellings`, `outcomes` and
`foreign`. `<kind of text>/*.toml` hold rules. Checks that every part is there and every kind a
pattern names is known; what a rule finds is decided in `bot.core.language`. Action items and causes
have words of their own: `guard_readings`.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.core.language.glance import glance_of
from bot.core.language.lexicon import make_lexicon
from bot.core.language.patterns import Pattern, PatternTrouble, compile_pattern
from bot.core.language.review import MESSAGE
from bot.core.language.rules import Example, GuardRules, Rule
from bot.core.language.units import MADE_TAGS

GUARD = Path(__file__).resolve().parent.parent.parent / "templates" / "guard"
CONTEXTS = ("retro", "timeline", "cause", "action")
_SHARED = "patterns.toml"
_LISTS = ("words", "nouns", "verbs")
_NEEDED = ("name", "family", "reason", "explanation", "suggestions", "flagged", "neutral")
_KNOWN = {*_NEEDED, "patterns", "wordings", "unless", "contexts", "weight", "mood"}
_MOODS = ("", "question", "statement")


class GuardTrouble(Exception):  # noqa: N818 - says what the writer of a rule has to change
    """A file of rules that cannot be used; the message names the file and the rule."""


@lru_cache(maxsize=4)
def load_guard(folder: Path = GUARD) -> GuardRules:
    """All rules. Raises `GuardTrouble`."""
    lists: dict[str, dict[str, list[str]]] = {name: {} for name in _LISTS}
    tables: dict[str, dict[str, str]] = {"irregular": {}, "spellings": {}, "outcomes": {}}
    foreign: set[str] = set()
    for path in sorted((folder / "words").glob("*.toml")):
        read = read_file(path)
        for name in _LISTS:
            for tag, entries in read.get(name, {}).items():
                lists[name].setdefault(tag, []).extend(entries_of(entries))
        for name, table in tables.items():
            table.update(read.get(name, {}))
        foreign.update(read.get("foreign", "").split())
    lexicon = make_lexicon(**lists, irregular=tables["irregular"], spellings=tables["spellings"])
    known = lexicon.known | MADE_TAGS
    kinds = {MESSAGE: tuple(rules_in(folder / MESSAGE, known))}
    guards = {MESSAGE: tuple(_guards(folder / MESSAGE, known))}
    rules = GuardRules(lexicon, kinds, guards, frozenset(foreign), tables["outcomes"])
    glance_of(rules, MESSAGE)  # makes it now, so that the first message is as quick as any
    return rules


def entries_of(text: str) -> list[str]:
    """Entries by line; on a line with commas by comma, otherwise by space."""
    found: list[str] = []
    for line in text.splitlines():
        parts = line.split(",") if "," in line else line.split()
        found += [part.strip() for part in parts if part.strip()]
    return found


def read_file(path: Path) -> dict[str, Any]:
    """A file of words or rules. Raises `GuardTrouble`."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise GuardTrouble(f"{path}: {error}") from error


def rules_in(folder: Path, known: frozenset[str] | set[str]) -> Iterator[Rule]:
    """The rules of a folder, whose patterns may name the kinds in `known`.

    Sequences that its files share are in its `patterns.toml`.
    """
    shared = folder / _SHARED
    common = read_file(shared)["patterns"] if shared.exists() else {}
    for path in sorted(folder.glob("*.toml")):
        read = read_file(path)
        for table in read.get("rule", []):
            yield _rule(table, {**common, **read.get("patterns", {})}, known, path)


def _guards(folder: Path, known: frozenset[str] | set[str]) -> Iterator[Pattern]:
    for path in sorted(folder.glob("*.toml")):
        yield from patterns_of(read_file(path).get("silence", ()), {}, known, f"{path}: silence")


def _rule(
    table: Mapping[str, Any],
    parts: Mapping[str, str],
    known: frozenset[str] | set[str],
    path: Path,
) -> Rule:
    where = f"{path}: rule {table.get('name', '(without a name)')}"
    missing = [part for part in _NEEDED if part not in table]
    if missing or not (table.get("patterns") or table.get("wordings")):
        raise GuardTrouble(f"{where}: {', '.join(missing) or 'patterns or wordings'} missing")
    strange = sorted(table.keys() - _KNOWN)
    if strange:
        raise GuardTrouble(f"{where}: {', '.join(strange)} not known")
    if table.get("mood", "") not in _MOODS or not {*table.get("contexts", ())} <= {*CONTEXTS}:
        raise GuardTrouble(f"{where}: this mood or context is not known")
    return Rule(
        name=table["name"],
        family=table["family"],
        reason=table["reason"],
        explanation=table["explanation"],
        patterns=patterns_of(table.get("patterns", ()), parts, known, where),
        wordings=patterns_of(table.get("wordings", ()), parts, known, where),
        unless=patterns_of(table.get("unless", ()), parts, known, where),
        contexts=frozenset(table.get("contexts", ())),
        weight=table.get("weight", 50),
        mood=table.get("mood", ""),
        suggestions=tuple(table["suggestions"]),
        flagged=_examples(table["flagged"]),
        neutral=_examples(table["neutral"]),
    )


def patterns_of(
    sources: Sequence[str],
    parts: Mapping[str, str],
    known: frozenset[str] | set[str],
    where: str,
) -> tuple[Pattern, ...]:
    """Compiled patterns; `<part>` stands for a sequence that the file names in `[patterns]`."""
    compiled = []
    for source in sources:
        written = source
        for name, part in parts.items():
            written = written.replace(f"<{name}>", f"( {part} )")
        try:
            pattern = compile_pattern(written)
        except PatternTrouble as trouble:
            raise GuardTrouble(f"{where}: cannot read the pattern {source!r}: {trouble}") from None
        unknown = sorted(tag for tag in pattern.tags - known if not tag.startswith("has_"))
        if unknown:
            raise GuardTrouble(f"{where}: nothing is of the kind {', '.join(unknown)}")
        compiled.append(replace(pattern, source=source))
    return tuple(compiled)


def _examples(lines: Sequence[str]) -> tuple[Example, ...]:
    """Examples; `timeline: …` gives another context than retro."""
    examples = []
    for line in lines:
        context, colon, text = line.partition(": ")
        examples.append(Example(text, context) if colon and context in CONTEXTS else Example(line))
    return tuple(examples)
