"""Compares what people did with what is stored and with what stands in the workspace."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, select
from sqlmodel import Session, col

from rehearsal.records import Channel, Message
from rehearsal.server import RehearsalServer
from rehearsal.workspace import BOT_USER_ID
from storage.database import Database
from storage.tables import Activity, Entry, Incident, Outbox, StatusUpdate
from tests.crash.crowd import Acts


@dataclass
class Verdict:
    """What is missing and what is there twice, each in words; and how much there was."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    did: int = 0
    acknowledged: int = 0
    stored: int = 0
    posted: int = 0

    def expect_once(self, what: str, count: int) -> None:
        """It should be there exactly once."""
        self.expect(what, count, at_least=1)

    def expect(self, what: str, count: int, *, at_least: int, at_most: int = 1) -> None:
        """It should be there so many times."""
        if count < at_least:
            self.lost.append(what)
        if count > at_most:
            self.doubled.append(f"{what} ({count} times)")


def judge(slack: RehearsalServer, database: Database, acts: Acts) -> Verdict:
    """The verdict once everything has settled."""
    verdict = Verdict()
    verdict.did = sum(acts.tried.values())
    events = len(acts.said) + len(acts.pinned)
    verdict.acknowledged = sum(acts.acknowledged.values()) + events
    with database.reading() as session, slack.workspace.lock:
        incidents = list(session.execute(select(Incident)).scalars())
        _judge_declarations(verdict, incidents, acts)
        for incident in incidents:
            _judge_opening(verdict, slack, incident)
        _judge_channels(verdict, slack, incidents)
        _judge_deliveries(verdict, slack, session)
        _judge_messages(verdict, session, acts)
        _judge_updates(verdict, slack, session, acts)
        _judge_files(verdict, slack, session, acts)
    return verdict


def _judge_declarations(verdict: Verdict, incidents: Sequence[Incident], acts: Acts) -> None:
    titles = Counter(incident.title for incident in incidents)
    verdict.stored += len(incidents)
    for title, acknowledged in acts.declared.items():
        verdict.expect(f"incident {title!r}", titles[title], at_least=int(acknowledged))
    numbers = sorted(incident.number for incident in incidents)
    if numbers != list(range(1, len(numbers) + 1)):
        verdict.lost.append(f"a number of {numbers}")


def _judge_opening(verdict: Verdict, slack: RehearsalServer, incident: Incident) -> None:
    """Whoever declared it finds everything that belongs to an incident, once."""
    key = f"INC-{incident.number}"
    channel = slack.workspace.channels.get(incident.channel_id or "")
    if channel is None:
        verdict.lost.append(f"the channel of {key}")
        return
    if incident.declared_by not in channel.members:
        verdict.lost.append(f"the declarer in {key}")
    verdict.expect_once(f"the pin of {key}", len(channel.pins))
    cards = [mark for mark in channel.bookmarks if "card" in mark.title]
    verdict.expect_once(f"the bookmark of {key}", len(cards))
    own = [message for message in channel.messages if message.bot_id]
    preserve = sum("Preserve before you repair" in m.visible_text() for m in own)
    verdict.expect_once(f"what to preserve for {key}", preserve)
    if "S2" not in channel.topic:
        verdict.lost.append(f"the topic of {key}")
    lines = [
        message
        for message in slack.channel("incidents").messages
        if f"{key}*" in message.visible_text() and "declared" in message.visible_text()
    ]
    verdict.expect_once(f"the announcement of {key}", len(lines))


def _judge_channels(
    verdict: Verdict, slack: RehearsalServer, incidents: Sequence[Incident]
) -> None:
    known = {incident.channel_id for incident in incidents}
    for channel in slack.workspace.channels.values():
        if channel.creator == BOT_USER_ID and not channel.im_with and channel.id not in known:
            verdict.doubled.append(f"the channel {channel.name}")


def _judge_deliveries(verdict: Verdict, slack: RehearsalServer, session: Session) -> None:
    """By the key that each post carries: sent is sent once, and nothing stands there unrecorded."""
    posts = Counter(_key(message) for message in _posts(slack) if _key(message))
    verdict.posted = sum(posts.values())
    for key, times in posts.items():
        verdict.expect(f"the post {key}", times, at_least=1)
    rows = session.execute(select(col(Outbox.kind), col(Outbox.state), col(Outbox.delivery_key)))
    states = {row.delivery_key: row for row in rows}
    for key, row in states.items():
        if row.state != "sent" and row.state != "lapsed":
            verdict.lost.append(f"{row.kind} {key}, which is {row.state}")
        if row.kind == "Post" and key not in posts and row.state == "sent":
            verdict.lost.append(f"the post {key}")
    for key in posts:
        if key not in states:
            verdict.doubled.append(f"the unrecorded post {key}")


def _judge_messages(verdict: Verdict, session: Session, acts: Acts) -> None:
    rows = list(session.execute(select(col(Activity.id), Activity.channel_id, Activity.ts)))
    stored = Counter((row.channel_id, row.ts) for row in rows)
    verdict.stored += len(rows)
    for text, place in acts.said.items():
        verdict.expect_once(f"the message {text!r}", stored[place])
    places = {row.id: (row.channel_id, row.ts) for row in rows}
    entries = Counter(places.get(row.activity_id) for row in _entries(session))
    verdict.stored += sum(entries.values())
    for place in acts.pinned:
        verdict.expect_once(f"the timeline entry of {place}", entries[place])


def _entries(session: Session) -> Iterable[Row[Any]]:
    return session.execute(
        select(Entry.activity_id).where(
            col(Entry.activity_id).is_not(None), col(Entry.removed_at).is_(None)
        )
    )


def _judge_updates(verdict: Verdict, slack: RehearsalServer, session: Session, acts: Acts) -> None:
    stored = Counter(session.execute(select(col(StatusUpdate.text))).scalars())
    noted = Counter(
        row.facts.get("text")
        for row in session.execute(select(Entry).where(col(Entry.code) == "update")).scalars()
    )
    verdict.stored += sum(stored.values())
    for text, acknowledged in acts.updated.items():
        wanted = int(acknowledged)
        verdict.expect(f"the update {text!r}", stored[text], at_least=wanted)
        verdict.expect(f"the entry of {text!r}", noted[text], at_least=stored[text])
        told = [m for m in _posts(slack) if _key(m) and text in m.visible_text()]
        here = [m for m in told if m.channel_id != slack.channel("incidents").id]
        # The card shows the latest update as well.
        here = [m for m in here if m.ts not in slack.workspace.channels[m.channel_id].pins]
        there = [m for m in told if m.channel_id == slack.channel("incidents").id]
        verdict.expect(f"{text!r} in its channel", len(here), at_least=stored[text])
        verdict.expect(f"{text!r} for everyone", len(there), at_least=stored[text])


def _judge_files(verdict: Verdict, slack: RehearsalServer, session: Session, acts: Acts) -> None:
    shared = sum(len(message.files) for message in _posts(slack))
    made = col(Outbox.lane).startswith("document:")
    rows = session.execute(select(col(Outbox.id)).where(made)).all()
    verdict.expect("a shared file", shared, at_least=len(rows), at_most=len(rows))
    asked, heard = acts.tried["exported"], acts.acknowledged["exported"]
    verdict.expect("an export", len(rows), at_least=heard, at_most=asked)


def _posts(slack: RehearsalServer) -> list[Message]:
    channels: Iterable[Channel] = slack.workspace.channels.values()
    return [message for channel in channels for message in channel.messages if message.bot_id]


def _key(message: Message) -> str:
    return str(((message.metadata or {}).get("event_payload") or {}).get("delivery") or "")
