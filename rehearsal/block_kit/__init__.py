"""Checks blocks and views against Slack's limits, and fills in the ids Slack fills in."""

import copy

from rehearsal.block_kit.checks import Problems
from rehearsal.block_kit.surfaces import check_blocks, check_view_payload
from rehearsal.errors import Rejected
from rehearsal.records import Json
from rehearsal.workspace import Workspace

__all__ = ["check_message_blocks", "check_view", "with_ids"]


def check_message_blocks(blocks: object) -> None:
    """Rejects blocks that a message cannot have."""
    if not isinstance(blocks, list):
        raise Rejected("invalid_blocks_format")
    problems = Problems()
    check_blocks(blocks, "/blocks", problems, surface="message")
    if problems.code or problems.messages:
        raise Rejected(problems.code or "invalid_blocks", problems.messages)


def check_view(view: object) -> None:
    """Rejects a view that Slack would not open."""
    problems = Problems()
    if isinstance(view, dict):
        check_view_payload(view, problems)
    else:
        problems.add("", "must be an object")
    if problems.messages:
        raise Rejected(problems.code or "invalid_arguments", problems.messages)


def with_ids(workspace: Workspace, blocks: list[Json]) -> list[Json]:
    """A copy in which blocks and elements without an id have one, as Slack gives them."""
    filled = copy.deepcopy(blocks)
    for block in filled:
        if block["type"] != "markdown":
            block["block_id"] = block.get("block_id") or workspace.new_id("b")
        elements = [*(block.get("elements") or []), block.get("accessory"), block.get("element")]
        for element in elements:
            if isinstance(element, dict) and element.get("type") not in _WITHOUT_ACTION:
                element["action_id"] = element.get("action_id") or workspace.new_id("a")
    return filled


_WITHOUT_ACTION = (
    "image", "mrkdwn", "plain_text", "rich_text_section", "rich_text_list", "rich_text_quote",
    "rich_text_preformatted", "card", None,
)  # fmt: skip
