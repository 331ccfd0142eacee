"""Methods for what is stuck onto messages and channels: pins, bookmarks, reactions."""

import re

from rehearsal import happenings
from rehearsal.errors import Rejected
from rehearsal.methods.ask import Ask, Json, serves
from rehearsal.records import Bookmark, Channel, Message
from rehearsal.workspace import BOT_USER_ID

_MOST_PINS = 100
_MOST_BOOKMARKS = 100
_LONGEST_TITLE = 255


@serves("pins.add")
def add_pin(ask: Ask) -> Json:
    """Pins a message."""
    channel, message = _item(ask)
    if message.ts in channel.pins:
        raise Rejected("already_pinned")
    if len(channel.pins) >= _MOST_PINS:
        raise Rejected("too_many_pins")
    happenings.pin(ask.workspace, message, BOT_USER_ID)
    return {}


@serves("pins.remove")
def remove_pin(ask: Ask) -> Json:
    """Takes a pin off."""
    channel, message = _item(ask)
    if message.ts not in channel.pins:
        raise Rejected("no_pin")
    happenings.pin(ask.workspace, message, BOT_USER_ID, pinned=False)
    return {}


@serves("pins.list")
def list_pins(ask: Ask) -> Json:
    """What is pinned in a channel."""
    channel = ask.own_channel()
    messages = [message for ts in channel.pins if (message := channel.message(ts))]
    items = [
        {
            "type": "message",
            "channel": channel.id,
            "created": channel.created,
            "created_by": BOT_USER_ID,
            "message": happenings.as_slack(ask.workspace, message),
        }
        for message in messages
    ]
    return {"items": items}


@serves("bookmarks.add")
def add_bookmark(ask: Ask) -> Json:
    """Puts a link above a channel's messages; the same one twice makes two."""
    channel = _bookmarked_channel(ask)
    if ask.text("type") != "link":
        raise Rejected("invalid_bookmark_type")
    _check_link(ask.text("link"))
    if len(channel.bookmarks) >= _MOST_BOOKMARKS:
        raise Rejected("too_many_bookmarks")
    if len(ask.text("title")) > _LONGEST_TITLE:
        raise Rejected("invalid_arguments", ["[ERROR] title is too long"])
    bookmark = Bookmark(ask.workspace.new_id("Bk"), channel.id, ask.text("title"), ask.text("link"))
    bookmark.emoji = ask.text("emoji")
    channel.bookmarks.append(bookmark)
    ask.workspace.announce("channel", channel=channel.id)
    return {"bookmark": bookmark.as_slack()}


@serves("bookmarks.edit")
def edit_bookmark(ask: Ask) -> Json:
    """Changes a bookmark's title or link."""
    bookmark = _bookmark(ask)
    bookmark.title = ask.text("title", bookmark.title)
    if ask.text("link"):
        _check_link(ask.text("link"))
        bookmark.link = ask.text("link")
    ask.workspace.announce("channel", channel=bookmark.channel_id)
    return {"bookmark": bookmark.as_slack()}


@serves("bookmarks.remove")
def remove_bookmark(ask: Ask) -> Json:
    """Takes a bookmark away."""
    bookmark = _bookmark(ask)
    ask.workspace.channels[bookmark.channel_id].bookmarks.remove(bookmark)
    ask.workspace.announce("channel", channel=bookmark.channel_id)
    return {}


@serves("bookmarks.list")
def list_bookmarks(ask: Ask) -> Json:
    """A channel's bookmarks."""
    channel = _bookmarked_channel(ask)
    return {"bookmarks": [bookmark.as_slack() for bookmark in channel.bookmarks]}


def _bookmarked_channel(ask: Ask) -> Channel:
    channel = ask.channel("channel_id")
    if BOT_USER_ID not in channel.members:
        raise Rejected("permission_denied")
    return channel


def _bookmark(ask: Ask) -> Bookmark:
    channel = _bookmarked_channel(ask)
    found = next((b for b in channel.bookmarks if b.id == ask.text("bookmark_id")), None)
    if found is None:
        raise Rejected("not_found")
    return found


def _check_link(link: str) -> None:
    if not re.match(r"https?://[^\s]+$", link):
        raise Rejected("invalid_link")


@serves("reactions.add")
def add_reaction(ask: Ask) -> Json:
    """The bot reacts with an emoji."""
    channel, message = _item(ask)
    if channel.is_archived:
        raise Rejected("is_archived")
    if not happenings.react(ask.workspace, message, BOT_USER_ID, _emoji(ask)):
        raise Rejected("already_reacted")
    return {}


@serves("reactions.remove")
def remove_reaction(ask: Ask) -> Json:
    """The bot takes its reaction back."""
    _, message = _item(ask)
    if not happenings.unreact(ask.workspace, message, BOT_USER_ID, _emoji(ask)):
        raise Rejected("no_reaction")
    return {}


@serves("reactions.get")
def show_reactions(ask: Ask) -> Json:
    """A message with its reactions."""
    channel, message = _item(ask)
    shown = happenings.as_slack(ask.workspace, message)
    return {"type": "message", "channel": channel.id, "message": shown}


def _emoji(ask: Ask) -> str:
    name = ask.text("name").strip(":")
    if not re.fullmatch(r"[a-z0-9_+'-]+(::skin-tone-[2-6])?", name):
        raise Rejected("invalid_name")
    return name


def _item(ask: Ask) -> tuple[Channel, Message]:
    if not ask.text("timestamp"):
        raise Rejected("no_item_specified")
    if not re.fullmatch(r"\d+\.\d+", ask.text("timestamp")):
        raise Rejected("bad_timestamp")
    channel = ask.own_channel()
    return channel, ask.message(channel)
