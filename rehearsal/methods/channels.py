"""Methods that look at channels. Changes: `conversations.py`; messages: `history.py`."""

from rehearsal.errors import Rejected
from rehearsal.methods.ask import Ask, Json, serves
from rehearsal.records import Channel
from rehearsal.workspace import BOT_USER_ID


def channel_object(ask: Ask, channel: Channel) -> Json:
    """The channel as Slack describes it to the bot."""
    about: Json = {
        "id": channel.id,
        "created": channel.created,
        "creator": channel.creator,
        "is_archived": channel.is_archived,
        "is_im": channel.kind == "im",
        "is_mpim": channel.is_mpim,
        "is_private": channel.is_private or channel.kind != "public_channel",
        "is_channel": channel.kind in ("public_channel", "private_channel"),
        "is_group": channel.kind == "private_channel",
        "is_general": channel.name == "general",
        "is_shared": channel.is_ext_shared,
        "is_ext_shared": channel.is_ext_shared,
        "is_org_shared": False,
        "context_team_id": ask.workspace.team_id,
    }
    if channel.im_with:
        return {**about, "user": channel.im_with, "is_open": True}
    note = {"creator": channel.creator, "last_set": 0}
    if channel.canvas:
        about["properties"] = {"canvas": {"file_id": channel.canvas, "is_empty": False}}
    return about | {
        "name": channel.name,
        "name_normalized": channel.name,
        "is_member": BOT_USER_ID in channel.members,
        "topic": {"value": channel.topic, **note},
        "purpose": {"value": channel.purpose, **note},
        "previous_names": channel.previous_names,
        "num_members": len(channel.members),
    }


@serves("conversations.info")
def show_channel(ask: Ask) -> Json:
    """One conversation."""
    about = channel_object(ask, ask.channel())
    if not ask.flag("include_num_members"):
        about.pop("num_members", None)
    return {"channel": about}


@serves("conversations.list")
def list_channels(ask: Ask) -> Json:
    """Conversations the bot can see, page by page."""
    kinds, without_archived = ask.kinds(), ask.flag("exclude_archived")
    found = [
        channel
        for channel in ask.workspace.channels.values()
        if channel.kind in kinds
        and ask.workspace.may_see(BOT_USER_ID, channel)
        and not (without_archived and channel.is_archived)
    ]
    channels, more = ask.page(found)
    return {"channels": [channel_object(ask, channel) for channel in channels], **more}


@serves("conversations.members")
def list_members(ask: Ask) -> Json:
    """Who is in a conversation."""
    channel = ask.channel()
    if channel.is_archived and BOT_USER_ID not in channel.members and channel.is_private:
        raise Rejected("channel_not_found")
    members, more = ask.page(channel.members)
    return {"members": members, **more}
