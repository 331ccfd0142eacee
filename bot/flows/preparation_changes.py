"""Changing the plan for a retrospective: its day, its people, its pace, or to hold none."""

import json
from dataclasses import dataclass
from datetime import date

from bot.core.action_items import FARTHEST_DUE
from bot.core.errors import Refused
from bot.core.incident import Status, key
from bot.core.preparation import Duty, PlanStatus
from bot.core.times import understand_date
from bot.flows import preparation_duties
from bot.flows.answers import CLOSED, Answer
from bot.flows.incident_cards import show_change
from bot.flows.incidents import Asked, asked_for, identity
from bot.flows.invitations import invite
from bot.flows.people import demand_colleague, standing_of, zone_of
from bot.flows.preparation import plan_next, planned_people, seat, set_ladder
from bot.flows.preparation_duties import TAKES_PART
from bot.flows.roles import hold
from bot.flows.runtime import Unit
from bot.flows.seating import may_take_part, who_has
from bot.flows.timeline import note_by_bot
from bot.render.messages.preparation import Waived
from bot.render.views.preparation import ChangePlanView, WaiveView
from storage.queries import preparations
from storage.tables import Incident, PlanDecision, Preparation


@dataclass(frozen=True)
class Typed:
    """*Change the plan* as it was sent in. `shown`: what stood there when it was opened."""

    due: str
    facilitator: str
    preparer: str
    participants: tuple[str, ...]
    pace: str
    shown: dict[str, object]


def change_form(unit: Unit, asked: Asked) -> ChangePlanView:
    """The form *Change the plan*. Raises as `demand_plan`."""
    incident, plan = demand_plan(unit, asked, lock=False)
    facilitator = who_has(unit, incident, Duty.facilitator)
    preparer = who_has(unit, incident, Duty.preparer)
    participants = planned_people(unit, incident)
    # It comes back with the form, so that only what was changed there is written.
    shown = {
        "due": plan.due_on.isoformat() if plan.due_on else "",
        "facilitator": facilitator,
        "preparer": preparer,
        "participants": participants,
        "pace": plan.pace,
    }
    return ChangePlanView(
        data=json.dumps({"number": incident.number, "shown": shown}),
        due_on=plan.due_on,
        facilitator=facilitator,
        preparer=preparer,
        participants=participants,
        pace=plan.pace,
    )


def demand_plan(unit: Unit, asked: Asked, *, lock: bool = True) -> tuple[Incident, Preparation]:
    """The incident and its plan, which can still be changed.

    Raises Refused("plan_over", because="started" | "waived" | "not_resolved").
    """
    incident = asked_for(unit, asked, lock=lock)
    plan = preparations.of_incident(unit.session, unit.team_id, identity(incident), lock=lock)
    because = ""
    if plan is not None and plan.status != PlanStatus.planned:
        because = plan.status
    elif plan is None or incident.status != Status.resolved:
        because = "not_resolved"
    if because or plan is None:
        raise Refused(
            "plan_over",
            key=key(incident.number),
            because=because,
            waived=waived_by(unit, incident),
            command=unit.house.command,
        )
    return incident, plan


def waived_by(unit: Unit, incident: Incident) -> Waived | None:
    """Who waived it and the reason, if that was decided last."""
    decided = preparations.decisions(unit.session, unit.team_id, identity(incident))
    if not decided or decided[-1].kind != "waived":
        return None
    return Waived(decided[-1].by, decided[-1].reason)


def change(unit: Unit, asked: Asked, typed: Typed) -> Answer:
    """Change what the person changed in the form; what others changed meanwhile stays."""
    incident, plan = demand_plan(unit, asked)
    due_on = _demand_day(unit, asked, typed)
    for duty, person in ((Duty.facilitator, typed.facilitator), (Duty.preparer, typed.preparer)):
        demand_colleague(unit, person, field=duty)
    for person in typed.participants:
        if not may_take_part(unit, person):
            standing = standing_of(unit, person)
            raise Refused(
                "not_a_colleague", user=person, because=standing.value, field="participants"
            )
    if due_on is not None and due_on != plan.due_on and typed.due != typed.shown["due"]:
        _move(unit, incident, plan, due_on, by=asked.by)
    if typed.pace != typed.shown["pace"]:
        plan.pace = typed.pace
    _change_people(unit, incident, plan, typed, by=asked.by)
    plan.version += 1
    plan_next(unit, incident, plan)
    preparation_duties.tell_duties(unit, incident, plan)
    show_change(unit, incident)
    return CLOSED


def _demand_day(unit: Unit, asked: Asked, typed: Typed) -> date | None:
    """The day that was chosen; a past one only where it stood there already.

    Raises Refused("plan_day_past"), Refused("plan_day_far").
    """
    today = unit.now.astimezone(zone_of(unit, asked.by)).date()
    due_on = understand_date(typed.due, today=today) if typed.due else None
    if due_on is not None and due_on < today and typed.due != typed.shown["due"]:
        raise Refused("plan_day_past", due_on=due_on, field="due_on")
    if due_on is not None and due_on - today > FARTHEST_DUE:
        raise Refused("plan_day_far", due_on=due_on, field="due_on")
    return due_on


def _move(unit: Unit, incident: Incident, plan: Preparation, due_on: date, *, by: str) -> None:
    before = plan.due_on.isoformat() if plan.due_on else ""
    plan.due_on, plan.chosen = due_on, True
    _decide(unit, incident, "moved", by=by, before=before, after=due_on.isoformat())
    set_ladder(unit, incident, plan)


def _change_people(
    unit: Unit, incident: Incident, plan: Preparation, typed: Typed, *, by: str
) -> None:
    for duty, person in ((Duty.facilitator, typed.facilitator), (Duty.preparer, typed.preparer)):
        if person != typed.shown[duty]:
            hold(unit, incident, duty, person)
            note_by_bot(unit, incident, "role", by=by, role=duty, person=person, before="")
            invite(unit, incident, person, asked_by=by)
    shown = typed.shown["participants"]
    assert isinstance(shown, list)
    seat(unit, plan, [*typed.participants, typed.facilitator, typed.preparer])
    left_out = set(shown) - {*typed.participants, typed.facilitator, typed.preparer}
    for each in preparations.seats(unit.session, unit.team_id, plan.id or 0):
        if each.user_id in left_out:
            unit.session.delete(each)
        elif each.user_id in typed.participants:
            each.state = TAKES_PART
            unit.session.add(each)
    unit.session.flush()


def waive_form(unit: Unit, asked: Asked) -> WaiveView:
    """The form *Waive the retro*. Raises as `demand_plan`."""
    incident, _ = demand_plan(unit, asked, lock=False)
    return WaiveView(data=json.dumps({"number": incident.number}), key=key(incident.number))


def waive(unit: Unit, asked: Asked, reason: str) -> Answer:
    """There will be no retrospective, for a reason that the record keeps.

    It can be started all the same, should somebody think better of it.
    """
    incident, plan = demand_plan(unit, asked)
    if not reason:
        raise Refused("waive_reason_missing", field="reason")
    plan.status, plan.next_reminder_at = PlanStatus.waived, None
    plan.version += 1
    unit.session.add(plan)
    _decide(unit, incident, "waived", by=asked.by, reason=reason)
    note_by_bot(unit, incident, "review_waived", by=asked.by, text=reason)
    show_change(unit, incident)
    return CLOSED


def _decide(
    unit: Unit, incident: Incident, kind: str, *, by: str, reason: str = "", **facts: str
) -> None:
    unit.session.add(
        PlanDecision(
            team_id=unit.team_id,
            incident_id=identity(incident),
            kind=kind,
            by=by,
            reason=reason,
            facts=facts,
            at=unit.now,
        )
    )
