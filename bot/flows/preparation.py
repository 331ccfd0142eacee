"""The plan for a retrospective: proposed at *Resolve*, kept in step with its incident, begun.

Facilitator and preparer are the incident's roles, so that `role` changes the plan as well. How
people change it is in `preparation_changes`, who is reminded when in `preparation_reminders`,
what is asked of whom in `preparation_duties`, the card in `preparation_cards`.
"""

from collections.abc import Iterable
from datetime import date

from bot.core.facilitation import Status as RetroStatus
from bot.core.incident import Severity, Status, review_due_on
from bot.core.pace import Pace
from bot.core.preparation import Duty, Plan, PlanStatus, Reminder, next_reminder
from bot.flows import preparation_duties
from bot.flows.incidents import identity
from bot.flows.open_plan import PLAN_CARD
from bot.flows.opening import is_on_its_way
from bot.flows.people import zone_of
from bot.flows.preparation_duties import OFFERED, TAKES_PART
from bot.flows.roles import hold
from bot.flows.runtime import Unit
from bot.flows.seating import (
    may_take_part,
    proposed_facilitator,
    proposed_preparer,
    proposed_seats,
    who_was_there,
    zones_of,
)
from storage.queries import preparations, retrospectives
from storage.tables import Incident, PlannedSeat, Preparation

PLAN_TOLD = "plan_told"


def propose(unit: Unit, incident: Incident) -> None:
    """Plan the retrospective of an incident that is resolved now; one that has begun goes on."""
    held = retrospectives.of_incident(unit.session, unit.team_id, identity(incident))
    if held is not None and held.status != RetroStatus.closed:
        return
    plan = preparations.of_incident(unit.session, unit.team_id, identity(incident), lock=True)
    is_new = plan is None
    plan = plan or Preparation(
        team_id=unit.team_id, incident_id=identity(incident), planned_at=unit.now
    )
    plan.status, plan.chosen = PlanStatus.planned, False
    plan.due_on = None if incident.drill else _due_on(unit, incident)
    unit.session.add(plan)
    unit.session.flush()
    _propose_people(unit, incident, plan, with_seats=is_new)
    set_ladder(unit, incident, plan)
    preparation_duties.tell_duties(unit, incident, plan)
    show_plan(unit, incident, plan)


def _due_on(unit: Unit, incident: Incident) -> date:
    assert incident.resolved_at is not None
    # Of a past incident it is counted from the day on which it was recorded.
    resolved_at = max(incident.resolved_at, incident.declared_at)
    return review_due_on(
        Severity(incident.severity),
        resolved_at,
        zone=zone_of(unit, incident.lead),
        business_days=unit.house.retro_days,
        holidays=unit.house.days_off,
    )


def _propose_people(unit: Unit, incident: Incident, plan: Preparation, *, with_seats: bool) -> None:
    people = who_was_there(unit, incident)
    facilitator = proposed_facilitator(unit, incident, people)
    preparer = proposed_preparer(unit, incident, people, facilitator=facilitator)
    hold(unit, incident, Duty.facilitator, facilitator)
    hold(unit, incident, Duty.preparer, preparer)
    seat(unit, plan, dict.fromkeys([*people, facilitator, preparer]))
    if with_seats:
        filled, shadow = proposed_seats(unit, incident, people)
        for each in filled:
            seat(unit, plan, [each.person], discipline=each.discipline)
        if shadow is not None:
            seat(unit, plan, [shadow.person], discipline=shadow.discipline, state=OFFERED)
            preparation_duties.offer_seat(unit, plan, shadow.person)


def seat(
    unit: Unit,
    plan: Preparation,
    people: Iterable[str],
    *,
    discipline: str = "",
    state: str = TAKES_PART,
) -> None:
    """Give people a seat who have none yet."""
    assert plan.id is not None
    seated = {each.user_id for each in preparations.seats(unit.session, unit.team_id, plan.id)}
    for user in people:
        if user not in seated:
            unit.session.add(
                PlannedSeat(
                    team_id=unit.team_id,
                    preparation_id=plan.id,
                    user_id=user,
                    discipline=discipline,
                    state=state,
                )
            )
    unit.session.flush()


def set_ladder(unit: Unit, incident: Incident, plan: Preparation) -> None:
    """Begin reminding anew for the day that is planned now."""
    plan.planned_at, plan.last_step = unit.now, None
    plan_next(unit, incident, plan)
    plan.version += 1


def plan_next(unit: Unit, incident: Incident, plan: Preparation) -> Reminder | None:
    """The next reminder, kept as the plan's due time; None where nobody is to be reminded."""
    found = None
    is_waiting = plan.status == PlanStatus.planned and incident.status == Status.resolved
    if is_waiting and plan.due_on is not None:
        rules = Plan(plan.due_on, plan.planned_at, plan.last_step)
        zones, ladder = zones_of(unit, incident), unit.house.ladder
        found = next_reminder(rules, zones, unit.now, ladder=ladder)
    plan.next_reminder_at = found.at if found else None
    unit.session.add(plan)
    return found


def show_plan(unit: Unit, incident: Incident, plan: Preparation) -> None:
    """The card in the channel; a DM to whoever recorded an incident that has none yet."""
    if incident.channel_id is not None:
        unit.refresh_card(PLAN_CARD, plan.id)
    elif not is_on_its_way(unit, incident):
        unit.send_late(PLAN_TOLD, plan.id, dedupe_key=f"{PLAN_TOLD}:{plan.id}:{plan.version}")


def planned_people(unit: Unit, incident: Incident) -> list[str]:
    """Who is to take part by the plan; without one, who was there."""
    plan = preparations.of_incident(unit.session, unit.team_id, identity(incident))
    if plan is None or plan.id is None:
        return who_was_there(unit, incident)
    seats = preparations.seats(unit.session, unit.team_id, plan.id)
    seated = [seat.user_id for seat in seats if seat.state == TAKES_PART]
    return [user for user in seated if may_take_part(unit, user)]


def planned_pace(unit: Unit, incident: Incident) -> Pace:
    """How it is to be held by the plan; live without one."""
    plan = preparations.of_incident(unit.session, unit.team_id, identity(incident))
    return Pace(plan.pace) if plan is not None else Pace.live


def begun(unit: Unit, incident: Incident) -> None:
    """The retrospective starts: reminding ends, and the card says so."""
    plan = preparations.of_incident(unit.session, unit.team_id, identity(incident), lock=True)
    if plan is not None:
        plan.status, plan.next_reminder_at = PlanStatus.started, None
        plan.version += 1
        unit.session.add(plan)


def put_off(unit: Unit, incident: Incident) -> None:
    """The incident needs people again: nobody is reminded until it is resolved."""
    plan = preparations.of_incident(unit.session, unit.team_id, identity(incident), lock=True)
    if plan is not None:
        plan_next(unit, incident, plan)


def severity_changed(unit: Unit, incident: Incident) -> None:
    """Another severity, another day, unless somebody chose it or it is too late for that."""
    plan = preparations.of_incident(unit.session, unit.team_id, identity(incident), lock=True)
    is_waiting = plan is not None and plan.status == PlanStatus.planned
    if plan is None or not is_waiting or plan.chosen or plan.due_on is None:
        return
    if incident.status == Status.resolved:
        today = unit.now.astimezone(zone_of(unit, incident.lead)).date()
        plan.due_on = max(_due_on(unit, incident), today)
        set_ladder(unit, incident, plan)
