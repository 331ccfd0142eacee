"""Action items: which one is meant, a new one, and the lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.core import action_items as rules
from bot.core.action_items import Finding
from bot.core.errors import Refused
from bot.core.incident import key
from bot.flows.answers import Answer
from bot.flows.incidents import Asked, asked_for, find, identity
from bot.flows.item_facts import by_urgency, lines_of, today_of, visible_of
from bot.flows.runtime import Unit
from bot.render.messages.action_items import (
    LISTED,
    WITH_BUTTONS,
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
    """The item and its incident; Refused("no_such_item") also where the person may not look.

    One whose incident was merged is found under its former number too.
    """
    try:
        incident = find(unit, which.incident, which.by, lock=lock)
    except Refused:
        raise _no_such_item(unit, which) from None
    found = action_items.by_number(
        unit.session, unit.team_id, identity(incident), which.number, lock=lock
    )
    if found is not None:
        return incident, found
    moved = action_items.by_former_key(unit.session, unit.team_id, identity(incident), which.number)
    if moved is None:
        raise _no_such_item(unit, which)
    item, now_in = moved
    return find_item(unit, WhichItem(now_in.number, item.number, which.by), lock=lock)


def _no_such_item(unit: Unit, which: WhichItem) -> Refused:
    named = f"{key(which.incident)}/{which.number}"
    return Refused("no_such_item", key=named, command=unit.house.command)


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


def refusal(finding: Finding) -> Refused:
    """A finding as a refusal, under the field it is about."""
    return Refused(f"item_{finding.code}", field=finding.field)


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
