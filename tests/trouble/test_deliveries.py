"""Slack refuses, stalls and loses answers, the bot breaks: nothing is lost or doubled."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from bot.doctor import examine
from bot.flows import outgoing, registry
from bot.flows.outgoing import DOUBT_SETTLES, GIVE_UP_AFTER
from storage.tables import Outbox
from tests.stories.conftest import House, newest_incident_channel
from tests.stories.test_declare import card_of

TITLE = "Judge scores moved overnight"


def rows(house: House, state: str) -> list[Outbox]:
    """The rows of the outbox in this state."""
    with house.howbot.runtime.reading() as unit:
        found = unit.session.execute(
            select(Outbox).where(col(Outbox.state) == state).order_by(col(Outbox.id))
        )
        return list(found.scalars())


def until(happened: Callable[[], object], *, seconds: float = 10.0) -> None:
    """Look until something has happened in the background."""
    give_up_at = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < give_up_at, "it did not happen"
        time.sleep(0.01)


@contextmanager
def in_background(house: House) -> Iterator[None]:
    """The courier at work by itself, as in production."""
    house.howbot.courier.start()
    yield
    house.howbot.courier.stop()


def keys_in(channel: Any) -> list[str]:
    """The delivery keys of all the bot's posts in a channel."""
    return [
        message.metadata["event_payload"]["delivery"]
        for message in channel.messages
        if message.metadata
    ]


def assert_opened_once(house: House) -> None:
    """One channel, with one card that is pinned and bookmarked, announced once."""
    named = [c for c in house.slack.workspace.channels.values() if c.name.startswith("inc-")]
    assert len(named) == 1
    channel = named[0]
    assert TITLE in card_of(channel).visible_text()
    assert len(channel.pins) == len(channel.bookmarks) == 1
    for place in (channel, house.slack.channel("incidents")):
        keys = keys_in(place)
        assert keys
        assert len(keys) == len(set(keys))
    texts = [message.visible_text() for message in channel.messages if message.metadata]
    assert len(texts) == len(set(texts))


METHODS = (
    "conversations.create",
    "conversations.invite",
    "conversations.setTopic",
    "chat.postMessage",
    "pins.add",
    "bookmarks.add",
    "chat.getPermalink",
)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("trouble", ["lose_answer", "no_answer", "status", "ratelimited"])
def test_whatever_slack_does_to_a_call_it_is_done_once(
    house: House, method: str, trouble: str
) -> None:
    faults = house.slack.faults
    if trouble == "status":
        faults.status(method, 500, times=2)
    elif trouble == "ratelimited":
        faults.fail(method, "ratelimited", retry_after=7)
    else:
        getattr(faults, trouble)(method, times=2)

    house.declare(TITLE)

    assert_opened_once(house)
    assert rows(house, "failed") == []


def test_what_slack_limits_is_left_alone_for_as_long_as_it_says_and_nothing_else_is(
    house: House,
) -> None:
    house.slack.faults.fail("chat.postMessage", "ratelimited", retry_after=30)
    began = house.howbot.runtime.clock.machine_now()

    house.person("Ana").command(f"/incident declare S2 {TITLE}", channel="general")
    house.howbot.courier.tick()
    house.howbot.courier.tick()

    assert len(house.slack.calls_of("chat.postMessage")) == 1
    channel = newest_incident_channel(house.slack)
    assert house.person("Ana").id in channel.members
    assert "Open" in channel.topic
    house.settle()
    assert_opened_once(house)
    assert house.howbot.runtime.clock.machine_now() - began >= timedelta(seconds=30)


def test_after_doubt_the_courier_waits_and_looks_before_it_sends_again(house: House) -> None:
    house.slack.faults.lose_answer("chat.postMessage")
    began = house.howbot.runtime.clock.machine_now()

    house.declare(TITLE)

    assert house.howbot.runtime.clock.machine_now() - began >= DOUBT_SETTLES
    assert house.slack.calls_of("conversations.history")
    assert_opened_once(house)


def test_what_is_posted_after_a_doubtful_try_does_not_hide_it(house: House) -> None:
    """The list of what to preserve gets into a channel in which nothing was known to stand."""
    ana = house.person("Ana")
    ana.command(f"/incident declare S2 {TITLE}", channel="general")
    house.slack.faults.lose_answer("chat.postMessage")
    house.howbot.courier.tick()
    house.machine.ahead += timedelta(seconds=2)
    house.howbot.courier.tick()

    house.settle()

    assert_opened_once(house)


def test_where_history_cannot_be_read_it_is_rather_not_sent_again_and_doctor_tells(
    house: House,
) -> None:
    house.declare(TITLE)
    channel = newest_incident_channel(house.slack)
    ana = house.person("Ana")
    house.machine.ahead -= timedelta(minutes=30)
    house.slack.faults.revoke_scope("channels:history")
    house.slack.faults.lose_answer("chat.postMessage")

    ana.command("/incident update We roll the judge back", channel=channel)
    house.settle()
    posts = len(keys_in(channel))
    house.machine.ahead += timedelta(minutes=15)
    house.settle()

    assert len(keys_in(channel)) == posts
    (row,) = rows(house, "waiting")
    assert row.last_error == "cannot_look_missing_scope"
    doctored = {finding.code: finding for finding in examine(house.settings)}
    assert not doctored["deliveries"].well
    assert doctored["deliveries"].facts["stuck"][0]["error"] == "cannot_look_missing_scope"

    house.slack.faults.revoked.clear()
    house.machine.ahead += timedelta(minutes=15)
    house.settle()
    assert len(keys_in(channel)) == posts
    assert rows(house, "waiting") == []


def test_who_asked_is_told_in_plain_words_when_a_permission_is_missing(house: House) -> None:
    house.slack.faults.revoke_scope("channels:manage")
    ana = house.person("Ana")

    ana.command(f"/incident declare S2 {TITLE}", channel="general")
    house.settle()

    told = ana.direct_messages()[-1].visible_text()
    assert "missing_scope" in told
    assert "INC-1" in told
    assert "kept" in told


def test_an_archived_channel_keeps_no_other_delivery_waiting(house: House) -> None:
    channel, ana = house.declare(TITLE), house.person("Ana")
    ana.archives(channel)

    ana.command("/incident INC-1 severity S1", channel="general")
    house.settle()

    assert rows(house, "waiting") == []
    assert "S1" in house.slack.channel("incidents").messages[-1].visible_text()


def test_what_was_declared_before_we_knew_where_to_announce_is_announced_once_we_do(
    house: House,
) -> None:
    ana = house.person("Ana")
    ana.removes_bot("incidents")
    house.settle()
    house.declare(TITLE)
    assert keys_in(house.slack.channel("incidents")) == []

    ana.invites("@howbot", "incidents")
    house.settle()

    assert_opened_once(house)


def test_a_token_that_is_replaced_after_an_hour_loses_nothing(house: House) -> None:
    for method in ("conversations.create", "chat.postMessage"):
        house.slack.faults.fail(method, "token_revoked", times=4)

    house.declare(TITLE)

    assert_opened_once(house)


def test_what_breaks_on_our_side_is_put_off_and_holds_nothing_up(
    any_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house, ana = any_house, any_house.person("Ana")
    mended = threading.Event()
    card = registry.late_renderer("incident")

    def render_once_mended(unit: Any, subject: str) -> Any:
        if not mended.is_set():
            raise ZeroDivisionError
        return card.render(unit, subject)

    monkeypatch.setitem(registry._late, "incident", replace(card, render=render_once_mended))
    with in_background(house):
        ana.command(f"/incident declare S2 {TITLE}", channel="general")
        until(lambda: [r for r in rows(house, "waiting") if r.last_error == "ZeroDivisionError"])
        until(lambda: newest_incident_channel(house.slack).topic)
        until(lambda: keys_in(house.slack.channel("incidents")))
        mended.set()
        house.machine.ahead += timedelta(minutes=1)
        until(lambda: newest_incident_channel(house.slack).bookmarks)

    house.settle()
    assert_opened_once(house)


def test_what_is_broken_for_a_day_counts_as_failed(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_: Any) -> None:
        raise ZeroDivisionError

    broken = replace(registry.late_renderer("incident"), render=break_down)
    monkeypatch.setitem(registry._late, "incident", broken)
    with in_background(house):
        house.person("Ana").command(f"/incident declare S2 {TITLE}", channel="general")
        until(lambda: [r for r in rows(house, "waiting") if r.last_error == "ZeroDivisionError"])
        house.machine.ahead += GIVE_UP_AFTER + timedelta(minutes=20)
        until(lambda: rows(house, "failed"))

    assert [row.last_error for row in rows(house, "failed")] == ["ZeroDivisionError"]


def test_what_follows_from_a_delivery_may_break_without_doubling_it(
    any_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house, ana = any_house, any_house.person("Ana")
    broken = threading.Event()
    follow = registry._consequences["channel_opened"]

    def follow_the_second_time(*facts: Any) -> None:
        if not broken.is_set():
            broken.set()
            raise ZeroDivisionError
        follow(*facts)

    monkeypatch.setitem(registry._consequences, "channel_opened", follow_the_second_time)
    with in_background(house):
        ana.command(f"/incident declare S2 {TITLE}", channel="general")
        until(lambda: [r for r in rows(house, "waiting") if r.last_error == "ZeroDivisionError"])
        house.machine.ahead += timedelta(minutes=1)
        until(lambda: newest_incident_channel(house.slack).topic)

    house.settle()
    assert_opened_once(house)


def test_slow_steps_before_a_post_do_not_carry_it_past_its_lease(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two couriers would post it: the slow one, and the one that got the row after the lease."""
    house.slack.faults.revoke_scope("channels:manage")
    ana = house.person("Ana")
    client = house.howbot.courier.deliverer.slack.client
    call = client.api_call
    slow = threading.Event()

    def call_slowly(method: str, *args: Any, **arguments: Any) -> Any:
        answer = call(method, *args, **arguments)
        if method == "conversations.open" and not slow.is_set():
            slow.set()
            house.machine.ahead += outgoing.LEASE - timedelta(seconds=5)
        return answer

    monkeypatch.setattr(client, "api_call", call_slowly)
    ana.command(f"/incident declare S2 {TITLE}", channel="general")
    house.howbot.courier.tick()

    assert ana.direct_messages() == []
    house.settle()
    assert len(ana.direct_messages()) == 1


def test_backoff_doubles_up_to_ten_minutes() -> None:
    waits = [outgoing.backoff(attempts).total_seconds() for attempts in range(1, 13)]

    assert waits == [2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600, 600]
