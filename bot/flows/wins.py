"""An item whose figures after are better than before is told in the wins channel, with its people.

A card: posted once, edited when somebody confirms the item, corrects its figures or takes it up
again. Nothing of private incidents or drills is told.
"""

from datetime import timedelta

from bot.core.action_items import State
from bot.core.errors import Refused
from bot.core.improvement import Better, has_improved, lacks_direction
from bot.flows.incident_cards import facts_of, house_channel
from bot.flows.item_facts import item_key, line_of
from bot.flows.nudges import identity
from bot.flows.registry import CardContent, rendered_late
from bot.flows.runtime import Unit
from bot.render.messages.action_items import Win
from storage.queries import action_items, channels, incidents, proofs
from storage.tables import ActionItem, Incident

WIN = "win"
PURPOSE = "wins"
# What was done longer ago is no news, where the channel comes late.
NEWS_FOR = timedelta(days=30)


def follow(unit: Unit, incident: Incident, item: ActionItem) -> None:
    """An item changed: tell of it now, or have what was told say how it is."""
    if item.figure_better and not (incident.private or incident.drill):
        unit.refresh_card(WIN, identity(item))


def catch_up(unit: Unit) -> None:
    """We are in the channel from now on: tell what was won while we were not."""
    since = unit.now - NEWS_FOR
    for item, incident in action_items.with_figures(unit.session, unit.team_id, since=since):
        follow(unit, incident, item)


def is_won(item: ActionItem) -> bool:
    """Whether an item is done and its figures are better for it."""
    is_better = has_improved(item.figure_before, item.figure_after, item.figure_better)
    return item.state == State.done and is_better


def asks_direction(incident: Incident, item: ActionItem) -> bool:
    """Whether only somebody's word is missing, which way is better, to tell of it."""
    if item.state != State.done or incident.private or incident.drill:
        return False
    return lacks_direction(item.figure_before, item.figure_after, item.figure_better)


def keep_direction(incident: Incident, item: ActionItem, better: Better) -> None:
    """Which way is better for an item's figures. Raises Refused("item_direction_known")."""
    if not asks_direction(incident, item):
        raise Refused("item_direction_known", key=item_key(incident, item))
    item.figure_better = better


@rendered_late(WIN, only_looks=True)
def render_win(unit: Unit, subject: str) -> CardContent | None:
    """The card as things stand; none is begun for what is not better, or not done."""
    item = proofs.item_of(unit.session, unit.team_id, int(subject))
    place = house_channel(unit, PURPOSE)
    if item is None or place is None:
        return None
    incident = incidents.by_id(unit.session, unit.team_id, item.incident_id)
    was_told = channels.card(unit.session, unit.team_id, WIN, subject) is not None
    if incident.private or incident.drill or not (was_told or is_won(item)):
        return None
    context = Win(
        incident=facts_of(incident),
        item=line_of(unit, item, incident),
        is_reopened=item.state != State.done,
        is_better=is_won(item),
    )
    return CardContent(place, unit.render(context))
