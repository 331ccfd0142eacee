"""What a workspace is made of: people, channels, messages, files, views. Decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from rehearsal import plain

Json = dict[str, Any]


@dataclass
class User:
    """A member of the workspace, human or bot."""

    id: str
    name: str
    real_name: str
    tz: str = "Etc/UTC"
    title: str = ""
    color: str = "#5b6770"
    is_bot: bool = False
    is_guest: bool = False
    is_external: bool = False
    deleted: bool = False
    email: str = ""

    @property
    def first_name(self) -> str:
        return self.real_name.split()[0]

    @property
    def initials(self) -> str:
        return "".join(part[0] for part in self.real_name.split()[:2]).upper()

    def as_slack(self, team_id: str, *, with_email: bool = True) -> Json:
        """The user object of users.info; `email` only for those who hold its scope."""
        offset = datetime.now(ZoneInfo(self.tz)).utcoffset()
        profile = {
            "real_name": self.real_name,
            "display_name": self.name,
            "title": self.title,
            "team": team_id,
        }
        if with_email and self.email and not self.is_bot:
            profile["email"] = self.email
        return {
            "id": self.id,
            "team_id": "T0ELSEWHERE" if self.is_external else team_id,
            "name": self.name,
            "real_name": self.real_name,
            "deleted": self.deleted,
            "color": self.color.lstrip("#"),
            "tz": self.tz,
            "tz_label": self.tz.rsplit("/", 1)[-1].replace("_", " "),
            "tz_offset": int(offset.total_seconds()) if offset else 0,
            "profile": profile,
            "is_admin": False,
            "is_owner": False,
            "is_bot": self.is_bot,
            "is_app_user": False,
            "is_restricted": self.is_guest,
            "is_ultra_restricted": False,
            "is_stranger": self.is_external,
            "updated": 1700000000,
        }


@dataclass
class File:
    """An uploaded file; `complete` once its upload was finished and it may be seen."""

    id: str
    name: str
    title: str
    user: str
    size: int
    created: int
    content: bytes = b""
    received: bool = False
    complete: bool = False
    deleted: bool = False
    channels: list[str] = field(default_factory=list)
    alt: str = ""

    def as_slack(self, base_url: str) -> Json:
        suffix = self.name.rsplit(".", 1)[-1].lower() if "." in self.name else "text"
        shown = {
            "id": self.id,
            "created": self.created,
            "timestamp": self.created,
            "name": self.name,
            "title": self.title,
            "filetype": suffix,
            "mimetype": "application/octet-stream",
            "user": self.user,
            "size": self.size,
            "mode": "hosted",
            "url_private": f"{base_url}/files/{self.id}/{self.name}",
            "url_private_download": f"{base_url}/files/{self.id}/{self.name}?download=1",
            "permalink": f"{base_url}/files/{self.id}",
            "channels": [c for c in self.channels if c.startswith("C")],
            "groups": [c for c in self.channels if c.startswith("G")],
            "ims": [c for c in self.channels if c.startswith("D")],
        }
        return {**shown, "alt_txt": self.alt} if self.alt else shown


@dataclass
class Bookmark:
    """A link above a channel's messages."""

    id: str
    channel_id: str
    title: str
    link: str
    type: str = "link"
    emoji: str = ""

    def as_slack(self) -> Json:
        return {**self.__dict__, "date_created": 1700000000, "rank": "i"}


@dataclass(eq=False)
class Message:
    """One message. The same object stays current when the message is edited, updated or deleted."""

    channel_id: str
    ts: str
    user: str
    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    subtype: str | None = None
    bot_id: str | None = None
    metadata: Json | None = None
    reactions: dict[str, list[str]] = field(default_factory=dict)
    edited: Json | None = None
    deleted: bool = False
    files: list[File] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    ephemeral: bool = False
    seen_by: str | None = None
    response_url: str | None = None
    extra: Json = field(default_factory=dict)
    values: dict[str, dict[str, Json]] = field(default_factory=dict)
    spell: Callable[[str], str] = field(default=str, repr=False)

    @property
    def broadcast(self) -> bool:
        return self.subtype == "thread_broadcast"

    @property
    def is_reply(self) -> bool:
        return self.thread_ts is not None and self.thread_ts != self.ts

    def visible_text(self) -> str:
        """Everything a reader sees: the blocks' text and button labels, else the text."""
        shown = plain.of_blocks(self.blocks) if self.blocks else self.text
        attached = [
            plain.of_blocks(a.get("blocks", [])) or a.get("text", "") for a in self.attachments
        ]
        return self.spell("\n".join([shown, *attached]).strip())

    def buttons(self) -> list[str]:
        """The labels of all buttons on the message, in order."""
        return plain.buttons_of(self.blocks)


# What a command shows is a message too, mostly one that only its author sees.
Shown = Message


@dataclass(eq=False)
class Channel:
    """A conversation: public, private, or a direct message with the bot (`im_with`)."""

    id: str
    name: str
    creator: str
    created: int
    is_private: bool = False
    is_archived: bool = False
    im_with: str | None = None
    is_mpim: bool = False
    is_ext_shared: bool = False
    members: list[str] = field(default_factory=list)
    topic: str = ""
    purpose: str = ""
    all_messages: list[Message] = field(default_factory=list)
    ephemerals: list[Message] = field(default_factory=list)
    pins: list[str] = field(default_factory=list)
    bookmarks: list[Bookmark] = field(default_factory=list)
    previous_names: list[str] = field(default_factory=list)
    canvas: str | None = None
    read_until: dict[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """public_channel, private_channel, mpim or im: the words scopes are chosen by."""
        if self.im_with:
            return "im"
        if self.is_mpim:
            return "mpim"
        return "private_channel" if self.is_private else "public_channel"

    @property
    def channel_type(self) -> str:
        """The word message events use."""
        kinds = {
            "public_channel": "channel",
            "private_channel": "group",
            "im": "im",
            "mpim": "mpim",
        }
        return kinds[self.kind]

    @property
    def messages(self) -> list[Message]:
        """What is there now: replies included, deleted ones not."""
        return [message for message in self.all_messages if not message.deleted]

    def top_level(self) -> list[Message]:
        """What conversations.history shows: no replies unless broadcast."""
        return [m for m in self.messages if not m.is_reply or m.broadcast]

    def replies_to(self, ts: str) -> list[Message]:
        return [m for m in self.messages if m.thread_ts == ts and m.ts != ts]

    def message(self, ts: str) -> Message | None:
        return next((m for m in reversed(self.all_messages) if m.ts == ts and not m.deleted), None)


@dataclass(eq=False)
class View:
    """A modal in somebody's stack, or somebody's Home."""

    id: str
    user: str
    type: str
    blocks: list[Json]
    hash: str
    title: str = ""
    submit: str | None = None
    close: str | None = None
    callback_id: str = ""
    private_metadata: str = ""
    external_id: str = ""
    notify_on_close: bool = False
    clear_on_close: bool = False
    root_view_id: str = ""
    previous_view_id: str | None = None
    values: dict[str, dict[str, Json]] = field(default_factory=dict)
    spell: Callable[[str], str] = field(default=str, repr=False)

    def text(self) -> str:
        """All text a person can read in it, title and buttons included."""
        shown = [self.title, plain.of_blocks(self.blocks), self.submit or "", self.close or ""]
        return self.spell("\n".join(part for part in shown if part))

    def labels(self) -> list[str]:
        """The labels of its inputs, in order."""
        inputs = [block for block in self.blocks if block["type"] == "input"]
        return [str(block["label"]["text"]) for block in inputs]

    def buttons(self) -> list[str]:
        return plain.buttons_of(self.blocks)
