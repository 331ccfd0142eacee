"""Whatever order Slack tells things in, and however often, the same stands in the end."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from bot.flows import activity, reactions, timeline
from bot.flows.registry import Facts
from bot.flows.runtime import House, Runtime
from bot.render.environment import Words
from storage.database import Database
from storage.queries import timeline as stored
from storage.tables import Activity, Channel, Entry, Incident, Outbox, Reaction, Revision

CHANNEL = "C1"
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def ts(second: float) -> str:
    return f"{NOON.timestamp() + second:.6f}"


@pytest.fixture
def runtime(sqlite_address: str) -> Iterator[Runtime]:
    yield from open_runtime(sqlite_address)


@pytest.fixture
def any_runtime(migrated_address: str) -> Iterator[Runtime]:
    yield from open_runtime(migrated_address)


def open_runtime(address: str) -> Iterator[Runtime]:
    """An incident with its channel, on an empty database."""
    database = Database(address)
    runtime = Runtime(database, Words(), House(team_id="T1", bot_user_id="UBOT"))
    with runtime.transaction() as unit:
        incident = Incident(
            team_id="T1",
            number=1,
            title="Judge scores moved",
            severity="S2",
            category="silent_regression",
            declared_by="UANA",
            lead="UANA",
            channel_id=CHANNEL,
            declared_at=NOON,
        )
        unit.session.add(incident)
        unit.session.flush()
        unit.session.add(Channel(team_id="T1", channel_id=CHANNEL, incident_id=incident.id))
    yield runtime
    database.close()


def said(text: str, at: float, *, edited: float | None = None, **more: Any) -> Facts:
    message = {"type": "message", "user": "UANA", "text": text, "ts": ts(at), **more}
    return {**message, "edited": {"user": "UANA", "ts": ts(edited)}} if edited else message


def wrote(text: str, at: float, **more: Any) -> Facts:
    return {**said(text, at, **more), "channel": CHANNEL, "event_ts": ts(at)}


def changed(before: Facts, after: Facts, at: float) -> Facts:
    return {
        "type": "message",
        "subtype": "message_changed",
        "channel": CHANNEL,
        "ts": ts(at),
        "event_ts": ts(at),
        "message": after,
        "previous_message": before,
    }


def deleted(before: Facts | None, of: float, at: float) -> Facts:
    event = {
        "type": "message",
        "subtype": "message_deleted",
        "channel": CHANNEL,
        "ts": ts(at),
        "event_ts": ts(at),
        "deleted_ts": ts(of),
    }
    return {**event, "previous_message": before} if before else event


def reacted(
    of: float, at: float, *, user: str = "UBEN", name: str = "pushpin", **more: Any
) -> Facts:
    return {
        "type": "reaction_added",
        "user": user,
        "reaction": name,
        "item": {"type": "message", "channel": CHANNEL, "ts": ts(of)},
        "event_ts": ts(at),
        **more,
    }


def unreacted(of: float, at: float, **more: Any) -> Facts:
    return reacted(of, at, type="reaction_removed", **more)


def tell(runtime: Runtime, event: Facts) -> None:
    """What the listeners do with an event."""
    key = f"event:{json.dumps(event, sort_keys=True)}"
    (reactions.hear if "reaction" in event else activity.hear)(runtime, event, key=key)


def state(runtime: Runtime) -> list[Any]:
    """Everything people could notice, without the ids of rows."""
    with runtime.reading() as unit:
        messages = unit.session.execute(select(Activity).order_by(col(Activity.ts))).scalars().all()
        return [
            (
                each.ts,
                each.user_id,
                each.text,
                each.edited_ts,
                each.deleted_at,
                sorted(
                    (r.written_ts, r.text)
                    for r in stored.wordings(unit.session, "T1", each.id or 0)
                ),
            )
            for each in messages
        ] + [
            (line.at, line.who, line.text, line.markers, line.deleted)
            for line in timeline.lines(unit, 1)
        ]


STORY = [
    wrote("one", 1),
    changed(said("one", 1), said("uno", 1, edited=10), 10),
    changed(said("uno", 1, edited=10), said("uno", 1, edited=10, attachments=[{}]), 11),
    changed(said("uno", 1, edited=10), said("eins", 1, edited=12), 12),
    wrote("two", 2),
    reacted(2, 20),
    unreacted(2, 21),
    reacted(2, 22),
    reacted(2, 23, user="UCHANDRA"),
    unreacted(2, 24, user="UCHANDRA"),
    reacted(2, 25, name="eyes"),
    unreacted(2, 26, name="eyes"),
    reacted(2, 27, name="key"),
    wrote("three", 3, thread_ts=ts(1)),
    reacted(3, 30),
    deleted(said("three", 3, thread_ts=ts(1)), 3, 31),
    wrote("four", 4),
    changed(said("four", 4), said("vier", 4, edited=40), 40),
    deleted(said("vier", 4, edited=40), 4, 41),
    wrote("five", 5),
    reacted(5, 50),
    unreacted(5, 51),
]


@pytest.mark.parametrize("seed", range(25))
def test_any_order_with_any_repeats_tells_the_same_story(runtime: Runtime, seed: int) -> None:
    for event in STORY:
        tell(runtime, event)
    in_order = state(runtime)
    with runtime.transaction() as unit:
        for table in (Entry, Revision, Activity, Reaction):
            for row in unit.session.execute(select(table)).scalars():
                unit.session.delete(row)
            unit.session.flush()
    events = STORY + Random(seed).choices(STORY, k=10)
    Random(seed).shuffle(events)

    for event in events:
        tell(runtime, event)

    assert state(runtime) == in_order


def test_the_story_in_order_is_what_people_expect(runtime: Runtime) -> None:
    for event in STORY:
        tell(runtime, event)

    messages, lines = state(runtime)[:5], state(runtime)[5:]
    assert [(each[2], each[4] is not None, [text for _, text in each[5]]) for each in messages] == [
        ("eins", False, ["one", "uno"]),
        ("two", False, []),
        ("three", True, []),
        ("vier", True, ["four"]),
        ("five", False, []),
    ]
    assert [(line[2], [str(m) for m in line[3]], line[4]) for line in lines] == [
        ("two", ["key_moment"], False),
        ("", [], True),
    ]


def test_a_deletion_that_tells_nothing_of_the_message_still_counts(runtime: Runtime) -> None:
    tell(runtime, deleted(None, of=1, at=5))
    tell(runtime, wrote("came late", 1))

    ((_, user, text, _, deleted_at, _),) = state(runtime)
    assert (user, text) == ("UANA", "came late")
    assert deleted_at is not None


def test_an_edit_within_the_same_second_is_the_later_one(runtime: Runtime) -> None:
    first = said("b", 1, edited=10)
    second = said("c", 1, edited=10)
    tell(runtime, changed(first, second, 10.5))
    tell(runtime, changed(said("a", 1), first, 10.2))
    tell(runtime, wrote("a", 1))

    ((_, _, text, _, _, former),) = state(runtime)
    assert text == "c"
    assert [words for _, words in former] == ["a", "b"]


def test_a_storm_of_edits_keeps_every_wording_once(runtime: Runtime) -> None:
    before = wrote("wording 0", 1)
    tell(runtime, before)
    for number in range(1, 120):
        after = said(f"wording {number}", 1, edited=10 + number)
        event = changed(before, after, 10 + number)
        tell(runtime, event)
        tell(runtime, event)
        before = after

    ((_, _, text, _, _, former),) = state(runtime)
    assert text == "wording 119"
    assert [words for _, words in former] == [f"wording {number}" for number in range(119)]


def test_a_hundred_people_pin_at_once_and_it_stands_there_once(any_runtime: Runtime) -> None:
    runtime = any_runtime
    tell(runtime, wrote("Rolled back", 1))
    events = [reacted(1, 10 + n, user=f"U{n}") for n in range(100)]

    at_once(lambda event: tell(runtime, event), events)

    assert count(runtime, Entry) == 1
    assert count(runtime, Reaction) == 100
    assert count(runtime, Outbox) == 1

    at_once(lambda n: tell(runtime, unreacted(1, 200 + n, user=f"U{n}")), range(100))

    with runtime.reading() as unit:
        assert timeline.lines(unit, 1) == []


def test_the_same_message_told_by_ten_at_once_is_kept_once(any_runtime: Runtime) -> None:
    runtime = any_runtime
    events = [wrote(f"message {n % 5}", n % 5) for n in range(50)]
    pins = [reacted(n % 5, 10 + n, user=f"U{n}") for n in range(50)]

    at_once(lambda event: tell(runtime, event), [*events, *pins])

    assert count(runtime, Activity) == 5
    with runtime.reading() as unit:
        assert {line.text for line in timeline.lines(unit, 1)} <= {f"message {n}" for n in range(5)}


def test_a_message_is_kept_within_the_time_a_listener_has(runtime: Runtime) -> None:
    tell(runtime, wrote("warm up", 0))
    times = []
    for number in range(1, 101):
        began = time.perf_counter()
        tell(runtime, wrote(f"message {number}", number))
        times.append(time.perf_counter() - began)

    assert sorted(times)[50] < 0.05


def at_once(work: Callable[[Any], None], things: Any) -> None:
    """Do it for all things, ten at a time."""
    waiting = list(things)
    lock = threading.Lock()
    failures: list[BaseException] = []

    def some() -> None:
        while True:
            with lock:
                if not waiting:
                    return
                thing = waiting.pop()
            try:
                work(thing)
            except BaseException as failure:
                failures.append(failure)

    threads = [threading.Thread(target=some) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def count(runtime: Runtime, table: Any) -> int:
    with runtime.reading() as unit:
        found: int = unit.session.execute(select(func.count()).select_from(table)).scalar_one()
        return found
