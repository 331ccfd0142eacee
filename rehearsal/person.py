"""A person of the workspace, driven by their first name: types, reacts, joins, reads.

Every act returns once the bot has acknowledged what came of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rehearsal import happenings, membership
from rehearsal.clicking import Clicking
from rehearsal.composer import compose
from rehearsal.errors import NotThere
from rehearsal.forms import person_id
from rehearsal.records import Channel, File, Message
from rehearsal.workspace import BOT_USER_ID, Workspace

if TYPE_CHECKING:
    from rehearsal.backstage import Backstage
    from rehearsal.interactions import Interactions
    from rehearsal.records import User


class Person(Clicking):
    """Somebody at their Slack client."""

    def __init__(self, backstage: Backstage, interactions: Interactions, user: User) -> None:
        super().__init__(backstage, interactions, user)
        self._acknowledged = backstage.events.acknowledged

    @property
    def name(self) -> str:
        return self._user.real_name

    @property
    def tz(self) -> str:
        return self._user.tz

    # Messages

    def types(
        self, text: str, channel: str | Channel = "general", thread: Message | None = None
    ) -> Message:
        """Sends a message; one beginning with "/" is a command and its answer comes back."""
        if text.startswith("/"):
            if thread is not None:
                raise NotThere("slash commands cannot be used in threads")
            answer = self.command(text, channel)
            return answer or Message("", "", BOT_USER_ID, spell=self._workspace.spell)
        return self.says(compose(self._workspace, text), self._channel(channel), thread)

    def command(self, text: str, channel: str | Channel = "general") -> Message | None:
        """Types a slash command; what the bot's acknowledgement shows, if anything."""
        name, _, rest = text.partition(" ")
        place = self._channel(channel)
        known = self._backstage.app.command(name)
        if known and known.get("should_escape"):
            rest = compose(self._workspace, rest)
        return self._interactions.command(self._user, place, name, rest.strip())

    def replies(self, message: Message, text: str) -> Message:
        """Answers in the thread of a message."""
        return self.says(compose(self._workspace, text), self._place_of(message), message)

    def broadcasts(self, message: Message, text: str) -> Message:
        """Answers in a thread and sends it to the channel too."""
        place = self._place_of(message)
        return self.says(compose(self._workspace, text), place, message, broadcast=True)

    def says(
        self,
        text: str,
        channel: Channel,
        thread: Message | None,
        *,
        broadcast: bool = False,
        files: list[File] | None = None,
    ) -> Message:
        """Sends text that is in Slack's form already."""
        self._check_may_write(channel)
        root = (thread.thread_ts or thread.ts) if thread else None
        with self._acknowledged():
            return happenings.post(
                self._workspace,
                channel,
                self.id,
                text,
                thread_ts=root,
                broadcast=broadcast,
                files=files,
            )

    def edits(self, message: Message, text: str) -> None:
        """Changes one of their own messages."""
        self.edits_to(message, compose(self._workspace, text))

    def edits_to(self, message: Message, text: str) -> None:
        """The same, with text that is in Slack's form already."""
        self._check_own(message)
        with self._acknowledged():
            happenings.edit(self._workspace, message, self.id, text=text, blocks=[])

    def deletes(self, message: Message) -> None:
        """Removes one of their own messages."""
        self._check_own(message)
        with self._acknowledged():
            happenings.delete(self._workspace, message)

    def reacts(self, message: Message, emoji: str) -> None:
        """Adds a reaction."""
        self._check_visible(message)
        with self._acknowledged():
            happenings.react(self._workspace, message, self.id, emoji.strip(":"))

    def unreacts(self, message: Message, emoji: str) -> None:
        """Takes a reaction back."""
        with self._acknowledged():
            happenings.unreact(self._workspace, message, self.id, emoji.strip(":"))

    def pins(self, message: Message) -> None:
        """Pins a message to its channel."""
        self._check_visible(message)
        with self._acknowledged():
            happenings.pin(self._workspace, message, self.id)

    def uploads(
        self,
        channel: str | Channel,
        filename: str,
        content: bytes,
        text: str = "",
        *,
        thread: Message | None = None,
    ) -> Message:
        """Shares a file."""
        place, now = self._channel(channel), int(self._workspace.clock.now())
        with self._workspace.lock:
            file = File(self._workspace.new_id("F"), filename, filename, self.id, len(content), now)
            file.content, file.received, file.complete = content, True, True
            file.channels.append(place.id)
            self._workspace.files[file.id] = file
        return self.says(compose(self._workspace, text), place, thread, files=[file])

    # Reading

    def sees(self, channel: str | Channel = "general") -> list[Message]:
        """The channel as it is on their screen: no thread replies, but what only they see."""
        with self._workspace.lock:
            place = self._channel(channel)
            own = [message for message in place.ephemerals if message.seen_by == self.id]
            return sorted([*place.top_level(), *own], key=lambda message: message.ts)

    def thread(self, message: Message) -> list[Message]:
        """A thread, its root first, with what only they see in it."""
        with self._workspace.lock:
            place, root_ts = self._place_of(message), message.thread_ts or message.ts
            root = place.message(root_ts)
            own = [e for e in place.ephemerals if e.seen_by == self.id and e.thread_ts == root_ts]
            replies = sorted([*place.replies_to(root_ts), *own], key=lambda reply: reply.ts)
            return [*([root] if root else []), *replies]

    def direct_messages(self) -> list[Message]:
        """Their direct messages with the bot."""
        with self._workspace.lock:
            place = self._workspace.direct_channel(self.id)
            own = [message for message in place.ephemerals if message.seen_by == self.id]
            return sorted([*place.messages, *own], key=lambda message: message.ts)

    # Channels

    def joins(self, channel: str | Channel) -> None:
        """Enters a public channel."""
        place = self._channel(channel)
        if place.is_archived or place.is_private:
            raise NotThere(f"#{place.name} cannot be joined")
        with self._acknowledged():
            if self.id not in place.members:
                membership.join(self._workspace, place, self.id)

    def leaves(self, channel: str | Channel) -> None:
        with self._acknowledged():
            membership.leave(self._workspace, self._channel(channel), self.id)

    def invites(self, whom: Person | str, channel: str | Channel) -> None:
        """Adds somebody; "howbot" or "bot" is the bot."""
        place = self._channel(channel)
        user_id = BOT_USER_ID if whom in ("bot", "@howbot") else _id_of(self._workspace, whom)
        self._check_may_write(place)
        with self._acknowledged():
            if user_id not in place.members:
                membership.join(self._workspace, place, user_id, self.id)

    def removes_bot(self, channel: str | Channel) -> None:
        """Takes the bot out of a channel."""
        with self._acknowledged():
            membership.leave(self._workspace, self._channel(channel), BOT_USER_ID, self.id)

    def archives(self, channel: str | Channel) -> None:
        with self._acknowledged():
            membership.archive(self._workspace, self._channel(channel), self.id)

    def unarchives(self, channel: str | Channel) -> None:
        with self._acknowledged():
            membership.unarchive(self._workspace, self._channel(channel), self.id)

    def renames(self, channel: str | Channel, name: str) -> None:
        with self._acknowledged():
            membership.rename(self._workspace, self._channel(channel), self.id, name)

    def deletes_channel(self, channel: str | Channel) -> None:
        with self._acknowledged():
            membership.remove_channel(self._workspace, self._channel(channel), self.id)

    def creates_channel(self, name: str, private: bool = False) -> Channel:
        """Makes a channel with only themselves in it."""
        with self._acknowledged():
            return membership.create_channel(self._workspace, name, self.id, is_private=private)

    # Profile

    def changes_zone(self, tz: str) -> None:
        """Moves to another time zone."""
        with self._acknowledged():
            self._user.tz = tz
            membership.change_user(self._workspace, self._user)

    def leaves_workspace(self) -> None:
        """Is deactivated, and gone from every channel."""
        with self._acknowledged():
            self._user.deleted = True
            for channel in self._workspace.channels.values():
                if self.id in channel.members and not channel.im_with:
                    membership.leave(self._workspace, channel, self.id)
            membership.change_user(self._workspace, self._user)

    # Helpers

    def _channel(self, channel: str | Channel) -> Channel:
        if isinstance(channel, Channel):
            found: Channel | None = channel
        elif channel in ("bot", "@howbot", "dm"):
            found = self._workspace.direct_channel(self.id)
        else:
            by_id = self._workspace.channels.get(channel)
            found = by_id or self._workspace.channel_named(channel)
        if found is None or not self._workspace.may_see(self.id, found):
            raise NotThere(f"{self._user.first_name} sees no channel {channel}")
        return found

    def _place_of(self, message: Message) -> Channel:
        return self._channel(self._workspace.channels[message.channel_id])

    def _check_may_write(self, channel: Channel) -> None:
        if self.id not in channel.members or channel.is_archived:
            raise NotThere(f"{self._user.first_name} cannot write in #{channel.name}")

    def _check_own(self, message: Message) -> None:
        self._check_visible(message)
        if message.user != self.id:
            raise NotThere("only one's own messages can be changed")


def _id_of(workspace: Workspace, whom: Person | str) -> str:
    return whom.id if isinstance(whom, Person) else person_id(workspace, whom)
