"""Methods that make and change channels, and say who is in them."""

import re

from rehearsal import membership
from rehearsal.errors import Rejected
from rehearsal.methods.ask import Ask, Json, serves
from rehearsal.methods.channels import channel_object
from rehearsal.records import Channel
from rehearsal.workspace import BOT_USER_ID, Workspace

_LONGEST_NAME = 80
_LONGEST_TOPIC = 250
_MOST_INVITED = 100
_MOST_IN_DIRECT_MESSAGE = 8


def check_name(workspace: Workspace, name: str) -> None:
    """Slack's rules for channel names; archived channels keep theirs."""
    if not name:
        raise Rejected("invalid_name_required")
    if len(name) > _LONGEST_NAME:
        raise Rejected("invalid_name_maxlength")
    if re.fullmatch(r"[\W_]+", name):
        raise Rejected("invalid_name_punctuation")
    if not re.fullmatch(r"[\w-]+", name) or name != name.lower():
        raise Rejected("invalid_name_specials")
    if any(channel.name == name for channel in workspace.channels.values()):
        raise Rejected("name_taken")


@serves("conversations.create")
def create_channel(ask: Ask) -> Json:
    """A new channel of which the bot is creator and member."""
    check_name(ask.workspace, ask.text("name"))
    channel = membership.create_channel(
        ask.workspace, ask.text("name"), BOT_USER_ID, is_private=ask.flag("is_private")
    )
    return {"channel": channel_object(ask, channel)}


@serves("conversations.open")
def open_direct_messages(ask: Ask) -> Json:
    """Direct messages with one person, or a group of up to eight."""
    if ask.text("channel"):
        return {"channel": channel_object(ask, ask.own_channel())}
    users = ask.names("users")
    if not users:
        raise Rejected("users_list_not_supplied")
    if len(users) > _MOST_IN_DIRECT_MESSAGE:
        raise Rejected("too_many_users")
    for user in users:
        _check_reachable(ask, user)
    known = set(ask.workspace.channels)
    channel = _direct(ask, users)
    already = {"no_op": True, "already_open": True} if channel.id in known else {}
    full = ask.flag("return_im")
    return {"channel": channel_object(ask, channel) if full else {"id": channel.id}, **already}


def _check_reachable(ask: Ask, user_id: str) -> None:
    user = ask.user(user_id)
    if user.deleted:
        raise Rejected("user_disabled")
    if user.id == BOT_USER_ID:
        raise Rejected("invalid_user_combination")


def _direct(ask: Ask, users: list[str]) -> Channel:
    if len(users) == 1:
        return ask.workspace.direct_channel(users[0])
    members = sorted({*users, BOT_USER_ID})
    groups = (channel for channel in ask.workspace.channels.values() if channel.is_mpim)
    existing = next((channel for channel in groups if sorted(channel.members) == members), None)
    if existing:
        return existing
    name = "mpdm-" + "--".join(ask.workspace.users[user].name for user in members) + "-1"
    channel = ask.workspace.add_channel(name, BOT_USER_ID, is_private=True, members=members)
    channel.is_mpim = True
    return channel


@serves("conversations.invite")
def invite(ask: Ask) -> Json:
    """Adds people; without `force` one who cannot be added means that nobody is."""
    channel = ask.open_channel()
    users = ask.names("users")
    if len(users) > _MOST_INVITED:
        raise Rejected("too_many_users")
    refused = {user: code for user in users if (code := _refusal_of(ask, channel, user))}
    welcome = [user for user in users if user not in refused]
    errors = [{"user": user, "ok": False, "error": code} for user, code in refused.items()]
    if refused and not (ask.flag("force") and welcome):
        raise Rejected(next(iter(refused.values())), errors=errors)
    for user in welcome:
        membership.join(ask.workspace, channel, user, BOT_USER_ID)
    partly = {"errors": errors} if errors else {}
    return {"channel": channel_object(ask, channel), **partly}


def _refusal_of(ask: Ask, channel: Channel, user_id: str) -> str | None:
    user = ask.workspace.users.get(user_id)
    if user is None:
        return "user_not_found"
    if user_id == BOT_USER_ID:
        return "cant_invite_self"
    if user.deleted or user.is_bot:
        return "cant_invite"
    if user.is_external and not channel.is_ext_shared:
        return "invitee_cant_see_channel"
    if user.is_guest and any(user_id in c.members for c in _ordinary(ask.workspace)):
        return "ura_max_channels"
    return "already_in_channel" if user_id in channel.members else None


def _ordinary(workspace: Workspace) -> list[Channel]:
    return [c for c in workspace.channels.values() if not c.im_with and not c.is_mpim]


@serves("conversations.kick")
def remove_member(ask: Ask) -> Json:
    """Takes somebody else out of a channel."""
    channel = ask.own_channel()
    user = ask.user(ask.text("user")).id
    if user == BOT_USER_ID:
        raise Rejected("cant_kick_self")
    if channel.name == "general":
        raise Rejected("cant_kick_from_general")
    if user not in channel.members:
        raise Rejected("not_in_channel")
    membership.leave(ask.workspace, channel, user, BOT_USER_ID)
    return {"errors": {}}


@serves("conversations.join")
def join_channel(ask: Ask) -> Json:
    """The bot enters a public channel."""
    channel = ask.channel()
    if channel.kind != "public_channel":
        raise Rejected("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise Rejected("is_archived")
    if BOT_USER_ID in channel.members:
        return {"channel": channel_object(ask, channel), "warning": "already_in_channel"}
    membership.join(ask.workspace, channel, BOT_USER_ID)
    return {"channel": channel_object(ask, channel)}


@serves("conversations.leave")
def leave_channel(ask: Ask) -> Json:
    """The bot goes."""
    channel = ask.channel()
    if channel.name == "general":
        raise Rejected("cant_leave_general")
    if channel.is_archived:
        raise Rejected("is_archived")
    if BOT_USER_ID not in channel.members:
        return {"not_in_channel": True}
    if len(channel.members) == 1 and channel.is_private:
        raise Rejected("last_member")
    membership.leave(ask.workspace, channel, BOT_USER_ID)
    return {}


@serves("conversations.setTopic")
def set_topic(ask: Ask) -> Json:
    """What the channel is about just now."""
    return _described(ask, "topic")


@serves("conversations.setPurpose")
def set_purpose(ask: Ask) -> Json:
    """What the channel is for."""
    return _described(ask, "purpose")


def _described(ask: Ask, what: str) -> Json:
    channel = ask.open_channel()
    if channel.im_with:
        raise Rejected("method_not_supported_for_channel_type")
    if len(ask.text(what)) > _LONGEST_TOPIC:
        raise Rejected("too_long")
    membership.describe(ask.workspace, channel, BOT_USER_ID, what, ask.text(what))
    return {"channel": channel_object(ask, channel), what: ask.text(what)}


@serves("conversations.rename")
def rename_channel(ask: Ask) -> Json:
    """Another name, by the creator only."""
    channel = ask.open_channel()
    if channel.creator != BOT_USER_ID:
        raise Rejected("not_authorized")
    check_name(ask.workspace, ask.text("name"))
    membership.rename(ask.workspace, channel, BOT_USER_ID, ask.text("name"))
    return {"channel": channel_object(ask, channel)}


@serves("conversations.archive")
def archive_channel(ask: Ask) -> Json:
    """Closes a channel, and puts the bot out of it."""
    channel = ask.channel()
    if channel.is_archived:
        raise Rejected("already_archived")
    if channel.name == "general":
        raise Rejected("cant_archive_general")
    if BOT_USER_ID not in channel.members:
        raise Rejected("not_in_channel")
    membership.archive(ask.workspace, channel, BOT_USER_ID)
    return {}


@serves("conversations.unarchive")
def unarchive_channel(ask: Ask) -> Json:
    """Refused: archiving puts bots out, and from outside they cannot unarchive."""
    channel = ask.channel()
    raise Rejected("not_in_channel" if channel.is_archived else "not_archived")
