"""The count says what was acknowledged, what is stored, what is missing and what is there twice."""

import sqlite3
import sys
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from slack_sdk import WebClient

from rehearsal.bot_process import BotProcess
from rehearsal.ledger import Ledger
from rehearsal.server import RehearsalServer
from tests.rehearsal.conftest import Counterpart


def stored(database: Path, keys: list[str], messages: list[tuple[str, str]]) -> None:
    with sqlite3.connect(database) as connection:
        connection.execute("CREATE TABLE inbox (key TEXT)")
        connection.execute("CREATE TABLE activity (channel_id TEXT, ts TEXT)")
        connection.executemany("INSERT INTO inbox VALUES (?)", [(key,) for key in keys])
        connection.executemany("INSERT INTO activity VALUES (?, ?)", messages)
    connection.close()


def test_what_was_acknowledged_and_is_not_stored_is_lost(
    slack: RehearsalServer, bot: Counterpart, tmp_path: Path
) -> None:
    ledger = Ledger(slack.backstage, tmp_path / "howbot.db")
    triggers: list[str] = []

    @bot.app.command("/incident")
    def take(ack, body):
        triggers.append(body["trigger_id"])
        ack()

    channel = bot.client.conversations_create(name="inc-1")["channel"]["id"]
    bot.client.conversations_invite(channel=channel, users="U0ANA")
    ana = slack.person("Ana")
    ana.types("not counted: not the bot's channel", channel="general")
    kept = ana.types("kept", channel="inc-1")
    lost = ana.types("lost", channel="inc-1")
    ana.command("/incident")
    assert ledger.count() == {"did": 3, "stored": 0, "lost": 3, "doubled": 0}

    stored(tmp_path / "howbot.db", [f"trigger:{triggers[0]}"], [(channel, kept.ts)])
    assert ledger.count() == {"did": 3, "stored": 2, "lost": 1, "doubled": 0}
    assert ledger.lost() == [f"message:{channel}:{lost.ts}"]


def test_the_same_delivery_twice_is_doubled(
    slack: RehearsalServer, web: WebClient, tmp_path: Path
) -> None:
    ledger = Ledger(slack.backstage, tmp_path / "howbot.db")
    for delivery in ("1", "2", "2"):
        mark = {"event_type": "howbot_delivery", "event_payload": {"delivery": delivery}}
        web.chat_postMessage(channel=slack.channel("general").id, text="x", metadata=mark)
    assert ledger.doubled() == ["2"]


_BOT = """
import os, sys
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
url = os.environ["SLACK_API_URL"]
app = App(client=WebClient(os.environ["SLACK_BOT_TOKEN"], base_url=url))
@app.event("message")
def echo(event, say):
    say(f"{event['text']} {os.environ.get('HOWBOT_CLOCK_OFFSET', 'today')}")
token = os.environ["SLACK_APP_TOKEN"]
SocketModeHandler(app, token, web_client=WebClient(token, base_url=url)).start()
"""


@pytest.fixture
def process(slack: RehearsalServer, tmp_path: Path):
    process = BotProcess(slack, tmp_path, command=[sys.executable, "-c", _BOT])
    yield process
    process.kill()


def test_a_bot_that_is_killed_and_comes_back_later_hears_what_it_missed(
    slack: RehearsalServer, process: BotProcess
) -> None:
    ana = slack.person("Ana")

    def says(text: str) -> bool:
        return any(message.text == text for message in slack.channel("general").messages)

    process.start()
    slack.wait_connected()
    ana.types("one")
    assert slack.awaits(lambda: says("one today"))

    process.kill()
    slack.wait_disconnected()
    ana.types("two")
    process.jump(timedelta(days=3))
    assert slack.awaits(lambda: says("two +3d"), 15)
    assert process.is_running()
    process.stop()
    assert not process.is_running()


def test_the_clock_can_be_turned_to_somebodys_next_morning_and_messages_show_it(
    slack: RehearsalServer, process: BotProcess
) -> None:
    stage, daiki = slack.page.stage, slack.person("Daiki")
    stage.bot = process
    process.start()
    slack.wait_connected()
    before = daiki.types("said before")
    began = stage.now()

    assert stage.perform({"do": "jump", "to": "morning", "as": daiki.id})["ok"]
    morning = stage.now().astimezone(ZoneInfo(daiki.tz))
    assert (morning.hour, morning.minute) in ((9, 30), (9, 31))
    assert timedelta() < morning - began < timedelta(days=1, minutes=2)
    after = daiki.types("said after")
    assert stage.shown_at(before.ts) == float(before.ts)
    assert abs(stage.shown_at(after.ts) - morning.timestamp()) < 60

    stage.perform({"do": "jump", "to": "morning", "as": daiki.id})
    assert stage.now() - morning > timedelta(hours=23)
    stage.perform({"do": "jump", "hours": 1})
    assert stage.bot_state()["hoursAhead"] == round(process.ahead.total_seconds() / 3600)
    assert abs(stage.shown_at(after.ts) - morning.timestamp()) < 60
