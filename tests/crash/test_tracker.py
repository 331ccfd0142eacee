"""A bot is killed by kill -9 once a tracker did what it asked, and before it could note that."""

import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from rehearsal.bot_process import BotProcess
from rehearsal.records import Channel
from rehearsal.server import RehearsalServer
from tests.conftest import ROOT
from tests.crash.house import COMMAND_LINE, PATIENCE_SECONDS
from tests.tracker_servers import Answer, GitHubServer, LinearServer

TITLE = "Add the 12 failing cart prompts to the regression suite"
PLACES = {"github": "acme/shop", "linear": "ENG"}


def plain_linear() -> LinearServer:
    """Linear where it takes no id of ours, and so would make a second issue."""
    return LinearServer(is_plain=True)


@pytest.mark.parametrize(
    ("kind", "make"),
    [("github", GitHubServer), ("linear", plain_linear)],
    ids=["github", "linear"],
)
def test_an_issue_whose_maker_was_killed_is_there_once_and_becomes_its_items(
    kind: str, make: Callable[[], Any], tmp_path: Path
) -> None:
    tracker = make()
    with tracker.running(), RehearsalServer() as slack:
        slack.install(yaml.safe_load((ROOT / "app_manifest.yml").read_text()))
        slack.backstage.events.strict = False
        bot = BotProcess(
            slack,
            tmp_path,
            environment={
                "MORTAL_LEASE": "4",
                "HOWBOT_TRACKER": kind,
                "HOWBOT_TRACKER_PLACE": PLACES[kind],
                "HOWBOT_TRACKER_TOKEN": "secret-token",
                "HOWBOT_TRACKER_URL": tracker.url,
            },
            command=[sys.executable, *COMMAND_LINE],
        )
        killed = kill_once_made(tracker, bot)
        try:
            bot.start()
            slack.wait_connected(30)
            channel = add_item(slack)
            assert killed.wait(PATIENCE_SECONDS), bot.last_words()
            assert len(tracker.issues) == 1
            bot.start()
            shown = slack.awaits(lambda: is_named(channel, tracker), PATIENCE_SECONDS)
            assert shown, bot.last_words()
            assert len(tracker.issues) == 1
        finally:
            bot.kill()


def kill_once_made(tracker: Any, bot: BotProcess) -> threading.Event:
    """Have the bot killed when its first issue is there, and its answer still to come."""
    answer, killed = tracker.answer, threading.Event()

    def deadly(method: str, path: str, query: dict[str, str], body: dict[str, Any]) -> Answer:
        told: Answer = answer(method, path, query, body)
        if tracker.issues and not killed.is_set():
            bot.kill()
            killed.set()
        return told

    tracker.answer = deadly
    return killed


def add_item(slack: RehearsalServer) -> Channel:
    """An incident with an action item; its channel."""
    ana = slack.person("Ana")
    ana.command("/incident declare S2 Judge scores moved", "general")
    assert slack.awaits(lambda: any(has_card(each) for each in opened(slack)), 30)
    [channel] = opened(slack)
    ana.command("/incident action", channel=channel)
    ana.fills(
        {
            "title": TITLE,
            "owner": "Ben",
            "due_on": str(datetime.now(UTC).date() + timedelta(days=14)),
            "criterion": "The suite is red on the old prompt",
            "kind": "Eval set",
            "impact": "Medium",
            "effort": "Medium",
        }
    )
    assert ana.submits() is None
    return channel


def opened(slack: RehearsalServer) -> list[Channel]:
    """The channels of incidents."""
    return [each for each in slack.workspace.channels.values() if each.name.startswith("inc-")]


def has_card(channel: Channel) -> bool:
    """Whether it can be worked in."""
    return bool(channel.pins) and "U0ANA" in channel.members


def is_named(channel: Channel, tracker: Any) -> bool:
    """Whether the item names its issue where it was announced."""
    [issue] = tracker.issues.values()
    key = issue.get("identifier") or f"acme/shop#{issue['number']}"
    return any(TITLE in (text := each.visible_text()) and key in text for each in channel.messages)
