"""The live count: what people did that the bot acknowledged, against what its database holds.

Reads the database from outside and never writes to it. Lost is acknowledged and not stored; doubled
is one post of the bot that stands in the workspace twice.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rehearsal.backstage import Backstage
from rehearsal.sockets import Delivery
from rehearsal.workspace import BOT_USER_ID

Json = dict[str, Any]
_COUNTED_EVENTS = ("message", "reaction_added", "reaction_removed")
_COUNTED_SUBTYPES = (None, "thread_broadcast", "file_share", "message_changed", "message_deleted")


class Ledger:
    """Notes every acknowledgement from now on; compares when asked."""

    def __init__(self, backstage: Backstage, database: Path) -> None:
        self._workspace = backstage.workspace
        self._database = database
        self._acknowledged: dict[str, None] = {}
        backstage.hub.on_acknowledged.append(self._note)

    def count(self) -> Json:
        """did, stored, lost and doubled, as the page shows them."""
        with self._workspace.lock:
            did = list(self._acknowledged)
        stored = self._stored()
        kept = sum(1 for key in did if key in stored)
        doubled = self.doubled()
        return {"did": len(did), "stored": kept, "lost": len(did) - kept, "doubled": len(doubled)}

    def lost(self) -> list[str]:
        """The keys of what was acknowledged and is not in the database."""
        with self._workspace.lock:
            did = list(self._acknowledged)
        stored = self._stored()
        return [key for key in did if key not in stored]

    def doubled(self) -> list[str]:
        """Deliveries that stand there more than once, and ts that a channel has twice."""
        with self._workspace.lock:
            own = [
                message
                for channel in self._workspace.channels.values()
                for message in channel.messages
                if message.bot_id
            ]
            places = Counter(f"{message.channel_id}/{message.ts}" for message in own)
            deliveries = Counter(_delivery(message.metadata) for message in own)
        deliveries.pop("", None)
        return [key for count in (places, deliveries) for key, times in count.items() if times > 1]

    # What people did

    def _note(self, delivery: Delivery) -> None:
        key = self._key(delivery)
        if key is not None:
            self._acknowledged[key] = None
            self._workspace.announce("plug")

    def _key(self, delivery: Delivery) -> str | None:
        payload = delivery.payload
        if delivery.is_event:
            return self._key_of_event(payload)
        if payload.get("type") == "view_submission":
            refused = (delivery.answer or {}).get("response_action") == "errors"
            view = payload["view"]
            return None if refused else f"view:{view['id']}:{view['hash']}"
        if payload.get("type") in ("view_closed", "block_suggestion"):
            return None
        return f"trigger:{payload['trigger_id']}"

    def _key_of_event(self, payload: Json) -> str | None:
        event = payload["event"]
        channel_id = event.get("channel") or event.get("item", {}).get("channel")
        if event["type"] not in _COUNTED_EVENTS or not self._is_of_the_bot(channel_id):
            return None
        if event.get("subtype") not in _COUNTED_SUBTYPES or _author(event) == BOT_USER_ID:
            return None
        if event["type"] == "message" and not event.get("hidden"):
            return f"message:{channel_id}:{event['ts']}"
        return f"event:{payload['event_id']}"

    def _is_of_the_bot(self, channel_id: object) -> bool:
        channel = self._workspace.channels.get(str(channel_id))
        return channel is not None and channel.creator == BOT_USER_ID and not channel.im_with

    # What is stored

    def _stored(self) -> set[str]:
        messages = (f"message:{channel}:{ts}" for channel, ts in self._rows(_ACTIVITY))
        return {*(str(key) for (key,) in self._rows(_INBOX)), *messages}

    def _rows(self, query: str) -> Iterable[tuple[Any, ...]]:
        """Nothing while there is no database or no such table yet."""
        if not self._database.exists():
            return []
        try:
            connection = sqlite3.connect(f"file:{self._database}?mode=ro", uri=True, timeout=2)
        except sqlite3.OperationalError:
            return []
        try:
            return connection.execute(query).fetchall()
        except sqlite3.OperationalError:
            return []
        finally:
            connection.close()


_INBOX = "SELECT key FROM inbox"
_ACTIVITY = "SELECT channel_id, ts FROM activity"


def _author(event: Json) -> object:
    inner = event.get("message") or event.get("previous_message") or {}
    return inner.get("user") or event.get("user")


def _delivery(metadata: Json | None) -> str:
    return str(((metadata or {}).get("event_payload") or {}).get("delivery") or "")
