"""What two stages ask by themselves: earlier promises (stage 2) and silent stretches (stage 3).

Each is settled by a button, by a form, or by a reply that names it; read anew every time, so that
an edited reply or a corrected timeline counts at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.answer_subjects import items_named, speaks_of_gap
from bot.core.incident import key
from bot.core.stages import Stage
from bot.core.timeline import Gap
from bot.flows.people import zone_of
from bot.flows.reviews import Review
from bot.flows.runtime import Unit
from bot.flows.timeline import timeline_gaps
from storage.queries import retrospectives
from storage.tables import ActionItem, Incident, StageAnswer

# How many earlier items are walked, the newest: more would fill the hour.
MOST_PROMISES = 8


@dataclass(frozen=True)
class Promise:
    """An unfinished item of an earlier incident; `stated` is what was last said of it."""

    item: ActionItem
    incident: Incident
    stated: str = ""
    stated_by: str = ""

    @property
    def key(self) -> str:
        """How people write it: INC-3/1."""
        return f"{key(self.incident.number)}/{self.item.number}"


@dataclass(frozen=True)
class AskedGap:
    """A silent stretch, and who answered or accepted it."""

    gap: Gap
    settled_by: str = ""


def about_item(item_id: int) -> str:
    """What an answer about this item is kept under."""
    return f"item:{item_id}"


def about_gap(gap: Gap) -> str:
    """What an answer about this gap is kept under."""
    return f"gap:{gap.begins_at.isoformat()}"


def promises(unit: Unit, review: Review) -> list[Promise]:
    """The newest unfinished items of earlier incidents of this kind."""
    found = retrospectives.earlier_items(
        unit.session, unit.team_id, review.incident, limit=MOST_PROMISES
    )
    said = _answers(unit, review, Stage.promises)
    return [_promise(item, incident, said) for item, incident in found]


def _promise(item: ActionItem, incident: Incident, said: Sequence[StageAnswer]) -> Promise:
    named = (incident.number, item.number)
    for answer in reversed(said):
        if answer.about == about_item(item.id or 0) or named in items_named(answer.text):
            return Promise(item, incident, answer.text, answer.author)
    return Promise(item, incident)


def gaps(unit: Unit, review: Review) -> list[AskedGap]:
    """The silent stretches between detection and mitigation."""
    said = _answers(unit, review, Stage.what_happened)
    return [_asked(unit, gap, said) for gap in timeline_gaps(unit, review.incident)]


def _asked(unit: Unit, gap: Gap, said: Sequence[StageAnswer]) -> AskedGap:
    for answer in said:
        if answer.about == about_gap(gap):
            return AskedGap(gap, answer.author)
        if answer.about is None and speaks_of_gap(answer.text, gap, zone_of(unit, answer.author)):
            return AskedGap(gap, answer.author)
    return AskedGap(gap)


def _answers(unit: Unit, review: Review, stage: Stage) -> Sequence[StageAnswer]:
    return retrospectives.answers(
        unit.session, unit.team_id, review.retro_id, stage=stage, hidden_too=False
    )
