"""One how-form of the author's own sentence, from the parts that a rule named in it.

Templates have these slots; a template whose slot stays empty is left out, and so is a wording
that the guard itself would speak about:

    {object}   the thing, with what describes it: "the pricing bot"
    {doing}    what was or was not done, as -ing: "testing the prompt on long inputs"
    {outcome}  what came about for the thing, without fault: "stop working"

Source: facilitation.md 2.3.
"""

import re
from collections.abc import Mapping, Sequence

from bot.core.language.matching import Spot, is_silent
from bot.core.language.patterns import Match, Row
from bot.core.language.rules import GuardRules, Rule
from bot.core.language.units import Unit

MOST_WORDS = 25
_SLOT = re.compile(r"\{(\w+)\}")
_PARTICLES = frozenset({"up", "off", "out", "down", "over", "on", "back", "away", "in"})
_ENDS = frozenset({"conj", "wh", "contrast", "punct", "emoji", "aside", "modal", "aux"})
_NO_THING = frozenset({"human", "first", "second", "emoji", "mention", "of_human"})
_DETERMINERS = {
    "my": "the", "your": "the", "his": "the", "her": "the", "their": "the", "our": "the",
    "ur": "the", "its": "its",
}  # fmt: skip
_IMPERSONAL = {"me": "", "us": "", "him": "", "them": "them"}


def reworded(
    text: str, rule: Rule, spot: Spot, *, rules: GuardRules, kind: str, context: str
) -> str:
    """The first how-form of the rule that can be filled and says nothing of a person."""
    row, match = spot
    slots = _slots(text, row, match, rules)
    for template in rule.suggestions:
        needed = _SLOT.findall(template)
        if not all(slots.get(name) for name in needed):
            continue
        words = template.format_map(slots)
        if len(words.split()) <= MOST_WORDS and (
            not needed or _is_fit(words, rules=rules, kind=kind, context=context)
        ):
            return words[0].upper() + words[1:]
    return ""


def _is_fit(words: str, *, rules: GuardRules, kind: str, context: str) -> bool:
    return all(
        is_silent(words, kind=kind, rules=rules, context=each) for each in {context, "retro"}
    )


def _slots(text: str, row: Row, match: Match, rules: GuardRules) -> Mapping[str, str]:
    slots: dict[str, str] = {}
    named, units = match.named, row.units
    if "object" in named:
        slots["object"] = _thing(text, units, named["object"], rules)
    elif "verb" in named and named["verb"] + 1 < len(units):
        slots["object"] = _thing(text, units, _after_particle(units, named["verb"]), rules)
    if "verb" in named:
        slots["doing"] = _doing(text, units, named["verb"], rules)
        slots["outcome"] = _outcome(units[named["verb"]], rules)
    return slots


def _after_particle(units: Sequence[Unit], verb: int) -> int:
    return verb + (2 if units[verb + 1].word in _PARTICLES else 1)


def _thing(text: str, units: Sequence[Unit], place: int, rules: GuardRules) -> str:
    """A noun phrase with what hangs on it; empty where it speaks of a person."""
    if place >= len(units) or not units[place].has("np") or units[place].has(*_NO_THING):
        return ""
    behind = place + 1
    while behind + 1 < len(units) and units[behind].has("prep") and units[behind + 1].has("np"):
        if units[behind + 1].has(*_NO_THING, "trait", "fault"):
            break
        behind += 2
    return _impersonal(_source(text, units[place:behind]))


def _doing(text: str, units: Sequence[Unit], verb: int, rules: GuardRules) -> str:
    """A verb and all that belongs to it, as -ing; empty where it speaks of a person."""
    lemma = rules.lexicon.lemmas.get(units[verb].word.split()[0])
    if lemma is None or units[verb].has("fault", "trait"):
        return ""
    behind = verb + 1
    while behind < len(units) and not units[behind].has(*_ENDS):
        behind += 1
    while (
        behind > verb + 1
        and units[behind - 1].has("prep", "adv", "det")
        and (units[behind - 1].word not in _PARTICLES)
    ):
        behind -= 1
    rest = [unit for unit in units[verb + 1 : behind] if not unit.has("aside")]
    if any(unit.has("human", "first", "second") for unit in rest):
        return ""
    idiom = units[verb].word.split()[1:]
    words = [rules.lexicon.forms[lemma][3], *idiom, _impersonal(_source(text, rest))]
    return " ".join(words).strip()


def _outcome(unit: Unit, rules: GuardRules) -> str:
    return rules.outcomes.get(rules.lexicon.lemmas.get(unit.word.split()[0], ""), "")


def _source(text: str, units: Sequence[Unit]) -> str:
    return " ".join(text[units[0].start : units[-1].end].split()) if units else ""


def _impersonal(words: str) -> str:
    """Without whose it was."""
    plain = [_DETERMINERS.get(word.lower(), word) for word in words.split()]
    if plain and plain[0] in ("The", "A", "An", "This", "That"):
        plain[0] = plain[0].lower()
    return " ".join(_IMPERSONAL.get(word, word) for word in plain).strip(" ,.:;!?")
