"""From what was typed after the slash command to a verb: forgiving about form, never guessing.

Case, hyphens, spaces and plurals do not matter, except that `action` adds and `actions` lists.
"""

import difflib
import re
from dataclasses import dataclass

from bot.core.errors import Refused
from bot.core.incident import parse_key
from bot.flows.runtime import Runtime
from bot.slack.requests import CommandRequest
from commands.registry import Outcome, Registry, Typed, everything

# Verbs that people type in two words: "start retro", "create resolved".
LONGEST_VERB_IN_WORDS = 2
_BESIDE_THE_NAME = re.compile(r"[^a-z0-9]")


@dataclass(frozen=True)
class Parsed:
    """What was understood: a verb (None when unknown) and what came after it, as typed."""

    verb: str | None
    rest: str
    incident_number: int | None
    typed_verb: str


def run_command(runtime: Runtime, request: CommandRequest) -> Outcome:
    """Find the verb and have its file answer; Refused("unknown_verb") names the nearest."""
    parsed = parse(request.text, everything)
    if parsed.verb is None:
        nearest = nearest_verb(parsed.typed_verb, everything)
        raise Refused(
            "unknown_verb",
            typed=parsed.typed_verb[:40],
            nearest=nearest,
            command=runtime.house.command,
        )
    found = everything.verbs[parsed.verb]
    return found.handler(runtime, Typed(request, found.name, parsed.rest, parsed.incident_number))


def parse(text: str, registry: Registry) -> Parsed:
    """Split a command text into incident, verb and rest; bare text is the verb `palette`."""
    number, text = _leading_incident(text.strip())
    if not text:
        return Parsed("palette" if number is None else "show", "", number, "")
    names = _names(registry)
    words = text.split(maxsplit=LONGEST_VERB_IN_WORDS)
    for count in range(min(LONGEST_VERB_IN_WORDS, len(words)), 0, -1):
        folded = [_folded(word) for word in words[:count]]
        # A word without letters ("done 2", "note 14:05") is no part of a verb.
        typed = "".join(folded) if all(folded) else ""
        found = names.get(typed) or (names.get(typed.removesuffix("s")) if count == 1 else None)
        if found:
            return Parsed(found, _after(text, count), number, words[0])
    return Parsed(None, text, number, words[0])


def nearest_verb(typed: str, registry: Registry) -> str:
    """The verb that is spelled most like what was typed, empty when none is."""
    names = _names(registry)
    close = difflib.get_close_matches(_folded(typed), list(names), n=1, cutoff=0.6)
    return names[close[0]] if close else ""


def _leading_incident(text: str) -> tuple[int | None, str]:
    first, _, rest = text.partition(" ")
    number = parse_key(first)
    return (number, rest.strip()) if number is not None else (None, text)


def _names(registry: Registry) -> dict[str, str]:
    names: dict[str, str] = {}
    for found in registry.verbs.values():
        for name in (found.name, *found.aliases):
            names[_folded(name)] = found.name
    return names


def _folded(word: str) -> str:
    return _BESIDE_THE_NAME.sub("", word.casefold())


def _after(text: str, words: int) -> str:
    rest = text
    for _ in range(words):
        parts = rest.split(maxsplit=1)
        rest = parts[1] if len(parts) > 1 else ""
    return rest.strip()
