"""Items on their way to a tracker: which of them have an issue there, and what it is to show."""

from datetime import date
from uuid import uuid4

from bot.core.action_items import FINISHED, State
from bot.core.deliveries import SyncIssue
from bot.core.trackers import (
    FINISHED_THERE,
    ISSUE_STATES,
    IssueState,
    TrackerHouse,
    changed,
    place_name,
)
from bot.flows import nudges
from bot.flows.people import name_finder
from bot.flows.places import message_link
from bot.flows.registry import rendered_late
from bot.flows.runtime import Unit
from bot.render.issues import IssueFacts, issue_text
from storage.queries import incidents, proofs, trackers
from storage.tables import ActionItem, Incident, ItemIssue

ISSUE = "tracker_issue"
GONE = "tracker_not_found"


def place_of(house: TrackerHouse) -> str:
    """Under which name what is in a tracker is kept."""
    return place_name(house.kind, house.place)


def follow(unit: Unit, incident: Incident, item: ActionItem) -> None:
    """Have the item's issue made, or changed where it shows something else."""
    house = unit.house.tracker
    if house is None or not may_share(house, incident):
        return
    found = trackers.of_item(unit.session, unit.team_id, nudges.identity(item), place_of(house))
    if found is None and house.is_automatic and State(item.state) not in FINISHED:
        begin(unit, house, item)
    elif found is not None and (not found.issue_id or changed(found.ours, ours_of(item))):
        unit.send_latest(ISSUE, nudges.identity(item))


def begin(
    unit: Unit, house: TrackerHouse, item: ActionItem, *, instead_of: ItemIssue | None = None
) -> None:
    """Have an issue made for an item that has none, or none any more."""
    item_id = nudges.identity(item)
    if instead_of is not None:
        unit.session.delete(instead_of)
        unit.session.flush()
    unit.session.add(
        ItemIssue(team_id=unit.team_id, item_id=item_id, place=place_of(house), marker=str(uuid4()))
    )
    unit.send_latest(ISSUE, item_id)


def is_gone(kept: ItemIssue) -> bool:
    """Whether there was an issue, and the tracker knows it no more."""
    return bool(kept.issue_id) and kept.trouble == GONE


def may_open(
    house: TrackerHouse | None, incident: Incident, item: ActionItem, kept: ItemIssue | None
) -> bool:
    """Whether somebody may ask for the item's issue."""
    if house is None or State(item.state) in FINISHED or not may_share(house, incident):
        return False
    return kept is None or is_gone(kept)


def may_share(house: TrackerHouse, incident: Incident) -> bool:
    """A tracker has readers of its own: what is private goes there only where the house says so."""
    return house.takes_private or not incident.private


def ours_of(item: ActionItem) -> dict[str, str]:
    """What an item shows of what is kept in step."""
    return {
        "title": item.title,
        "owner": item.owner,
        "due_on": item.due_on.isoformat(),
        "state": ISSUE_STATES[State(item.state)],
    }


@rendered_late(ISSUE)
def render_issue(unit: Unit, subject: str) -> SyncIssue | None:
    """What is to be done about an item's issue as things stand; at least, look at it."""
    house = unit.house.tracker
    item = proofs.item_of(unit.session, unit.team_id, int(subject))
    if house is None or item is None:
        return None
    incident = incidents.by_id(unit.session, unit.team_id, item.incident_id)
    kept = trackers.of_item(unit.session, unit.team_id, int(subject), place_of(house))
    if kept is None or not may_share(house, incident):
        return None
    return _change(house, item, kept) if kept.issue_id else _make(unit, house, incident, item, kept)


def _make(
    unit: Unit, house: TrackerHouse, incident: Incident, item: ActionItem, kept: ItemIssue
) -> SyncIssue | None:
    if kept.tried_at is None and State(item.state) in FINISHED:
        return None
    tried_before = kept.tried_at
    kept.tried_at = tried_before or unit.runtime.clock.machine_now()
    # It begins open, whatever has become of the item: the rest follows once it is there.
    ours = {**ours_of(item), "state": IssueState.open.value}
    return SyncIssue(
        issue="",
        change=_in_their_names(house, ours),
        body=_body(unit, house, incident, item),
        marker=kept.marker,
        look_since=tried_before.isoformat() if tried_before else "",
        reopens=False,
        ours=ours,
    )


def _change(house: TrackerHouse, item: ActionItem, kept: ItemIssue) -> SyncIssue:
    ours = ours_of(item)
    different = {name: ours[name] for name in sorted(changed(kept.ours, ours))}
    return SyncIssue(
        issue=kept.issue_id,
        change=_in_their_names(house, different),
        body="",
        marker=kept.marker,
        look_since="",
        reopens=kept.theirs.get("state") in FINISHED_THERE
        and kept.ours.get("state") in FINISHED_THERE,
        ours=ours,
    )


def _in_their_names(house: TrackerHouse, ours: dict[str, str]) -> dict[str, str]:
    if "owner" not in ours:
        return ours
    return {**ours, "owner": house.name_there(ours["owner"])}


def _body(unit: Unit, house: TrackerHouse, incident: Incident, item: ActionItem) -> str:
    place = ""
    if item.source_ts:
        place = message_link(unit, item.source_channel, item.source_ts)
    elif incident.channel_id and unit.house.workspace_url:
        place = f"{unit.house.workspace_url.rstrip('/')}/archives/{incident.channel_id}"
    # Whoever is assigned is seen there, and may change; a text stays as it is.
    is_assigned = bool(house.name_there(item.owner))
    facts = IssueFacts(
        key=f"INC-{incident.number}/{item.number}",
        incident=incident.title,
        criterion=item.criterion,
        owner=name_finder(unit)(item.owner) if item.owner and not is_assigned else "",
        place=place,
    )
    return issue_text(unit.words, facts)


def issues_of(unit: Unit, items: list[int]) -> dict[int, ItemIssue]:
    """What is known of the issues of these items, also of those still to be made."""
    house = unit.house.tracker
    if house is None:
        return {}
    return trackers.of_items(unit.session, unit.team_id, items, place_of(house))


def as_date(text: str) -> date | None:
    """An ISO date as a tracker told it; None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
