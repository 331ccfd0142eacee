"""What is asked of people before a retrospective, by DM in their working hours.

Whoever is to facilitate or to prepare is told, and can accept; somebody of another discipline is
asked whether they want to shadow. What was asked lapses when the plan no longer wants it.
"""

from bot.core.deliveries import DirectMessage
from bot.core.errors import Refused
from bot.core.incident import Status, key
from bot.core.preparation import Duty, PlanStatus
from bot.flows.answers import Answer
from bot.flows.due_words import later, not_yet
from bot.flows.incident_cards import facts_of, show_change
from bot.flows.incidents import find, identity, may_see
from bot.flows.invitations import invite
from bot.flows.registry import rendered_late
from bot.flows.runtime import Unit
from bot.flows.seating import may_take_part, who_has
from bot.render.messages.preparation import DutyAsked, SeatOffered
from storage.queries import incidents, preparations
from storage.tables import Incident, PlannedSeat, Preparation

DUTY_ASKED = "duty_asked"
SEAT_OFFERED = "seat_offered"
TAKES_PART, OFFERED, DECLINED = "takes_part", "offered", "declined"


def tell_duties(unit: Unit, incident: Incident, plan: Preparation) -> None:
    """Tell those who have a duty and have not accepted it; whoever has both hears once."""
    waiting = {
        who_has(unit, incident, duty)
        for duty in Duty
        if _token(duty, who_has(unit, incident, duty)) not in plan.accepted
    }
    for person in sorted(waiting):
        subject = f"{plan.id}:{person}:{plan.due_on or ''}"
        if subject not in plan.told:
            plan.told = [*plan.told, subject]
            later(unit, DUTY_ASKED, subject, person)


def _token(duty: Duty, person: str) -> str:
    return f"{duty}:{person}"


def _duties_of(unit: Unit, incident: Incident, person: str) -> list[Duty]:
    return [duty for duty in Duty if who_has(unit, incident, duty) == person]


@rendered_late(DUTY_ASKED)
def render_duty(unit: Unit, subject: str) -> DirectMessage | None:
    """What is asked of one person, as the plan stands now."""
    plan_id, person, due = subject.split(":")
    found = _plan(unit, int(plan_id))
    if found is None:
        return None
    incident, plan = found
    duties = _duties_of(unit, incident, person)
    is_this_day = due == (plan.due_on.isoformat() if plan.due_on else "")
    if not duties or not is_this_day or not _is_wanted(unit, incident, plan, person):
        return None
    if not_yet(unit, DUTY_ASKED, subject, person):
        return None
    message = unit.render(
        DutyAsked(facts_of(incident), duties, plan.due_on, command=unit.house.command)
    )
    return DirectMessage(person, message.text, message.blocks)


def _plan(unit: Unit, plan_id: int) -> tuple[Incident, Preparation] | None:
    plan = preparations.by_id(unit.session, unit.team_id, plan_id)
    if plan is None:
        return None
    return incidents.by_id(unit.session, unit.team_id, plan.incident_id), plan


def _is_wanted(unit: Unit, incident: Incident, plan: Preparation, person: str) -> bool:
    """Planned and not begun, and this person may hear of it."""
    is_planned = plan.status == PlanStatus.planned and incident.status == Status.resolved
    return is_planned and may_take_part(unit, person) and may_see(unit, incident, person)


def accept(unit: Unit, number: int, user: str) -> Answer:
    """Somebody takes on what they were asked to do. Raises Refused("duty_gone")."""
    incident = find(unit, number, user)
    plan = preparations.of_incident(unit.session, unit.team_id, identity(incident), lock=True)
    duties = _duties_of(unit, incident, user)
    if plan is None or not duties or not _is_wanted(unit, incident, plan, user):
        raise Refused("duty_gone", key=key(number), command=unit.house.command)
    tokens = [_token(duty, user) for duty in duties]
    plan.accepted = [*(each for each in plan.accepted if each not in tokens), *tokens]
    unit.session.add(plan)
    show_change(unit, incident)
    return unit.answer("duty_accepted", incident=facts_of(incident), due_on=plan.due_on)


def has_accepted(unit: Unit, incident: Incident, plan: Preparation, duty: Duty) -> bool:
    """Whether the one who has this duty said yes to it."""
    return _token(duty, who_has(unit, incident, duty)) in plan.accepted


def offer_seat(unit: Unit, plan: Preparation, person: str) -> None:
    """Ask somebody whether they want to shadow."""
    later(unit, SEAT_OFFERED, f"{plan.id}:{person}", person)


@rendered_late(SEAT_OFFERED)
def render_offer(unit: Unit, subject: str) -> DirectMessage | None:
    """The offer, unless it was answered or the plan has changed meanwhile."""
    plan_id, person = subject.split(":")
    found = _plan(unit, int(plan_id))
    seat = _seat_of(unit, int(plan_id), person)
    if found is None or seat is None or seat.state != OFFERED:
        return None
    incident, plan = found
    if not _is_wanted(unit, incident, plan, person):
        return None
    if not_yet(unit, SEAT_OFFERED, subject, person):
        return None
    message = unit.render(SeatOffered(facts_of(incident), seat.discipline, plan.due_on))
    return DirectMessage(person, message.text, message.blocks)


def _seat_of(unit: Unit, plan_id: int, person: str) -> PlannedSeat | None:
    seats = preparations.seats(unit.session, unit.team_id, plan_id)
    return next((seat for seat in seats if seat.user_id == person), None)


def answer_offer(unit: Unit, number: int, user: str, *, joins: bool) -> Answer:
    """*Join* or *Not this time*; the last word counts. Raises Refused("seat_gone")."""
    incident = find(unit, number, user)
    plan = preparations.of_incident(unit.session, unit.team_id, identity(incident), lock=True)
    seat = _seat_of(unit, plan.id or 0, user) if plan else None
    if plan is None or seat is None or not _is_wanted(unit, incident, plan, user):
        raise Refused("seat_gone", key=key(number))
    seat.state = TAKES_PART if joins else DECLINED
    unit.session.add(seat)
    unit.session.flush()
    if joins:
        invite(unit, incident, user, asked_by=user)
    show_change(unit, incident)
    code = "seat_taken" if joins else "seat_declined"
    return unit.answer(code, incident=facts_of(incident), due_on=plan.due_on)
