"""Which kinds a word belongs to, from lists that are data.

A kind is a tag such as `person` or `fault`. Verbs are listed in their base form and known in all
of theirs: `vb` base, `vz` third person, `vd` past, `vn` participle, `vg` -ing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

FORM_TAGS = ("vb", "vz", "vd", "vn", "vg")
_VOWELS = "aeiou"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Several words read as one."""

    words: tuple[str, ...]
    tags: frozenset[str]


@dataclass(frozen=True)
class Lexicon:
    """Everything known of words.

    `phrases` by their first word, longest first; `lemmas` leads from a verb's form to its base;
    `forms` from a base to (third person, past, participle, -ing).
    """

    tags: Mapping[str, frozenset[str]]
    phrases: Mapping[str, tuple[Phrase, ...]]
    lemmas: Mapping[str, str]
    forms: Mapping[str, tuple[str, str, str, str]]
    spellings: Mapping[str, str]
    known: frozenset[str]

    def of(self, word: str) -> frozenset[str]:
        """The tags of one normalised word."""
        return self.tags.get(word, frozenset())


Lists = Mapping[str, Sequence[str]]


def make_lexicon(
    *,
    words: Lists,
    nouns: Lists,
    verbs: Lists,
    irregular: Mapping[str, str],
    spellings: Mapping[str, str],
) -> Lexicon:
    """Spell out all forms. `irregular` gives `past participle` for a base."""
    collected: dict[tuple[str, ...], set[str]] = {}
    forms: dict[str, tuple[str, str, str, str]] = {}
    for tag, entries in words.items():
        for entry in entries:
            _add(collected, entry, {tag})
    for tag, entries in nouns.items():
        for entry in entries:
            _add(collected, entry, {tag, "noun", "singular"})
            _add(collected, plural(entry), {tag, "noun", "plural"})
    for tag, entries in verbs.items():
        for entry in entries:
            base, _, rest = entry.partition(" ")
            forms.setdefault(base, verb_forms(base, irregular))
            for form_tag, form in zip(FORM_TAGS, (base, *forms[base]), strict=True):
                _add(collected, f"{form} {rest}".strip(), {tag, "verb", form_tag})
    lists = (words, nouns, verbs)
    return Lexicon(
        tags={one[0]: frozenset(tags) for one, tags in collected.items() if len(one) == 1},
        phrases=_phrases(collected),
        lemmas={form: base for base, four in forms.items() for form in (base, *four)},
        forms=forms,
        spellings=dict(spellings),
        known=frozenset({"noun", "verb", "singular", "plural", *FORM_TAGS}.union(*lists)),
    )


def _add(collected: dict[tuple[str, ...], set[str]], entry: str, tags: Iterable[str]) -> None:
    collected.setdefault(tuple(entry.lower().split()), set()).update(tags)


def _phrases(collected: Mapping[tuple[str, ...], set[str]]) -> dict[str, tuple[Phrase, ...]]:
    by_first: dict[str, list[Phrase]] = {}
    for words, tags in collected.items():
        if len(words) > 1:
            by_first.setdefault(words[0], []).append(Phrase(words, frozenset(tags)))
    return {
        first: tuple(sorted(each, key=lambda one: -len(one.words)))
        for first, each in by_first.items()
    }


def plural(noun: str) -> str:
    """The plural of a noun, regular but for a few."""
    if noun.endswith("man") and noun != "human":
        return noun[:-3] + "men"
    if noun.endswith("person"):
        return noun[:-6] + "people"
    if noun.endswith("y") and noun[-2:-1] not in _VOWELS:
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "z", "ch", "sh")) else "s")


def verb_forms(base: str, irregular: Mapping[str, str]) -> tuple[str, str, str, str]:
    """(third person, past, participle, -ing) of a verb's base."""
    third = plural(base) if base not in ("do", "go") else base + "es"
    if base in irregular:
        past, participle = (irregular[base].split() * 2)[:2]
    else:
        past = participle = _past(base)
    return third, past, participle, _gerund(base)


def _past(base: str) -> str:
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        return base[:-1] + "ied"
    return (base + base[-1] if _doubles(base) else base) + "ed"


def _gerund(base: str) -> str:
    if base.endswith("ie"):
        return base[:-2] + "ying"
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")) and len(base) > 2:
        return base[:-1] + "ing"
    return (base + base[-1] if _doubles(base) else base) + "ing"


_UNSTRESSED = ("er", "en", "on", "it", "or", "et", "el", "op", "al", "ow")
_STRESSED = (
    "commit",
    "admit",
    "permit",
    "omit",
    "submit",
    "forget",
    "refer",
    "defer",
    "regret",
    "split",
)
_UNDOUBLED = ("open", "edit", "exit")
_SHORT = 4


def _doubles(base: str) -> bool:
    """Whether the last letter is written twice: dropping, but opening."""
    if base in _STRESSED:
        return True
    if (
        base in _UNDOUBLED
        or len(base) < 3
        or base[-1] in _VOWELS + "wxy"
        or base[-2] not in _VOWELS
    ):
        return False
    if base[-3] in _VOWELS and base[-4:-1] != "qui":
        return False
    return len(base) <= _SHORT or not base.endswith(_UNSTRESSED)
