"""A retrospective begins: owners of earlier items who are not in its channel are asked by DM.

One message to each owner, in their working hours, about all that is asked of them. What they
answer stands on the card of stage 2; they take no part by it, and nobody waits for them.
"""

from bot.core.action_items import State
from bot.core.deliveries import DirectMessage
from bot.core.facilitation import Status as RetroStatus
from bot.core.incident import Status, is_over
from bot.core.stages import Stage
from bot.core.walks import home
from bot.flows import due_words
from bot.flows.action_items import WhichItem, find_item
from bot.flows.answers import Answer
from bot.flows.care import is_left_alone
from bot.flows.incident_cards import facts_of
from bot.flows.incidents import may_see
from bot.flows.item_facts import line_of
from bot.flows.people import working_zone
from bot.flows.places import card_link
from bot.flows.promises import demand_promise, stated
from bot.flows.registry import rendered_late
from bot.flows.reviews import Review, find, load
from bot.flows.runtime import Unit
from bot.flows.stage_answers import answer_from_outside
from bot.flows.stage_questions import about_item, promises
from bot.render.messages.promises import PromiseKept, PromisesAsked
from storage.queries import incidents, retrospectives

PROMISES_ASKED = "promises_asked"


def plan(unit: Unit, review: Review) -> None:
    """Have each owner asked who is not there; nobody outside is asked for a drill."""
    if review.incident.drill:
        return
    for owner in sorted({each.item.owner for each in promises(unit, review)}):
        if _is_outside(unit, review, owner):
            due_words.later(unit, PROMISES_ASKED, f"{review.retro_id}:{owner}", owner)


def _is_outside(unit: Unit, review: Review, owner: str) -> bool:
    """Whether somebody can be asked who neither is in the channel nor takes part.

    Of a private incident nobody hears who is not in its channel.
    """
    if working_zone(unit, owner) is None or not may_see(unit, review.incident, owner):
        return False
    place = (unit.session, unit.team_id, review.retro_id)
    is_there = incidents.is_member(unit.session, review.incident_id, owner)
    return not is_there and retrospectives.participant(*place, owner) is None


@rendered_late(PROMISES_ASKED)
def render_asked(unit: Unit, subject: str) -> DirectMessage | None:
    """The questions as they stand; None where the owner came, or nothing is asked any more."""
    retro_id, _, owner = subject.partition(":")
    review = load(unit, int(retro_id))
    if review is None or not _goes_on(review) or not _is_outside(unit, review, owner):
        return None
    if is_left_alone(unit, review.retro_id, owner):
        return None
    if due_words.not_yet(unit, PROMISES_ASKED, subject, owner):
        return None
    asked = [
        each for each in promises(unit, review) if each.item.owner == owner and not each.stated
    ]
    if not asked:
        return None
    message = unit.render(
        PromisesAsked(
            incident=facts_of(review.incident),
            retro_id=review.retro_id,
            items=[(each.item.id or 0, line_of(unit, each.item, each.incident)) for each in asked],
            card=card_link(unit, f"{review.retro_id}:{home(Stage.promises, review.form)}"),
        )
    )
    return DirectMessage(owner, message.text, message.blocks)


def _goes_on(review: Review) -> bool:
    is_closed = review.retro.status == RetroStatus.closed
    return not is_closed and not is_over(Status(review.incident.status))


def answer(unit: Unit, retro_id: int, *, by: str, item_id: int, state: str) -> Answer:
    """Say by DM how an earlier item stands; the item itself changes by its own buttons only."""
    review = find(unit, retro_id, by)
    promise = demand_promise(unit, review, item_id)
    words = stated(unit, promise, state=state)
    answer_from_outside(unit, review, Stage.promises, by=by, text=words, about=about_item(item_id))
    which = WhichItem(promise.incident.number, promise.item.number, by)
    incident, item = find_item(unit, which, lock=False)
    context = PromiseKept(
        incident=facts_of(review.incident),
        item=line_of(unit, item, incident),
        says_done=state == State.done,
        says_dropped=state == State.dropped,
    )
    return Answer.saying(unit.render(context))
