"""The bot was away: what happened meanwhile is read back, once, and nobody notices."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest

from bot.flows import catch_up
from bot.slack.history import History
from bot.work.catch_up import CatchUp, Stopped
from rehearsal import happenings
from storage.queries import timeline as stored
from tests.stories.conftest import House
from tests.stories.items import new_item
from tests.stories.test_timeline import alerts, lines_of, marks_of, texts_of, wordings_of


@contextmanager
def away(house: House) -> Iterator[None]:
    """The bot is down, and Slack gives up telling it what happens."""
    house.howbot.connection.close()
    house.slack.wait_disconnected()
    yield
    with house.slack.workspace.lock:
        house.slack.backstage.hub.backlog.clear()
    house.restart()


def read_back(house: House, *, page: int = 200) -> None:
    """What the bot does in the background after its start; Slack's clock runs while it waits."""

    def wait(seconds: float) -> bool:
        house.slack.clock.turn(seconds)
        house.machine.ahead += timedelta(seconds=seconds)
        return False

    client = house.howbot.catch_up.history.client
    reader = CatchUp(house.howbot.runtime, History(client, page=page), wait=wait)
    reader.ask()
    reader.tick()
    house.settle()


def log_of(house: House, channel: Any) -> list[tuple[str, bool]]:
    """Every message kept of a channel: its text, and whether it is deleted."""
    with house.howbot.runtime.reading() as unit:
        rows = [
            stored.message(unit.session, unit.team_id, channel.id, each.ts)
            for each in channel.all_messages
        ]
    return [(row.text, row.deleted_at is not None) for row in rows if row is not None]


@pytest.mark.parametrize("page", [1, 2, 3, 200])
def test_everything_missed_is_there_after_the_absence(any_house: House, page: int) -> None:
    house = any_house
    channel, ana, ben = house.declare(), house.person("Ana"), house.person("Ben")
    ben.joins(channel)
    kept, reworded, dropped = (
        ana.types(text, channel) for text in ("Kept", "Rewordde", "Said too much")
    )
    unpinned = ana.types("Not that important", channel)
    for message in (kept, dropped, unpinned):
        ana.reacts(message, "pushpin")
    ben.replies(kept, "I see it too")
    doubted = ben.replies(kept, "I take that back")
    house.settle()

    with away(house):
        ana.edits(reworded, "Reworded")
        ana.deletes(dropped)
        ana.unreacts(unpinned, "pushpin")
        ben.reacts(reworded, "pushpin")
        ben.reacts(reworded, "wrench")
        ben.deletes(doubted)
        missed = ana.types("Said while nobody listened", channel)
        ben.reacts(missed, "pushpin")
        reply = ben.replies(missed, "And heard in a thread")
        ben.reacts(reply, "pushpin")
        alert = alerts(house, channel, text="Error rate 4 %")
        ana.reacts(alert, "pushpin")
    read_back(house, page=page)

    told = ["Kept", "Reworded", "", "Said while nobody listened", "And heard in a thread"]
    assert texts_of(house) == [*told, "Error rate 4 %"]
    assert [line.deleted for line in lines_of(house)] == [False, False, True, False, False, False]
    assert lines_of(house)[1].markers == ("repair",)
    assert wordings_of(house, reworded) == ["Rewordde"]
    assert marks_of(missed) == ["white_check_mark"]
    assert marks_of(unpinned) == []
    assert ("I take that back", True) in log_of(house, channel)
    assert ("I see it too", False) in log_of(house, channel)


def test_reading_back_twice_changes_nothing(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    with away(house):
        said = ana.types("Said while nobody listened", channel)
        ana.reacts(said, "pushpin")
        ana.edits(said, "Reworded while nobody listened")
    read_back(house)
    first = (lines_of(house), log_of(house, channel))

    read_back(house, page=1)

    assert (lines_of(house), log_of(house, channel)) == first


def test_an_event_that_comes_late_changes_nothing_either(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    house.howbot.connection.close()
    house.slack.wait_disconnected()
    said = ana.types("First wording", channel)
    ana.reacts(said, "pushpin")
    ana.edits(said, "Second wording")
    ana.unreacts(said, "pushpin")
    read_back(house)
    assert texts_of(house) == []

    house.restart()
    ana.types("one more", channel)
    house.settle()

    assert texts_of(house) == []
    assert wordings_of(house, said) == ["First wording"]


def test_a_throttled_app_reads_everything_back_patiently(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    root = ana.types("Here begins a long thread", channel)
    with away(house):
        for number in range(40):
            ana.replies(root, f"reply {number}")
        for number in range(40):
            ana.types(f"step {number}", channel)
    house.slack.faults.history_limited()

    read_back(house)

    texts = [text for text, _ in log_of(house, channel)]
    assert {f"reply {number}" for number in range(40)} <= set(texts)
    assert {f"step {number}" for number in range(40)} <= set(texts)
    assert len(texts) == len(set(texts))


def test_a_crash_in_the_middle_costs_a_page(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    with away(house):
        for number in range(20):
            ana.types(f"step {number}", channel)
    reads = iter(range(3))
    client = house.howbot.catch_up.history.client
    cut_off = CatchUp(
        house.howbot.runtime,
        History(client, page=5),
        wait=lambda _: next(reads, None) is None,
    )
    cut_off.ask()
    with pytest.raises(Stopped):
        cut_off.tick()
    pages_read = len(house.slack.calls_of("conversations.history"))
    assert 0 < len(log_of(house, channel)) <= 20

    house.restart()
    CatchUp(house.howbot.runtime, History(client, page=5)).tick()

    assert [text for text, _ in log_of(house, channel)] == [f"step {n}" for n in range(20)]
    later = house.slack.calls_of("conversations.history")[pages_read:]
    assert later[0].args.get("latest")


def test_a_channel_that_cannot_be_taken_keeps_no_other_from_being_read(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, ana = house.declare(), house.declare("Search is empty"), house.person("Ana")
    with away(house):
        for channel in (first, second):
            ana.types("Said while nobody listened", channel)
    take_page = catch_up.take_page

    def broken(runtime: Any, channel: str, *others: Any, **options: Any) -> list[str]:
        if channel == first.id:
            raise ValueError("there is something about this page")
        return take_page(runtime, channel, *others, **options)

    monkeypatch.setattr(catch_up, "take_page", broken)
    read_back(house)
    assert log_of(house, first) == []
    assert log_of(house, second) == [("Said while nobody listened", False)]

    monkeypatch.undo()
    read_back(house)
    assert log_of(house, first) == [("Said while nobody listened", False)]


def test_what_no_database_can_keep_is_left_out_and_the_rest_kept(any_house: House) -> None:
    house, channel, ana = any_house, any_house.declare(), any_house.person("Ana")
    ana.types("Said \x00while \ud83dheard", channel)
    house.settle()
    with away(house):
        ana.types("Said \x00while \udc00unheard", channel)
    read_back(house)
    assert [text for text, _ in log_of(house, channel)] == [
        "Said while heard",
        "Said while unheard",
    ]

    assert (
        new_item(house, ana, channel, title="Rerun \x00the gate", criterion="\ud83dGreen") is None
    )
    assert "Rerun the gate" in ana.command("/incident actions", channel=channel).visible_text()


def test_a_failing_slack_is_asked_again(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    with away(house):
        ana.types("Said while nobody listened", channel)
    house.slack.faults.no_answer("conversations.history", times=2)
    house.slack.faults.fail("conversations.history", "ratelimited", retry_after=30)

    read_back(house)

    assert log_of(house, channel) == [("Said while nobody listened", False)]


def test_a_channel_we_are_put_out_of_is_read_once_we_are_back(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    with away(house):
        ana.removes_bot(channel)
        ana.types("Said without the bot", channel)
    read_back(house)
    assert log_of(house, channel) == []

    ana.invites("@howbot", channel)
    house.settle()
    house.howbot.catch_up.tick()

    assert log_of(house, channel) == [("Said without the bot", False)]


def test_an_archived_channel_keeps_what_was_known(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    said = ana.types("Kept", channel)
    ana.reacts(said, "pushpin")
    with away(house):
        ana.archives(channel)

    read_back(house)

    assert texts_of(house) == ["Kept"]
    assert not lines_of(house)[0].deleted


def test_what_history_no_longer_holds_is_not_taken_for_deleted(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    for number in range(3):
        ana.reacts(ana.types(f"step {number}", channel), "pushpin")
    with away(house), house.slack.workspace.lock:
        channel.all_messages[:] = channel.all_messages[-1:]

    read_back(house)

    assert texts_of(house) == ["step 0", "step 1", "step 2"]


def test_the_deleted_root_of_a_thread_is_noticed(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    root = ana.types("Which index?", channel)
    ana.replies(root, "Tuesday's")
    ana.reacts(root, "pushpin")
    with away(house):
        happenings_delete(house, root)

    read_back(house)

    assert [line.deleted for line in lines_of(house)] == [True]
    assert ("Tuesday's", False) in log_of(house, channel)


def happenings_delete(house: House, message: Any) -> None:
    with house.slack.workspace.lock:
        happenings.delete(house.slack.workspace, message)


def test_a_closed_incident_is_left_alone(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    ana.command("/incident cancel It was the test set", channel)
    house.settle()
    read_back(house)
    before = len(house.slack.calls_of("conversations.history"))

    read_back(house)

    assert len(house.slack.calls_of("conversations.history")) == before


def test_the_bot_reads_back_after_its_connection_was_interrupted(house: House) -> None:
    house.declare()
    house.howbot.catch_up.tick()
    before = len(house.slack.calls_of("conversations.history"))

    house.slack.backstage.hub.refresh()
    house.slack.workspace.awaits(lambda: house.howbot.catch_up.is_asked)
    house.howbot.catch_up.tick()

    assert len(house.slack.calls_of("conversations.history")) > before
