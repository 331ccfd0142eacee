"""What the author of an action item is asked again about, once, before it is kept."""

from collections.abc import Sequence
from datetime import date

from bot.core.action_items import ItemDraft, Milestone, quick_win_is_late, wants_milestones
from bot.core.language.actions import review_action
from bot.render.guard_readings import load_action_rules
from bot.render.views.action_items import Remark


def remarks_on(draft: ItemDraft, milestones: Sequence[Milestone], *, today: date) -> list[Remark]:
    """What could be better about a complete item; empty when there is nothing to ask.

    Its wording first: can it be finished, and does it hold? Source: product.md 9 and 11.
    """
    remarks = _wording(draft.title)
    if quick_win_is_late(draft, today=today):
        remarks.append(Remark("quick_win_late"))
    if wants_milestones(draft.impact, draft.effort) and not milestones:
        remarks.append(Remark("milestones_missing"))
    return remarks


def _wording(title: str) -> list[Remark]:
    """Silent where letters stand that English does not use: the rules read English alone."""
    if any(letter.isalpha() and not letter.isascii() for letter in title):
        return []
    findings = review_action(title, rules=load_action_rules())
    return [Remark(each.family, each.reason, each.suggestion) for each in findings]
