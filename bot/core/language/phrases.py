"""Noun phrases made of words, with who or what they speak of.

A noun phrase is `first` (the writer), `human` (with `second`, `name`, `person`, `team` …),
`software`, `thing` or `unknown` (a capitalised word nobody listed). What stands in it is kept as
`has_<kind>` and `has_<word>`, whose it is as `of_human` or `of_first`.
Source: facilitation.md 3.1, points 2 and 3.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.core.language.units import HUMAN, Unit


def read_phrases(words: Sequence[Unit]) -> list[Unit]:
    """The same with noun phrases as one unit each."""
    return _with_place(_joined(_chunked(words)))


def _chunked(words: Sequence[Unit]) -> list[Unit]:
    units: list[Unit] = []
    place, owner = 0, None
    while place < len(words):
        behind = _noun_phrase_end(words, place, owned=owner is not None)
        if behind == place:
            units.append(words[place])
            place, owner = place + 1, None
            continue
        unit = _noun_phrase(words[place:behind], owner)
        place, owner = behind, None
        if place < len(words) and words[place].word == "'s":
            if _is_possessive(words, place):
                owner, place = unit, place + 1
                continue
            units.append(unit)
            units.append(replace(words[place], word="is", tags=frozenset({"aux", "be"})))
            place += 1
            continue
        units.append(unit)
    return units


def _is_possessive(words: Sequence[Unit], place: int) -> bool:
    """Whether this 's is "of", not "is"."""
    before, after = words[place - 1], words[place + 1 : place + 3]
    if not after or (before.has("pronoun", "wh") and not before.has("someone")):
        return False
    if not after[0].has("content", "covered", "number") or after[0].has("vg", "vn", "trait"):
        return len(after) > 1 and after[0].has("trait", "vn") and after[1].has("content")
    return not after[0].has("adj") or (len(after) > 1 and after[1].has("content"))


def _noun_phrase_end(words: Sequence[Unit], place: int, *, owned: bool) -> int:
    """Where the noun phrase that begins here ends; `place` itself if none does."""
    first = words[place]
    pointing = first.has("det", "possessive") and _is_before_noun(words, place)
    if first.word == "that" and pointing and words[place + 1].has("name", "mention"):
        return place + 1  # "not that Ines was asleep"
    if first.has("mention", "mark", "covered") or (first.has("pronoun") and not pointing):
        return place + 1
    if first.has("wh") and not _is_before_noun(words, place):
        return place
    if first.has("det", "possessive") or owned or (first.has("number") and not first.has("clock")):
        opened, head, at = True, False, place + (0 if owned and first.has("content") else 1)
        if not owned and first.has("det") and not first.has("article"):
            head = not (at < len(words) and words[at].has("content", "number"))
    elif _opens_bare(words, place):
        opened, head, at = False, not first.has("adj", "trait"), place + 1
    else:
        return place
    while at < len(words) and _goes_on(words, at, opened=opened, head=head, begin=place):
        head = head or not words[at].has("adj", "number", "vn", "det", "possessive", "adv")
        at += 1
    return at


def _is_before_noun(words: Sequence[Unit], place: int) -> bool:
    """Whether "what" or "which" asks for a thing here, as in "which gate"."""
    after = words[place + 1] if place + 1 < len(words) else None
    return (
        after is not None and after.has("content") and (after.has("noun") or not after.has("verb"))
    )


def _opens_bare(words: Sequence[Unit], place: int) -> bool:
    """Whether a noun phrase without article begins here."""
    first = words[place]
    if not first.has("content"):
        return False
    if first.has("name", "person", "team"):
        return True
    if not first.has("verb"):
        return not first.has("adj", "trait") or (
            place + 1 < len(words)
            and words[place + 1].has("content")
            and (words[place + 1].has("deed", "care_noun") or not words[place + 1].has("vd", "vg"))
        )
    if not first.has("noun"):
        return False
    after = words[place + 1] if place + 1 < len(words) else None
    before = words[place - 1] if place else None
    follows = before is not None and before.has("prep", "verb", "conj")
    if before is not None and before.has("aux", "modal", "to", "negator"):
        return False
    return follows or after is None or after.has("aux", "modal", "vd", "punct", "noun")


def _goes_on(words: Sequence[Unit], at: int, *, opened: bool, head: bool, begin: int) -> bool:
    """Whether the word at `at` still belongs to the noun phrase."""
    word, before = words[at], words[at - 1]
    if not head and word.has("det", "possessive", "number") and before.has("det", "number"):
        return True
    if word.has("adv") and not word.has("verb", "noun"):
        return not head and opened and at + 1 < len(words) and words[at + 1].has("content")
    if word.has("number"):
        return not (head and word.has("count"))
    if not word.has("content"):
        return False
    if head and word.word.endswith("ed") and word.tags <= {"content"} and at > begin + 1:
        return False  # a verb that no list knows
    if head and word.has("adj", "trait") and _ends_behind_head(words, at):
        return False  # "on-call asleep", "poor focus late at night"
    if not word.has("verb"):
        return not (head and before.has("name", "mention") and not word.has("capital", "noun"))
    return _verb_goes_on(words, at, head=head, begin=begin)


def _ends_behind_head(words: Sequence[Unit], at: int) -> bool:
    """Whether an adjective behind a noun belongs to no noun that follows."""
    if words[at].has("noun"):
        return False
    if words[at - 1].has("person", "team"):
        return True
    followed = at + 1 < len(words) and words[at + 1].has("content")
    return not followed and not words[at].has("verb")


def _verb_goes_on(words: Sequence[Unit], at: int, *, head: bool, begin: int) -> bool:
    """Whether a word that may be a verb is part of the noun phrase: "the broken index"."""
    word, before = words[at], words[at - 1]
    if not head:
        return not (before.has("person") and word.has("vz", "vd", "vg"))
    if not word.has("noun") and not word.has("vg"):
        return False
    if before.has("name"):
        return False
    if word.has("vz", "vd") and before.has("person", "team"):
        return False
    if word.has("vg") and before.has("person", "team") and begin > 0 and words[begin - 1].has("be"):
        return False  # "what was the approver doing"
    if word.has("vb") and before.has("person", "team"):
        asked = begin > 0 and words[begin - 1].has("aux", "modal", "negator")
        return not (asked or before.has("plural"))
    if word.has("vg") and not word.has("noun"):
        after = words[at + 1] if at + 1 < len(words) else None
        return not before.has("person", "team") and after is not None and after.has("noun")
    return True


def _noun_phrase(words: Sequence[Unit], owner: Unit | None) -> Unit:
    head = words[-1]
    tags = set(head.tags) - {"verb", "vb", "vz", "vd", "vn", "vg", "adv", "adj", "prep"}
    tags |= {"np"} | {f"has_{tag}" for word in words for tag in (_plain(word.word), *word.tags)}
    if len(words) > 1 and words[0].word == "no":
        tags.add("nobody")
    tags.add(_speaks_of(words))
    for word in words:
        for person in ("first", "second", "third"):
            if word.has("possessive") and word.has(person):
                tags.add({"first": "of_first", "second": "of_second"}.get(person, "of_human"))
    if any(word.has("content") and not word.has("team_soft") for word in words):
        tags.discard("team_soft")
    if len(words) > 1:
        tags -= {"possessive"} | (set() if head.has("first") else {"first"})
    if owner is not None:
        tags.add("of_first" if owner.has("first") else "of_human" if owner.has("human") else "of")
        if owner.has("team", "team_soft", "vendor", "customer"):
            tags.add("of_team")
    start = owner.start if owner else words[0].start
    return Unit(head.word, frozenset(tags), start, words[-1].end)


def _plain(word: str) -> str:
    return "".join(sign for sign in word if sign.isalnum() or sign == "-") or "sign"


def _speaks_of(words: Sequence[Unit]) -> str:
    """`first`, `human`, `software`, `thing` or `unknown`, told by the head."""
    head = words[-1]
    if head.has("first") and not head.has("possessive"):
        return "first"
    if head.has("name") and any(word.has("software") for word in words[:-1]):
        return "software"
    if not head.tags.isdisjoint(HUMAN) and not head.has("possessive"):
        ours = words[0].has("possessive") and words[0].has("first") and head.has("group")
        return "first" if ours else "human"
    if head.has("capital") and any(word.has("name") for word in words[:-1]):
        return "human"
    if head.has("software"):
        return "software"
    return "unknown" if head.has("capital") and not head.has("noun") else "thing"


def _joined(units: Sequence[Unit]) -> list[Unit]:
    """ "one of the engineers" and "Ines and Marco" as one noun phrase each."""
    joined: list[Unit] = []
    for unit in units:
        if unit.has("np") and len(joined) > 1 and joined[-2].has("np"):
            left, link = joined[-2], joined[-1]
            tags = _tags_joined(left, link, unit)
            if tags is not None:
                joined[-2:] = [Unit(unit.word, tags, left.start, unit.end)]
                continue
        joined.append(unit)
    return joined


_PLACES = frozenset({"in", "on", "at", "of", "from", "over", "over in", "over at", "who is on"})


def _with_place(units: Sequence[Unit]) -> list[Unit]:
    """ "the folks in support" as one noun phrase, where a verb follows."""
    read: list[Unit] = []
    place = 0
    while place < len(units):
        unit, behind = units[place], place + 1
        if _has_place(unit):
            behind = _place_end(units, place)
        read.append(unit if behind == place + 1 else replace(unit, end=units[behind - 1].end))
        place = behind
    return read


def _has_place(unit: Unit) -> bool:
    """Whether "in support" behind it may say where these people are."""
    if unit.has("second"):
        return unit.word in ("you lot", "you guys")
    return unit.has("human", "nobody") and unit.word != "none"


def _place_end(units: Sequence[Unit], place: int) -> int:
    at = place + 1
    while at < len(units) and units[at].word in _PLACES:
        at += 1
    if at == place + 1 or at + 1 >= len(units) or not units[at].has("np"):
        return place + 1
    follows = units[at + 1].has("verb", "aux", "modal", "evaluative") or (
        units[at + 1].has("adv", "negator") and at + 2 < len(units) and units[at + 2].has("verb")
    )
    return at + 1 if follows else place + 1


def _tags_joined(left: Unit, link: Unit, right: Unit) -> frozenset[str] | None:
    if link.word == "of" and left.has("quantifier") and right.has("human"):
        return right.tags | left.tags & {"nobody"}
    people = left.has("human", "first") and right.has("human", "first")
    if link.word in ("and", "or", "&", "/") and people:
        first = left.has("first") or right.has("first")
        return (right.tags | {"plural"}) - {"human"} | ({"first"} if first else {"human"})
    return None
