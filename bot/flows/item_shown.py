"""Everything that shows an action item follows when it changes."""

from bot.core.action_items import State
from bot.flows import nudges, wins
from bot.flows.home import refresh_home
from bot.flows.incidents import identity
from bot.flows.item_facts import line_of
from bot.flows.open_stage import refresh_stage
from bot.flows.registry import CardContent, rendered_late
from bot.flows.runtime import Unit
from bot.flows.tracker_issues import follow
from bot.render.messages.action_items import ItemAdded, ItemDone
from storage.queries import action_items, channels, incidents, proofs
from storage.tables import ActionItem, Incident, ItemChange

ITEM_ADDED = "item_added"
ITEM_DONE = "item_done"


def show_item_change(unit: Unit, incident: Incident, item: ActionItem) -> None:
    """The stage card, the owner's App Home, where it was announced and last done, and its issue."""
    follow(unit, incident, item)
    show_item_again(unit, incident, item)


def show_item_again(unit: Unit, incident: Incident, item: ActionItem) -> None:
    """Everything in Slack that shows an item; its issue is left as it is."""
    refresh_stage(unit, identity(incident))
    if item.owner:
        refresh_home(unit, item.owner)
    _show_announced(unit, item)
    done = latest_done(unit, item)
    if done is not None:
        unit.refresh_card(ITEM_DONE, f"{nudges.identity(item)}:{done.id}")
        wins.follow(unit, incident, item)


def _show_announced(unit: Unit, item: ActionItem) -> None:
    item_id = nudges.identity(item)
    is_announced = channels.card(unit.session, unit.team_id, ITEM_ADDED, str(item_id))
    # Items that are older than this card were announced by a message that nobody edits.
    if is_announced or unit.is_card_under_way(ITEM_ADDED, item_id):
        unit.refresh_card(ITEM_ADDED, item_id)


@rendered_late(ITEM_ADDED, only_looks=True)
def render_added(unit: Unit, subject: str) -> CardContent | None:
    """The incident's channel is told of a new item."""
    item = proofs.item_of(unit.session, unit.team_id, int(subject))
    if item is None:
        return None
    incident = incidents.by_id(unit.session, unit.team_id, item.incident_id)
    if incident.channel_id is None:
        return None
    message = unit.render(ItemAdded(line_of(unit, item, incident)))
    return CardContent(incident.channel_id, message)


def latest_done(unit: Unit, item: ActionItem) -> ItemChange | None:
    """When the item was last closed with proof; None when it never was."""
    unit.session.flush()
    changes = action_items.changes(unit.session, nudges.identity(item), "state")
    return next((each for each in reversed(changes) if each.after == State.done), None)


@rendered_late(ITEM_DONE, only_looks=True)
def render_done(unit: Unit, subject: str) -> CardContent | None:
    """That an item is done, as it stands now; one card each time it is closed."""
    item_id, _, change_id = subject.partition(":")
    item = proofs.item_of(unit.session, unit.team_id, int(item_id))
    if item is None:
        return None
    incident = incidents.by_id(unit.session, unit.team_id, item.incident_id)
    done = latest_done(unit, item)
    if incident.channel_id is None or done is None:
        return None
    is_over = item.state != State.done or str(done.id) != change_id
    context = ItemDone(
        item=line_of(unit, item, incident),
        by=done.by,
        is_over=is_over,
        asks_direction=not is_over and wins.asks_direction(incident, item),
    )
    return CardContent(incident.channel_id, unit.render(context))
