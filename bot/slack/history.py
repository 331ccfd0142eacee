"""Reading back what was said in a channel, page by page; raises a SlackTrouble.

Pages may be short or empty: only a missing cursor is the end. Apps that Slack throttles get 15
messages a page and one page a minute, which shows as `Retry`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from slack_sdk import WebClient

from bot.core.timeline import ts_key
from bot.slack.errors import Permanent, understood

PAGE = 200
# A reply is found in the page that begins with its root.
ENOUGH_FOR_ONE = 15
Payload = dict[str, Any]


@dataclass(frozen=True)
class Page:
    """Messages as Slack gives them, oldest first. `cursor`: where the next page is, if any."""

    messages: list[Payload]
    cursor: str | None


class History:
    """Reads channels and threads for one workspace."""

    def __init__(self, client: WebClient, *, page: int = PAGE) -> None:
        """Read with `client`, `page` messages at a time at most."""
        self.client = client
        self._page = page

    def channel(self, channel: str, *, before: str | None) -> Page:
        """The latest messages of a channel itself, or those just `before` a ts; none if empty."""
        cursor = None
        while True:
            page = self._read(
                "conversations.history",
                self.client.conversations_history,
                channel=channel,
                latest=before,
                cursor=cursor,
            )
            if page.messages or page.cursor is None:
                return page
            cursor = page.cursor

    def thread(self, channel: str, root: str, *, cursor: str | None) -> Page:
        """The replies to a message, oldest first, without the message itself."""
        page = self._read(
            "conversations.replies",
            self.client.conversations_replies,
            channel=channel,
            ts=root,
            cursor=cursor,
        )
        return Page([each for each in page.messages if each["ts"] != root], page.cursor)

    def _read(self, method: str, call: Callable[..., Any], **arguments: Any) -> Page:
        with understood(method):
            answer = call(limit=self._page, **arguments)
        messages = sorted(answer.get("messages") or [], key=lambda each: ts_key(each["ts"]))
        cursor = (answer.get("response_metadata") or {}).get("next_cursor")
        return Page(messages, cursor or None)


def read_one(client: WebClient, channel: str, ts: str) -> Payload | None:
    """One message of a channel or of a thread in it; None when it is not there any more."""
    place: Payload = {"channel": channel, "oldest": ts, "latest": ts, "inclusive": True}
    with understood("conversations.history"):
        answer = client.conversations_history(limit=1, **place)
    found = _with_ts(answer.get("messages") or [], ts)
    if found is not None:
        return found
    try:
        with understood("conversations.replies"):
            answer = client.conversations_replies(ts=ts, limit=ENOUGH_FOR_ONE, **place)
    except Permanent as trouble:
        if trouble.code in ("thread_not_found", "message_not_found"):
            return None
        raise
    return _with_ts(answer.get("messages") or [], ts)


def _with_ts(messages: list[Payload], ts: str) -> Payload | None:
    return next((each for each in messages if each["ts"] == ts), None)
