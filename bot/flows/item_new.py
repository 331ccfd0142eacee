"""A new action item: asked again where it could not be finished, kept, announced, planned."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core import action_items as rules
from bot.core.action_items import Finding, ItemDraft, Kind, Level, Milestone, Owner
from bot.core.errors import Refused, together
from bot.core.ids import UserId
from bot.core.incident import normalise_title
from bot.core.times import understand_date
from bot.flows import nudges
from bot.flows.action_items import refusal, said
from bot.flows.answers import Answer
from bot.flows.incidents import Asked, asked_for, demand_alive, identity, may_see
from bot.flows.item_facts import line_of, today_of
from bot.flows.item_quality import remarks_on
from bot.flows.item_shown import ITEM_ADDED, show_item_change
from bot.flows.people import standing_of, working_zone, zone_of
from bot.flows.runtime import Unit
from bot.flows.timeline import note_by_bot
from bot.render.views.action_items import NewItemView, Remark
from storage.queries import action_items
from storage.tables import ActionItem, Checkpoint, Incident


@dataclass(frozen=True)
class NewItem:
    """Somebody says what will change. Texts are plain; `due` is a date as typed or chosen.

    `owner`: empty when it is still to be found. `milestones`: one to a line, for a large item.
    `source_…`: the message it is made from. `parked`: the idea from the parking
    lot that becomes this item. `was_asked`: its author was asked again already.
    """

    incident: int
    by: str
    title: str
    owner: str
    due: str
    criterion: str
    kind: Kind
    impact: Level
    effort: Level
    milestones: str = ""
    source_channel: str = ""
    source_ts: str = ""
    was_asked: bool = False
    parked: int | None = None


def add_item(unit: Unit, new: NewItem) -> Answer:
    """Keep a new item, tell the incident's channel, and plan its owner's reminders.

    One that is vague, or large without milestones, is asked again first, once: the answer is the
    form with what was typed in it.
    """
    incident = asked_for(unit, Asked(by=new.by, number=new.incident))
    demand_alive(incident, text=new.title)
    draft, milestones = _demand_complete(unit, incident, new)
    today = today_of(unit, new.owner or new.by)
    remarks = remarks_on(draft, milestones, today=today)
    if remarks and not new.was_asked:
        return Answer(view=unit.words.view(_asked_again(incident, new, draft, remarks)))
    item = _store(unit, incident, new, draft)
    item.asked_again = ",".join(remark.code for remark in remarks)
    _keep_milestones(unit, item, milestones)
    nudges.plan(unit, item, working_zone(unit, item.owner))
    nudges.plan_fall(unit, item, zone_of(unit, incident.lead))
    note_by_bot(
        unit,
        incident,
        "item_added",
        by=new.by,
        number=item.number,
        title=item.title,
        owner=item.owner,
    )
    show_item_change(unit, incident, item)
    unit.refresh_card(ITEM_ADDED, nudges.identity(item))
    line = line_of(unit, item, incident)
    return said(unit, "item_noted", item=line, count=_count_code(item), lead=incident.lead)


def _asked_again(
    incident: Incident, new: NewItem, draft: ItemDraft, remarks: Sequence[Remark]
) -> NewItemView:
    assert draft.due_on is not None
    return NewItemView(
        title=new.title,
        owner=new.owner,
        due_on=draft.due_on,
        criterion=new.criterion,
        kind=new.kind,
        impact=new.impact,
        effort=new.effort,
        milestones=new.milestones,
        remarks=remarks,
        incidents=[],
        data=json.dumps(
            {
                "incident": incident.number,
                "source": [new.source_channel, new.source_ts],
                "asked": True,
                "parked": new.parked,
            }
        ),
    )


def _store(unit: Unit, incident: Incident, new: NewItem, draft: ItemDraft) -> ActionItem:
    assert draft.due_on is not None
    item = ActionItem(
        team_id=unit.team_id,
        incident_id=identity(incident),
        number=next_number(unit, incident),
        title=normalise_title(new.title) or new.title,
        owner=new.owner,
        due_on=draft.due_on,
        criterion=new.criterion.strip(),
        kind=new.kind,
        impact=new.impact,
        effort=new.effort,
        created_by=new.by,
        created_at=unit.now,
        assigned_at=unit.now,
        ladder_started_at=unit.now,
        source_channel=new.source_channel,
        source_ts=new.source_ts,
    )
    unit.session.add(item)
    unit.session.flush()
    return item


def next_number(unit: Unit, incident: Incident) -> int:
    """The number the next item of an incident gets; the incident is locked."""
    others = action_items.of_incident(unit.session, unit.team_id, identity(incident))
    return max((other.number for other in others), default=0) + 1


def _keep_milestones(unit: Unit, item: ActionItem, milestones: Sequence[Milestone]) -> None:
    unit.session.add_all(
        Checkpoint(
            team_id=unit.team_id,
            item_id=nudges.identity(item),
            due_on=milestone.due_on,
            what=milestone.what,
        )
        for milestone in milestones
    )
    unit.session.flush()


def _demand_complete(
    unit: Unit, incident: Incident, new: NewItem
) -> tuple[ItemDraft, list[Milestone]]:
    """Nothing is kept of an incomplete item; the form says all that is amiss."""
    today = today_of(unit, new.owner or new.by)
    owner = Owner(UserId(new.owner), standing_of(unit, new.owner)) if new.owner else None
    due_on = understand_date(new.due, today=today)
    draft = ItemDraft(new.title, owner, due_on, new.criterion, new.kind, new.impact, new.effort)
    refused = [refusal(finding) for finding in rules.review(draft, today=today)]
    if new.owner and not may_see(unit, incident, new.owner):
        refused.append(refusal(Finding("owner", "owner_cannot_see")))
    milestones: list[Milestone] = []
    try:
        milestones = rules.read_milestones(new.milestones, today=today, due_on=due_on)
    except Refused as unread:
        refused.append(unread)
    if refused:
        raise together(refused)
    return draft, milestones


def _count_code(item: ActionItem) -> str | None:
    """Said once on either side: with the first item, and with the first that is too many."""
    is_telling = item.number in (1, rules.MOST_ITEMS + 1)
    return rules.count_code(item.number) if is_telling else None
