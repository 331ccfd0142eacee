"""The state of the workspace: who and what there is, and who may see it.

Changes that others notice are made in `happenings.py`; nothing here sends anything.
"""

from __future__ import annotations

import itertools
import string
import threading
import time
from collections.abc import Callable, Iterable

from rehearsal import plain
from rehearsal.records import Channel, File, Json, Message, User, View

BOT_USER_ID = "U0HOWBOT"
BOT_ID = "B0HOWBOT"
APP_ID = "A0HOWBOT"
TEAM_ID = "T0REHEARSE"

_PEOPLE = (
    ("U0ANA", "Ana Lindqvist", "Europe/Stockholm", "On-call engineer", "#0f7b6c"),
    ("U0BEN", "Ben Okafor", "America/New_York", "ML engineer", "#b4540a"),
    ("U0CHANDRA", "Chandra Rao", "Asia/Kolkata", "Data scientist and facilitator", "#6b4fbb"),
    ("U0DAIKI", "Daiki Mori", "Asia/Tokyo", "Product", "#1f6feb"),
)


class Clock:
    """The server's time in seconds; can be turned forward."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def now(self) -> float:
        return time.time() + self._ahead

    def turn(self, seconds: float) -> None:
        """Moves the time ahead for trigger ids, rate tiers, response addresses and new ts."""
        self._ahead += seconds


class Workspace:
    """People, channels, files and views under one lock; `changed` is notified of every change."""

    def __init__(self, name: str = "Rehearsal") -> None:
        self.name = name
        self.team_id = TEAM_ID
        self.domain = "rehearsal"
        self.url = ""
        self.clock = Clock()
        self.lock = threading.RLock()
        self.changed = threading.Condition(self.lock)
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.files: dict[str, File] = {}
        self.canvases: dict[str, Json] = {}
        self.stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}
        self.publish: Callable[[Json, Channel | None], None] = lambda _event, _channel: None
        self.listeners: list[Callable[[Json], None]] = []
        self.unfurl_domains: list[str] = []
        self.last_number = 0
        self.last_ts = 0
        self._furnish()

    def _furnish(self) -> None:
        bot = User(BOT_USER_ID, "howbot", "Howbot", is_bot=True, color="#3f4654")
        self.users[bot.id] = bot
        for user_id, real_name, tz, title, color in _PEOPLE:
            self.add_user(real_name, user_id=user_id, tz=tz, title=title, color=color)
        everyone = list(self.users)
        for name in ("general", "incidents"):
            self.add_channel(name, "U0ANA", members=everyone)

    # People and channels

    @property
    def bot(self) -> User:
        return self.users[BOT_USER_ID]

    def add_user(
        self,
        real_name: str,
        *,
        user_id: str | None = None,
        tz: str = "Etc/UTC",
        title: str = "",
        color: str = "#5b6770",
    ) -> User:
        """A new member, in no channel yet."""
        first = real_name.split()[0]
        user = User(user_id or self.new_id("U"), first.lower(), real_name, tz, title, color)
        user.email = f"{first.lower()}@rehearsal.example"
        self.users[user.id] = user
        return user

    def add_channel(
        self, name: str, creator: str, *, is_private: bool = False, members: Iterable[str] = ()
    ) -> Channel:
        """A new channel with its members; announces nothing."""
        channel = Channel(self.new_id("C"), name, creator, int(self.clock.now()), is_private)
        channel.members = list(members)
        self.channels[channel.id] = channel
        return channel

    def direct_channel(self, user_id: str) -> Channel:
        """The direct messages between a person and the bot."""
        for channel in self.channels.values():
            if channel.im_with == user_id:
                return channel
        channel = Channel(self.new_id("D"), "", BOT_USER_ID, int(self.clock.now()), im_with=user_id)
        channel.members = [user_id, BOT_USER_ID]
        self.channels[channel.id] = channel
        return channel

    def channel_named(self, name: str) -> Channel | None:
        wanted = name.lstrip("#")
        named = (c for c in self.channels.values() if not c.im_with)
        return next((c for c in named if wanted in (c.name, c.id)), None)

    def may_see(self, user_id: str, channel: Channel) -> bool:
        """Members see their channels; everyone but guests sees the public ones."""
        user = self.users[user_id]
        public = channel.kind == "public_channel" and not user.is_guest
        return user_id in channel.members or public

    def name_of(self, some_id: str) -> str:
        """A person's full name or a channel's name; the id itself when unknown."""
        if some_id in self.users:
            return self.users[some_id].real_name
        return self.channels[some_id].name if some_id in self.channels else some_id

    def spell(self, text: str) -> str:
        return plain.spelled(text, self.name_of)

    # Ids, time and waiting

    def new_id(self, prefix: str) -> str:
        """Unique, upper case, in the order of creation."""
        self.last_number += 1
        number, digits = self.last_number + 36**6, ""
        while number:
            number, rest = divmod(number, 36)
            digits = (string.digits + string.ascii_uppercase)[rest] + digits
        return f"{prefix}0{digits}"

    def new_ts(self) -> str:
        """From the clock, later than every one before."""
        self.last_ts = max(int(self.clock.now() * 1_000_000), self.last_ts + 100)
        return f"{self.last_ts // 1_000_000}.{self.last_ts % 1_000_000:06d}"

    def announce(self, kind: str, **facts: object) -> None:
        """Wakes those who wait and tells the page what to read again."""
        self.changed.notify_all()
        for listener in list(self.listeners):
            listener({"type": kind, **facts})

    def awaits(self, condition: Callable[[], bool], timeout: float = 5.0) -> bool:
        """Sleeps until the condition holds; False when it does not within the time."""
        with self.changed:
            return self.changed.wait_for(condition, timeout)

    # Messages and views

    def message_at(self, channel_id: str, ts: str) -> Message | None:
        channel = self.channels.get(channel_id)
        return channel.message(ts) if channel else None

    def view(self, view_id: str) -> View | None:
        everything = [*itertools.chain(*self.stacks.values()), *self.homes.values()]
        return next((view for view in everything if view.id == view_id), None)

    def stack(self, user_id: str) -> list[View]:
        return self.stacks.setdefault(user_id, [])
