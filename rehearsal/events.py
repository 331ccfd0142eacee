"""Wraps what happens into Events API envelopes, and remembers what an act of a person caused."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rehearsal.errors import NotAcknowledged
from rehearsal.faults import Faults
from rehearsal.installed_app import InstalledApp
from rehearsal.records import Channel
from rehearsal.sockets import Delivery, Hub
from rehearsal.workspace import APP_ID, BOT_USER_ID, Workspace

Json = dict[str, Any]
_OVERTAKING_SECONDS = 0.05


class Events:
    """Publishes what the app subscribed to and may see.

    `strict`: acts of people raise when the bot refuses an event to the end. `patience_seconds`: how
    long an act waits for the bot; the events go on being retried after that.
    """

    def __init__(self, workspace: Workspace, hub: Hub, faults: Faults) -> None:
        self._workspace, self._hub, self._faults = workspace, hub, faults
        self.app = InstalledApp()
        self.strict = True
        self.patience_seconds = 30.0
        self.sent: list[Json] = []
        self._caused: list[Delivery] | None = None
        self._held: Delivery | None = None
        workspace.publish = self.publish

    def publish(self, event: Json, channel: Channel | None) -> None:
        """Sends an event to the app if Slack would."""
        app_scopes = self.app.scopes
        self.app.scopes = app_scopes - self._faults.revoked
        try:
            wanted = self.app.receives(event, channel)
        finally:
            self.app.scopes = app_scopes
        if wanted:
            payload = self._envelope(event, channel)
            self.sent.append(payload)
            self._emit(payload)
            every = self._faults.duplicate_every
            if every and len(self.sent) % every == 0:
                self._emit(payload, attempts=1)

    @contextmanager
    def acknowledged(self) -> Iterator[None]:
        """Runs an act under the lock, then waits until the bot has taken in what came of it.

        Raises NotAcknowledged when the bot was there and refused an event to the end. With no
        socket open the events wait, and so does nobody.
        """
        with self._workspace.lock:
            outer, self._caused = self._caused, []
            try:
                yield
            finally:
                caused, self._caused = self._caused, outer
        self._hub.wait(caused, self.patience_seconds)
        refused = [d.payload["event"]["type"] for d in caused if d.state == "given_up"]
        if refused and self.strict:
            raise NotAcknowledged(f"the bot never acknowledged: {', '.join(refused)}")

    def _emit(self, payload: Json, attempts: int = 0) -> None:
        delivery = Delivery("events_api", payload, attempts=attempts)
        if self._caused is not None:
            self._caused.append(delivery)
        if not self._faults.disordered:
            self._hub.deliver(delivery)
        elif self._held is None:
            self._held = delivery
            self._hub.later(_OVERTAKING_SECONDS, self._let_go)
        else:
            held, self._held = self._held, None
            self._hub.deliver(delivery)
            self._hub.deliver(held)

    def _let_go(self) -> None:
        with self._workspace.lock:
            held, self._held = self._held, None
            if held is not None:
                self._hub.deliver(held)

    def _envelope(self, event: Json, channel: Channel | None) -> Json:
        authorization: Json = {"enterprise_id": None, "team_id": self._workspace.team_id}
        authorization |= {"user_id": BOT_USER_ID, "is_bot": True, "is_enterprise_install": False}
        return {
            "token": "rehearsal-verification",
            "team_id": self._workspace.team_id,
            "context_team_id": self._workspace.team_id,
            "context_enterprise_id": None,
            "api_app_id": APP_ID,
            "event": event,
            "type": "event_callback",
            "event_id": self._workspace.new_id("Ev"),
            "event_time": int(float(event["event_ts"])),
            "authorizations": [authorization],
            "is_ext_shared_channel": channel is not None and channel.is_ext_shared,
            "event_context": f"4-{self._workspace.new_id('EC')}",
        }
