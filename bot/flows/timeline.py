"""The timeline: what the bot itself writes there, and how all of it reads.

What people put there is in `reactions` and `notes`; all that was said is in `activity`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.core import timeline as rules
from bot.core.ids import Ts
from bot.core.timeline import Gap, Marker, marker_of
from bot.flows.incidents import identity
from bot.flows.people import name_finder, text_reader
from bot.flows.runtime import Unit
from bot.render.timeline import Passage, TimelineFile, TimelineLine
from storage.queries import timeline
from storage.tables import Activity, Entry, Incident

# Entries made from a message of another channel keep its place.
FROM_ELSEWHERE = ("declared", "shortcut")


def note_by_bot(
    unit: Unit,
    incident: Incident,
    code: str,
    *,
    by: str | None = None,
    at: datetime | None = None,
    **facts: Any,
) -> None:
    """Write an entry for something the bot knows; its words are `templates/entries/<code>.j2`."""
    unit.session.add(
        Entry(
            team_id=unit.team_id,
            incident_id=identity(incident),
            happened_at=at or unit.now,
            source="bot",
            code=code,
            facts=facts,
            author=by,
        )
    )


def lines(unit: Unit, incident_id: int) -> list[TimelineLine]:
    """The whole timeline of an incident, in the order in which things happened."""
    return [line for _, line in _read(unit, incident_id)]


def timeline_gaps(unit: Unit, incident: Incident) -> list[Gap]:
    """Where the timeline is silent for long between detection and mitigation."""
    return rules.gaps(
        [fact for fact, _ in _read(unit, identity(incident))],
        detected_at=incident.detected_at,
        mitigated_at=incident.mitigated_at,
    )


def timeline_walk(unit: Unit, incident: Incident) -> list[Passage]:
    """The timeline as the group walks it: by marker, then what nobody marked."""
    read = _read(unit, identity(incident))
    by_id = {fact.id: line for fact, line in read}
    return [
        Passage(passage.marker, tuple(by_id[fact.id] for fact in passage.entries))
        for passage in rules.walk(fact for fact, _ in read)
    ]


def _read(unit: Unit, incident_id: int) -> list[tuple[rules.Entry, TimelineLine]]:
    """Each entry, as the rules see it and as people read it, in order."""
    unit.session.flush()
    chosen = timeline.entries(unit.session, unit.team_id, incident_id)
    messages = timeline.messages_behind(unit.session, unit.team_id, chosen)
    markers = _markers(unit, list(messages.values()))
    name_of = name_finder(unit, {each.author for each in chosen if each.author})
    reader = _Reader(unit, name_of, text_reader(unit, name_of))
    read = {}
    for entry in chosen:
        marked = markers.get(entry.activity_id or 0, set())
        marked |= {Marker(entry.marker)} if entry.marker else set()
        line = reader.line(entry, messages.get(entry.activity_id or 0), marked)
        fact = rules.Entry(
            id=line.entry_id,
            happened_at=line.at,
            ts=Ts(entry.ts) if entry.ts else None,
            markers=frozenset(marked),
        )
        read[fact] = line
    return [(fact, read[fact]) for fact in rules.in_order(read)]


def _markers(unit: Unit, messages: Sequence[Activity]) -> dict[int, set[Marker]]:
    """What reactions mark the messages as, by the message's id."""
    found: dict[int, set[Marker]] = {}
    for channel in {message.channel_id for message in messages}:
        here = {each.ts: each.id or 0 for each in messages if each.channel_id == channel}
        for reaction in timeline.reactions(unit.session, unit.team_id, channel, here):
            marker = marker_of(reaction.name)
            if marker is not None:
                found.setdefault(here[reaction.ts], set()).add(marker)
    return found


@dataclass(frozen=True)
class _Reader:
    """Reads entries; each name is looked up once."""

    unit: Unit
    name_of: Callable[[str], str]
    read_text: Callable[[str], str]

    def line(self, entry: Entry, message: Activity | None, markers: set[Marker]) -> TimelineLine:
        """The entry as people read it. `message`: what it was made from."""
        assert entry.id is not None
        shown = message if message is not None and message.deleted_at is None else None
        author = self._author(entry, message)
        return TimelineLine(
            entry_id=entry.id,
            at=entry.happened_at,
            who=(message.app_name if message else "") or (author and self.name_of(author)),
            text=self._text(entry, shown),
            source=entry.source,
            author=author,
            code=entry.code or "",
            markers=tuple(each for each in Marker if each in markers),
            deleted=message is not None and shown is None,
            deleted_at=message.deleted_at if message else None,
            link=self._link(entry, shown),
            files=_files(shown) if shown else (),
        )

    def _link(self, entry: Entry, shown: Activity | None) -> str:
        if shown is not None:
            return _permalink(self.unit, shown.channel_id, shown.ts, shown.thread_ts)
        if entry.source in FROM_ELSEWHERE and "channel" in entry.facts:
            return _permalink(self.unit, entry.facts["channel"], entry.facts["ts"])
        return ""

    def _author(self, entry: Entry, message: Activity | None) -> str:
        if entry.source == "bot":
            return ""
        return (message.user_id if message else entry.author) or ""

    def _text(self, entry: Entry, shown: Activity | None) -> str:
        if entry.code is not None:
            words = self.unit.words
            return words.entry(entry.code, by=entry.author, facts=entry.facts, name=self.name_of)
        return entry.text or (self.read_text(shown.text) if shown else "")


def _permalink(unit: Unit, channel: str, ts: str, thread_ts: str | None = None) -> str:
    """Where a message stands in Slack, as `chat.getPermalink` would give it."""
    if not unit.house.workspace_url:
        return ""
    thread = f"?thread_ts={thread_ts}&cid={channel}" if thread_ts else ""
    place = f"archives/{channel}/p{ts.replace('.', '')}"
    return f"{unit.house.workspace_url.rstrip('/')}/{place}{thread}"


def _files(message: Activity) -> tuple[TimelineFile, ...]:
    return tuple(
        TimelineFile(each["name"], each["permalink"], each["mimetype"], each["size"])
        for each in message.files
    )
