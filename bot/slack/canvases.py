"""A channel's own canvas: made once, rewritten from then on, never somebody else's."""

from collections.abc import Callable
from typing import Any

from slack_sdk import WebClient

from bot.core.deliveries import WriteCanvas
from bot.slack.errors import Permanent
from bot.slack.reconcile import find_canvas

IS_THERE = "channel_canvas_already_exists"
Call = Callable[..., dict[str, Any]]


def write_canvas(
    client: WebClient, call: Call, delivery: WriteCanvas, *, creator: str
) -> dict[str, Any]:
    """Put the Markdown there. A channel has one canvas, so a second try finds the first one's.

    `call` makes a Web API call; `creator` is our user id.
    """
    content = {"type": "markdown", "markdown": delivery.markdown}
    if delivery.canvas and _rewrite(call, delivery.canvas, content):
        return {"canvas": delivery.canvas}
    answer = call(
        "conversations.canvases.create",
        fine=[IS_THERE],
        channel_id=delivery.channel,
        title=delivery.title,
        document_content=content,
    )
    if answer.get("ok"):
        return {"canvas": answer["canvas_id"]}
    found = find_canvas(client, delivery.channel, creator=creator)
    if found is None or not _rewrite(call, found, content):
        raise Permanent(IS_THERE)
    return {"canvas": found, "found": True}


def _rewrite(call: Call, canvas: str, content: dict[str, str]) -> bool:
    """Replace all of a canvas; False when it is gone."""
    change = {"operation": "replace", "document_content": content}
    answer = call("canvases.edit", fine=["canvas_not_found"], canvas_id=canvas, changes=[change])
    return bool(answer.get("ok"))
