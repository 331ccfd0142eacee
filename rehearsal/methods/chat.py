"""Methods that post, change and remove messages."""

from __future__ import annotations

from dataclasses import dataclass

from rehearsal import block_kit, happenings
from rehearsal.errors import Rejected
from rehearsal.methods.ask import Ask, Json, serves
from rehearsal.records import Channel, Message
from rehearsal.workspace import BOT_ID, BOT_USER_ID

_LONGEST_TEXT = 40_000
_LONGEST_MARKDOWN = 12_000
_MOST_ATTACHMENTS = 100
_LARGEST_METADATA = 16_000  # Slack refuses large metadata; the size is not in our sources


@dataclass(frozen=True)
class Content:
    """The checked content of a post."""

    text: str | None
    blocks: list[Json] | None
    attachments: list[Json] | None


@serves("chat.postMessage")
def post_message(ask: Ask) -> Json:
    """Posts into a channel, a thread, or a person's direct messages."""
    channel = _where_to_post(ask)
    content, metadata = _content(ask), _metadata(ask)
    if any(ask.args.get(name) for name in ("username", "icon_emoji", "icon_url")):
        ask.need("chat:write.customize")
    thread_ts = _thread(ask, channel)
    message = happenings.post(
        ask.workspace,
        channel,
        BOT_USER_ID,
        content.text or "",
        blocks=content.blocks,
        attachments=content.attachments,
        thread_ts=thread_ts,
        broadcast=bool(thread_ts) and ask.flag("reply_broadcast"),
        metadata=metadata,
    )
    shown = happenings.as_slack(ask.workspace, message, with_metadata=True)
    return {"channel": channel.id, "ts": message.ts, "message": shown}


@serves("chat.postEphemeral")
def post_ephemeral(ask: Ask) -> Json:
    """Shows something to one person in a channel, once."""
    channel = ask.open_channel()
    if ask.text("user") not in channel.members:
        raise Rejected("user_not_in_channel")
    content = _content(ask)
    message = happenings.whisper(
        ask.workspace,
        channel,
        ask.text("user"),
        content.text or "",
        blocks=content.blocks,
        thread_ts=_thread(ask, channel),
    )
    return {"message_ts": message.ts}


@serves("chat.update")
def update_message(ask: Ask) -> Json:
    """Changes one of the bot's own messages."""
    message = _own_message(ask, "cant_update_message")
    content = _content(ask)
    change: Json = {"text": content.text, "blocks": content.blocks}
    if content.blocks is None and content.text is not None:
        change["blocks"] = []  # Slack drops the old blocks when only text is given
    if "metadata" in ask.args:
        change["metadata"] = _metadata(ask) or None
    happenings.edit(ask.workspace, message, BOT_USER_ID, attachments=content.attachments, **change)
    shown = happenings.as_slack(ask.workspace, message, with_metadata=True)
    return {
        "channel": message.channel_id,
        "ts": message.ts,
        "text": message.text,
        "message": shown,
    }


@serves("chat.delete")
def delete_message(ask: Ask) -> Json:
    """Removes one of the bot's own messages."""
    message = _own_message(ask, "cant_delete_message")
    happenings.delete(ask.workspace, message)
    return {"channel": message.channel_id, "ts": message.ts}


@serves("chat.getPermalink")
def show_permalink(ask: Ask) -> Json:
    """The address of a message."""
    channel = ask.channel()
    message = ask.message(channel, "message_ts")
    link = f"{ask.workspace.url}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.is_reply:
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}


@serves("chat.unfurl")
def unfurl_links(ask: Ask) -> Json:
    """Adds previews to links in somebody's message."""
    unfurls = ask.data("unfurls")
    if not isinstance(unfurls, dict):
        raise Rejected("missing_unfurls")
    channel = ask.workspace.channels.get(ask.text("channel"))
    if channel is None:
        raise Rejected("cannot_find_channel")
    message = channel.message(ask.text("ts"))
    if message is None:
        raise Rejected("cannot_find_message")
    unknown = [url for url in unfurls if url not in message.text.replace("&amp;", "&")]
    if unknown:
        raise Rejected("cannot_unfurl_url")
    for preview in unfurls.values():
        block_kit.check_message_blocks(preview.get("blocks") or [])
    previews = [{"from_url": url, **preview} for url, preview in unfurls.items()]
    happenings.unfurl(ask.workspace, message, previews)
    return {}


def _where_to_post(ask: Ask) -> Channel:
    wanted = ask.text("channel")
    if wanted in ask.workspace.users:
        person = ask.workspace.users[wanted]
        if person.deleted or person.is_bot:
            raise Rejected("channel_not_found")
        return ask.workspace.direct_channel(wanted)
    named = ask.workspace.channel_named(wanted)
    if named is not None:
        ask = Ask(ask.backstage, ask.method, {**ask.args, "channel": named.id})
    channel = ask.channel()
    if channel.is_archived:
        raise Rejected("is_archived")
    outside = BOT_USER_ID not in channel.members
    if outside and not (channel.kind == "public_channel" and ask.holds("chat:write.public")):
        raise Rejected("not_in_channel")
    return channel


def _thread(ask: Ask, channel: Channel) -> str | None:
    if not ask.text("thread_ts"):
        return None
    root = channel.message(ask.text("thread_ts"))
    if root is None:
        raise Rejected("cannot_reply_to_message")
    return root.thread_ts or root.ts


def _own_message(ask: Ask, refusal: str) -> Message:
    channel = ask.channel()
    if channel.is_archived:
        raise Rejected("is_inactive" if refusal == "cant_update_message" else "channel_not_found")
    if BOT_USER_ID not in channel.members:
        raise Rejected("channel_not_found")
    message = ask.message(channel, "ts")
    if message.bot_id != BOT_ID:
        raise Rejected(refusal)
    return message


def _content(ask: Ask) -> Content:
    text, blocks, attachments = ask.args.get("text"), ask.data("blocks"), ask.data("attachments")
    markdown = ask.args.get("markdown_text")
    if markdown is not None:
        if text or blocks:
            raise Rejected("markdown_text_conflict")
        if len(markdown) > _LONGEST_MARKDOWN:
            raise Rejected("msg_too_long")
        text, blocks = markdown, [{"type": "markdown", "text": markdown}]
    if blocks is not None:
        block_kit.check_message_blocks(blocks)
        blocks = block_kit.with_ids(ask.workspace, blocks)
    _check_attachments(attachments)
    if not text and not blocks and not attachments:
        raise Rejected("no_text")
    if text and len(str(text)) > _LONGEST_TEXT and ask.method != "chat.postMessage":
        raise Rejected("msg_too_long")
    shortened = None if text is None else str(text)[:_LONGEST_TEXT]
    return Content(shortened, blocks, attachments)


def _check_attachments(attachments: object) -> None:
    if attachments is None:
        return
    if not isinstance(attachments, list):
        raise Rejected("invalid_attachments")
    if len(attachments) > _MOST_ATTACHMENTS:
        raise Rejected("too_many_attachments")
    for attachment in attachments:
        block_kit.check_message_blocks(attachment.get("blocks") or [])


def _metadata(ask: Ask) -> Json | None:
    metadata = ask.data("metadata")
    if not metadata:
        return None
    if not isinstance(metadata, dict) or set(metadata) - {
        "event_type",
        "event_payload",
        "entities",
    }:
        raise Rejected("invalid_metadata_format")
    kind, payload = metadata.get("event_type"), metadata.get("event_payload")
    if not isinstance(kind, str) or not kind or not isinstance(payload, dict):
        raise Rejected("invalid_metadata_format")
    if len(str(payload)) > _LARGEST_METADATA:
        raise Rejected("metadata_too_large")
    return metadata
