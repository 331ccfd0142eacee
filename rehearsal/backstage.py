"""Everything behind the doors of the workspace, put together once.

Speaks no HTTP; see `server.py` for the doors and `calls.py` for the Web API's.
"""

from __future__ import annotations

import itertools
import secrets
from dataclasses import dataclass, field
from typing import Any

from rehearsal.errors import Rejected
from rehearsal.events import Events
from rehearsal.faults import Faults
from rehearsal.installed_app import InstalledApp
from rehearsal.records import Message
from rehearsal.sockets import Hub
from rehearsal.tiers import Tiers
from rehearsal.workspace import Workspace

_TRIGGER_SECONDS = 3.0
_RESPONSES_PER_ADDRESS = 5
_RESPONSE_SECONDS = 30 * 60


@dataclass(frozen=True)
class Call:
    """One Web API call as it was answered. `error` is None when it went well."""

    method: str
    args: dict[str, Any]
    at: float
    seconds: float
    ok: bool
    error: str | None


@dataclass
class Trigger:
    """What lets the app open a modal for somebody, once and soon. `view_id`: where they were."""

    user: str
    issued_at: float
    view_id: str | None = None
    used: bool = False


@dataclass
class ResponseAddress:
    """Where the app may answer an interaction later; `message` is what it would replace."""

    user: str
    channel_id: str
    issued_at: float
    message: Message | None = None
    thread_ts: str | None = None
    left: int = _RESPONSES_PER_ADDRESS


@dataclass
class Backstage:
    """The workspace with everything that serves it."""

    workspace: Workspace = field(default_factory=Workspace)

    def __post_init__(self) -> None:
        self.tiers = Tiers(self.workspace.clock)
        self.faults = Faults(self.tiers)
        self.hub = Hub(self.workspace)
        self.events = Events(self.workspace, self.hub, self.faults)
        self.calls: list[Call] = []
        self.triggers: dict[str, Trigger] = {}
        self.addresses: dict[str, ResponseAddress] = {}
        self.uploads: dict[str, str] = {}
        self._numbers = itertools.count(1)

    @property
    def app(self) -> InstalledApp:
        return self.events.app

    def granted_scopes(self) -> set[str]:
        """The bot's scopes, less those revoked by a fault."""
        return self.app.scopes - self.faults.revoked

    # Triggers

    def new_trigger(self, user: str, view_id: str | None = None) -> str:
        """A trigger_id for something this person just did."""
        trigger_id = f"{next(self._numbers)}.{self.workspace.team_id}.{secrets.token_hex(12)}"
        self.triggers[trigger_id] = Trigger(user, self.workspace.clock.now(), view_id)
        return trigger_id

    def redeem(self, trigger_id: str) -> Trigger:
        """Uses a trigger up; Rejected when it is unknown, used or too old."""
        trigger = self.triggers.get(trigger_id)
        if trigger is None:
            raise Rejected("invalid_trigger_id")
        if trigger.used:
            raise Rejected("exchanged_trigger_id")
        if self.workspace.clock.now() - trigger.issued_at > _TRIGGER_SECONDS:
            raise Rejected("expired_trigger_id")
        return trigger

    # Response addresses

    def new_response_url(
        self,
        user: str,
        channel_id: str,
        message: Message | None = None,
        thread_ts: str | None = None,
    ) -> str:
        """An address to answer at, five times within half an hour."""
        key = secrets.token_hex(16)
        issued_at = self.workspace.clock.now()
        address = ResponseAddress(user, channel_id, issued_at, message, thread_ts)
        self.addresses[key] = address
        return f"{self.workspace.url}/hooks/response/{key}"

    def use_address(self, key: str) -> ResponseAddress:
        """Counts one use; Rejected when used up, too old or unknown."""
        address = self.addresses.get(key)
        if address is None:
            raise Rejected("used_url")
        expired = self.workspace.clock.now() - address.issued_at > _RESPONSE_SECONDS
        if expired or address.left <= 0:
            raise Rejected("expired_url" if expired else "used_url")
        address.left -= 1
        return address
