"""What is said by button in stages 2 and 3: how an earlier item stands, that a gap is accepted."""

from datetime import datetime

from bot.core.deliveries import DirectMessage
from bot.core.errors import Refused
from bot.core.stages import Stage
from bot.core.walks import home
from bot.flows.answers import Answer
from bot.flows.care import is_left_alone
from bot.flows.incident_cards import facts_of
from bot.flows.incidents import may_see
from bot.flows.places import card_link
from bot.flows.reviews import Review, find
from bot.flows.runtime import Unit
from bot.flows.stage_answers import StagePlace, settle
from bot.flows.stage_questions import Promise, about_gap, about_item, gaps, promises
from bot.render.messages.promises import AskedOwner

ASK = "ask"


def state_promise(unit: Unit, place: StagePlace, *, item_id: int, state: str) -> Answer:
    """Say how an earlier item stands: still_open | done | dropped, or `ask` its owner.

    Changes nothing of the item itself: that takes its owner, and *done* takes proof.
    """
    review = find(unit, place.retro_id, place.by, channel=place.channel)
    promise = demand_promise(unit, review, item_id)
    if promise.item.owner != place.by and state == ASK:
        _ask_owner(unit, review, promise, by=place.by)
    words = stated(unit, promise, state=state)
    about = StagePlace(place.retro_id, Stage.promises, place.by, place.channel, about_item(item_id))
    return settle(unit, about, words)


def stated(unit: Unit, promise: Promise, *, state: str) -> str:
    """The words that a state of an earlier item is kept in."""
    return unit.words.line("promise_stated", key=promise.key, state=state)


def demand_promise(unit: Unit, review: Review, item_id: int) -> Promise:
    """The earlier item that is asked about. Raises Refused("promise_gone") for any other."""
    for promise in promises(unit, review):
        if promise.item.id == item_id:
            return promise
    raise Refused("promise_gone")


def _ask_owner(unit: Unit, review: Review, promise: Promise, *, by: str) -> None:
    """Ask by DM; of a private incident nobody hears who is not in its channel."""
    if not may_see(unit, review.incident, promise.item.owner):
        raise Refused("promise_owner_outside", user=promise.item.owner, item=promise.key)
    if is_left_alone(unit, review.retro_id, promise.item.owner):
        return
    message = unit.render(
        AskedOwner(
            incident=facts_of(review.incident),
            item=promise.key,
            title=promise.item.title,
            by=by,
            card=card_link(unit, f"{review.retro_id}:{home(Stage.promises, review.form)}"),
            retro_id=review.retro_id,
            item_id=promise.item.id or 0,
        )
    )
    unit.send(
        DirectMessage(promise.item.owner, message.text, message.blocks),
        lane=f"dm:{promise.item.owner}",
        dedupe_key=f"asked:{review.retro_id}:{promise.item.id}",
        asked_by=by,
    )


def accept_gap(unit: Unit, place: StagePlace) -> Answer:
    """The group accepts that the timeline is silent for a stretch; `place.about` names it."""
    review = find(unit, place.retro_id, place.by, channel=place.channel)
    begins_at = _demand_gap(unit, review, place.about)
    words = unit.words.line("gap_accepted", begins=f"{begins_at:%H:%M} UTC")
    return settle(unit, place, words)


def _demand_gap(unit: Unit, review: Review, about: str | None) -> datetime:
    for asked in gaps(unit, review):
        if about_gap(asked.gap) == about:
            return asked.gap.begins_at
    raise Refused("gap_gone")
