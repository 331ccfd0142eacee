"""What people write onto the timeline: notes, and messages with a time or wording of their own.

A message keeps following its author's edits until somebody gives its entry other words.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.core.errors import Refused
from bot.core.ids import Ts
from bot.core.incident import key
from bot.core.messages import SlackMessage, read_message
from bot.core.timeline import ts_to_datetime
from bot.core.times import understand_time
from bot.flows.activity import capture
from bot.flows.answers import CLOSED, Answer
from bot.flows.incident_cards import facts_of
from bot.flows.incidents import Asked, asked_for, demand_alive, identity, visible
from bot.flows.people import known, plain_text, zone_of
from bot.flows.reactions import show_mark
from bot.flows.runtime import Unit
from bot.flows.times import demand_past
from bot.render.limits import in_pieces
from bot.render.messages.timeline import Noted
from bot.render.views.shared import Choice, Notice
from bot.render.views.timeline import AddToTimelineView
from storage.queries import incidents, timeline
from storage.tables import Activity, Entry, Incident

LONGEST_WORDING = 3000
CAN_BE_CHOSEN = ("open", "mitigated", "resolved", "reviewing")


@dataclass(frozen=True)
class Draft:
    """What the modal *Add to timeline* opens with; `data` comes back with it."""

    view: AddToTimelineView
    data: dict[str, Any]


@dataclass(frozen=True)
class Chosen:
    """The modal *Add to timeline* as it was sent in.

    `data`: what its draft held. `whole`: all of a message that only began in the form.
    """

    at: datetime | None
    wording: str
    marker: str | None
    data: Mapping[str, Any]
    whole: str = ""


def note(unit: Unit, asked: Asked, typed: str) -> Answer:
    """Write down what somebody typed, a time in front or not, and repeat the time understood."""
    incident = asked_for(unit, asked)
    text = plain_text(unit, typed)
    demand_alive(incident, text=text)
    zone = zone_of(unit, asked.by)
    understood = understand_time(text, now=unit.now, zone=zone)
    at = demand_past(unit, understood.at if understood else unit.now, text=text)
    entry = _new(unit, incident, "note", by=asked.by, at=at or unit.now)
    entry.text = understood.rest if understood else text
    unit.session.add(entry)
    unit.session.flush()
    assert entry.id is not None
    return Answer.saying(
        unit.render(
            Noted(
                incident=facts_of(incident),
                at=entry.happened_at,
                text=entry.text,
                entry_id=entry.id,
                zone=zone.key if understood else None,
                zone_known=known(unit, asked.by) is not None,
            )
        )
    )


def words_in(unit: Unit, by: str, typed: str) -> tuple[datetime, str]:
    """The time that was typed, now without one, and the words after it."""
    text = plain_text(unit, typed)
    understood = understand_time(text, now=unit.now, zone=zone_of(unit, by))
    return (understood.at, understood.rest) if understood else (unit.now, text)


def draft_of_note(unit: Unit, asked: Asked, at: datetime) -> Draft:
    """The modal for a note that has no words yet."""
    incident = asked_for(unit, asked, lock=False)
    demand_alive(incident)
    return Draft(AddToTimelineView(at=at), {"number": incident.number})


def draft_of_message(unit: Unit, asked: Asked, payload: Mapping[str, Any]) -> Draft:
    """The modal for a message, which may stand in any channel; what it says is kept already."""
    message = read_message(payload)
    incident = incidents.by_channel(unit.session, unit.team_id, asked.channel)
    if incident is None:
        return _draft_from_elsewhere(unit, asked, message)
    demand_alive(incident)
    stored = capture(unit, incident, message, apps_too=True)
    assert stored is not None
    assert stored.id is not None
    entry = timeline.entry_of(unit.session, unit.team_id, stored.id)
    data = {"number": incident.number, "channel": asked.channel, "ts": message.ts}
    if entry is not None and entry.removed_at is None:
        return _draft(unit, entry.happened_at, _words(unit, entry, stored), data, entry.marker)
    return _draft(unit, _said_at(message.ts), plain_text(unit, stored.text), data)


def _draft_from_elsewhere(unit: Unit, asked: Asked, message: SlackMessage) -> Draft:
    found = visible(unit, asked.by, CAN_BE_CHOSEN)
    if not found:
        raise Refused("which_incident", incidents=[], command=unit.house.command)
    data = {"author": message.user_id, "from": [asked.channel, message.ts]}
    draft = _draft(unit, _said_at(message.ts), plain_text(unit, message.text), data)
    choices = [
        Choice(str(each.number), f"{key(each.number)} {each.title}"[:75]) for each in found[:100]
    ]
    whole = in_pieces(plain_text(unit, message.text)) if draft.view.too_long else ()
    view = replace(draft.view, incidents=choices, from_message=False, message=whole)
    return Draft(view, draft.data)


def draft_of_change(unit: Unit, asked: Asked, entry_id: int) -> Draft:
    """The modal for a note that stands on the timeline already."""
    incident = asked_for(unit, asked, lock=False)
    demand_alive(incident)
    entry = _note(unit, incident, entry_id)
    wording = entry.text[:LONGEST_WORDING].strip()
    data = {"number": incident.number, "entry": entry_id, "wording": _digest(wording)}
    view = AddToTimelineView(
        at=entry.happened_at,
        wording=wording,
        marker=entry.marker,
        too_long=len(entry.text) > LONGEST_WORDING,
    )
    return Draft(view, data)


def _draft(
    unit: Unit, at: datetime, words: str, data: dict[str, Any], marker: str | None = None
) -> Draft:
    wording = words[:LONGEST_WORDING].strip()
    view = AddToTimelineView(
        at=at,
        wording=wording,
        marker=marker,
        from_message=True,
        too_long=len(words) > LONGEST_WORDING,
    )
    return Draft(view, {**data, "wording": _digest(wording)})


def _digest(text: str) -> str:
    """Tells whether somebody changed the words; the words themselves do not fit beside the form."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:16]


def _words(unit: Unit, entry: Entry, message: Activity) -> str:
    return entry.text or plain_text(unit, message.text)


def _said_at(ts: str) -> datetime:
    return ts_to_datetime(Ts(ts))


def add(unit: Unit, asked: Asked, chosen: Chosen) -> Answer:
    """Put on the timeline what the modal says: a new note, a changed one, or a message."""
    incident = asked_for(unit, asked)
    demand_alive(incident)
    at = demand_past(unit, chosen.at, field="time") or unit.now
    if "ts" in chosen.data:
        _put_message(unit, incident, chosen, by=asked.by, at=at)
        return CLOSED
    if not chosen.wording:
        raise Refused("note_missing", field="wording")
    if "entry" in chosen.data:
        _change(unit, _note(unit, incident, int(chosen.data["entry"])), chosen, by=asked.by, at=at)
    else:
        _put_words(unit, incident, chosen, by=asked.by, at=at)
    title = unit.words.line("timeline_title")
    words = unit.words.line("answers/put_on_timeline", incident=facts_of(incident), at=at)
    return Answer(view=unit.words.view(Notice(title=title, words=words)))


def _put_words(unit: Unit, incident: Incident, chosen: Chosen, *, by: str, at: datetime) -> None:
    """A note; or a message of another channel, of which only these words are kept."""
    source = "shortcut" if "from" in chosen.data else "note"
    entry = _new(unit, incident, source, by=by, at=at)
    is_as_shown = _digest(chosen.wording) == chosen.data.get("wording")
    entry.text = chosen.whole if chosen.whole and is_as_shown else chosen.wording
    entry.marker = chosen.marker
    if "from" in chosen.data:
        channel, ts = chosen.data["from"]
        entry.facts = {"channel": channel, "ts": ts}
        entry.author = chosen.data["author"] or None
        entry.happened_at = _exact(at, ts)
    unit.session.add(entry)


def _put_message(unit: Unit, incident: Incident, chosen: Chosen, *, by: str, at: datetime) -> None:
    """A message of the incident's channel, as somebody tells its time, words and marker."""
    channel, ts = chosen.data["channel"], chosen.data["ts"]
    message = timeline.message(unit.session, unit.team_id, channel, ts, lock=True)
    if message is None or message.id is None:
        raise Refused("entry_gone", command=unit.house.command, key=key(incident.number))
    entry = timeline.entry_of(unit.session, unit.team_id, message.id)
    if entry is None:
        entry = _new(unit, incident, "shortcut", by=by, at=at)
        entry.activity_id, entry.ts = message.id, message.ts
        entry.author = message.user_id or None
    is_reworded = chosen.wording and _digest(chosen.wording) != chosen.data["wording"]
    entry.source, entry.removed_at = "shortcut", None
    entry.happened_at, entry.marker = _exact(at, ts), chosen.marker
    if is_reworded or not chosen.wording:
        entry.text = chosen.wording
    unit.session.add(entry)
    show_mark(unit, message)


def _change(unit: Unit, entry: Entry, chosen: Chosen, *, by: str, at: datetime) -> None:
    """Another time, wording or marker for a note; how it stood is kept with it.

    Words that the form could only begin to show stay whole where they were left as it showed them.
    """
    former = {"at": entry.happened_at.isoformat(), "text": entry.text, "by": by}
    entry.facts = {**entry.facts, "former": [*entry.facts.get("former", []), former]}
    is_same_minute = _minute(at) == _minute(entry.happened_at)
    entry.happened_at = entry.happened_at if is_same_minute else at
    was_whole = len(entry.text) <= LONGEST_WORDING
    if was_whole or _digest(chosen.wording) != chosen.data.get("wording"):
        entry.text = chosen.wording
    entry.marker = chosen.marker
    unit.session.add(entry)


def _note(unit: Unit, incident: Incident, entry_id: int) -> Entry:
    """A note of this incident. Raises Refused("entry_gone")."""
    found = timeline.entry(unit.session, unit.team_id, entry_id)
    if found is None or found.incident_id != identity(incident) or found.source != "note":
        raise Refused("entry_gone", command=unit.house.command, key=key(incident.number))
    return found


def _new(unit: Unit, incident: Incident, source: str, *, by: str, at: datetime) -> Entry:
    return Entry(
        team_id=unit.team_id,
        incident_id=identity(incident),
        happened_at=at,
        source=source,
        author=by,
        added_by=by,
    )


def _exact(at: datetime, ts: str) -> datetime:
    """The message's own time where nobody changed the minute: forms know no seconds."""
    said_at = _said_at(ts)
    return said_at if _minute(at) == _minute(said_at) else at


def _minute(at: datetime) -> int:
    return int(at.timestamp()) // 60
