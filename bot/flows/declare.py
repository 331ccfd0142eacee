"""Declaring an incident: its number, its first entry, and everything that opens for it."""

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.core.deliveries import DirectMessage, Post
from bot.core.errors import Refused
from bot.core.ids import UserId
from bot.core.incident import (
    REPEAT_WITHIN,
    Category,
    Declaration,
    Severity,
    looks_repeated,
    normalise_title,
    preserve_list,
    shorten_title,
    update_interval,
)
from bot.flows.answers import Answer
from bot.flows.incident_cards import facts_of, set_topic
from bot.flows.incidents import identity
from bot.flows.opening import ask_for_channel, settle_in
from bot.flows.people import demand_colleague
from bot.flows.registry import Facts, follows, when_refused
from bot.flows.runtime import Unit
from bot.flows.timeline import note_by_bot
from bot.flows.times import demand_past
from bot.render.messages.incident import (
    ChannelFailed,
    Declared,
    DeclaredTwice,
    IncidentFacts,
    Preserve,
)
from storage.queries import incidents
from storage.tables import Entry, Incident, Workspace

# The list comes right after the card, without being in its way.
PRESERVE_AFTER = timedelta(seconds=1)
CHANNEL_OPENED = "channel_opened"


@dataclass(frozen=True)
class FirstMessage:
    """The message an incident was declared from; it becomes the first timeline entry."""

    channel: str
    ts: str
    author: str
    text: str
    at: datetime


@dataclass(frozen=True)
class Declare:
    """Someone says that something is going wrong. `title` is plain text, of any length."""

    title: str
    by: str
    severity: Severity = Severity.S2
    category: Category = Category.user_visible_regression
    lead: str = ""
    known: str = ""
    started_at: datetime | None = None
    private: bool = False
    drill: bool = False
    message: FirstMessage | None = None
    # The person was asked "another one?" and said yes.
    another: bool = False


def declare(unit: Unit, command: Declare) -> Answer:
    """Open an incident; a repeat within two minutes is a question instead."""
    former = declared_before(unit, command)
    if former is not None:
        return _ask_whether_another(unit, former, command)
    title = normalise_title(command.title)
    if title is None:
        raise Refused("title_missing", field="title")
    command = replace(command, title=title, lead=command.lead or command.by)
    if command.lead != command.by:
        # Everyone may declare and goes on with it; a duty is given to colleagues only.
        demand_colleague(unit, command.lead, field="lead")
    started_at = demand_past(unit, command.started_at, field="started_at")
    command = replace(command, started_at=started_at)
    incident = _store(unit, command, take_number(unit))
    ask_for_channel(unit, incident, follow_up=CHANNEL_OPENED)
    _, was_cut = shorten_title(title)
    return Answer.saying(unit.render(Declared(incident=facts_of(incident), shortened=was_cut)))


def declared_before(unit: Unit, command: Declare) -> Incident | None:
    """What the same person declared under the same title a moment ago, unless they know."""
    if command.another:
        return None
    _locked_workspace(unit)
    since = unit.now - REPEAT_WITHIN
    recent = incidents.declared_since(unit.session, unit.team_id, command.by, since)
    title, _ = shorten_title(normalise_title(command.title) or "")
    for other in recent:
        declaration = Declaration(other.title, UserId(other.declared_by), other.declared_at)
        if looks_repeated(title, UserId(command.by), now=unit.now, recent=[declaration]):
            return other
    return None


def take_number(unit: Unit) -> int:
    """The number of the next incident, and of no other."""
    workspace = _locked_workspace(unit)
    number = workspace.next_number
    workspace.next_number += 1
    return number


def _locked_workspace(unit: Unit) -> Workspace:
    found = incidents.workspace(unit.session, unit.team_id, lock=True)
    assert found is not None
    return found


def _ask_whether_another(unit: Unit, former: Incident, command: Declare) -> Answer:
    return Answer.saying(
        unit.render(
            DeclaredTwice(incident=facts_of(former), title=command.title, draft=draft_of(command))
        )
    )


LONGEST_DRAFT = 2000


def draft_of(command: Declare) -> str:
    """What was typed, as the value of a button; a title that is too long for one is cut."""
    kept = {"severity": command.severity, "drill": command.drill}
    room = len(command.title)
    while len(draft := json.dumps({**kept, "title": command.title[:room]})) > LONGEST_DRAFT:
        room -= max(1, (len(draft) - LONGEST_DRAFT) // 12)
    return draft


def _store(unit: Unit, command: Declare, number: int) -> Incident:
    title, was_cut = shorten_title(command.title)
    incident = Incident(
        team_id=unit.team_id,
        number=number,
        title=title,
        severity=command.severity,
        category=command.category,
        drill=command.drill,
        private=command.private,
        known=command.known,
        declared_by=command.by,
        lead=command.lead,
        started_at=command.started_at,
        started_source=command.by if command.started_at else None,
        declared_at=unit.now,
        declared_source="declared",
        update_due_at=unit.now + update_interval(command.severity),
    )
    unit.session.add(incident)
    unit.session.flush()
    _write_first_entries(unit, incident, command, whole_title=command.title if was_cut else "")
    return incident


def _write_first_entries(
    unit: Unit, incident: Incident, command: Declare, *, whole_title: str
) -> None:
    if command.message is not None:
        unit.session.add(
            Entry(
                team_id=unit.team_id,
                incident_id=identity(incident),
                happened_at=command.message.at,
                source="declared",
                text=command.message.text,
                author=command.message.author or None,
                added_by=command.by,
                facts={"channel": command.message.channel, "ts": command.message.ts},
            )
        )
    note_by_bot(
        unit, incident, "declared", by=command.by, severity=incident.severity, drill=incident.drill
    )
    if incident.lead != command.by:
        note_by_bot(unit, incident, "lead", by=command.by, person=incident.lead)
    if whole_title:
        keep_whole_title(unit, incident, whole_title, by=command.by)


def keep_whole_title(unit: Unit, incident: Incident, title: str, *, by: str) -> None:
    """A title that was cut stands whole on the timeline."""
    unit.session.add(
        Entry(
            team_id=unit.team_id,
            incident_id=identity(incident),
            happened_at=unit.now,
            source="note",
            text=title,
            author=by,
        )
    )


@follows(CHANNEL_OPENED)
def channel_opened(unit: Unit, subject: Facts, result: Facts) -> None:
    """The channel is there: it is furnished; what to preserve is listed right after the card."""
    incident = settle_in(unit, subject, result)
    set_topic(unit, incident)
    _post_preserve_list(unit, incident, result["channel"])


def _post_preserve_list(unit: Unit, incident: Incident, channel: str) -> None:
    kinds = preserve_list(Category(incident.category))
    message = unit.render(Preserve(incident=facts_of(incident), kinds=kinds))
    unit.send(
        Post(channel, message.text, message.blocks),
        lane=f"preserve:{channel}",
        not_before=unit.now + PRESERVE_AFTER,
        dedupe_key=f"preserve:{identity(incident)}",
    )


@when_refused(CHANNEL_OPENED)
def channel_failed(unit: Unit, subject: Facts, error: str) -> None:
    """Tell the declarer that there is no channel; the incident itself is kept."""
    incident = incidents.by_id(unit.session, unit.team_id, subject["incident"])
    facts: IncidentFacts = facts_of(incident)
    message = unit.render(ChannelFailed(incident=facts, error=error, command=unit.house.command))
    unit.send(
        DirectMessage(incident.declared_by, message.text, message.blocks),
        lane=f"dm:{incident.declared_by}",
    )
