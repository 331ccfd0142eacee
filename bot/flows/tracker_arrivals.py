"""A tracker says by itself that something changed: have those issues looked at, once."""

from bot.core.webhooks import Told
from bot.flows.runtime import Runtime
from bot.flows.tracker_issues import ISSUE, place_of
from storage.queries import trackers


def look_at(runtime: Runtime, told: Told) -> int:
    """Have each issue that is an item's looked at in its item's lane; how many these are."""
    house = runtime.house.tracker
    if house is None or not told.issues:
        return 0
    with runtime.transaction() as unit:
        found = trackers.by_issues(unit.session, unit.team_id, place_of(house), told.issues)
        # Only what is about an item of ours is noted: a busy place tells of many others. What is
        # known by its signature leaves no second note, under however many ids it is repeated.
        if not found or not all(unit.note_arrival(each) for each in told.keys):
            return 0
        for kept in found:
            unit.send_latest(ISSUE, kept.item_id)
        return len(found)
