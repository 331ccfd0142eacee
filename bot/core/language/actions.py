"""Reviews what an action item says will change: can it be finished, and does it hold?

Families: `vague`, `alert_only`, `careful`, `unlabelled_calibration`. Only the text is judged: an
owner and a date do not make a vague text concrete, and a date in it is no figure.
Sources: product.md 11; facilitation.md 3 (F9 to F12) and 4.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.language.lexicon import Lexicon
from bot.core.language.patterns import Pattern, Row
from bot.core.language.rules import Finding, Rule
from bot.core.language.whole import fits, found, read_whole

FAMILIES = ("vague", "alert_only", "careful", "unlabelled_calibration")

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
# Dates, and the number in recall@5: digits that measure nothing.
_NO_FIGURE = re.compile(
    rf"""\b(?:
      (?:(?:by|until|till|before|due|on|in|from|starting|this|next|end\ of)\s+){{0,3}}
      (?: \d{{4}}-\d\d(?:-\d\d)? | \d{{1,2}}(?:st|nd|rd|th|\.)?\s+(?:of\s+)?{_MONTH}(?:\s+\d{{4}})?
        | {_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})? | q[1-4](?:\s+\d{{4}})?
        | 20\d\d | \d{{1,2}}[./]\d{{1,2}}[./](?:\d{{2,4}})? )
      | (?:by|until|till|before|due|this|next|end\ of)\s+(?:the\ )?(?:end\ of\ )?(?:the\ )?
        (?:{_DAY}|week|month|quarter|sprint|year|{_MONTH})
    )(?!\w) | (?<=\w)@\d+ """,
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True)
class Topic:
    """What to ask for in place of a rule's own question where a text is about this."""

    family: str
    wordings: tuple[Pattern, ...]
    suggestion: str


@dataclass(frozen=True)
class ActionRules:
    """What the guard knows of action items; `rules` the weightiest first."""

    lexicon: Lexicon
    rules: tuple[Rule, ...]
    topics: tuple[Topic, ...] = ()


def review_action(text: str, *, rules: ActionRules) -> list[Finding]:
    """The weightiest thing to ask about this item; empty where there is nothing to say."""
    row = read_whole(_NO_FIGURE.sub(lambda digits: " " * len(digits.group()), text), rules.lexicon)
    for rule, match in fits(rules.rules, row):
        suggestion = _suggestion(rule, row, rules.topics)
        return [found(text, rule, row, match, suggestion=suggestion)]
    return []


def _suggestion(rule: Rule, row: Row, topics: Sequence[Topic]) -> str:
    for topic in topics:
        if topic.family == rule.family and any(one.find(row) for one in topic.wordings):
            return topic.suggestion
    return rule.suggestions[0]
