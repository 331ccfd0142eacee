"""Reminding of a retrospective that is planned, until it begins, is moved or is waived.

The clock hands over what is due; the message is rendered when it is claimed and lapses where it is
not wanted any more; what was sent is noted once Slack took it. In between the next reminder is
planned, so that one that never goes out is missed by a day and not for good.
"""

from dataclasses import replace

from bot.core.deliveries import DirectMessage
from bot.core.incident import Status
from bot.core.preparation import Plan, PlanStatus, Reminder, next_reminder
from bot.flows.data_package import missing_parts
from bot.flows.incident_cards import facts_of
from bot.flows.incidents import may_see
from bot.flows.people import zone_of
from bot.flows.preparation import plan_next
from bot.flows.registry import Facts, Including, follows, rendered_late
from bot.flows.runtime import Runtime, Unit
from bot.flows.seating import may_take_part, who_has, zones_of
from bot.render.messages.preparation import PlanReminder
from storage.queries import incidents, preparations
from storage.tables import Incident, Preparation

REMINDER = "plan_reminder"
AT_ONCE = 20


def hand_over(runtime: Runtime) -> None:
    """Have whoever is due reminded; any number of processes may."""
    with runtime.reading() as unit:
        is_any_due = preparations.is_any_due(unit.session, unit.team_id, unit.now)
    while is_any_due:
        with runtime.transaction() as unit:
            plans = preparations.claim_due(unit.session, unit.team_id, unit.now, limit=AT_ONCE)
            for plan in plans:
                _hand_over_one(unit, plan)
        is_any_due = len(plans) == AT_ONCE


def _hand_over_one(unit: Unit, plan: Preparation) -> None:
    incident = incidents.by_id(unit.session, unit.team_id, plan.incident_id)
    reminder = _due(unit, incident, plan)
    if reminder is None or reminder.at > unit.now:
        # Nothing more, or not at this hour: zones and people may have changed since it was planned.
        plan_next(unit, incident, plan)
        return
    key = f"{REMINDER}:{plan.id}:{plan.planned_at.isoformat()}:{reminder.step}"
    unit.send_late(REMINDER, plan.id, dedupe_key=key)
    _plan_as_if_sent(unit, incident, plan, reminder)


def _due(unit: Unit, incident: Incident, plan: Preparation) -> Reminder | None:
    """The reminder that is next, if anybody is to be reminded at all."""
    is_wanted = plan.status == PlanStatus.planned and incident.status == Status.resolved
    if not is_wanted or plan.due_on is None:
        return None
    return _next(unit, incident, _rules_of(plan))


def _next(unit: Unit, incident: Incident, rules: Plan) -> Reminder | None:
    return next_reminder(rules, zones_of(unit, incident), unit.now, ladder=unit.house.ladder)


def _rules_of(plan: Preparation) -> Plan:
    assert plan.due_on is not None
    return Plan(plan.due_on, plan.planned_at, plan.last_step)


def _plan_as_if_sent(unit: Unit, incident: Incident, plan: Preparation, sent: Reminder) -> None:
    as_if = replace(_rules_of(plan), last_step=sent.step)
    following = _next(unit, incident, as_if)
    plan.next_reminder_at = following.at if following else None
    unit.session.add(plan)


@rendered_late(REMINDER)
def render_reminder(unit: Unit, subject: str) -> Including | None:
    """The reminder as things stand; None where it is not wanted, or not at this hour."""
    plan = preparations.by_id(unit.session, unit.team_id, int(subject), lock=True)
    if plan is None:
        return None
    incident = incidents.by_id(unit.session, unit.team_id, plan.incident_id)
    reminder = _due(unit, incident, plan)
    if reminder is None:
        return None
    person = who_has(unit, incident, reminder.to)
    is_at_work = unit.house.ladder.is_working(unit.now, zone_of(unit, person))
    if not is_at_work or reminder.at > unit.now:
        plan_next(unit, incident, plan)
        return None
    if not may_take_part(unit, person) or not may_see(unit, incident, person):
        return None
    assert plan.due_on is not None
    message = unit.render(
        PlanReminder(
            incident=facts_of(incident),
            rung=reminder.rung,
            due_on=plan.due_on,
            missing=missing_parts(unit, incident),
            is_last=reminder.is_last,
            command=unit.house.command,
        )
    )
    return Including(
        DirectMessage(person, message.text, message.blocks),
        {"step": reminder.step, "planned_at": plan.planned_at.isoformat()},
    )


@follows(f"{REMINDER}_sent")
def reminder_sent(unit: Unit, subject: Facts, _result: Facts) -> None:
    """Slack took it: note it, unless the plan was moved while it was on its way."""
    plan = preparations.by_id(unit.session, unit.team_id, int(subject["subject"]), lock=True)
    included = subject["included"]
    if plan is None or plan.planned_at.isoformat() != included["planned_at"]:
        return
    plan.last_step = max(included["step"], -1 if plan.last_step is None else plan.last_step)
    plan_next(unit, incidents.by_id(unit.session, unit.team_id, plan.incident_id), plan)
