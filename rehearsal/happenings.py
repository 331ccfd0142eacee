"""What people and the bot do to messages: each changes the workspace and tells the app.

Whether somebody *may* do it is decided by the callers: `methods/` for the bot, `person.py` and
`page_api.py` for people. Channels and members: `membership.py`.
"""

import re
from typing import Any

from rehearsal.records import Channel, File, Json, Message
from rehearsal.workspace import APP_ID, BOT_ID, BOT_USER_ID, Workspace

_UNFILLED: Any = object()


def post(
    workspace: Workspace,
    channel: Channel,
    user: str,
    text: str = "",
    *,
    blocks: list[Json] | None = None,
    thread_ts: str | None = None,
    broadcast: bool = False,
    metadata: Json | None = None,
    files: list[File] | None = None,
    attachments: list[Json] | None = None,
    subtype: str | None = None,
    extra: Json | None = None,
) -> Message:
    """Adds a message at the end of a channel or thread."""
    message = Message(channel.id, workspace.new_ts(), user, text, blocks or [], thread_ts)
    message.bot_id = BOT_ID if user == BOT_USER_ID else None
    message.metadata, message.files, message.attachments = metadata, files or [], attachments or []
    message.subtype = "file_share" if files else subtype
    if broadcast:
        message.subtype = "thread_broadcast"
    message.extra, message.spell = extra or {}, workspace.spell
    channel.all_messages.append(message)
    channel.read_until[user] = message.ts
    event = (
        as_slack(workspace, message, with_metadata=False)
        | _place(channel)
        | {"event_ts": message.ts}
    )
    workspace.publish(event, channel)
    _tell_of_mention(workspace, channel, message, event)
    _tell_of_links(workspace, channel, message)
    for file in message.files:
        _tell_of_file(workspace, channel, file, message)
    workspace.announce("message", channel=channel.id, ts=message.ts, thread=thread_ts)
    return message


def _tell_of_mention(workspace: Workspace, channel: Channel, message: Message, event: Json) -> None:
    mentioned = f"<@{BOT_USER_ID}>" in message.text or f"<@{BOT_USER_ID}|" in message.text
    if mentioned and not channel.im_with and message.user != BOT_USER_ID and not message.subtype:
        workspace.publish({**event, "type": "app_mention"}, channel)


def _tell_of_links(workspace: Workspace, channel: Channel, message: Message) -> None:
    """`link_shared` for the app's own domains and what is below them, never for its own posts."""
    urls = [url.replace("&amp;", "&") for url in _LINK.findall(message.text)]
    links = [
        {"url": url, "domain": domain}
        for url in urls
        for domain in workspace.unfurl_domains
        if re.match(rf"https?://([\w-]+\.)*{re.escape(domain)}(?![\w.-])", url)
    ]
    if not links or message.user == BOT_USER_ID:
        return
    event = {"type": "link_shared", "user": message.user, "channel": channel.id, "links": links}
    ids = {"unfurl_id": workspace.new_id("Uf"), "source": "conversations_history"}
    times = {"message_ts": message.ts, "event_ts": message.ts}
    workspace.publish({**event, **ids, **times}, channel)


_LINK = re.compile(r"<(https?://[^|>]+)")


def _tell_of_file(workspace: Workspace, channel: Channel, file: File, message: Message) -> None:
    event = {
        "type": "file_shared",
        "file_id": file.id,
        "user_id": file.user,
        "file": {"id": file.id},
    }
    workspace.publish({**event, "channel_id": channel.id, "event_ts": message.ts}, channel)


def whisper(
    workspace: Workspace,
    channel: Channel,
    user: str,
    text: str,
    *,
    blocks: list[Json] | None = None,
    thread_ts: str | None = None,
) -> Message:
    """A message of the bot that one person sees, once; no history and no event knows of it."""
    message = Message(channel.id, workspace.new_ts(), BOT_USER_ID, text, blocks or [], thread_ts)
    message.bot_id, message.ephemeral, message.seen_by = BOT_ID, True, user
    message.spell = workspace.spell
    channel.ephemerals.append(message)
    workspace.announce("ephemeral", channel=channel.id, user=user)
    return message


def edit(
    workspace: Workspace,
    message: Message,
    by: str,
    *,
    text: str | None = None,
    blocks: list[Json] | None = None,
    attachments: list[Json] | None = None,
    metadata: Json | None = _UNFILLED,
) -> None:
    """Changes a message; what is not given stays."""
    before = as_slack(workspace, message)
    message.text = message.text if text is None else text
    message.blocks = message.blocks if blocks is None else blocks
    message.attachments = message.attachments if attachments is None else attachments
    message.metadata = message.metadata if metadata is _UNFILLED else metadata
    if not message.ephemeral:
        message.edited = {"user": by, "ts": workspace.new_ts()}
    tell_of_change(workspace, message, before)


def unfurl(workspace: Workspace, message: Message, attachments: list[Json]) -> None:
    """Adds link previews: a message_changed in which neither text nor `edited` changes."""
    before = as_slack(workspace, message)
    message.attachments = [*message.attachments, *attachments]
    tell_of_change(workspace, message, before)


def tell_of_change(workspace: Workspace, message: Message, before: Json) -> None:
    """Publishes message_changed with what was there before."""
    channel = workspace.channels[message.channel_id]
    if not message.ephemeral:
        moment = workspace.new_ts()
        change = {"type": "message", "subtype": "message_changed", "hidden": True, "ts": moment}
        after = as_slack(workspace, message)
        change |= {"message": after, "previous_message": before, "event_ts": moment}
        workspace.publish(change | _place(channel), channel)
    workspace.announce(
        "message_changed", channel=channel.id, ts=message.ts, thread=message.thread_ts
    )


def delete(workspace: Workspace, message: Message) -> None:
    """Removes a message; the root of a thread with replies stays as a tombstone."""
    channel = workspace.channels[message.channel_id]
    before = as_slack(workspace, message)
    message.deleted = True
    channel.pins = [ts for ts in channel.pins if ts != message.ts]
    if message.ephemeral:
        channel.ephemerals.remove(message)
    elif channel.replies_to(message.ts):
        _leave_tombstone(workspace, channel, message, before)
    else:
        moment = workspace.new_ts()
        event = {"type": "message", "subtype": "message_deleted", "hidden": True, "ts": moment}
        event |= {"deleted_ts": message.ts, "previous_message": before, "event_ts": moment}
        workspace.publish(event | _place(channel), channel)
    workspace.announce(
        "message_changed", channel=channel.id, ts=message.ts, thread=message.thread_ts
    )


def _leave_tombstone(
    workspace: Workspace, channel: Channel, message: Message, before: Json
) -> None:
    stone = Message(channel.id, message.ts, "USLACKBOT", "This message was deleted.")
    stone.subtype, stone.thread_ts, stone.spell = "tombstone", message.ts, workspace.spell
    channel.all_messages[channel.all_messages.index(message)] = stone
    tell_of_change(workspace, stone, before)


def react(workspace: Workspace, message: Message, user: str, name: str) -> bool:
    """False when this person had reacted like that already."""
    users = message.reactions.setdefault(name, [])
    if user in users:
        return False
    users.append(user)
    _tell_of_reaction(workspace, message, user, name, "reaction_added")
    return True


def unreact(workspace: Workspace, message: Message, user: str, name: str) -> bool:
    """False when there was no such reaction of this person."""
    users = message.reactions.get(name, [])
    if user not in users:
        return False
    users.remove(user)
    if not users:
        del message.reactions[name]
    _tell_of_reaction(workspace, message, user, name, "reaction_removed")
    return True


def _tell_of_reaction(
    workspace: Workspace, message: Message, user: str, name: str, kind: str
) -> None:
    channel = workspace.channels[message.channel_id]
    item = {"type": "message", "channel": channel.id, "ts": message.ts}
    event = {"type": kind, "user": user, "reaction": name, "item": item, "item_user": message.user}
    workspace.publish({**event, "event_ts": workspace.new_ts()}, channel)
    workspace.announce("reaction", channel=channel.id, ts=message.ts, thread=message.thread_ts)


def pin(workspace: Workspace, message: Message, user: str, *, pinned: bool = True) -> None:
    """Pins or unpins a message."""
    channel = workspace.channels[message.channel_id]
    if pinned:
        channel.pins.append(message.ts)
    else:
        channel.pins.remove(message.ts)
    item = {"type": "message", "channel": channel.id, "created": int(workspace.clock.now())}
    item |= {"created_by": user, "message": as_slack(workspace, message)}
    event = {"type": "pin_added" if pinned else "pin_removed", "user": user, "item": item}
    event |= {"channel_id": channel.id, "item_user": message.user, "event_ts": workspace.new_ts()}
    workspace.publish(event, channel)
    workspace.announce("channel", channel=channel.id)


def _place(channel: Channel) -> Json:
    return {"channel": channel.id, "channel_type": channel.channel_type}


def as_slack(workspace: Workspace, message: Message, *, with_metadata: bool = False) -> Json:
    """The message object of history, events and interactions."""
    shown: Json = {"type": "message", "user": message.user, "text": message.text, "ts": message.ts}
    if message.subtype:
        shown["subtype"] = message.subtype
    if message.bot_id:
        shown |= {
            "bot_id": message.bot_id,
            "app_id": APP_ID,
            "bot_profile": _bot_profile(workspace),
        }
    shown["team"] = workspace.team_id
    for key in ("blocks", "attachments", "edited", "thread_ts"):
        if getattr(message, key):
            shown[key] = getattr(message, key)
    if message.files:
        shown |= {"files": [f.as_slack(workspace.url) for f in message.files], "upload": True}
    if message.reactions:
        shown["reactions"] = [
            {"name": name, "users": list(users), "count": len(users)}
            for name, users in message.reactions.items()
        ]
    if with_metadata and message.metadata:
        shown["metadata"] = message.metadata
    return shown | _of_thread(workspace, message) | message.extra


def _of_thread(workspace: Workspace, message: Message) -> Json:
    channel = workspace.channels[message.channel_id]
    if message.ephemeral:
        return {"is_ephemeral": True}
    if message.broadcast and message.thread_ts:
        root = channel.message(message.thread_ts)
        return {"root": as_slack(workspace, root)} if root else {}
    replies = [] if message.is_reply else channel.replies_to(message.ts)
    pinned = {"pinned_to": [channel.id]} if message.ts in channel.pins else {}
    if not replies:
        return pinned
    return pinned | {
        "thread_ts": message.ts,
        "reply_count": len(replies),
        "reply_users": list(dict.fromkeys(reply.user for reply in replies)),
        "latest_reply": replies[-1].ts,
    }


def _bot_profile(workspace: Workspace) -> Json:
    profile = {"id": BOT_ID, "app_id": APP_ID, "name": workspace.bot.real_name, "deleted": False}
    return {**profile, "team_id": workspace.team_id, "updated": 1700000000}
