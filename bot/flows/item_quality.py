"""What the author of an action item is asked again about, once, before it is kept."""

from collections.abc import Sequence
from datetime import date

from bot.core.action_items import ItemDraft, Milestone, quick_win_is_late, wants_milestones
from bot.render.views.action_items import Remark


def remarks_on(draft: ItemDraft, milestones: Sequence[Milestone], *, today: date) -> list[Remark]:
    """What could be better about a complete item; empty when there is nothing to ask."""
    remarks = []
    if quick_win_is_late(draft, today=today):
        remarks.append(Remark("quick_win_late"))
    if wants_milestones(draft.impact, draft.effort) and not milestones:
        remarks.append(Remark("milestones_missing"))
    return remarks
