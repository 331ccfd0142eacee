"""Reads what the guard knows of action items and causes: `templates/guard/action/` and `cause/`.

Both have words of their own (`words*.toml`) beside those of grammar, which are shared with the
rules for messages.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.core.language.actions import ActionRules, Topic
from bot.core.language.causes import CauseRules, Cue, Hint
from bot.core.language.lexicon import Lexicon, make_lexicon
from bot.core.language.rules import Rule
from bot.core.language.units import MADE_TAGS
from bot.render.guard import GUARD, entries_of, load_guard, patterns_of, read_file, rules_in
from bot.render.guard_care import load_care

SHARED = ("grammar.toml", "verbs.toml")


def load_everything() -> None:
    """Read all that is read once in a process: a second of work, and thirty megabytes."""
    load_guard()
    load_care()
    load_action_rules()
    load_cause_rules()


@lru_cache(maxsize=4)
def load_action_rules(folder: Path = GUARD) -> ActionRules:
    """What the guard knows of action items. Raises `GuardTrouble`."""
    lexicon, known = _lexicon(folder, "action")
    path = folder / "action" / "rules.toml"
    topics = tuple(
        Topic(
            family=table["family"],
            wordings=patterns_of(table["wordings"], {}, known, f"{path}: topic"),
            suggestion=table["suggestion"],
        )
        for table in read_file(path)["topic"]
    )
    return ActionRules(lexicon, _weightiest_first(folder / "action", known), topics)


@lru_cache(maxsize=4)
def load_cause_rules(folder: Path = GUARD) -> CauseRules:
    """What the guard knows of causes. Raises `GuardTrouble`."""
    lexicon, known = _lexicon(folder, "cause")
    depth = folder / "cause" / "depth.toml"
    return CauseRules(
        lexicon=lexicon,
        rules=_weightiest_first(folder / "cause", known),
        cues=tuple(_cue(table, known, f"{depth}: cue") for table in read_file(depth)["cue"]),
        start=read_file(depth)["start"],
        hints={
            tag: Hint(table["axis"], table["weight"], table.get("names", False))
            for tag, table in read_file(folder / "cause" / "axes.toml")["axes"].items()
        },
        person_rules=load_guard(folder),
    )


def _lexicon(folder: Path, kind: str) -> tuple[Lexicon, frozenset[str]]:
    """Grammar and irregular forms from the shared lists, all else from the kind's own."""
    grammar, verbs = (read_file(folder / "words" / name) for name in SHARED)
    own = [read_file(path) for path in sorted((folder / kind).glob("words*.toml"))]
    lexicon = make_lexicon(
        words=_lists("words", [grammar, *own]),
        nouns=_lists("nouns", own),
        verbs=_lists("verbs", own),
        irregular=_table("irregular", [verbs, *own]),
        spellings=_table("spellings", [grammar, *own]),
    )
    return lexicon, frozenset(lexicon.known | MADE_TAGS | {"ed"})


def _lists(name: str, files: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    lists: dict[str, list[str]] = {}
    for file in files:
        for kind, entries in file.get(name, {}).items():
            lists.setdefault(kind, []).extend(entries_of(entries))
    return lists


def _table(name: str, files: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    return {key: value for file in files for key, value in file.get(name, {}).items()}


def _weightiest_first(folder: Path, known: frozenset[str]) -> tuple[Rule, ...]:
    return tuple(sorted(rules_in(folder, known), key=lambda rule: -rule.weight))


def _cue(table: Mapping[str, Any], known: frozenset[str], where: str) -> Cue:
    return Cue(
        name=table["name"],
        points=table["points"],
        explanation=table["explanation"],
        wordings=patterns_of(table.get("wordings", ()), {}, known, where),
        lacks=frozenset(table.get("lacks", ())),
        examples=tuple(table["examples"]),
    )
