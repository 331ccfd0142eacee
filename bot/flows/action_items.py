"""Action items: which one is meant, a new one, and the lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.core import action_items as rules
from bot.core.action_items import Finding, ItemDraft, Kind, Level, Owner
from bot.core.deliveries import Post
from bot.core.errors import Refused, together
from bot.core.ids import UserId
from bot.core.incident import key
from bot.core.times import understand_date
from bot.flows import nudges
from bot.flows.answers import Answer
from bot.flows.home import refresh_home
from bot.flows.incidents import Asked, asked_for, demand_alive, find, identity, may_see
from bot.flows.item_facts import by_urgency, line_of, lines_of, today_of, visible_of
from bot.flows.open_stage import refresh_stage
from bot.flows.people import standing_of, working_zone
from bot.flows.runtime import Unit
from bot.flows.timeline import note_by_bot
from bot.render.messages.action_items import (
    LISTED,
    WITH_BUTTONS,
    ItemAdded,
    ItemDone,
    ItemLine,
    ItemList,
)
from bot.render.messages.trouble import Plain
from storage.queries import action_items
from storage.tables import ActionItem, Incident


@dataclass(frozen=True)
class WhichItem:
    """The item that somebody means: "INC-7/2"."""

    incident: int
    number: int
    by: str


def find_item(unit: Unit, which: WhichItem, *, lock: bool = True) -> tuple[Incident, ActionItem]:
    """The item and its incident; Refused("no_such_item") also where the person may not look."""
    try:
        incident = find(unit, which.incident, which.by, lock=lock)
    except Refused:
        found = None
    else:
        found = action_items.by_number(
            unit.session, unit.team_id, identity(incident), which.number, lock=lock
        )
    if found is None:
        raise Refused(
            "no_such_item",
            key=f"{key(which.incident)}/{which.number}",
            command=unit.house.command,
        )
    return incident, found


def which_here(unit: Unit, asked: Asked, number: int | None) -> WhichItem:
    """The item with this number in the incident that is meant.

    Raises Refused("which_item") without a number, with what is still to do there.
    """
    incident = asked_for(unit, asked, lock=False)
    if number is None:
        items = action_items.of_incident(unit.session, unit.team_id, identity(incident))
        open_items = [item for item in items if item.state not in rules.FINISHED]
        raise Refused(
            "which_item",
            key=key(incident.number),
            items=[{"number": item.number, "title": item.title} for item in open_items[:20]],
            command=unit.house.command,
        )
    return WhichItem(incident.number, number, by=asked.by)


@dataclass(frozen=True)
class NewItem:
    """Somebody says what will change. Texts are plain; `due` is a date as typed or chosen."""

    incident: int
    by: str
    title: str
    owner: str
    due: str
    criterion: str
    kind: Kind
    impact: Level
    effort: Level
    channel: str = ""


def add_item(unit: Unit, new: NewItem) -> Answer:
    """Keep a new item, tell the incident's channel, and plan its owner's reminders."""
    incident = asked_for(unit, Asked(by=new.by, channel=new.channel, number=new.incident))
    demand_alive(incident, text=new.title)
    item = _store(unit, incident, new)
    nudges.plan(unit, item, working_zone(unit, item.owner))
    note_by_bot(
        unit,
        incident,
        "item_added",
        by=new.by,
        number=item.number,
        title=item.title,
        owner=item.owner,
    )
    line = line_of(unit, item, incident)
    announce(unit, incident, item, ItemAdded(item=line, by=new.by))
    show_item_change(unit, incident, item)
    return said(unit, "item_noted", item=line, count=_count_code(item))


def _store(unit: Unit, incident: Incident, new: NewItem) -> ActionItem:
    draft = _demand_complete(unit, incident, new)
    assert draft.due_on is not None
    others = action_items.of_incident(unit.session, unit.team_id, identity(incident))
    item = ActionItem(
        team_id=unit.team_id,
        incident_id=identity(incident),
        number=max((other.number for other in others), default=0) + 1,
        title=" ".join(new.title.split()),
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
    )
    unit.session.add(item)
    unit.session.flush()
    return item


def _demand_complete(unit: Unit, incident: Incident, new: NewItem) -> ItemDraft:
    """Nothing is kept of an incomplete item; the form says all that is amiss."""
    today = today_of(unit, new.owner)
    owner = Owner(UserId(new.owner), standing_of(unit, new.owner)) if new.owner else None
    due_on = understand_date(new.due, today=today)
    draft = ItemDraft(new.title, owner, due_on, new.criterion, new.kind, new.impact, new.effort)
    findings = rules.review(draft, today=today)
    if new.owner and not may_see(unit, incident, new.owner):
        findings.append(Finding("owner", "owner_cannot_see"))
    if findings:
        raise together([refusal(finding) for finding in findings])
    return draft


def refusal(finding: Finding) -> Refused:
    """A finding as a refusal, under the field it is about."""
    return Refused(f"item_{finding.code}", field=finding.field)


def _count_code(item: ActionItem) -> str | None:
    """Said once on either side: with the first item, and with the first that is too many."""
    is_telling = item.number in (1, rules.MOST_ITEMS + 1)
    return rules.count_code(item.number) if is_telling else None


def announce(
    unit: Unit, incident: Incident, item: ActionItem, context: ItemAdded | ItemDone
) -> None:
    """Tell the incident's channel, in the order in which things happened to the item."""
    if incident.channel_id is None:
        return
    message = unit.render(context)
    unit.send(
        Post(incident.channel_id, message.text, message.blocks),
        lane=f"item:{nudges.identity(item)}",
    )


def show_item_change(unit: Unit, incident: Incident, item: ActionItem) -> None:
    """Have everything follow that shows the item: the stage card and the owner's App Home."""
    refresh_stage(unit, identity(incident))
    refresh_home(unit, item.owner)


def said(unit: Unit, template: str, **facts: Any) -> Answer:
    """A line of words as an answer."""
    return Answer.saying(unit.render(Plain(words=unit.words.line(template, **facts))))


def list_here(unit: Unit, asked: Asked) -> Answer:
    """This incident's items, what is still to do first."""
    incident = asked_for(unit, asked, lock=False)
    items = by_urgency(action_items.of_incident(unit.session, unit.team_id, identity(incident)))
    lines = lines_of(unit, [(item, incident) for item in items], today=today_of(unit, asked.by))
    return _as_list(unit, lines, incident=key(incident.number))


def list_mine(unit: Unit, user: str) -> Answer:
    """What somebody still has to do, across the incidents they may see."""
    lines = lines_of(unit, visible_of(unit, user), today=today_of(unit, user))
    return _as_list(unit, lines, incident="")


def _as_list(unit: Unit, lines: Sequence[ItemLine], *, incident: str) -> Answer:
    return Answer.saying(
        unit.render(
            ItemList(
                with_buttons=lines[:WITH_BUTTONS],
                lines=lines[WITH_BUTTONS:LISTED],
                more=len(lines[LISTED:]),
                incident=incident,
                command=unit.house.command,
            )
        )
    )
