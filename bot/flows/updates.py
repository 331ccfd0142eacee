"""Status updates: what everyone is told while an incident runs."""

from bot.core.errors import Refused
from bot.core.incident import normalise_title
from bot.flows import update_reminders
from bot.flows.answers import Answer
from bot.flows.incident_cards import facts_of, show_change
from bot.flows.incident_posts import tell_channel, tell_everyone
from bot.flows.incidents import Asked, asked_for, demand_alive, identity
from bot.flows.runtime import Unit
from bot.flows.timeline import note_by_bot
from bot.render.messages.updates import StatusUpdated
from storage.tables import Incident, StatusUpdate


def post_update(unit: Unit, asked: Asked, text: str) -> Answer:
    """Keep an update and tell it: in the channel, on the card, in the incidents channel.

    `text` is plain.
    """
    if normalise_title(text) is None:
        raise Refused("update_missing", field="text", command=unit.house.command)
    incident = asked_for(unit, asked)
    demand_alive(incident, text=text)
    keep(unit, incident, text, by=asked.by)
    note_by_bot(unit, incident, "update", by=asked.by, text=text)
    update_reminders.plan_after_update(unit, incident)
    facts = facts_of(incident)
    here = unit.render(StatusUpdated(incident=facts, text=text, by=asked.by))
    elsewhere = unit.render(StatusUpdated(incident=facts, text=text, by=asked.by, elsewhere=True))
    tell_channel(unit, incident, here, asked_by=asked.by)
    announced = tell_everyone(unit, incident, elsewhere, asked_by=asked.by)
    show_change(unit, incident)
    return unit.answer(
        "update_posted", incident=facts, announced=announced, due_at=incident.update_due_at
    )


def keep(unit: Unit, incident: Incident, text: str, *, by: str) -> None:
    """Store what was told; the card shows the latest."""
    unit.session.add(
        StatusUpdate(
            team_id=unit.team_id, incident_id=identity(incident), text=text, by=by, at=unit.now
        )
    )
    unit.session.flush()
