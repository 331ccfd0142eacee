"""What becomes of action items when their incident is merged into another, or cancelled."""

from collections.abc import Sequence

from bot.core.action_items import FINISHED, State
from bot.core.deliveries import DirectMessage
from bot.core.errors import Refused
from bot.core.incident import Status, key
from bot.flows import nudges
from bot.flows.action_items import said
from bot.flows.answers import Answer
from bot.flows.incidents import find, identity, may_see
from bot.flows.item_facts import lines_of, today_of
from bot.flows.item_new import next_number
from bot.flows.item_shown import show_item_change
from bot.flows.item_states import move_item
from bot.flows.people import working_zone
from bot.flows.runtime import Unit
from bot.flows.timeline import note_by_bot
from bot.render.messages.action_items import ItemsLeft
from storage.queries import action_items
from storage.tables import ActionItem, FormerKey, Incident

LISTED = 10


def take_along(unit: Unit, merged: Incident, target: Incident, *, by: str) -> None:
    """The items of a merged incident go on in the other; their former numbers still find them."""
    for item in action_items.of_incident(unit.session, unit.team_id, identity(merged)):
        former = item.number
        unit.session.add(
            FormerKey(
                team_id=unit.team_id,
                incident_id=identity(merged),
                number=former,
                item_id=nudges.identity(item),
            )
        )
        number = next_number(unit, target)
        item.incident_id, item.number = identity(target), number
        unit.session.flush()
        note_by_bot(
            unit,
            target,
            "item_came_along",
            by=by,
            number=number,
            title=item.title,
            former=f"{key(merged.number)}/{former}",
        )
        show_item_change(unit, target, item)


def ask_about_left(unit: Unit, incident: Incident, *, by: str) -> None:
    """An incident was cancelled: its lead is asked whether what is open is still wanted."""
    left = _left(unit, incident)
    if not left:
        return
    is_here = working_zone(unit, incident.lead) is not None and may_see(
        unit, incident, incident.lead
    )
    asked = incident.lead if is_here else by
    shown = [(item, incident) for item in left[:LISTED]]
    message = unit.render(
        ItemsLeft(
            incident=key(incident.number),
            number=incident.number,
            title=incident.title,
            count=len(left),
            lines=lines_of(unit, shown, today=today_of(unit, asked)),
        )
    )
    unit.send(
        DirectMessage(asked, message.text, message.blocks),
        lane=f"items_left:{identity(incident)}",
        dedupe_key=f"items_left:{identity(incident)}",
    )


def drop_left(unit: Unit, number: int, *, by: str) -> Answer:
    """Drop what is still open of a cancelled incident."""
    incident = find(unit, number, by)
    if incident.status != Status.cancelled:
        raise Refused("incident_not_cancelled", key=key(number))
    left = _left(unit, incident)
    for item in left:
        move_item(unit, incident, item, State.dropped, by=by, reason=incident.closing_reason)
    return said(unit, "items_dropped", incident=key(number), count=len(left))


def keep_left(unit: Unit, number: int, *, by: str) -> Answer:
    """What is still open of a cancelled incident stays, and its owners are reminded."""
    incident = find(unit, number, by, lock=False)
    count = len(_left(unit, incident))
    return said(unit, "items_kept", incident=key(number), count=count)


def _left(unit: Unit, incident: Incident) -> Sequence[ActionItem]:
    found = action_items.of_incident(unit.session, unit.team_id, identity(incident))
    left = [item for item in found if State(item.state) not in FINISHED]
    return action_items.lock_some(unit.session, unit.team_id, map(nudges.identity, left))
