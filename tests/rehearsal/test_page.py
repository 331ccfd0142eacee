"""The page sees the workspace as one person does, and acts for them."""

import json
import re
import threading

import httpx
import pytest

from rehearsal.server import RehearsalServer
from tests.conftest import ROOT
from tests.rehearsal.conftest import Counterpart, actions, button, modal, text_field


@pytest.fixture
def page(slack: RehearsalServer):
    with httpx.Client(base_url=slack.url, timeout=10) as client:
        yield client


def act(page: httpx.Client, what: str, **details) -> dict:
    return page.post("/page/api/act", json={"as": "U0ANA", "act": what, **details}).json()


def messages(page: httpx.Client, channel: str, who: str = "U0ANA", thread: str = "") -> list[dict]:
    query = {"as": who, "channel": channel, "thread": thread}
    return page.get("/page/api/messages", params=query).json()["messages"]


def test_everyone_sees_their_own_channels(slack: RehearsalServer, page: httpx.Client) -> None:
    slack.person("Ana").creates_channel("secret", private=True)
    seen = {}
    for who in ("U0ANA", "U0BEN"):
        state = page.get("/page/api/state", params={"as": who}).json()
        seen[state["me"]] = [channel["name"] for channel in state["channels"]]
    assert seen == {"U0ANA": ["general", "incidents", "secret"], "U0BEN": ["general", "incidents"]}


def test_what_is_typed_on_the_page_reaches_the_bot_and_others(
    slack: RehearsalServer, bot: Counterpart, page: httpx.Client
) -> None:
    general = slack.channel("general").id
    said = act(page, "message", channel=general, text="a &lt; b, <@U0BEN>")
    act(page, "message", channel=general, text="indeed", thread=said["ts"])
    act(page, "react", channel=general, ts=said["ts"], name="eyes")
    act(page, "edit", channel=general, ts=said["ts"], text="a &lt; c")

    shown = messages(page, general, "U0BEN")[-1]
    assert (shown["text"], shown["edited"], shown["replyCount"]) == ("a &lt; c", True, 1)
    assert shown["reactions"] == [{"name": "eyes", "users": ["U0ANA"]}]
    assert [m["text"] for m in messages(page, general, thread=said["ts"])][-1] == "indeed"
    assert bot.events[0]["text"] == "a &lt; b, <@U0BEN>"


def test_a_modal_is_opened_refused_and_sent_on_the_page(
    slack: RehearsalServer, bot: Counterpart, page: httpx.Client
) -> None:
    view = modal("Declare", text_field("Title", "title"), callback_id="declare")

    @bot.app.action("declare")
    def declare(ack, body, client):
        client.views_open(trigger_id=body["trigger_id"], view=view)
        ack()

    bot.app.command("/incident")(
        lambda ack: ack(text="?", blocks=[actions(button("Declare", "declare"))])
    )
    bot.app.view("declare")(lambda ack: ack())
    general = slack.channel("general").id
    assert act(page, "command", channel=general, text="/incident")["ok"]
    shown = messages(page, general)[-1]
    assert shown["ephemeral"]
    container = {"type": "ephemeral", "channel": general, "ts": shown["ts"]}
    block_id = shown["blocks"][0]["block_id"]
    assert act(page, "click", container=container, actionId="declare", blockId=block_id)["ok"]

    top = page.get("/page/api/view", params={"as": "U0ANA"}).json()["view"]
    refused = act(page, "submit", viewId=top["id"], values={})
    assert refused["errors"] == {"title": "Please complete this required field."}
    values = {"title": {"text": {"value": "Scores moved"}}}
    assert act(page, "submit", viewId=top["id"], values=values)["ok"]
    assert page.get("/page/api/view", params={"as": "U0ANA"}).json()["stack"] == []


def test_a_silent_bot_is_said_to_be_silent(
    slack: RehearsalServer, bot: Counterpart, page: httpx.Client
) -> None:
    slack.backstage.hub.ack_seconds = 0.1
    answer = act(page, "command", channel=slack.channel("general").id, text="/nothing")
    assert answer == {"ok": False, "error": "bot did not answer"}


def test_changes_are_streamed_to_those_they_concern(
    slack: RehearsalServer, page: httpx.Client
) -> None:
    ana, heard, ready = slack.person("Ana"), [], threading.Event()

    def listen() -> None:
        with page.stream("GET", "/page/live", params={"as": "U0BEN"}) as stream:
            for line in stream.iter_lines():
                ready.set()
                if line.startswith("data: "):
                    heard.append(json.loads(line.removeprefix("data: ")))
                if heard and heard[-1].get("channel") == slack.channel("general").id:
                    return

    listener = threading.Thread(target=listen)
    listener.start()
    assert ready.wait(5)
    ana.creates_channel("secret", private=True)
    ana.types("psst", channel="secret")
    ana.types("hello all")
    listener.join(5)
    assert [change["channel"] for change in heard] == [slack.channel("general").id]


def test_nothing_on_the_page_comes_from_elsewhere(page: httpx.Client) -> None:
    index = page.get("/")
    assert index.status_code == 200
    assert "https://" not in index.text


def test_the_page_knows_every_emoji_that_the_bot_writes() -> None:
    known = set(re.findall(r"[\w+-]+(?= \S|: \")", (ROOT / "rehearsal/page/emoji.js").read_text()))
    written = {
        name
        for path in (ROOT / "templates" / "slack").rglob("*.j2")
        for name in re.findall(r"(?<![\w:]):([a-z]\w+):(?!\w)", path.read_text())
    }
    assert {"pushpin", "checkered_flag"} <= written
    assert written - known == set()
