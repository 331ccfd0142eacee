"""Who facilitates a running review: handed to somebody by name, or taken over from who left."""

from bot.core.deliveries import Post
from bot.core.facilitation import HandOver, Status, TakeOver
from bot.core.ids import UserId
from bot.core.stages import Progress
from bot.flows.answers import NOTHING, Answer
from bot.flows.incident_cards import facts_of, is_in_channel
from bot.flows.incidents import Asked, asked_for, demand_alive, identity
from bot.flows.people import demand_colleague
from bot.flows.retro_moves import carry_out, who_facilitates
from bot.flows.reviews import Review, find, happen, load
from bot.flows.roles import give_role, told_of_role
from bot.flows.runtime import Runtime, Unit
from bot.render.messages.pace import FacilitatorLeft
from storage.queries import pace as queries
from storage.queries import retrospectives
from storage.tables import Incident

FACILITATOR = "facilitator"


def give_duty(unit: Unit, asked: Asked, name: str, person: str | None) -> Answer:
    """Give a duty to somebody; during a review, that of the facilitator goes as *Take over* does.

    Raises as `roles.give_role`; Refused("not_participant") from who does not take part.
    """
    incident = asked_for(unit, asked)
    review = _running(unit, incident)
    if name.strip().casefold() != FACILITATOR or person is None or review is None:
        return give_role(unit, asked, name, person)
    facts = {"incident": facts_of(incident), "role": FACILITATOR, "user": person}
    former = review.retro.facilitator
    if person == former:
        return unit.answer("role_same", **facts)
    demand_alive(incident)
    demand_colleague(unit, person)
    event = HandOver(UserId(asked.by), UserId(person))
    step = happen(unit, review, event, progress=Progress())
    carry_out(unit, review, step.effects, by=asked.by)
    told_of_role(unit, incident, FACILITATOR, person, by=asked.by, before=former)
    return unit.answer("role_given", **facts)


def _running(unit: Unit, incident: Incident) -> Review | None:
    retro = retrospectives.of_incident(unit.session, unit.team_id, identity(incident), lock=True)
    return Review(incident, retro) if retro and retro.status == Status.running else None


def tell_who_left(runtime: Runtime) -> None:
    """Somebody left who facilitates a review: its channel is told, once by any number of bots."""
    with runtime.reading() as unit:
        left = [retro.id for retro in queries.left_by_facilitator(unit.session, unit.team_id)]
    for retro_id in left:
        with runtime.transaction() as unit:
            _tell(unit, retro_id or 0)


def _tell(unit: Unit, retro_id: int) -> None:
    review = load(unit, retro_id)
    if review is None or not is_in_channel(unit, review.incident):
        return
    assert review.incident.channel_id is not None
    former = review.retro.facilitator
    message = unit.render(FacilitatorLeft(facts_of(review.incident), former, retro_id))
    unit.send(
        Post(review.incident.channel_id, message.text, message.blocks),
        lane=f"facilitator_left:{retro_id}",
        dedupe_key=f"facilitator_left:{retro_id}:{former}",
    )


def step_in(unit: Unit, retro_id: int, *, former: str, by: str, channel: str) -> Answer:
    """*Take over* from somebody who left; who comes second is told who facilitates by now."""
    review = find(unit, retro_id, by, channel=channel)
    if review.retro.facilitator != former:
        return who_facilitates(unit, review)
    event = TakeOver(UserId(by), review.retro.version)
    step = happen(unit, review, event, progress=Progress())
    carry_out(unit, review, step.effects, by=by)
    return NOTHING
