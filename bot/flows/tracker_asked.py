"""Somebody asks for an item's issue: where the house opens none by itself, or the last is gone."""

from bot.core.errors import Refused
from bot.flows import nudges
from bot.flows.action_items import WhichItem, find_item, said
from bot.flows.answers import Answer
from bot.flows.item_facts import item_key, line_of
from bot.flows.item_shown import show_item_again
from bot.flows.item_states import demand_unfinished
from bot.flows.runtime import Unit
from bot.flows.tracker_issues import begin, is_gone, may_share, place_of
from storage.queries import trackers


def open_issue(unit: Unit, which: WhichItem) -> Answer:
    """Have an issue made; who asks second hears of the first one.

    Raises Refused("no_tracker") and Refused("item_stays_private").
    """
    incident, item = find_item(unit, which)
    demand_unfinished(unit, incident, item)
    house = unit.house.tracker
    if house is None:
        raise Refused("no_tracker", key=item_key(incident, item))
    if not may_share(house, incident):
        raise Refused("item_stays_private", key=item_key(incident, item))
    kept = trackers.of_item(
        unit.session, unit.team_id, nudges.identity(item), place_of(house), lock=True
    )
    if kept is None or is_gone(kept):
        begin(unit, house, item, instead_of=kept)
        unit.session.flush()
        show_item_again(unit, incident, item)
        return said(unit, "item_issue_asked", item=line_of(unit, item, incident))
    return said(unit, "item_issue_there", item=line_of(unit, item, incident))
