"""The Bolt app: one workspace, its token checked once, commit before acknowledgement.

`process_before_response` makes Bolt acknowledge only after a handler has returned, which is after
its transaction has committed. By default it acknowledges events first, and a crash loses them.
"""

import contextlib
import json
import logging
import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from slack_bolt import App, BoltResponse
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot.core.clock import Clock
from bot.slack.client import HTTP_TIMEOUT_SECONDS, PatientClient
from bot.slack.errors import understood

SOCKET_THREADS = 10
_TRIES_TO_CLOSE = 5
_LOOKS_WHILE_CLOSING = 100
_LOOKS_EVERY_SECONDS = 0.1


@dataclass(frozen=True)
class Identity:
    """Who Slack says we are. `scopes`: what our token was granted."""

    team_id: str
    team_name: str
    bot_user_id: str
    bot_id: str
    scopes: frozenset[str]
    workspace_url: str = ""


def make_client(
    token: str,
    *,
    api_url: str,
    timeout_seconds: float = HTTP_TIMEOUT_SECONDS,
    clock: Clock | None = None,
) -> WebClient:
    """A client that never repeats a call by itself."""
    now = (clock or Clock()).machine_now
    return PatientClient(token, base_url=api_url, timeout=timeout_seconds, now=now)


def ask_who_we_are(client: WebClient) -> Identity:
    """Check the token with Slack; raises a SlackTrouble."""
    with understood("auth.test"):
        answer = client.auth_test()
    headers = {str(name).lower(): value for name, value in answer.headers.items()}
    granted = headers.get("x-oauth-scopes", "")
    text = ",".join(granted) if isinstance(granted, list) else granted
    return Identity(
        team_id=answer["team_id"],
        team_name=answer.get("team", ""),
        bot_user_id=answer["user_id"],
        bot_id=answer.get("bot_id", ""),
        scopes=frozenset(scope.strip() for scope in text.split(",") if scope.strip()),
        workspace_url=answer.get("url", ""),
    )


def make_app(client: WebClient, identity: Identity, *, signing_secret: str) -> App:
    """An app without listeners for the workspace of `identity`."""
    authorized = AuthorizeResult(
        enterprise_id=None,
        team_id=identity.team_id,
        bot_token=client.token,
        bot_user_id=identity.bot_user_id,
        bot_id=identity.bot_id,
        bot_scopes=sorted(identity.scopes),
    )

    def authorize() -> AuthorizeResult:
        return authorized

    logger = logging.getLogger("slack_bolt")
    return App(
        name=logger.name,  # Bolt would look for the file of its caller, a tenth of a second.
        # `authorize` brings the token; Bolt would warn of a second one.
        client=make_client("", api_url=client.base_url),
        signing_secret=signing_secret,
        authorize=authorize,
        process_before_response=True,
        logger=logger,
    )


def answer_errors(app: App, answer: Callable[[Exception, dict[str, Any]], BoltResponse]) -> None:
    """Have `answer` decide what is told when a handler breaks."""

    @app.error
    def on_error(error: Exception, body: dict[str, Any]) -> BoltResponse:
        return answer(error, body)


def acknowledged(payload: dict[str, Any] | None = None) -> BoltResponse:
    """An acknowledgement that carries `payload`."""
    if not payload:
        return BoltResponse(status=200, body="")
    headers: dict[str, str | Sequence[str]] = {"content-type": ["application/json"]}
    return BoltResponse(status=200, headers=headers, body=json.dumps(payload))


def not_acknowledged() -> BoltResponse:
    """Have Slack send the event again."""
    return BoltResponse(status=500, body="")


class Connection(Protocol):
    """What brings Slack's events to us."""

    def connect(self) -> None:
        """Begin to receive; raises a SlackTrouble."""

    def close(self) -> None:
        """Receive nothing more."""


class Socket:
    """Events over Socket Mode."""

    def __init__(self, handler: SocketModeHandler) -> None:
        """Use one of Bolt's handlers that is not connected yet."""
        self._handler: Any = handler  # Bolt's methods are not typed.

    def connect(self) -> None:
        """Begin to receive; raises a SlackTrouble. Later losses are mended by the handler."""
        with understood("apps.connections.open"):
            self._handler.connect()

    def close(self) -> None:
        """Receive nothing more.

        A read under way holds the socket for up to three seconds; hanging up ends it. slack_sdk
        forgets that it is to end where its reader begins anew in that moment, so it is told again.
        """
        client = self._handler.client
        client.auto_reconnect_enabled = False
        client.current_session_runner.event.set()  # No reader begins anew after this one.
        closing = threading.Thread(target=self._close, name="closing", daemon=True)
        closing.start()
        for _ in range(_LOOKS_WHILE_CLOSING):
            client.current_session_state.terminated = True
            _on_socket(client, _hang_up)
            closing.join(_LOOKS_EVERY_SECONDS)
            if not closing.is_alive():
                return

    def _close(self) -> None:
        for _ in range(_TRIES_TO_CLOSE):
            # slack_sdk stumbles over its own reader, which closes what has ended as well.
            with contextlib.suppress(AttributeError):
                self._handler.close()
                return


def listen(
    app: App, *, app_token: str, api_url: str, on_connected: Callable[[], None]
) -> Connection:
    """A Socket Mode connection for `app`, not connected yet.

    `on_connected` is called each time that it is made, also again after an interruption.
    """
    handler = SocketModeHandler(
        app,
        app_token=app_token,
        web_client=make_client(app_token, api_url=api_url),
        concurrency=SOCKET_THREADS,
    )

    def look(client: Any, message: dict[str, Any], _raw: str | None) -> None:
        if message.get("type") == "hello":
            _on_socket(client, _send_at_once)
            on_connected()

    handler.client.message_listeners.append(look)
    return Socket(handler)


def _send_at_once(open_socket: socket.socket) -> None:
    """Have the system not hold an acknowledgement back until the one before it was received."""
    open_socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _hang_up(open_socket: socket.socket) -> None:
    # The connection, not TLS upon it: a reader in there finds an end and no error.
    socket.socket.shutdown(open_socket, socket.SHUT_RDWR)


def _on_socket(client: Any, do: Callable[[socket.socket], None]) -> None:
    """Do something to the connection under a client of Socket Mode, if there is one now."""
    session = client.current_session
    open_socket = session.sock if session is not None else None
    if open_socket is not None:
        with contextlib.suppress(OSError):  # It was closed meanwhile.
            do(open_socket)
