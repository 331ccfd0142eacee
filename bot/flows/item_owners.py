"""Whose an action item is: handed over, or fallen to the lead because nobody took it."""

from datetime import timedelta

from bot.core.action_items import FINISHED, Finding, Owner, State, owner_code
from bot.core.deliveries import DirectMessage
from bot.core.errors import Refused
from bot.core.follow_up import after_new_owner
from bot.core.ids import UserId
from bot.flows import due_words, nudges
from bot.flows.action_items import WhichItem, find_item, refusal, said
from bot.flows.answers import Answer
from bot.flows.home import refresh_home
from bot.flows.incidents import may_see
from bot.flows.item_facts import line_of
from bot.flows.item_shown import show_item_change
from bot.flows.item_states import demand_unfinished
from bot.flows.people import standing_of, working_zone
from bot.flows.registry import rendered_late
from bot.flows.runtime import Runtime, Unit
from bot.flows.timeline import note_by_bot
from bot.render.messages.action_items import HandedOver
from storage.queries import action_items, incidents, proofs
from storage.tables import ActionItem, HandOver, Incident

HANDED_OVER = "handed_over"
AT_ONCE = 50
ASKED_AGAIN = timedelta(days=1)


def hand_over_item(unit: Unit, which: WhichItem, to: str, reason: str = "") -> Answer:
    """Give an item to somebody else, who is told in their hours; so is who had it before."""
    incident, item = find_item(unit, which)
    demand_unfinished(unit, incident, item)
    give_item(unit, incident, item, to, by=which.by, reason=reason)
    return said(unit, "item_handed_over", item=line_of(unit, item, incident), user=which.by)


def give_item(
    unit: Unit, incident: Incident, item: ActionItem, to: str, *, by: str, reason: str
) -> None:
    """The same, once it is known which item. Raises Refused for who cannot own it."""
    _demand_owner_for(unit, incident, item, to)
    former = item.owner
    change = _give(unit, incident, item, to, by=by, reason=reason)
    if former and former != by:
        due_words.later(unit, HANDED_OVER, str(change.id), former)


def _demand_owner_for(unit: Unit, incident: Incident, item: ActionItem, to: str) -> None:
    if not to:
        raise Refused("item_owner_missing", field="owner")
    if to == item.owner:
        raise Refused("item_owner_same", owner=to, field="owner")
    code = _what_bars(unit, incident, to)
    if code is not None:
        raise refusal(Finding("owner", code))


def _what_bars(unit: Unit, incident: Incident, to: str) -> str | None:
    """What keeps somebody from owning an item of this incident; None when they can."""
    code = owner_code(Owner(UserId(to), standing_of(unit, to)))
    if code is None and not may_see(unit, incident, to):
        code = "owner_cannot_see"
    return code


def _give(
    unit: Unit,
    incident: Incident,
    item: ActionItem,
    to: str,
    *,
    by: str | None,
    reason: str = "",
) -> HandOver:
    """A new ladder starts, with snoozes of its own."""
    former, item.owner = item.owner, to
    nudges.keep(item, after_new_owner(nudges.as_open(item), assigned_at=unit.now))
    item.assigned_at, item.accepted_at, item.times_snoozed = unit.now, None, 0
    item.falls_to_lead_at, item.fell_to_lead_at = None, None if by else unit.now
    change = HandOver(
        team_id=unit.team_id,
        item_id=nudges.identity(item),
        before=former,
        after=to,
        reason=reason,
        by=by or "",
        at=unit.now,
    )
    unit.session.add(change)
    unit.session.flush()
    nudges.plan(unit, item, working_zone(unit, to))
    note_by_bot(
        unit,
        incident,
        "item_handed_over" if by else "item_fell_to_lead",
        by=by,
        number=item.number,
        title=item.title,
        before=former,
        after=to,
        reason=reason,
    )
    if former:
        refresh_home(unit, former)
    show_item_change(unit, incident, item)
    return change


@rendered_late(HANDED_OVER)
def render_handed_over(unit: Unit, subject: str) -> DirectMessage | None:
    """The word to a former owner, in their hours; none for who left or has the item again."""
    change = action_items.hand_over(unit.session, unit.team_id, int(subject))
    item = proofs.item_of(unit.session, unit.team_id, change.item_id) if change else None
    if change is None or item is None or item.owner == change.before:
        return None
    former = change.before
    incident = incidents.by_id(unit.session, unit.team_id, item.incident_id)
    if working_zone(unit, former) is None or not may_see(unit, incident, former):
        return None
    if due_words.not_yet(unit, HANDED_OVER, subject, former):
        return None
    context = HandedOver(line_of(unit, item, incident), change.by, change.reason)
    message = unit.render(context)
    return DirectMessage(former, message.text, message.blocks)


def hand_to_leads(runtime: Runtime) -> None:
    """What nobody took in time becomes the lead's; any number of processes may."""
    with runtime.reading() as unit:
        is_any_due = action_items.is_any_unclaimed(unit.session, unit.team_id, unit.now)
    while is_any_due:
        with runtime.transaction() as unit:
            due = action_items.claim_unclaimed(unit.session, unit.team_id, unit.now, limit=AT_ONCE)
            for item, incident in due:
                _fall(unit, incident, item)
        is_any_due = len(due) == AT_ONCE


def _fall(unit: Unit, incident: Incident, item: ActionItem) -> None:
    """To the lead, or who declared it where the lead cannot; where neither can, look tomorrow."""
    item.falls_to_lead_at = None
    if item.owner or State(item.state) in FINISHED:
        return
    heirs = (incident.lead, incident.declared_by)
    heir = next((each for each in heirs if _what_bars(unit, incident, each) is None), None)
    if heir is None:
        item.falls_to_lead_at = unit.now + ASKED_AGAIN
        return
    _give(unit, incident, item, heir, by=None)
