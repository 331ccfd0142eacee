"""Methods about people."""

from rehearsal.errors import Rejected
from rehearsal.methods.ask import Ask, Json, serves
from rehearsal.methods.channels import channel_object
from rehearsal.records import User
from rehearsal.workspace import BOT_USER_ID


def user_object(ask: Ask, user: User) -> Json:
    """A person, with the address only for apps that may know it."""
    return user.as_slack(ask.workspace.team_id, with_email=ask.holds("users:read.email"))


@serves("users.info")
def show_user(ask: Ask) -> Json:
    """One person."""
    return {"user": user_object(ask, ask.user(ask.text("user")))}


@serves("users.list")
def list_users(ask: Ask) -> Json:
    """Everyone, page by page; all at once without `limit`."""
    users = list(ask.workspace.users.values())
    members, more = ask.page(users, default=len(users))
    return {"members": [user_object(ask, user) for user in members], "cache_ts": 0, **more}


@serves("users.lookupByEmail")
def look_up_by_email(ask: Ask) -> Json:
    """Who has this address."""
    wanted = ask.text("email").lower()
    everyone = ask.workspace.users.values()
    user = next((u for u in everyone if u.email.lower() == wanted and not u.deleted), None)
    if user is None:
        raise Rejected("users_not_found")
    return {"user": user_object(ask, user)}


@serves("users.conversations")
def list_conversations_of_user(ask: Ask) -> Json:
    """Channels the bot is in, or those of a person that the bot can see."""
    user = ask.user(ask.text("user", BOT_USER_ID)).id
    kinds, without_archived = ask.kinds(), ask.flag("exclude_archived")
    found = [
        channel
        for channel in ask.workspace.channels.values()
        if user in channel.members
        and channel.kind in kinds
        and ask.workspace.may_see(BOT_USER_ID, channel)
        and not (without_archived and channel.is_archived)
    ]
    channels, more = ask.page(found)
    return {"channels": [channel_object(ask, channel) for channel in channels], **more}
