"""A Slack message as plain values, read from what events, history and shortcuts give.

Only reads: whether a message matters is for `timeline` and the flows to say.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.core.ids import Ts, UserId
from bot.core.timeline import MessageFacts, is_human_message, ts_key

Payload = Mapping[str, Any]


@dataclass(frozen=True)
class SeenReaction:
    """One emoji on a message. `complete`: `users` are all who reacted so, not only some."""

    name: str
    users: frozenset[str]
    complete: bool


@dataclass(frozen=True)
class SlackMessage:
    """What a message says now, in Slack's markup.

    `user_id`: the person who said it, empty where an app did; `app_name`: how that app calls
    itself. `thread_ts`: the root it replies to, None in the channel itself. `edited_ts`: when it
    was last reworded. `files`: id, name, permalink, mimetype and size of each.
    `has_replies`: a thread hangs on it. `is_gone`: what is left of a deleted root of a thread.
    """

    ts: Ts
    user_id: str
    text: str
    thread_ts: Ts | None = None
    edited_ts: Ts | None = None
    app_name: str = ""
    files: tuple[dict[str, Any], ...] = ()
    reactions: tuple[SeenReaction, ...] = ()
    has_replies: bool = False
    is_human: bool = True
    is_gone: bool = False

    @property
    def written_ts(self) -> Ts:
        """When this wording was written."""
        return self.edited_ts or self.ts


def read_message(payload: Payload) -> SlackMessage:
    """From a message object of Slack. Raises KeyError or ValueError for what is none."""
    ts = Ts(payload["ts"])
    ts_key(ts)
    facts = MessageFacts(
        user_id=payload.get("user") or None,
        bot_id=payload.get("bot_id"),
        subtype=payload.get("subtype"),
    )
    is_human = is_human_message(facts)
    root = payload.get("thread_ts")
    return SlackMessage(
        ts=ts,
        user_id=UserId(payload["user"]) if is_human else "",
        text=_said(payload),
        thread_ts=Ts(root) if root and root != ts else None,
        edited_ts=(payload.get("edited") or {}).get("ts"),
        app_name="" if is_human else _app_name(payload),
        files=tuple(_file(each) for each in payload.get("files") or ()),
        reactions=tuple(_reaction(each) for each in payload.get("reactions") or ()),
        has_replies=bool(payload.get("reply_count")),
        is_human=is_human,
        is_gone=payload.get("subtype") == "tombstone",
    )


def emoji_name(reaction: str) -> str:
    """An emoji's name without its skin tone."""
    return reaction.partition("::")[0]


def _said(payload: Payload) -> str:
    """The text; of a message without one, what its attachments or blocks say."""
    if payload.get("text"):
        return str(payload["text"])
    attached = [_attached(each) for each in payload.get("attachments") or ()]
    blocks = [_block(each) for each in payload.get("blocks") or ()]
    return "\n".join(part for part in (*attached, *blocks) if part)


def _attached(attachment: Payload) -> str:
    parts = [attachment.get(name) for name in ("pretext", "title", "text")]
    return "\n".join(str(part) for part in parts if part) or str(attachment.get("fallback") or "")


def _block(block: Payload) -> str:
    text = block.get("text")
    return str(text.get("text") or "") if isinstance(text, Mapping) else ""


def _app_name(payload: Payload) -> str:
    profile = payload.get("bot_profile") or {}
    return str(payload.get("username") or profile.get("name") or payload.get("bot_id") or "")


def _file(file: Payload) -> dict[str, Any]:
    return {
        "id": str(file.get("id") or ""),
        "name": str(file.get("name") or file.get("title") or file.get("id") or ""),
        "permalink": str(file.get("permalink") or ""),
        "mimetype": str(file.get("mimetype") or ""),
        "size": int(file.get("size") or 0),
    }


def _reaction(reaction: Payload) -> SeenReaction:
    users: Iterable[str] = reaction.get("users") or ()
    named = frozenset(users)
    return SeenReaction(
        name=emoji_name(reaction["name"]),
        users=named,
        complete=len(named) >= int(reaction.get("count") or 0),
    )
