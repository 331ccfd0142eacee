"""What messages and forms may name of action items."""

from collections.abc import Iterable, Sequence
from datetime import date

from bot.core.action_items import FINISHED, Level, State, is_quick_win
from bot.core.follow_up import may_snooze
from bot.core.incident import key
from bot.flows import nudges
from bot.flows.incidents import identity, may_see
from bot.flows.people import zone_of
from bot.flows.runtime import Unit
from bot.render.messages.action_items import ItemLine
from storage.queries import action_items
from storage.tables import ActionItem, Incident, Proof


def item_key(incident: Incident, item: ActionItem) -> str:
    """How an item is written outside its incident: "INC-7/2"."""
    return f"{key(incident.number)}/{item.number}"


def lines_of(
    unit: Unit, items: Sequence[tuple[ActionItem, Incident]], *, today: date
) -> list[ItemLine]:
    """The facts of these items, in their order; `today` is the reader's."""
    done = [nudges.identity(item) for item, _ in items if item.state == State.done]
    proofs = action_items.latest_proofs(unit.session, unit.team_id, done) if done else {}
    return [
        _line(item, incident, proofs.get(nudges.identity(item)), today) for item, incident in items
    ]


def line_of(unit: Unit, item: ActionItem, incident: Incident) -> ItemLine:
    """The facts of one item, as its owner's calendar has it."""
    return lines_of(unit, [(item, incident)], today=today_of(unit, item.owner))[0]


def today_of(unit: Unit, user: str) -> date:
    """The day it is where somebody is."""
    return unit.now.astimezone(zone_of(unit, user)).date()


def by_urgency(items: Iterable[ActionItem]) -> list[ActionItem]:
    """What is still to do first, by due date; then what is finished."""
    return sorted(items, key=lambda item: (item.state in FINISHED, item.due_on, item.number))


def visible_of(unit: Unit, owner: str) -> list[tuple[ActionItem, Incident]]:
    """An owner's unfinished items by due date, without incidents they may not see any more."""
    found = action_items.unfinished_of(unit.session, unit.team_id, owner)
    incidents = {identity(incident): incident for _, incident in found}
    seen = {each for each, incident in incidents.items() if may_see(unit, incident, owner)}
    return [(item, incident) for item, incident in found if identity(incident) in seen]


def _line(item: ActionItem, incident: Incident, proof: Proof | None, today: date) -> ItemLine:
    return ItemLine(
        key=item_key(incident, item),
        title=item.title,
        owner=item.owner,
        due_on=item.due_on,
        is_overdue=item.state not in FINISHED and item.due_on < today,
        state=item.state,
        kind=item.kind,
        impact=item.impact,
        effort=item.effort,
        criterion=item.criterion,
        is_quick_win=is_quick_win(Level(item.impact), Level(item.effort)),
        may_snooze=may_snooze(item.times_snoozed),
        proof_kind=proof.kind if proof else "",
        proof_link=proof.link if proof else "",
    )
