"""Asking for a status update while an incident is open: due times are rows, sent once.

The former reminder goes when the next is posted, since an edit would notify nobody; it goes too
when somebody says something or the incident is no longer open.
"""

from datetime import timedelta

from bot.core.deliveries import Delete, Post, Update
from bot.core.errors import Refused
from bot.core.incident import Severity, Status, key, update_interval
from bot.flows.answers import Answer
from bot.flows.incident_cards import facts_of, is_in_channel
from bot.flows.incidents import Asked, asked_for, identity
from bot.flows.registry import Facts, follows, rendered_late
from bot.flows.runtime import Runtime, Unit
from bot.render.messages.updates import UpdateReminder
from storage.queries import incidents
from storage.tables import Incident

REMINDER = "update_reminder"


def plan(unit: Unit, incident: Incident) -> None:
    """The next reminder is due one interval from now; none unless the incident is open."""
    is_open = incident.status == Status.open
    incident.update_due_at = unit.now + _interval(incident) if is_open else None


def plan_after_update(unit: Unit, incident: Incident) -> None:
    """Somebody said something: the reminder that stands is answered, the next is planned.

    One that was stopped stays stopped.
    """
    if incident.update_due_at is not None:
        plan(unit, incident)
    take_away(unit, incident)


def take_away(unit: Unit, incident: Incident) -> None:
    """Remove the reminder that stands in the channel, if one does."""
    if incident.reminder_ts is not None and incident.channel_id is not None:
        unit.send(Delete(incident.channel_id, incident.reminder_ts), lane=_lane(incident))
    incident.reminder_ts = None


def hand_over(runtime: Runtime) -> None:
    """Write one reminder for each open incident whose update is due.

    However many fell due while nobody was looking, it is one: the next is counted from now.
    """
    with runtime.transaction() as unit:
        for incident in incidents.needing_an_update(unit.session, unit.team_id, unit.now):
            assert incident.update_due_at is not None
            due = incident.update_due_at.isoformat()
            unit.send_late(REMINDER, identity(incident), dedupe_key=f"{_lane(incident)}:{due}")
            plan(unit, incident)


@rendered_late(REMINDER)
def render_reminder(unit: Unit, subject: str) -> Post | None:
    """The reminder as things stand; it lapses when it is no longer wanted."""
    incident = incidents.by_id(unit.session, unit.team_id, int(subject))
    if not _is_wanted(unit, incident) or not is_in_channel(unit, incident):
        return None
    assert incident.channel_id is not None
    message = unit.render(_context(unit, incident))
    return Post(incident.channel_id, message.text, message.blocks)


@follows(f"{REMINDER}_sent")
def reminder_sent(unit: Unit, subject: Facts, result: Facts) -> None:
    """Take the former reminder away, or this one if it came too late."""
    incident = incidents.by_id(unit.session, unit.team_id, int(subject["subject"]), lock=True)
    take_away(unit, incident)
    incident.reminder_ts = result["ts"]
    if not _is_wanted(unit, incident):
        take_away(unit, incident)


def snooze(unit: Unit, asked: Asked) -> Answer:
    """Leave one reminder out; the one that stands says so."""
    incident = _demand_reminding(unit, asked)
    incident.update_due_at = unit.now + 2 * _interval(incident)
    _show(unit, incident, snoozed_by=asked.by)
    return unit.answer(
        "updates_snoozed", incident=facts_of(incident), due_at=incident.update_due_at
    )


def stop(unit: Unit, asked: Asked) -> Answer:
    """No more reminders until the severity changes or the incident is reopened."""
    incident = _demand_reminding(unit, asked)
    incident.update_due_at = None
    _show(unit, incident, stopped_by=asked.by)
    return unit.answer("updates_stopped", incident=facts_of(incident), command=unit.house.command)


def _demand_reminding(unit: Unit, asked: Asked) -> Incident:
    incident = asked_for(unit, asked)
    if incident.update_due_at is None or incident.status != Status.open:
        raise Refused("no_reminders", key=key(incident.number), status=incident.status)
    return incident


def _show(unit: Unit, incident: Incident, *, snoozed_by: str = "", stopped_by: str = "") -> None:
    if incident.reminder_ts is None or incident.channel_id is None:
        return
    context = _context(unit, incident, snoozed_by=snoozed_by, stopped_by=stopped_by)
    message = unit.render(context)
    unit.send(
        Update(incident.channel_id, incident.reminder_ts, message.text, message.blocks),
        lane=_lane(incident),
    )


def _context(
    unit: Unit, incident: Incident, *, snoozed_by: str = "", stopped_by: str = ""
) -> UpdateReminder:
    latest = incidents.latest_update(unit.session, identity(incident))
    return UpdateReminder(
        incident=facts_of(incident),
        updated_at=latest.at if latest else None,
        declared_at=incident.declared_at,
        next_at=incident.update_due_at,
        snoozed_by=snoozed_by,
        stopped_by=stopped_by,
    )


def _is_wanted(unit: Unit, incident: Incident) -> bool:
    """Open, not stopped, and nothing was said since the reminder fell due."""
    if incident.status != Status.open or incident.update_due_at is None:
        return False
    fell_due_at = incident.update_due_at - _interval(incident)
    latest = incidents.latest_update(unit.session, identity(incident))
    return latest is None or latest.at < fell_due_at


def _interval(incident: Incident) -> timedelta:
    return update_interval(Severity(incident.severity))


def _lane(incident: Incident) -> str:
    return f"{REMINDER}:{identity(incident)}"
