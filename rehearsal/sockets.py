"""Socket Mode: connections of the app, and the envelopes that go to exactly one of them.

Events are sent again when they are not acknowledged; commands and clicks are not. What is in an
envelope is decided elsewhere.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from rehearsal.errors import NotAcknowledged
from rehearsal.workspace import APP_ID, Workspace

Json = dict[str, Any]
_MOST_CONNECTIONS = 10
_MOST_RETRIES = 3


@dataclass(eq=False)
class Delivery:
    """One payload on its way to the app. `state`: waiting, sent, acknowledged or given_up.

    `first_sent_at`: on the monotonic clock, None before.
    """

    kind: str
    payload: Json
    state: str = "waiting"
    attempts: int = 0
    reason: str = "timeout"
    answer: Json | None = None
    first_sent_at: float | None = None

    @property
    def is_event(self) -> bool:
        return self.kind == "events_api"


@dataclass(eq=False)
class Connection:
    """One open socket of the app."""

    socket: WebSocket
    frames: asyncio.Queue[Json | None] = field(default_factory=asyncio.Queue)
    outstanding: dict[str, Delivery] = field(default_factory=dict)
    retiring: bool = False


class Hub:
    """All sockets of the app. Every field is guarded by the workspace's lock."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.loop: asyncio.AbstractEventLoop | None = None
        self.connections: list[Connection] = []
        self.backlog: list[Delivery] = []
        self.ack_seconds = 3.0
        self.retry_delays: tuple[float, ...] = (0.0, 1.0, 3.0)
        self.on_acknowledged: list[Callable[[Delivery], None]] = []
        self._tickets: set[str] = set()
        self._turn = 0

    # From the outside

    def new_ticket(self) -> str:
        """A single-use ticket for one connection."""
        ticket = uuid.uuid4().hex
        self._tickets.add(ticket)
        return ticket

    def deliver(self, delivery: Delivery) -> Delivery:
        """Sends an envelope to one of the sockets; events wait for one if there is none."""
        with self._workspace.lock:
            connection = self._next_connection()
            if connection is not None:
                self._send(connection, delivery)
            elif delivery.is_event:
                delivery.state = "waiting"
                self.backlog.append(delivery)
            else:
                delivery.state = "given_up"
            return delivery

    def request(self, kind: str, payload: Json) -> Json:
        """Delivers a command or interaction and returns the answer in its acknowledgement."""
        delivery = self.deliver(Delivery(kind, payload))
        self.wait([delivery])
        if delivery.state != "acknowledged":
            what = payload.get("command") or payload.get("type")
            raise NotAcknowledged(f"the bot did not acknowledge {what} within {self.ack_seconds} s")
        return delivery.answer or {}

    def wait(self, deliveries: Iterable[Delivery], timeout: float = 30.0) -> None:
        """Blocks until all are acknowledged, given up, or without a socket to go to."""
        pending = list(deliveries)

        def settled() -> bool:
            down = not self.connections
            return all(
                d.state in ("acknowledged", "given_up") or (down and d.is_event) for d in pending
            )

        self._workspace.awaits(settled, timeout)

    def refresh(self, reason: str = "refresh_requested") -> None:
        """Asks every socket to reconnect, as Slack does every few hours."""
        with self._workspace.lock:
            for connection in self.connections:
                self._push(connection, {"type": "disconnect", "reason": reason, "debug_info": {}})
                connection.retiring = True
                self._push(connection, None)

    def hang_up(self) -> None:
        """Closes every socket, so that the app's own closing need not wait for its next read."""
        with self._workspace.lock:
            for connection in self.connections:
                connection.retiring = True
                self._push(connection, None)

    # One connection

    async def serve(self, socket: WebSocket) -> None:
        """Speaks with one socket until it goes."""
        await socket.accept()
        if not self._admit(socket.query_params.get("ticket", "")):
            await socket.close(4001)
            return
        connection = Connection(socket)
        with self._workspace.lock:
            too_many = len(self.connections) >= _MOST_CONNECTIONS
        if too_many:
            await socket.send_text(json.dumps(_farewell("too_many_websockets")))
            await socket.close()
            return
        writer = asyncio.create_task(self._write(connection))
        self._welcome(connection)
        try:
            while True:
                self._receive(connection, await socket.receive_text())
        except (WebSocketDisconnect, RuntimeError):
            pass
        finally:
            self._dismiss(connection)
            writer.cancel()

    def _admit(self, ticket: str) -> bool:
        with self._workspace.lock:
            known = ticket in self._tickets
            self._tickets.discard(ticket)
            return known

    def _welcome(self, connection: Connection) -> None:
        with self._workspace.lock:
            self.connections.append(connection)
            hello = {"type": "hello", "num_connections": len(self.connections)}
            debug = {"host": "rehearsal", "build_number": 1, "approximate_connection_time": 18060}
            about = {"connection_info": {"app_id": APP_ID}, "debug_info": debug}
            self._push(connection, hello | about)
            waiting, self.backlog = self.backlog, []
            for delivery in waiting:
                self.deliver(delivery)
            self._workspace.announce("bot")

    async def _write(self, connection: Connection) -> None:
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            while (frame := await connection.frames.get()) is not None:
                await connection.socket.send_text(json.dumps(frame))
            await connection.socket.close()

    def _receive(self, connection: Connection, text: str) -> None:
        answer = json.loads(text)
        with self._workspace.lock:
            delivery = connection.outstanding.pop(answer.get("envelope_id", ""), None)
            if delivery is None or delivery.state != "sent":
                return
            delivery.state, delivery.answer = "acknowledged", answer.get("payload")
            for listener in self.on_acknowledged:
                listener(delivery)
            self._workspace.changed.notify_all()

    def _dismiss(self, connection: Connection) -> None:
        with self._workspace.lock:
            self.connections.remove(connection)
            for delivery in list(connection.outstanding.values()):
                self._again(delivery, "connection_failed")
            connection.outstanding.clear()
            self._workspace.announce("bot")

    # Sending

    def _next_connection(self) -> Connection | None:
        able = [c for c in self.connections if not c.retiring]
        self._turn += 1
        return able[self._turn % len(able)] if able else None

    def _send(self, connection: Connection, delivery: Delivery) -> None:
        envelope_id = str(uuid.uuid4())
        frame: Json = {
            "envelope_id": envelope_id,
            "type": delivery.kind,
            "payload": delivery.payload,
        }
        frame["accepts_response_payload"] = not delivery.is_event
        if delivery.is_event:
            frame["retry_attempt"] = delivery.attempts
            frame["retry_reason"] = delivery.reason if delivery.attempts else ""
        delivery.state = "sent"
        delivery.first_sent_at = delivery.first_sent_at or time.monotonic()
        connection.outstanding[envelope_id] = delivery
        self._push(connection, frame)
        attempt = delivery.attempts
        self.later(self.ack_seconds, lambda: self._overdue(connection, envelope_id, attempt))

    def _overdue(self, connection: Connection, envelope_id: str, attempt: int) -> None:
        with self._workspace.lock:
            delivery = connection.outstanding.get(envelope_id)
            if delivery is None or delivery.attempts != attempt:
                return
            del connection.outstanding[envelope_id]
            self._again(delivery, "timeout")

    def _again(self, delivery: Delivery, reason: str) -> None:
        if delivery.state != "sent":
            return
        if not delivery.is_event or delivery.attempts >= _MOST_RETRIES:
            delivery.state = "given_up"
            self._workspace.changed.notify_all()
            return
        delay = self.retry_delays[delivery.attempts]
        delivery.attempts += 1
        delivery.state, delivery.reason = "waiting", reason
        if reason == "connection_failed" or not delay:
            self.deliver(delivery)
        else:
            self.later(delay, lambda: self.deliver(delivery))

    def _push(self, connection: Connection, frame: Json | None) -> None:
        self._soon(lambda: connection.frames.put_nowait(frame))

    def _soon(self, do: Callable[[], object]) -> None:
        if self.loop is not None and not self.loop.is_closed():
            self.loop.call_soon_threadsafe(do)

    def later(self, seconds: float, do: Callable[[], object]) -> None:
        loop = self.loop
        self._soon(lambda: loop.call_later(seconds, do) if loop else None)


def _farewell(reason: str) -> Json:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": "rehearsal"}}
