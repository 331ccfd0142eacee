"""Methods that read messages back."""

from rehearsal import happenings
from rehearsal.errors import Rejected
from rehearsal.methods.ask import Ask, Json, serves
from rehearsal.records import Message
from rehearsal.tiers import HISTORY_PAGE_WHEN_LIMITED


@serves("conversations.history")
def read_history(ask: Ask) -> Json:
    """A channel's messages, latest first; with `oldest` alone, the page that follows it."""
    channel = ask.own_channel()
    found = _between(ask, channel.top_level())
    follows = bool(ask.text("oldest")) and not ask.text("latest")
    page, more = ask.page(found if follows else found[::-1], default=100, most=_most(ask))
    page = page[::-1] if follows else page
    return {**_shown(ask, page, more), "pin_count": len(channel.pins)}


@serves("conversations.replies")
def read_replies(ask: Ask) -> Json:
    """A thread, its root first."""
    channel = ask.own_channel()
    asked = channel.message(ask.text("ts"))
    if asked is None:
        raise Rejected("thread_not_found")
    root = channel.message(asked.thread_ts or asked.ts) or asked
    replies = _between(ask, channel.replies_to(root.ts))
    page, more = ask.page([root, *replies], default=1000, most=_most(ask))
    return _shown(ask, page, more)


def _most(ask: Ask) -> int:
    return HISTORY_PAGE_WHEN_LIMITED if ask.backstage.tiers.history_limited else 999


def _shown(ask: Ask, messages: list[Message], more: Json) -> Json:
    metadata = ask.flag("include_all_metadata")
    shown = [happenings.as_slack(ask.workspace, m, with_metadata=metadata) for m in messages]
    follows = bool(more["response_metadata"]["next_cursor"])
    return {"messages": shown, "has_more": follows, **(more if follows else {})}


def _between(ask: Ask, messages: list[Message]) -> list[Message]:
    oldest = _key(ask.text("oldest") or "0", "invalid_ts_oldest")
    latest = _key(ask.text("latest") or "99999999999.0", "invalid_ts_latest")
    inclusive = ask.flag("inclusive")
    keyed = [(_key(message.ts), message) for message in messages]
    inside = [m for key, m in keyed if oldest < key < latest]
    return [m for key, m in keyed if oldest <= key <= latest] if inclusive else inside


def _key(ts: str, code: str = "invalid_arguments") -> tuple[int, int]:
    """A ts to order by; never a float, which would lose its last digits."""
    seconds, _, rest = ts.partition(".")
    if not seconds.isdigit() or not (rest or "0").isdigit():
        raise Rejected(code)
    return int(seconds), int((rest or "0").ljust(6, "0"))
