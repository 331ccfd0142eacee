"""A call as its method sees it: typed arguments, its channel, the usual refusals."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from rehearsal.backstage import Backstage
from rehearsal.errors import Rejected
from rehearsal.records import Channel, Message, User
from rehearsal.scopes import RULES
from rehearsal.workspace import BOT_USER_ID, Workspace

Json = dict[str, Any]
T = TypeVar("T")
HANDLERS: dict[str, Callable[[Ask], Json]] = {}


def serves(method: str) -> Callable[[Callable[[Ask], Json]], Callable[[Ask], Json]]:
    """Registers a function as the method of that name."""

    def register(handler: Callable[[Ask], Json]) -> Callable[[Ask], Json]:
        HANDLERS[method] = handler
        return handler

    return register


@dataclass(frozen=True)
class Ask:
    """One call, its arguments still as they came."""

    backstage: Backstage
    method: str
    args: Json

    @property
    def workspace(self) -> Workspace:
        return self.backstage.workspace

    # Arguments

    def text(self, name: str, default: str = "") -> str:
        value = self.args.get(name)
        return default if value is None else str(value)

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.args.get(name)
        return default if value is None else str(value).lower() in ("1", "true")

    def number(self, name: str, default: int) -> int:
        value = self.args.get(name)
        if value in (None, ""):
            return default
        try:
            return int(str(value))
        except ValueError:
            raise Rejected("invalid_arguments", [f"[ERROR] not a number: {name}"]) from None

    def data(self, name: str) -> Any:
        """An argument that is JSON, also when it came as text; None when not given."""
        value = self.args.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            code = "invalid_blocks_format" if name == "blocks" else "invalid_arguments"
            raise Rejected(code, [f"[ERROR] not JSON: {name}"]) from None

    def names(self, name: str) -> list[str]:
        """A list given as JSON or with commas."""
        value = self.args.get(name)
        if isinstance(value, list):
            return [str(part) for part in value]
        return [part.strip() for part in str(value or "").split(",") if part.strip()]

    # Scopes

    def holds(self, *scopes: str) -> bool:
        return bool(self.backstage.granted_scopes().intersection(scopes))

    def need(self, *scopes: str) -> None:
        """Rejects the call unless the app holds one of these."""
        if scopes and not self.holds(*scopes):
            provided = ",".join(sorted(self.backstage.granted_scopes()))
            raise Rejected("missing_scope", needed=",".join(scopes), provided=provided)

    def check_scopes(self) -> None:
        """The scopes a method needs, by kind of conversation where it matters."""
        rule = RULES[self.method]
        self.need(*rule.scopes)
        if not rule.by_type:
            return
        for kind in self._kinds_asked_for():
            self.need(*rule.by_type[kind])

    def _kinds_asked_for(self) -> list[str]:
        if self.method == "conversations.create":
            return ["private_channel" if self.flag("is_private") else "public_channel"]
        if self.method == "conversations.open" and not self.args.get("channel"):
            return ["im" if len(self.names("users")) == 1 else "mpim"]
        if self.method in ("conversations.list", "users.conversations"):
            return self.kinds()
        channel = self.workspace.channels.get(self.text("channel"))
        return [channel.kind] if channel else []

    def kinds(self) -> list[str]:
        """The `types` argument of lists; public channels when not given."""
        kinds = self.names("types") or ["public_channel"]
        if any(kind not in ("public_channel", "private_channel", "im", "mpim") for kind in kinds):
            raise Rejected("invalid_types")
        return kinds

    # What the call is about

    def channel(self, name: str = "channel") -> Channel:
        """The channel, if the bot can see it at all."""
        channel = self.workspace.channels.get(self.text(name))
        if channel is None or not self.workspace.may_see(BOT_USER_ID, channel):
            raise Rejected("channel_not_found")
        return channel

    def own_channel(self, name: str = "channel") -> Channel:
        """The channel, if the bot is in it."""
        channel = self.channel(name)
        if BOT_USER_ID not in channel.members:
            raise Rejected("not_in_channel")
        return channel

    def open_channel(self, name: str = "channel") -> Channel:
        """The channel, if the bot is in it and it is not archived."""
        channel = self.channel(name)
        if channel.is_archived:
            raise Rejected("is_archived")
        return self.own_channel(name)

    def message(self, channel: Channel, name: str = "timestamp") -> Message:
        message = channel.message(self.text(name))
        if message is None:
            raise Rejected("message_not_found")
        return message

    def user(self, user_id: str, code: str = "user_not_found") -> User:
        user = self.workspace.users.get(user_id)
        if user is None:
            raise Rejected(code)
        return user

    # Pages

    def page(
        self, rows: Sequence[T], *, default: int = 100, most: int = 1000
    ) -> tuple[list[T], Json]:
        """The rows of this page and the response_metadata that leads to the next."""
        limit = min(max(self.number("limit", default), 1), most)
        start = _offset(self.text("cursor"))
        if start > len(rows):
            raise Rejected("invalid_cursor")
        following = start + limit
        cursor = _cursor(following) if following < len(rows) else ""
        return list(rows[start:following]), {"response_metadata": {"next_cursor": cursor}}


def _cursor(offset: int) -> str:
    return base64.b64encode(f"next:{offset}".encode()).decode()


def _offset(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        return int(base64.b64decode(cursor).decode().removeprefix("next:"))
    except ValueError:
        raise Rejected("invalid_cursor") from None
