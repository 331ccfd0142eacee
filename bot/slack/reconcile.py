"""Looking in Slack for what a doubtful try may have left there.

A try whose answer got lost may have been carried out. Messages carry the key of their row in their
metadata, channels are known by their creator, bookmarks and files by what they are. When Slack
lets us not look, `Unknown` is raised: not sending again is better than sending twice.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from slack_sdk import WebClient

from bot.slack.errors import Permanent, Unknown, understood

PAGES_TO_READ = 20
PAGE = 200
# Slack's clock and ours may differ by this much.
CLOCKS_DIFFER = timedelta(minutes=2)


@dataclass(frozen=True)
class Search:
    """Since when to look: after the Slack ts `since` if one was known, and the first try's time."""

    since: str | None = None
    tried_at: datetime = datetime(2020, 1, 1, tzinfo=UTC)


def find_message(
    client: WebClient, search: Search, channel: str, thread_ts: str | None, key: str
) -> str | None:
    """The ts of the message that carries `key`, None when it certainly does not stand there."""
    cursor = None
    for _ in range(PAGES_TO_READ):
        page = _page(client, search, channel, thread_ts, cursor)
        for message in page.get("messages") or []:
            payload = (message.get("metadata") or {}).get("event_payload") or {}
            if payload.get("delivery") == key:
                return str(message["ts"])
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return None
    if search.since is None:
        # Newest first and thousands deep: the try was more recent than all of these.
        return None
    raise Unknown("history_too_long")


def _page(
    client: WebClient, search: Search, channel: str, thread_ts: str | None, cursor: str | None
) -> dict[str, Any]:
    method = "conversations.replies" if thread_ts else "conversations.history"
    arguments: dict[str, Any] = {
        "channel": channel,
        "include_all_metadata": True,
        "limit": PAGE,
    }
    if search.since is not None:
        arguments["oldest"] = search.since
    if cursor:
        arguments["cursor"] = cursor
    try:
        with understood(method):
            if thread_ts:
                response = client.conversations_replies(ts=thread_ts, **arguments)
            else:
                response = client.conversations_history(**arguments)
    except Permanent as trouble:
        raise Unknown(f"cannot_look_{trouble.code}") from trouble
    data = response.data
    return dict(data) if isinstance(data, dict) else {}


def find_channel(
    client: WebClient,
    name: str,
    *,
    creator: str,
    created_after: datetime,
    is_taken: Callable[[str], bool],
) -> str | None:
    """The id of the channel that a lost try opened under `name`.

    Only one that we created, not before that try, and that no other incident has: a name that
    is taken never makes us adopt somebody else's channel.
    """
    cursor = None
    earliest = (created_after - CLOCKS_DIFFER).timestamp()
    while True:
        with understood("users.conversations"):
            page = client.users_conversations(
                types="public_channel,private_channel", limit=PAGE, cursor=cursor
            )
        for channel in page.get("channels") or []:
            ours = channel.get("creator") == creator and channel.get("created", 0) >= earliest
            if channel.get("name") == name and ours and not is_taken(channel["id"]):
                return str(channel["id"])
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return None


def find_bookmark(client: WebClient, channel: str, title: str, link: str) -> str | None:
    """The id of the bookmark, if it is there."""
    with understood("bookmarks.list"):
        response = client.bookmarks_list(channel_id=channel)
    for bookmark in response.get("bookmarks") or []:
        if bookmark.get("title") == title and bookmark.get("link") == link:
            return str(bookmark["id"])
    return None


def find_shared_file(client: WebClient, file_id: str, channel: str) -> dict[str, Any] | None:
    """The file whose upload we were completing, if it stands in the channel."""
    try:
        with understood("files.info"):
            response = client.files_info(file=file_id)
    except Permanent as trouble:
        if trouble.code in ("file_not_found", "file_deleted"):
            return None
        raise Unknown(f"cannot_look_{trouble.code}") from trouble
    file = response.get("file") or {}
    places = [*file.get("channels", []), *file.get("groups", []), *file.get("ims", [])]
    shares = file.get("shares") or {}
    for kind in ("public", "private"):
        places.extend(shares.get(kind) or {})
    return dict(file) if channel in places else None


def find_canvas(client: WebClient, channel: str, *, creator: str) -> str | None:
    """The id of the channel's own canvas, if we made it."""
    with understood("conversations.info"):
        response = client.conversations_info(channel=channel)
    properties = (response.get("channel") or {}).get("properties") or {}
    canvas = (properties.get("canvas") or {}).get("file_id")
    if not canvas:
        return None
    with understood("files.info"):
        file = client.files_info(file=canvas).get("file") or {}
    return str(canvas) if file.get("user") == creator else None
