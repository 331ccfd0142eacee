"""The forms of action items, filled with what is known; opening one changes nothing."""

import json

from bot.core.action_items import FINISHED, Kind, Level, ProofKind, State, suggested_due_on
from bot.core.errors import Refused
from bot.core.follow_up import SNOOZE_DAYS, may_snooze, must_decide
from bot.core.incident import key, shorten_title
from bot.flows.action_items import WhichItem, find_item
from bot.flows.incidents import Asked, asked_for, demand_alive, visible
from bot.flows.item_dates import demand_owner
from bot.flows.item_facts import line_of, today_of
from bot.flows.item_proofs import demand_done
from bot.flows.item_states import demand_unfinished
from bot.flows.nudges import identity
from bot.flows.people import plain_text
from bot.flows.runtime import Unit
from bot.render.limits import OPTION_TEXT, shortened
from bot.render.views.action_items import (
    BlockItemView,
    ChangeDateView,
    CloseItemView,
    DropItemView,
    HandOverView,
    NewItemView,
    SnoozeView,
)
from bot.render.views.shared import Choice
from storage.queries import action_items
from storage.tables import ActionItem, Incident

ALIVE = ("open", "mitigated", "resolved", "reviewing", "learned")
CHOICES_SHOWN = 100

# What usually shows that an item of a kind is done; the form starts from it.
_USUAL_PROOF = {
    Kind.code: ProofKind.pull_request,
    Kind.eval_set: ProofKind.dataset_diff,
    Kind.gate: ProofKind.gate_change,
    Kind.calibration: ProofKind.calibration_record,
    Kind.process: ProofKind.document,
    Kind.documentation: ProofKind.document,
}


def new_form(unit: Unit, asked: Asked, text: str, *, source_ts: str = "") -> NewItemView:
    """The form of a new item for the incident that is meant; `text` as typed in Slack.

    `source_ts`: the message in the place of asking that it is made from.
    """
    incident = asked_for(unit, asked, lock=False)
    demand_alive(incident, text=text)
    return _new_form(unit, asked, text, source_ts, number=incident.number)


def new_form_anywhere(unit: Unit, asked: Asked, text: str, *, source_ts: str) -> NewItemView:
    """The same; where the place belongs to no incident, the form asks which."""
    try:
        return new_form(unit, asked, text, source_ts=source_ts)
    except Refused as refused:
        if refused.code != "which_incident":
            raise
        choices = [_choice(each) for each in visible(unit, asked.by, ALIVE)]
        if not choices:
            raise
    newest_first = sorted(choices, key=lambda choice: -int(choice.value))
    return _new_form(unit, asked, text, source_ts, incidents=newest_first[:CHOICES_SHOWN])


def _choice(incident: Incident) -> Choice:
    label = shortened(f"{key(incident.number)} {incident.title}", OPTION_TEXT)
    return Choice(str(incident.number), label)


def _new_form(
    unit: Unit,
    asked: Asked,
    text: str,
    source_ts: str,
    *,
    number: int = 0,
    incidents: list[Choice] | None = None,
) -> NewItemView:
    title, _ = shorten_title(" ".join(plain_text(unit, text).split()))
    today = today_of(unit, asked.by)
    return NewItemView(
        title=title,
        owner=asked.by,
        due_on=suggested_due_on(None, None, today=today, holidays=unit.house.days_off),
        criterion="",
        kind="",
        impact=Level.medium,
        effort=Level.medium,
        milestones="",
        remarks=[],
        incidents=incidents or [],
        data=json.dumps(
            {
                "incident": number,
                "source": [asked.channel if source_ts else "", source_ts],
            }
        ),
    )


def close_form(unit: Unit, which: WhichItem, *, link: str = "") -> CloseItemView:
    """The form *Close with proof*."""
    incident, item = _unfinished(unit, which)
    return _proof_form(unit, which, incident, item, link=link)


def proof_form(unit: Unit, which: WhichItem) -> CloseItemView:
    """The same form, for one more proof of an item that is done."""
    incident, item = find_item(unit, which, lock=False)
    demand_done(incident, item)
    return _proof_form(unit, which, incident, item)


def _proof_form(
    unit: Unit, which: WhichItem, incident: Incident, item: ActionItem, *, link: str = ""
) -> CloseItemView:
    return CloseItemView(
        is_further=State(item.state) in FINISHED,
        item=line_of(unit, item, incident),
        kind=_USUAL_PROOF[Kind(item.kind)],
        link=plain_text(unit, link),
        data=_data(which),
    )


def snooze_form(unit: Unit, which: WhichItem) -> SnoozeView | ChangeDateView:
    """The form *Snooze*; after two snoozes *Change the date* instead."""
    incident, item = _unfinished(unit, which)
    demand_owner(item, which.by)
    if not may_snooze(item.times_snoozed):
        return _date_form(unit, which, incident, item, after_snoozes=True)
    return SnoozeView(
        item=line_of(unit, item, incident),
        days=SNOOZE_DAYS,
        is_last=not may_snooze(item.times_snoozed + 1),
        data=_data(which),
    )


def date_form(unit: Unit, which: WhichItem) -> ChangeDateView:
    """The form *Change the date*."""
    incident, item = _unfinished(unit, which)
    return _date_form(unit, which, incident, item, after_snoozes=False)


def _date_form(
    unit: Unit, which: WhichItem, incident: Incident, item: ActionItem, *, after_snoozes: bool
) -> ChangeDateView:
    changes = action_items.changes(unit.session, identity(item), "due_on")
    return ChangeDateView(
        item=line_of(unit, item, incident),
        after_snoozes=after_snoozes,
        must_decide=must_decide(len(changes)),
        data=_data(which),
    )


def drop_form(unit: Unit, which: WhichItem) -> DropItemView:
    """The form *Drop*."""
    incident, item = _unfinished(unit, which)
    return DropItemView(item=line_of(unit, item, incident), data=_data(which))


def block_form(unit: Unit, which: WhichItem) -> BlockItemView:
    """The form *Blocked*."""
    incident, item = _unfinished(unit, which)
    return BlockItemView(item=line_of(unit, item, incident), data=_data(which))


def hand_over_form(unit: Unit, which: WhichItem) -> HandOverView:
    """The form *Hand over*; one that nobody has taken may be taken by whoever opens it."""
    incident, item = _unfinished(unit, which)
    suggested = "" if item.owner else which.by
    return HandOverView(item=line_of(unit, item, incident), owner=suggested, data=_data(which))


def _unfinished(unit: Unit, which: WhichItem) -> tuple[Incident, ActionItem]:
    incident, item = find_item(unit, which, lock=False)
    demand_unfinished(unit, incident, item)
    return incident, item


def _data(which: WhichItem) -> str:
    return json.dumps({"incident": which.incident, "item": which.number})
