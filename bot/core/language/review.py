"""Reviews a message for wordings that point at people instead of conditions.

Families: `blame`, `counterfactual`, `human_error`, `accusatory_why`. Says nothing rather than
something doubtful: a false alarm costs trust. Sources: product.md 9; facilitation.md 3 and 3.1.
"""

from itertools import islice

from bot.core.language.matching import Spot, heaviest
from bot.core.language.rewording import reworded
from bot.core.language.rules import Finding, GuardRules, Rule

MESSAGE = "message"
FAMILIES = ("blame", "counterfactual", "human_error", "accusatory_why")
# More than these would discourage; one is shown.
MOST_FINDINGS = 5


def review(text: str, *, rules: GuardRules, context: str = "retro") -> list[Finding]:
    """What could be worded otherwise, the weightiest first; at most one finding a sentence.

    `context` is retro, timeline, cause or action: where the text was written.
    """
    return find(text, kind=MESSAGE, rules=rules, context=context)


def find(text: str, *, kind: str, rules: GuardRules, context: str) -> list[Finding]:
    """The findings of one kind of rules."""
    hits = heaviest(text, kind=kind, rules=rules, context=context)
    found = [
        (rule.weight, _finding(text, rule, spot, rules=rules, kind=kind, context=context))
        for rule, spot in islice(hits, MOST_FINDINGS)
    ]
    found.sort(key=lambda pair: (-pair[0], pair[1].start))
    return [finding for _weight, finding in found]


def _finding(
    text: str,
    rule: Rule,
    spot: Spot,
    *,
    rules: GuardRules,
    kind: str,
    context: str,
) -> Finding:
    units = spot.row.units[spot.match.first : spot.match.behind]
    return Finding(
        family=rule.family,
        rule=rule.name,
        start=units[0].start,
        end=units[-1].end,
        reason=rule.reason,
        suggestion=reworded(text, rule, spot, rules=rules, kind=kind, context=context),
    )
