"""Asking an item's owner, 30 and 90 days after it was done, whether it had its effect.

In their working hours, by DM, while it is done since that very time.
"""

from datetime import timedelta

from bot.core.action_items import State
from bot.core.deliveries import DirectMessage
from bot.core.effects import ASKED_AFTER_DAYS, Effect, Sort, of_the_same_sort, sort_of
from bot.core.errors import Refused
from bot.core.incident import key
from bot.flows import due_words, nudges
from bot.flows.action_items import WhichItem, find_item
from bot.flows.answers import Answer
from bot.flows.incidents import identity, may_see
from bot.flows.item_facts import item_key, line_of
from bot.flows.item_shown import latest_done
from bot.flows.people import working_zone
from bot.flows.registry import rendered_late
from bot.flows.runtime import Unit
from bot.flows.timeline import note_by_bot
from bot.render.messages.effects import EffectAsked, EffectNoted
from storage.queries import board, effects, incidents, proofs
from storage.tables import ActionItem, EffectAnswer, Incident

EFFECT_ASKED = "effect_asked"


def plan(unit: Unit, incident: Incident, item: ActionItem) -> None:
    """An item was just done: have its owner asked later. Nobody is asked of a drill."""
    done = latest_done(unit, item)
    if incident.drill or done is None:
        return
    for days in ASKED_AFTER_DAYS:
        due_words.later(
            unit,
            EFFECT_ASKED,
            f"{nudges.identity(item)}:{done.id}:{days}",
            _person(incident, item),
            from_at=unit.now + timedelta(days=days),
        )


def _person(incident: Incident, item: ActionItem) -> str:
    return item.owner or incident.lead


@rendered_late(EFFECT_ASKED)
def render_asked(unit: Unit, subject: str) -> DirectMessage | None:
    """The question; None where it was taken up again, answered, or its owner cannot be asked."""
    item_id, done_id, days = map(int, subject.split(":"))
    item = proofs.item_of(unit.session, unit.team_id, item_id)
    if item is None or not _is_done_since(unit, item, done_id):
        return None
    incident = incidents.by_id(unit.session, unit.team_id, item.incident_id)
    person = _person(incident, item)
    if working_zone(unit, person) is None or not may_see(unit, incident, person):
        return None
    if due_words.not_yet(unit, EFFECT_ASKED, subject, person):
        return None
    sort, returned = _returned(unit, incident, item, person)
    message = unit.render(
        EffectAsked(
            item=line_of(unit, item, incident),
            after_days=days,
            returned=returned,
            is_comparable=sort.is_known,
            which=f"{item_key(incident, item)} {done_id} {days}",
        )
    )
    return DirectMessage(person, message.text, message.blocks)


def _is_done_since(unit: Unit, item: ActionItem, done_id: int) -> bool:
    done = latest_done(unit, item)
    return item.state == State.done and done is not None and done.id == done_id


def _returned(
    unit: Unit, incident: Incident, item: ActionItem, person: str
) -> tuple[Sort, list[str]]:
    """The incident's kind, and which of that kind came since that the reader may see."""
    assert item.closed_at is not None
    later = [
        each
        for each in effects.later_of_category(
            unit.session, unit.team_id, incident.category, item.closed_at
        )
        if may_see(unit, each, person)
    ]
    ids = [identity(each) for each in [incident, *later]]
    axes = board.axes_of(unit.session, unit.team_id, ids)
    slices = effects.slices_of(unit.session, unit.team_id, ids)

    def sort(of: Incident) -> Sort:
        which = identity(of)
        return sort_of(axes.get(which, ""), of.category, slices.get(which, []))

    own = sort(incident)
    return own, of_the_same_sort(own, {key(each.number): sort(each) for each in later})


def answer(unit: Unit, which: WhichItem, asked: tuple[int, int], effect: Effect) -> Answer:
    """Keep what is said; of two answers to one question the latest stands.

    `asked`: which time it was done, and how many days later. Raises Refused("effect_over") where
    the item was taken up again since.
    """
    incident, item = find_item(unit, which)
    done_id, days = asked
    if days not in ASKED_AFTER_DAYS or not _is_done_since(unit, item, done_id):
        raise Refused("effect_over", key=item_key(incident, item))
    _keep(unit, item, asked, effect, by=which.by)
    note_by_bot(
        unit,
        incident,
        "item_effect",
        by=which.by,
        number=item.number,
        title=item.title,
        effect=effect,
        days=days,
    )
    return Answer.saying(unit.render(EffectNoted(line_of(unit, item, incident), effect)))


def _keep(unit: Unit, item: ActionItem, asked: tuple[int, int], effect: Effect, *, by: str) -> None:
    item_id, (done_id, days) = nudges.identity(item), asked
    row = effects.answer_of(unit.session, unit.team_id, item_id, done_id, days)
    if row is not None:
        row.effect, row.by, row.at = effect, by, unit.now
        return
    unit.session.add(
        EffectAnswer(
            team_id=unit.team_id,
            item_id=item_id,
            done_id=done_id,
            after_days=days,
            effect=effect,
            by=by,
            at=unit.now,
        )
    )
