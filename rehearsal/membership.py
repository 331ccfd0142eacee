"""What happens to channels and to who is in them: each change is told to the app.

Decides nothing about permission; see `happenings.py` for messages.
"""

from rehearsal import happenings
from rehearsal.records import Channel, Json, User
from rehearsal.workspace import BOT_USER_ID, Workspace


def create_channel(
    workspace: Workspace, name: str, creator: str, *, is_private: bool = False
) -> Channel:
    """Makes a channel with its creator as the first member."""
    channel = workspace.add_channel(name, creator, is_private=is_private, members=[creator])
    if not is_private:
        brief = {"id": channel.id, "name": name, "created": channel.created, "creator": creator}
        _publish(workspace, {"type": "channel_created", "channel": brief}, None)
    _note_in(workspace, channel, creator, "join", "has joined the channel")
    workspace.announce("channel", channel=channel.id)
    return channel


def join(workspace: Workspace, channel: Channel, user: str, inviter: str | None = None) -> None:
    """Adds a member, by themselves or by invitation."""
    channel.members.append(user)
    event: Json = {"type": "member_joined_channel", "user": user, "channel": channel.id}
    event |= {"channel_type": "G" if channel.is_private else "C", "team": workspace.team_id}
    if inviter:
        event["inviter"] = inviter
    _publish(workspace, event, channel)
    extra = {"inviter": inviter} if inviter else {}
    _note_in(workspace, channel, user, "join", "has joined the channel", extra)
    workspace.announce("channel", channel=channel.id)


def leave(workspace: Workspace, channel: Channel, user: str, remover: str | None = None) -> None:
    """Takes a member out; the bot is told of its own removal."""
    _note_in(workspace, channel, user, "leave", "has left the channel")
    event: Json = {"type": "member_left_channel", "user": user, "channel": channel.id}
    event |= {"channel_type": "G" if channel.is_private else "C", "team": workspace.team_id}
    _publish(workspace, event, channel)
    if user == BOT_USER_ID:
        farewell = {"type": _twin(channel, "left"), "channel": channel.id}
        _publish(workspace, {**farewell, "actor_id": remover or user}, channel)
    channel.members.remove(user)
    workspace.announce("channel", channel=channel.id)


def archive(workspace: Workspace, channel: Channel, user: str) -> None:
    """Closes a channel. Bots are put out of it and cannot come back by themselves."""
    _note_in(workspace, channel, user, "archive", "archived the channel")
    channel.is_archived = True
    event = {"type": _twin(channel, "archive"), "channel": channel.id, "user": user}
    _publish(workspace, event, channel)
    channel.members = [m for m in channel.members if not workspace.users[m].is_bot]
    workspace.announce("channel", channel=channel.id)


def unarchive(workspace: Workspace, channel: Channel, user: str) -> None:
    """Opens a channel again, still without the bots that were in it."""
    channel.is_archived = False
    event = {"type": _twin(channel, "unarchive"), "channel": channel.id, "user": user}
    _publish(workspace, event, channel)
    _note_in(workspace, channel, user, "unarchive", "un-archived the channel")
    workspace.announce("channel", channel=channel.id)


def rename(workspace: Workspace, channel: Channel, user: str, name: str) -> None:
    """Gives a channel another name."""
    old, channel.name = channel.name, name
    channel.previous_names.append(old)
    brief = {"id": channel.id, "name": name, "name_normalized": name, "created": channel.created}
    _publish(workspace, {"type": _twin(channel, "rename"), "channel": brief}, channel)
    extra = {"old_name": old, "name": name}
    _note_in(workspace, channel, user, "name", f"has renamed the channel to {name}", extra)
    workspace.announce("channel", channel=channel.id)


def remove_channel(workspace: Workspace, channel: Channel, user: str) -> None:
    """Deletes a channel for good."""
    event = {"type": _twin(channel, "deleted"), "channel": channel.id, "actor_id": user}
    _publish(workspace, event, channel)
    del workspace.channels[channel.id]
    workspace.announce("channel", channel=channel.id)


def describe(workspace: Workspace, channel: Channel, user: str, what: str, text: str) -> None:
    """Sets the topic or the purpose of a channel."""
    setattr(channel, what, text)
    _note_in(workspace, channel, user, what, f"set the channel {what}: {text}", {what: text})
    workspace.announce("channel", channel=channel.id)


def change_user(workspace: Workspace, user: User, kind: str = "user_change") -> None:
    """Tells the app that a profile changed, or that somebody is new (`team_join`)."""
    about = user.as_slack(workspace.team_id)
    _publish(workspace, {"type": kind, "user": about, "cache_ts": int(workspace.clock.now())}, None)
    workspace.announce("channel")


def _twin(channel: Channel, word: str) -> str:
    return f"{'group' if channel.is_private else 'channel'}_{word}"


def _publish(workspace: Workspace, event: Json, channel: Channel | None) -> None:
    workspace.publish({**event, "event_ts": workspace.new_ts()}, channel)


def _note_in(
    workspace: Workspace,
    channel: Channel,
    user: str,
    what: str,
    words: str,
    extra: Json | None = None,
) -> None:
    subtype = _twin(channel, what)
    happenings.post(
        workspace, channel, user, f"<@{user}> {words}", subtype=subtype, extra=extra or {}
    )
