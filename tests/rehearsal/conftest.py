"""A workspace, and a small app in it that answers as a bot would."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode.internals import run_bolt_app
from slack_sdk import WebClient
from slack_sdk.socket_mode.request import SocketModeRequest
from websockets.sync.client import ClientConnection, connect

from rehearsal.server import RehearsalServer

Json = dict[str, Any]


class Counterpart:
    """A Bolt app in the workspace. Notes every event it takes in."""

    def __init__(self, slack: RehearsalServer) -> None:
        self.slack = slack
        self.client = WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])
        quiet = logging.getLogger("counterpart")
        quiet.setLevel(logging.CRITICAL)
        # Acknowledging after the listener has run: what was acknowledged has been noted.
        self.app = App(
            client=self.client,
            logger=quiet,
            ignoring_self_events_enabled=False,
            process_before_response=True,
        )
        self.bodies: list[Json] = []
        self.retries: list[str] = []
        self.app.event({"type": _ANY})(self._note)
        self._socket: ClientConnection | None = None
        self._opened = threading.Event()

    def _note(self, body: Json, request: Any) -> None:
        self.bodies.append(body)
        self.retries += request.headers.get("x-slack-retry-num", [])

    @property
    def events(self) -> list[Json]:
        return [body["event"] for body in self.bodies]

    def kinds(self) -> list[str]:
        """The types of the events, with their subtypes."""
        return [".".join(filter(None, (e["type"], e.get("subtype")))) for e in self.events]

    def connect(self) -> None:
        """Opens a socket that answers in a thread, without the reconnecting of Slack's client."""
        web = WebClient(self.slack.app_token, base_url=self.slack.api_url)
        url = web.apps_connections_open(app_token=self.slack.app_token)["url"]
        self._thread = threading.Thread(target=self._answer, args=(url,), daemon=True)
        self._thread.start()
        self._opened.wait(5)
        self.slack.wait_connected()

    def _answer(self, url: str) -> None:
        with connect(url) as socket, ThreadPoolExecutor(8) as workers:
            self._socket = socket
            self._opened.set()
            for frame in socket:
                envelope = json.loads(frame)
                if "envelope_id" in envelope:
                    workers.submit(self._dispatch, socket, envelope)

    def _dispatch(self, socket: ClientConnection, envelope: Json) -> None:
        request = SocketModeRequest.from_dict(envelope)
        response = run_bolt_app(self.app, request)
        if response.status != 200:
            return
        answer = {"envelope_id": envelope["envelope_id"]}
        if response.body:
            is_json = response.body.startswith("{")
            answer["payload"] = json.loads(response.body) if is_json else {"text": response.body}
        socket.send(json.dumps(answer))

    def disconnect(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._thread.join()
            self._socket = None
            self._opened.clear()
            self.slack.wait_disconnected()


class _Anything(str):
    """Equal to every text: Bolt compares event types with `==`."""

    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str)


_ANY = _Anything("anything")


@pytest.fixture
def slack() -> Iterator[RehearsalServer]:
    with RehearsalServer() as server:
        yield server


@pytest.fixture
def bot(slack: RehearsalServer) -> Iterator[Counterpart]:
    counterpart = Counterpart(slack)
    counterpart.connect()
    yield counterpart
    counterpart.disconnect()


@pytest.fixture
def web(slack: RehearsalServer) -> WebClient:
    return WebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[])


def plain_text(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def modal(title: str, *blocks: Json, **more: Any) -> Json:
    view = {"type": "modal", "title": plain_text(title), "submit": plain_text("Save")}
    return {**view, "blocks": list(blocks), **more}


def text_field(label: str, block_id: str, **more: Any) -> Json:
    element = {"type": "plain_text_input", "action_id": "text", **more}
    return {"type": "input", "block_id": block_id, "label": plain_text(label), "element": element}


def button(label: str, action_id: str, **more: Any) -> Json:
    return {"type": "button", "action_id": action_id, "text": plain_text(label), **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}
