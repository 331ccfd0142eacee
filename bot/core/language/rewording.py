"""One how-form of the author's own sentence, from the parts that a rule named in it.

Templates have these slots; a template whose slot stays empty is left out, and so is a wording
that the guard itself would speak about:

    {object}   the thing, with what describes it: "the pricing bot"
    {doing}    what was or was not done, as -ing: "testing the prompt on long inputs"
    {seen}     the same where it was there to be seen: "the warning in the log"
    {outcome}  what came about for the thing, without fault: "stop working"
    {topic}    any thing the sentence speaks of, where it is about no other

Source: facilitation.md 2.3.
"""

import re
from collections.abc import Mapping, Sequence

from bot.core.language.matching import Spot, is_silent
from bot.core.language.rules import GuardRules, Rule
from bot.core.language.units import Unit

MOST_WORDS = 25
_SLOT = re.compile(r"\{(\w+)\}")
_PARTICLES = frozenset({"up", "off", "out", "down", "over", "on", "back", "away", "in"})
_ENDS = frozenset({"conj", "wh", "contrast", "punct", "emoji", "aside", "modal", "aux"})
_BELONGS = frozenset({"of", "in", "on", "for", "from", "to"})
_NO_TOPIC = (
    *(
        "pronoun",
        "quantifier",
        "det",
        "has_wh",
        "number",
        "clock",
        "covered",
        "link",
        "mark",
        "span",
        "vague_thing",
    ),
    *(
        "trait",
        "fault",
        "mistake",
        "fault_noun",
        "trait_noun",
        "insult",
        "customer",
        "care_noun",
        "bad_event",
    ),
    *("has_trait", "has_moral", "has_insult", "has_bad_adj", "team_soft", "vendor", "of_first"),
    *("of_human", "of_second", "human", "nobody", "sarcasm", "evaluative", "judged"),
    *("state_noun", "misreading", "mess_noun", "disgrace", "vice", "choice", "has_span"),
)
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
    slots = _slots(text, spot, rules)
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


def _slots(text: str, spot: Spot, rules: GuardRules) -> Mapping[str, str]:
    named, units = spot.match.named, spot.row.units
    slots: dict[str, str] = {"topic": _topic(text, spot)}
    if "object" in named:
        slots["object"] = _thing(text, units, named["object"])
    elif "verb" in named and named["verb"] + 1 < len(units):
        slots["object"] = _thing(text, units, _after_particle(units, named["verb"]))
    if "verb" in named:
        slots["doing"] = _doing(text, units, named["verb"], rules)
        slots["outcome"] = _outcome(units[named["verb"]], rules)
    if "object" in named or ("verb" in named and units[named["verb"]].has("notice")):
        slots["seen"] = slots.get("object", "")
    return slots


def _topic(text: str, spot: Spot) -> str:
    """A thing in the sentence that is neither a judgement nor a time: behind what was found, if
    there is one, else anywhere.
    """
    units = spot.phrases.units
    end = spot.row.units[spot.match.behind - 1].end
    things = [place for place, unit in enumerate(units) if _is_topic(unit)]
    behind = [place for place in things if units[place].start >= end]
    return next(filter(None, (_thing(text, units, place) for place in behind + things)), "")


def _is_topic(unit: Unit) -> bool:
    if not unit.has("software", "thing") or unit.has(*_NO_TOPIC):
        return False
    return unit.has("noun", "has_article", "has_det", "has_possessive")


def _after_particle(units: Sequence[Unit], verb: int) -> int:
    return verb + (2 if units[verb + 1].word in _PARTICLES else 1)


def _thing(text: str, units: Sequence[Unit], place: int) -> str:
    """A noun phrase with what hangs on it; empty where it speaks of a person."""
    if place >= len(units) or not units[place].has("np") or units[place].has(*_NO_THING):
        return ""
    behind = place + 1
    while behind + 1 < len(units) and units[behind].word in _BELONGS:
        if not units[behind + 1].has("np") or units[behind + 1].has(*_NO_THING, *_NO_TOPIC):
            break
        behind += 2
    words = _impersonal(_source(text, units[place:behind]))
    cut = place and units[place - 1].word.endswith(" the wrong")
    return f"the {words}" if cut and words else words


def _doing(text: str, units: Sequence[Unit], verb: int, rules: GuardRules) -> str:
    """A verb and all that belongs to it, as -ing; empty where it speaks of a person."""
    lemma = rules.lexicon.lemmas.get(units[verb].word.split()[0])
    if lemma is None or units[verb].has("fault", "trait") or _is_passive(units, verb):
        return ""
    behind = verb + 1
    while behind < len(units) and (units[behind].has("np") or not units[behind].has(*_ENDS)):
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


def _is_passive(units: Sequence[Unit], verb: int) -> bool:
    """Whether somebody had it done to them: "was never asked" is no asking of theirs."""
    before = units[max(0, verb - 4) : verb]
    return units[verb].has("vn") and not units[verb].has("vg") and any(u.has("be") for u in before)


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
