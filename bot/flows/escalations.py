"""Telling others of action items that are late, or whose owner left the workspace.

The lead by DM in their own hours, then the board's channel, then the leaders' channel, each once
for each due date and in one message a day. The clock hands over who is to hear something; the
message is rendered when it is claimed, from what is late then; what it held is recorded once
Slack took it. In between each item is planned for the next working day, so that a message that
never goes out is missed by a day and not for good.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.core.action_items import FINISHED, State
from bot.core.deliveries import DirectMessage, FetchPerson, Post
from bot.core.ladder import Audience
from bot.core.working_time import at_local, business_days_between
from bot.flows import nudges
from bot.flows.channels import ask_for_channels
from bot.flows.incident_cards import house_channel
from bot.flows.incidents import may_see
from bot.flows.item_facts import lines_of, today_of
from bot.flows.people import STORE_PEOPLE, working_zone, zone_of
from bot.flows.registry import Facts, Including, follows, rendered_late, when_refused
from bot.flows.runtime import Runtime, Unit
from bot.render.messages.late_items import LISTED, WITH_BUTTONS, LateItem, LateItems
from storage.queries import action_items, escalations
from storage.tables import ActionItem, Incident

LATE = "late_items"
LATE_SENT = f"{LATE}_sent"
AT_ONCE = 50
# How a channel of the house is written among those who hear something; people by their id.
_CHANNEL = "#"


@dataclass(frozen=True)
class Word:
    """What is to be said of one item by now. `audience` is None where its owner left."""

    item: ActionItem
    incident: Incident
    audience: Audience | None


def hand_over(runtime: Runtime) -> None:
    """Have whoever is to hear of something told; any number of processes may."""
    with runtime.reading() as unit:
        is_any_due = escalations.is_any_due(unit.session, unit.team_id, unit.now)
    while is_any_due:
        with runtime.transaction() as unit:
            due = escalations.claim(unit.session, unit.team_id, unit.now, limit=AT_ONCE)
            for item, incident in due:
                _hand_over_one(unit, item, incident)
        is_any_due = len(due) == AT_ONCE


def _hand_over_one(unit: Unit, item: ActionItem, incident: Incident) -> None:
    word = _word_of(unit, item, incident)
    if word is None:
        # Nothing more, or later: dates and people may have changed since it was planned.
        nudges.plan_telling(unit, item, working_zone(unit, item.owner))
        return
    to = _who_hears(unit, word)
    if to is None:
        _note_told(unit, word.item, word.audience)
        return
    zone, ladder = _zone_of(unit, to), unit.house.ladder
    at = ladder.next_working(unit.now, zone)
    if at > unit.now:
        item.escalates_at = at
        return
    today = unit.now.astimezone(zone).date()
    tomorrow = at_local(today + timedelta(days=1), ladder.opens, zone)
    item.escalates_at, item.escalating_to = ladder.next_working(tomorrow, zone), to
    unit.send_late(LATE, to, dedupe_key=f"{LATE}:{to}:{today}")


def _word_of(unit: Unit, item: ActionItem, incident: Incident) -> Word | None:
    """What is to be said of an item now; None for nothing, or not yet."""
    if State(item.state) in FINISHED or not item.owner:
        return None
    has_left = working_zone(unit, item.owner) is None
    if has_left and item.offered_at is None:
        return Word(item, incident, None)
    following = nudges.next_telling(unit, item, zone_of(unit, item.owner))
    if following is None or following[0] > unit.now:
        return None
    return Word(item, incident, following[1])


def _who_hears(unit: Unit, word: Word) -> str | None:
    """A person's id or `#board`; None where nobody may or can hear of it.

    A private incident is spoken of only to who leads it, or who declared it where the lead left.
    What a lead who left should hear goes to the board's channel.
    """
    audience, incident = word.audience or Audience.lead, word.incident
    if audience is Audience.lead:
        lead = _lead_of(unit, incident)
        if lead is not None:
            # Owners are reminded by themselves.
            return lead if lead != word.item.owner else None
        audience = Audience.board
    if incident.private or house_channel(unit, audience) is None:
        return None
    return f"{_CHANNEL}{audience}"


def _lead_of(unit: Unit, incident: Incident) -> str | None:
    could = (incident.lead, incident.declared_by) if incident.private else (incident.lead,)
    return next(
        (each for each in could if working_zone(unit, each) and may_see(unit, incident, each)),
        None,
    )


def _zone_of(unit: Unit, to: str) -> ZoneInfo:
    return unit.house.zone if to.startswith(_CHANNEL) else zone_of(unit, to)


def _note_told(unit: Unit, item: ActionItem, audience: Audience | None) -> None:
    """It was said, or there is nobody to say it to; plan what comes after it."""
    item.escalating_to = None
    if audience is None:
        item.offered_at = unit.now
    else:
        item.escalated_to = audience
    nudges.plan_telling(unit, item, working_zone(unit, item.owner))


@rendered_late(LATE)
def render_late(unit: Unit, to: str) -> Including | None:
    """The message as it is right now; None when nothing is to be said, or not at this hour."""
    if not unit.house.ladder.is_working(unit.now, _zone_of(unit, to)):
        return None
    words = [
        word
        for item, incident in escalations.being_told(unit.session, unit.team_id, to)
        if (word := _word_of(unit, item, incident)) and _who_hears(unit, word) == to
    ]
    if not words:
        return None
    return Including(
        _message(unit, to, words),
        {
            "words": {
                str(nudges.identity(word.item)): [
                    word.audience,
                    word.item.due_on.isoformat(),
                    word.item.owner,
                ]
                for word in words
            }
        },
    )


def _message(unit: Unit, to: str, words: Sequence[Word]) -> DirectMessage | Post:
    is_channel = to.startswith(_CHANNEL)
    today = unit.now.astimezone(_zone_of(unit, to)).date()
    lines = lines_of(unit, [(word.item, word.incident) for word in words], today=today)
    late = [
        LateItem(line, days=_days_late(unit, word.item), has_left=word.audience is None)
        for line, word in zip(lines, words, strict=True)
    ]
    message = unit.render(
        LateItems(
            audience=to.removeprefix(_CHANNEL) if is_channel else Audience.lead,
            with_buttons=late[:WITH_BUTTONS],
            lines=late[WITH_BUTTONS:LISTED],
            more=len(late[LISTED:]),
            command=unit.house.command,
        )
    )
    if not is_channel:
        return DirectMessage(to, message.text, message.blocks)
    place = house_channel(unit, to.removeprefix(_CHANNEL))
    assert place is not None
    return Post(place, message.text, message.blocks)


def _days_late(unit: Unit, item: ActionItem) -> int:
    """Business days by the owner's calendar; 0 for what is not late."""
    today = today_of(unit, item.owner)
    return max(0, business_days_between(item.due_on, today, holidays=unit.house.days_off))


@follows(LATE_SENT)
def late_sent(unit: Unit, subject: Facts, _result: Facts) -> None:
    """Slack took it: note who heard of each item, and plan who hears of it next."""
    said = {int(item): each for item, each in subject["included"]["words"].items()}
    for item in action_items.lock_some(unit.session, unit.team_id, said):
        audience, due_on, owner = said[nudges.identity(item)]
        # A date or owner set in between is of another ladder: what was said was of the former.
        if item.due_on.isoformat() == due_on and item.owner == owner:
            _note_told(unit, item, Audience(audience) if audience else None)


@when_refused(LATE_SENT)
def late_refused(unit: Unit, subject: Facts, _error: str) -> None:
    """Ask who or what is still there: tomorrow it goes to whoever hears of it by then."""
    to = subject["subject"]
    if to.startswith(_CHANNEL):
        ask_for_channels(unit)
    else:
        unit.send(FetchPerson(to), lane=f"person:{to}", follow_up=STORE_PEOPLE)
