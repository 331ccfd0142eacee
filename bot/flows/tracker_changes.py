"""What changed in a tracker comes to its item, once, and never bounces back.

Lists only tell which issues changed; each is then looked at in its item's own lane, behind
whatever we are about to write there. So neither a late list nor a repeated one undoes anything.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from bot.core.action_items import LONGEST_TITLE, State
from bot.core.deliveries import DirectMessage, ListIssues
from bot.core.errors import Refused
from bot.core.incident import normalise_title
from bot.core.trackers import Issue, IssueState, Step, TrackerHouse, changed, step_for
from bot.flows import nudges
from bot.flows.incidents import may_see
from bot.flows.item_dates import move_date
from bot.flows.item_facts import line_of
from bot.flows.item_owners import give_item
from bot.flows.item_shown import show_item_again, show_item_change
from bot.flows.item_states import move_item, take_up_again
from bot.flows.people import working_zone
from bot.flows.registry import Facts, follows, when_put_off, when_refused
from bot.flows.runtime import Runtime, Unit
from bot.flows.timeline import note_by_bot
from bot.flows.tracker_issues import ISSUE, as_date, follow, is_gone, ours_of, place_of
from bot.render.limits import shortened
from bot.render.messages.trackers import ProofWanted
from storage.queries import action_items, trackers
from storage.tables import ActionItem, Incident, ItemIssue, TrackerCursor

CHANGES = "tracker_changes"
AT_ONCE = 50
FOR_PEOPLE_TO_MEND = ("tracker_token_refused", "tracker_forbidden")
READ_EVERY = timedelta(minutes=1)
READ_AGAIN_AFTER_TROUBLE = timedelta(minutes=10)
TRY_AGAIN_AFTER = timedelta(hours=6)
# Should the row for the courier come to nothing, changes are asked for all the same.
UNDER_WAY = timedelta(days=2)
# A list is asked for again from a little earlier: trackers may show changes late.
OVERLAP = timedelta(minutes=5)


def look_around(runtime: Runtime) -> None:
    """Ask for the tracker's changes, and try again what failed; any number of processes may."""
    house = runtime.house.tracker
    if house is None:
        return
    place = place_of(house)
    with runtime.reading() as unit:
        if not trackers.is_any_due(unit.session, unit.team_id, place, unit.now):
            return
    with runtime.transaction() as unit:
        for each in trackers.claim_repeats(
            unit.session, unit.team_id, place, unit.now, limit=AT_ONCE
        ):
            each.due_at = None
            unit.send_latest(ISSUE, each.item_id)
        cursor = trackers.cursor(unit.session, unit.team_id, place)
        if cursor is not None and cursor.due_at <= unit.now:
            cursor.due_at = unit.now + UNDER_WAY
            asked = ListIssues(cursor.since.isoformat())
            unit.send(asked, lane=f"{CHANGES}:{place}", follow_up=CHANGES, subject={"place": place})


@follows(CHANGES)
def changes_read(unit: Unit, subject: Facts, result: Facts) -> None:
    """Have those issues looked at that show something new."""
    found = {each["id"]: Issue(**each) for each in result["issues"]}
    for kept in trackers.by_issues(unit.session, unit.team_id, subject["place"], found):
        if changed(kept.theirs, found[kept.issue_id].values()):
            unit.send_latest(ISSUE, kept.item_id)
    cursor = trackers.cursor(unit.session, unit.team_id, subject["place"])
    if cursor is None:
        return
    is_all = result["is_all"]
    if found:
        latest = max(datetime.fromisoformat(each.changed_at) for each in found.values())
        cursor.since = max(cursor.since, latest - OVERLAP if is_all else latest)
    cursor.due_at = unit.now + (READ_EVERY if is_all else timedelta())


@when_refused(CHANGES)
def changes_not_read(unit: Unit, subject: Facts, _error: str) -> None:
    """Nothing is lost: the next list begins where the last one ended."""
    cursor = trackers.cursor(unit.session, unit.team_id, subject["place"])
    if cursor is not None:
        cursor.due_at = unit.now + READ_AGAIN_AFTER_TROUBLE


@follows(f"{ISSUE}_sent")
def issue_kept(unit: Unit, subject: Facts, result: Facts) -> None:
    """Remember what both sides show now, and take over what had changed there."""
    house, found = unit.house.tracker, _concerned(unit, subject)
    if house is None or found is None:
        return
    incident, item, kept = found
    issue = Issue(**result["issue"])
    shown_before = (kept.trouble, kept.theirs.get("state"))
    kept.trouble, kept.due_at = "", None
    kept.ours = {**kept.ours, **result["told"]}
    kept.theirs = {**kept.theirs, **{name: issue.values()[name] for name in result["sent"]}}
    if not kept.issue_id:
        _begin(unit, incident, item, kept, issue)
    _take_over(unit, house, (incident, item), kept, issue)
    follow(unit, incident, item)
    if shown_before != (kept.trouble, kept.theirs.get("state")):
        show_item_again(unit, incident, item)


@when_refused(f"{ISSUE}_sent")
def issue_not_kept(unit: Unit, subject: Facts, error: str) -> None:
    """Say so on the item and try again later; where the issue is gone, when the item changes."""
    found = _concerned(unit, subject)
    if found is not None:
        incident, item, kept = found
        kept.trouble = error
        kept.due_at = None if is_gone(kept) else unit.now + TRY_AGAIN_AFTER
        unit.session.flush()
        show_item_again(unit, incident, item)


@when_put_off(f"{ISSUE}_sent")
def issue_waits(unit: Unit, subject: Facts, error: str) -> None:
    """What only people can mend is said on the item; what passes by itself is not."""
    found = _concerned(unit, subject) if error in FOR_PEOPLE_TO_MEND else None
    if found is not None and found[2].trouble != error:
        incident, item, kept = found
        kept.trouble = error
        unit.session.flush()
        show_item_again(unit, incident, item)


def _concerned(unit: Unit, subject: Facts) -> tuple[Incident, ActionItem, ItemIssue] | None:
    """What a row was about, its issue locked; None where that is gone."""
    house = unit.house.tracker
    found = action_items.with_incident(unit.session, unit.team_id, int(subject["subject"]))
    if house is None or found is None:
        return None
    item, incident = found
    item_id = nudges.identity(item)
    kept = trackers.of_item(unit.session, unit.team_id, item_id, place_of(house), lock=True)
    return (incident, item, kept) if kept else None


def _begin(unit: Unit, incident: Incident, item: ActionItem, kept: ItemIssue, issue: Issue) -> None:
    kept.issue_id, kept.key, kept.url = issue.id, issue.key, issue.url
    # An issue that was found after a doubt may have been closed since: it was open once.
    kept.theirs = {**kept.theirs, "state": IssueState.open.value}
    if trackers.cursor(unit.session, unit.team_id, kept.place) is None:
        since = datetime.fromisoformat(issue.changed_at) - OVERLAP
        unit.session.add(
            TrackerCursor(team_id=unit.team_id, place=kept.place, since=since, due_at=unit.now)
        )
    unit.session.flush()
    note_by_bot(unit, incident, "item_issue", number=item.number, title=item.title, issue=issue.key)
    show_item_change(unit, incident, item)


def _take_over(
    unit: Unit,
    house: TrackerHouse,
    of: tuple[Incident, ActionItem],
    kept: ItemIssue,
    issue: Issue,
) -> None:
    """Each field that changed there and not here; what changed here too stays as it is here."""
    incident, item = of
    news = changed(kept.theirs, issue.values())
    kept.theirs = issue.values()
    for name in sorted(news):
        is_changed_here = ours_of(item)[name] != kept.ours.get(name)
        if name == "state":
            _take_state(unit, incident, item, kept, issue)
        elif not is_changed_here:
            # What we take over is agreed on before it happens: it is nothing to tell them.
            kept.ours = {**kept.ours, name: _in_our_names(house, issue)[name]}
            _TAKE[name](unit, incident, item, issue)
            kept.ours = {**kept.ours, name: ours_of(item)[name]}


def _in_our_names(house: TrackerHouse, issue: Issue) -> dict[str, str]:
    return {
        "title": _title(issue),
        "owner": house.user_of(issue),
        "due_on": issue.due_on,
    }


def _title(issue: Issue) -> str:
    return shortened(normalise_title(issue.title) or "", LONGEST_TITLE)


def _take_title(unit: Unit, incident: Incident, item: ActionItem, issue: Issue) -> None:
    former, wanted = item.title, _title(issue)
    if wanted in ("", former):
        return
    item.title = wanted
    note_by_bot(
        unit,
        incident,
        "item_renamed",
        number=item.number,
        before=former,
        after=wanted,
        issue=issue.key,
    )
    show_item_change(unit, incident, item)


def _take_date(unit: Unit, incident: Incident, item: ActionItem, issue: Issue) -> None:
    """A date that no item may have, or none at all, changes nothing here."""
    due_on = as_date(issue.due_on)
    if due_on is not None:
        _unless_refused(
            lambda: move_date(
                unit, incident, item, due_on, reason=issue.key, by=unit.house.bot_user_id
            )
        )


def _take_owner(unit: Unit, incident: Incident, item: ActionItem, issue: Issue) -> None:
    """Somebody whom the house does not know there, or who may not own it, does not take it."""
    house = unit.house.tracker
    to = house.user_of(issue) if house else ""
    if to:
        _unless_refused(
            lambda: give_item(unit, incident, item, to, reason=issue.key, by=unit.house.bot_user_id)
        )


_TAKE: dict[str, Callable[[Unit, Incident, ActionItem, Issue], None]] = {
    "title": _take_title,
    "due_on": _take_date,
    "owner": _take_owner,
}


def _unless_refused(work: Callable[[], Any]) -> None:
    try:
        work()
    except Refused:
        return


def _take_state(
    unit: Unit, incident: Incident, item: ActionItem, kept: ItemIssue, issue: Issue
) -> None:
    """What was closed there is asked about; the rest follows unless the item changed here too."""
    is_changed_here = ours_of(item)["state"] != kept.ours.get("state")
    step = step_for(State(item.state), IssueState(issue.state))
    if step is Step.ask_for_proof:
        # Nor do we open it again: what to do now is its owner's to say.
        kept.ours = {**kept.ours, "state": ours_of(item)["state"]}
        _ask_for_proof(unit, incident, item, kept)
    elif step is not None and not is_changed_here:
        kept.ours = {**kept.ours, "state": issue.state}
        by = unit.house.bot_user_id
        if step is Step.reopen:
            take_up_again(unit, incident, item, by=by)
        if issue.state == IssueState.started:
            move_item(unit, incident, item, State.in_progress, by=by)
        kept.ours = {**kept.ours, "state": ours_of(item)["state"]}


def _ask_for_proof(unit: Unit, incident: Incident, item: ActionItem, kept: ItemIssue) -> None:
    """The owner, or the lead where there is none, in their hours."""
    asked = item.owner or incident.lead
    zone = working_zone(unit, asked)
    note_by_bot(
        unit, incident, "item_closed_there", number=item.number, title=item.title, issue=kept.key
    )
    if zone is None or not may_see(unit, incident, asked):
        return
    message = unit.render(ProofWanted(line_of(unit, item, incident), kept.key, kept.url))
    unit.send(
        DirectMessage(asked, message.text, message.blocks),
        lane=f"proof_wanted:{nudges.identity(item)}",
        not_before=unit.house.ladder.next_working(unit.now, zone),
    )
