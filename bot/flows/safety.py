"""The anonymous safety check of stage 1: counted, never kept by person."""

from bot.core.deliveries import DirectMessage, Post
from bot.core.errors import Refused
from bot.core.open_stages import open_stages
from bot.core.safety_check import SCALE, Safety, look
from bot.core.stages import Stage
from bot.flows.answers import Answer
from bot.flows.incident_cards import facts_of
from bot.flows.incidents import may_see
from bot.flows.open_stage import STAGE_CARD, show_stage, thread_lane
from bot.flows.reviews import Review, find, state_of
from bot.flows.runtime import Unit
from bot.flows.stage_answers import demand_answers
from bot.render.messages.answering import SafetyUneasy, WriteOnly
from storage.queries import answering, channels
from storage.tables import SafetyGiven, SafetyTally


def standing(unit: Unit, review: Review) -> Safety:
    """What the group may know of it now."""
    row = answering.safety_tally(unit.session, unit.team_id, review.retro_id)
    return look(row.counts if row else [0] * len(SCALE))


def give(unit: Unit, retro_id: int, value: int, *, by: str, channel: str = "") -> Answer:
    """Somebody says how safe they feel to speak, 1 to 5; once, since nobody knows which is theirs.

    Raises Refused("safety_over") once stage 1 is over.
    """
    review = find(unit, retro_id, by, channel=channel)
    demand_answers(review)
    if Stage.ground_rules not in open_stages(state_of(unit, review)):
        raise Refused("safety_over")
    row = SafetyGiven(team_id=unit.team_id, retro_id=review.retro_id, user_id=by)
    if not answering.mark_safety_given(unit.session, row):
        return unit.answer("safety_before")
    _count(unit, review, value)
    found = standing(unit, review)
    if found.someone:
        _tell_facilitator(unit, review)
    if found.write_only:
        _propose_writing(unit, review)
    show_stage(unit, review.retro_id, Stage.ground_rules)
    return unit.answer("safety_taken")


def _count(unit: Unit, review: Review, value: int) -> None:
    row = answering.safety_tally(unit.session, unit.team_id, review.retro_id)
    if row is None:
        row = SafetyTally(team_id=unit.team_id, retro_id=review.retro_id)
    row.counts = [count + (each == value) for each, count in zip(SCALE, row.counts, strict=True)]
    unit.session.add(row)
    unit.session.flush()


def _tell_facilitator(unit: Unit, review: Review) -> None:
    """Once for each facilitator: a second word would tell that somebody else did."""
    facilitator = review.retro.facilitator
    if not may_see(unit, review.incident, facilitator):
        return
    message = unit.render(SafetyUneasy(facts_of(review.incident)))
    unit.send(
        DirectMessage(facilitator, message.text, message.blocks),
        lane=f"dm:{facilitator}",
        dedupe_key=f"safety_uneasy:{review.retro_id}:{facilitator}",
    )


def _propose_writing(unit: Unit, review: Review) -> None:
    subject = f"{review.retro_id}:{Stage.ground_rules.value}"
    card = channels.card(unit.session, unit.team_id, STAGE_CARD, subject)
    if card is None:
        return
    message = unit.render(WriteOnly(facts_of(review.incident), review.retro.facilitator))
    unit.send(
        Post(card.channel_id, message.text, message.blocks, thread_ts=card.ts),
        lane=thread_lane(card.channel_id, card.ts),
        dedupe_key=f"write_only:{review.retro_id}",
    )
