"""From what was typed to a verb and what comes after it."""

import pytest

import commands.everything  # noqa: F401 - fills the registry
from commands.registry import Registry, Verb, everything
from commands.understand import parse


@pytest.fixture
def registry() -> Registry:
    """Two verbs and an alias in two words."""
    handler = everything.verbs["help"].handler
    known = Registry()
    known.verbs["done"] = Verb("done", handler)
    known.verbs["note"] = Verb("note", handler)
    known.verbs["retro"] = Verb("retro", handler, aliases=("start-retro",))
    return known


@pytest.mark.parametrize(
    ("typed", "verb", "rest"),
    [
        ("done 2", "done", "2"),
        ("done #2", "done", "#2"),
        ("note 14:05 rolled back", "note", "14:05 rolled back"),
        ("Start Retro now", "retro", "now"),
        ("start-retro", "retro", ""),
    ],
)
def test_a_number_after_a_verb_is_not_part_of_it(
    registry: Registry, typed: str, verb: str, rest: str
) -> None:
    parsed = parse(typed, registry)
    assert (parsed.verb, parsed.rest) == (verb, rest)
