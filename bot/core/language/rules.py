"""What a rule of the guard is, and what it finds.

Rules are data (`templates/guard/`); this file only says which parts they have.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.core.language.lexicon import Lexicon
from bot.core.language.patterns import Pattern


@dataclass(frozen=True, slots=True)
class Finding:
    """A wording that could be asked on. `start` and `end` are characters of the original text."""

    family: str
    rule: str
    start: int
    end: int
    reason: str
    suggestion: str


@dataclass(frozen=True)
class Example:
    """A sentence that a rule is about, in its context."""

    text: str
    context: str = "retro"


@dataclass(frozen=True)
class Rule:
    """One thing the guard recognises.

    `patterns` are looked for in noun phrases and words, `wordings` in single words. `unless`
    silences the rule in a segment. `contexts` empty: everywhere. `weight`: of several rules that
    fit one segment the heaviest speaks. `suggestions` are how-forms, best first, with slots; the
    last has none. `explanation` is for the reference page.
    """

    name: str
    family: str
    reason: str
    explanation: str
    patterns: tuple[Pattern, ...]
    wordings: tuple[Pattern, ...] = ()
    unless: tuple[Pattern, ...] = ()
    contexts: frozenset[str] = frozenset()
    weight: int = 50
    mood: str = ""
    suggestions: tuple[str, ...] = ()
    flagged: tuple[Example, ...] = ()
    neutral: tuple[Example, ...] = ()


@dataclass(frozen=True, eq=False)
class GuardRules:
    """Everything the guard knows.

    `kinds` gives the rules for a kind of text (message, action, cause), `guards` what silences a
    whole segment of that kind. `foreign` are frequent words of other languages,
    `outcomes` say what comes about by a verb, as in broke → "stop working".
    """

    lexicon: Lexicon
    kinds: Mapping[str, tuple[Rule, ...]]
    guards: Mapping[str, tuple[Pattern, ...]] = field(default_factory=dict)
    foreign: frozenset[str] = frozenset()
    outcomes: Mapping[str, str] = field(default_factory=dict)

    def of(self, kind: str) -> Sequence[Rule]:
        """The rules for one kind of text."""
        return self.kinds.get(kind, ())
