"""The card of the plan, rendered as things stand: in the channel, by DM, or for whoever asks."""

from bot.core.deliveries import DirectMessage
from bot.core.errors import Refused
from bot.core.incident import Category, Severity, Status, key
from bot.core.preparation import Duty, PlanStatus
from bot.core.walks import Form, proposed_form
from bot.flows.answers import Answer
from bot.flows.data_package import missing_parts, package
from bot.flows.incident_cards import facts_of, is_in_channel
from bot.flows.incidents import Asked, asked_for, identity
from bot.flows.open_plan import PLAN_CARD
from bot.flows.preparation import PLAN_TOLD, planned_people, propose
from bot.flows.preparation_changes import waived_by
from bot.flows.preparation_duties import OFFERED, has_accepted
from bot.flows.registry import CardContent, rendered_late
from bot.flows.runtime import Unit
from bot.flows.seating import who_has
from bot.render.messages.preparation import PlanCard
from storage.queries import incidents, preparations
from storage.tables import Incident, Preparation


@rendered_late(PLAN_CARD, only_looks=True)
def render_plan(unit: Unit, subject: str) -> CardContent | None:
    """The card in the incident's channel."""
    plan = preparations.by_id(unit.session, unit.team_id, int(subject))
    if plan is None:
        return None
    incident = incidents.by_id(unit.session, unit.team_id, plan.incident_id)
    if incident.channel_id is None or not is_in_channel(unit, incident):
        return None
    return CardContent(incident.channel_id, unit.render(_card(unit, incident, plan)))


@rendered_late(PLAN_TOLD)
def render_told(unit: Unit, subject: str) -> DirectMessage | None:
    """The plan of an incident without a channel, told to whoever recorded it."""
    plan = preparations.by_id(unit.session, unit.team_id, int(subject))
    if plan is None or plan.status != PlanStatus.planned:
        return None
    incident = incidents.by_id(unit.session, unit.team_id, plan.incident_id)
    if incident.channel_id is not None or incident.status != Status.resolved:
        return None
    message = unit.render(_card(unit, incident, plan))
    return DirectMessage(incident.declared_by, message.text, message.blocks)


def show(unit: Unit, asked: Asked) -> Answer:
    """The plan, for whoever asks; one is made where a resolved incident has none.

    Raises Refused("plan_not_yet") before the incident is resolved.
    """
    incident = asked_for(unit, asked)
    plan = preparations.of_incident(unit.session, unit.team_id, identity(incident))
    if plan is None and incident.status == Status.resolved:
        propose(unit, incident)
        plan = preparations.of_incident(unit.session, unit.team_id, identity(incident))
    if plan is None:
        raise Refused(
            "plan_not_yet",
            key=key(incident.number),
            status=incident.status,
            command=unit.house.command,
        )
    return Answer.saying(unit.render(_card(unit, incident, plan)))


def _card(unit: Unit, incident: Incident, plan: Preparation) -> PlanCard:
    decided = waived_by(unit, incident) if plan.status == PlanStatus.waived else None
    seats = preparations.seats(unit.session, unit.team_id, plan.id or 0)
    form = proposed_form(Severity(incident.severity), Category(incident.category))
    return PlanCard(
        incident=facts_of(incident),
        status=PlanStatus(plan.status),
        waits=plan.status == PlanStatus.planned and incident.status != Status.resolved,
        due_on=plan.due_on,
        short=form is Form.short,
        pace=plan.pace,
        facilitator=who_has(unit, incident, Duty.facilitator),
        preparer=who_has(unit, incident, Duty.preparer),
        accepted=[duty for duty in Duty if has_accepted(unit, incident, plan, duty)],
        participants=planned_people(unit, incident),
        offered=[seat.user_id for seat in seats if seat.state == OFFERED],
        missing=missing_parts(unit, incident),
        filled=len(package(unit, incident)),
        waived=decided,
        command=unit.house.command,
    )
