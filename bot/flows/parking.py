"""The parking lot: ideas that came early or belong elsewhere, looked at again in stages 9 and 10.

Nothing parked is lost: it waits until it becomes an action item or is let go, and the record
says which.
"""

import json
from collections.abc import Sequence
from dataclasses import replace

from bot.core.errors import Refused
from bot.core.incident import key, shorten_title
from bot.flows.answers import CLOSED, NOTHING, Answer
from bot.flows.incident_cards import facts_of
from bot.flows.incidents import Asked, asked_for, demand_alive, identity
from bot.flows.item_forms import new_form
from bot.flows.open_stage import refresh_stage
from bot.flows.people import plain_text
from bot.flows.runtime import Unit
from bot.render.views.action_items import NewItemView
from bot.render.views.pace import ParkView
from storage.queries import action_items
from storage.queries import pace as queries
from storage.tables import Incident, Parked

WAITING, AS_ITEM, LET_GO = "waiting", "item", "let_go"


def parked(unit: Unit, incident_id: int) -> Sequence[Parked]:
    """Everything that was parked in an incident, in order, with what became of it."""
    return queries.parked(unit.session, unit.team_id, incident_id)


def still_parked(unit: Unit, incident_id: int) -> list[Parked]:
    """What waits to be looked at again."""
    return [each for each in parked(unit, incident_id) if each.state == WAITING]


def park_form(unit: Unit, asked: Asked) -> ParkView:
    """The form *Park it*."""
    incident = asked_for(unit, asked, lock=False)
    demand_alive(incident)
    return ParkView(data=json.dumps({"number": incident.number}), key=key(incident.number))


def park(unit: Unit, asked: Asked, text: str) -> Answer:
    """Park an idea; `text` as typed in Slack. Told to whoever parked it, nobody else."""
    incident = _keep(unit, asked, plain_text(unit, text))
    return unit.answer("parked", incident=facts_of(incident))


def park_typed(unit: Unit, asked: Asked, text: str) -> Answer:
    """The same from the form *Park it*, which closes; `text` is plain."""
    _keep(unit, asked, text)
    return CLOSED


def _keep(unit: Unit, asked: Asked, text: str) -> Incident:
    incident = asked_for(unit, asked)
    if not text.strip():
        raise Refused("park_empty", field="text", command=unit.house.command)
    demand_alive(incident, text=text)
    unit.session.add(
        Parked(
            team_id=unit.team_id,
            incident_id=identity(incident),
            text=text.strip(),
            parked_by=asked.by,
            at=unit.now,
        )
    )
    unit.session.flush()
    refresh_stage(unit, identity(incident))
    return incident


def item_form(unit: Unit, asked: Asked, parked_id: int) -> NewItemView:
    """*Make an action item*: the form, begun with what was parked."""
    _, row = _demand_waiting(unit, asked, parked_id)
    view = new_form(unit, asked, "")
    title, _ = shorten_title(" ".join(row.text.split()))
    return replace(
        view, title=title, data=json.dumps({**json.loads(view.data), "parked": parked_id})
    )


def settle_as_item(unit: Unit, asked: Asked, parked_id: int) -> None:
    """The newest action item of the incident is what became of it."""
    incident = asked_for(unit, asked)
    items = action_items.of_incident(unit.session, unit.team_id, identity(incident))
    row = queries.parked_by_id(unit.session, unit.team_id, parked_id, lock=True)
    if row is None or row.incident_id != identity(incident) or row.state != WAITING:
        return
    _settle(unit, row, AS_ITEM, by=asked.by)
    row.item_number = max(item.number for item in items)


def let_go(unit: Unit, asked: Asked, parked_id: int) -> Answer:
    """*Let it go*: it stays in the record and is not asked about any more."""
    _, row = _demand_waiting(unit, asked, parked_id)
    _settle(unit, row, LET_GO, by=asked.by)
    return NOTHING


def _demand_waiting(unit: Unit, asked: Asked, parked_id: int) -> tuple[Incident, Parked]:
    """What is parked still. Raises Refused("park_settled") when somebody was faster."""
    incident = asked_for(unit, asked)
    row = queries.parked_by_id(unit.session, unit.team_id, parked_id, lock=True)
    if row is None or row.incident_id != identity(incident):
        raise Refused("unknown_button")
    if row.state != WAITING:
        raise Refused("park_settled", state=row.state)
    return incident, row


def _settle(unit: Unit, row: Parked, state: str, *, by: str) -> None:
    row.state, row.settled_by, row.settled_at = state, by, unit.now
    unit.session.add(row)
    unit.session.flush()
    refresh_stage(unit, row.incident_id)
