"""*Pause, I need a person*: this retrospective leaves somebody alone, and a person is called.

Nothing of it stands in the channel, the document or the decision log.
"""

from bot.core.deliveries import DirectMessage
from bot.flows.answers import Answer
from bot.flows.incident_cards import facts_of
from bot.flows.incidents import may_see
from bot.flows.people import known
from bot.flows.reviews import Review, find
from bot.flows.runtime import Unit
from bot.render.environment import Context
from bot.render.messages.pace import CareAsked, CareCalled
from storage.queries import pace as queries
from storage.tables import CarePause


def is_left_alone(unit: Unit, retro_id: int, user: str) -> bool:
    """Whether somebody asked to be left alone by a retrospective: no DM, no nudge of it."""
    return queries.care_pause(unit.session, unit.team_id, retro_id, user) is not None


def pause(unit: Unit, retro_id: int, *, by: str, channel: str = "") -> Answer:
    """Stop everything of this retrospective for whoever asks, and call the person of the settings.

    Nobody is called behind the asker's back: without a person in the settings they are told so,
    and may have the facilitator called themselves, who may be part of the matter.
    """
    review = find(unit, retro_id, by, channel=channel)
    if is_left_alone(unit, retro_id, by):
        return unit.answer("care_before")
    unit.session.add(
        CarePause(team_id=unit.team_id, retro_id=retro_id, user_id=by, began_at=unit.now)
    )
    called = _person_to_call(unit, by)
    if called:
        _call(unit, review, called, by=by)
    facilitator = review.retro.facilitator
    context = CareAsked(
        retro_id=retro_id,
        called=called,
        facilitator=facilitator if facilitator != by and not called else "",
        is_set=bool(unit.house.care_person),
    )
    _tell(unit, by, context, asked_by=by)
    return Answer.saying(unit.render(context))


def call_facilitator(unit: Unit, retro_id: int, *, by: str, channel: str = "") -> Answer:
    """*Call the facilitator*: the asker's own choice."""
    review = find(unit, retro_id, by, channel=channel, lock=False)
    _call(unit, review, review.retro.facilitator, by=by)
    return unit.answer("care_called", user=review.retro.facilitator)


def come_back(unit: Unit, retro_id: int, *, by: str, channel: str = "") -> Answer:
    """*I'm back*: what waits for them reaches them again."""
    find(unit, retro_id, by, channel=channel)
    taken = queries.care_pause(unit.session, unit.team_id, retro_id, by)
    if taken is not None:
        taken.ended_at = unit.now
        unit.session.add(taken)
    return unit.answer("care_over")


def _person_to_call(unit: Unit, by: str) -> str:
    person = unit.house.care_person
    if not person or person == by:
        return ""
    found = known(unit, person)
    return "" if found is not None and found.has_left else person


def _call(unit: Unit, review: Review, person: str, *, by: str) -> None:
    """Of a private incident nobody hears who is not in its channel: only who asks for them."""
    is_known = may_see(unit, review.incident, person)
    context = CareCalled(incident=facts_of(review.incident) if is_known else None, by=by)
    _tell(unit, person, context, asked_by=by)


def _tell(unit: Unit, user: str, context: Context, *, asked_by: str) -> None:
    message = unit.render(context)
    unit.send(
        DirectMessage(user, message.text, message.blocks), lane=f"dm:{user}", asked_by=asked_by
    )
