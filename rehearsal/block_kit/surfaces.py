"""Rules for all blocks of a message, modal or Home together."""

from collections import Counter
from typing import Any

from rehearsal import plain
from rehearsal.block_kit.blocks import check_block
from rehearsal.block_kit.checks import Json, Problems

_MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}
_MARKDOWN_TOGETHER = 12_000
_LARGEST_VIEW_BYTES = 250_000
_ONLY_IN = {
    "data_visualization": ("message",),
    "table": ("message",),
    "file_input": ("modal",),
    "context_actions": ("message",),
}
_VIEW_KEYS = (
    "title", "submit", "close", "private_metadata", "callback_id", "clear_on_close",
    "notify_on_close", "external_id", "submit_disabled",
)  # fmt: skip


def check_blocks(blocks: list[Any], at: str, problems: Problems, *, surface: str) -> None:
    """Each block, then what only shows when they stand together."""
    if len(blocks) > _MOST_BLOCKS[surface]:
        problems.add(at, f"no more than {_MOST_BLOCKS[surface]} items allowed")
    for number, block in enumerate(blocks):
        check_block(block, f"{at}/{number}", problems)
    if problems.messages:
        return
    _check_ids(blocks, at, problems)
    _check_places(blocks, at, problems, surface)
    _check_sums(blocks, at, problems)


def _check_ids(blocks: list[Json], at: str, problems: Problems) -> None:
    ids = Counter(block["block_id"] for block in blocks if block.get("block_id"))
    for block_id in (block_id for block_id, times in ids.items() if times > 1):
        problems.add(at, f"`block_id`s must be unique: {block_id}")
    for number, block in enumerate(blocks):
        actions = Counter(e["action_id"] for e in plain.elements_of([block]) if e.get("action_id"))
        for action_id in (action_id for action_id, times in actions.items() if times > 1):
            problems.add(f"{at}/{number}", f"`action_id` {action_id} already exists in this block")


def _check_places(blocks: list[Json], at: str, problems: Problems, surface: str) -> None:
    for number, block in enumerate(blocks):
        element = block.get("element") or {}
        for kind in (str(block["type"]), str(element.get("type"))):
            if surface not in _ONLY_IN.get(kind, (surface,)):
                problems.add(f"{at}/{number}/type", f"unsupported type: {kind}")
    focused = [e for e in plain.elements_of(blocks) if e.get("focus_on_load")]
    if len(focused) > 1:
        problems.add(at, "only one element may have focus_on_load")


def _check_sums(blocks: list[Json], at: str, problems: Problems) -> None:
    markdown = sum(len(block["text"]) for block in blocks if block["type"] == "markdown")
    if markdown > _MARKDOWN_TOGETHER:
        problems.code = "msg_blocks_too_long"
        problems.add(at, f"markdown blocks together exceed {_MARKDOWN_TOGETHER} characters")
    kinds = Counter(block["type"] for block in blocks)
    if kinds["table"] > 1:
        problems.code = "invalid_attachments"
        problems.add(at, "only_one_table_allowed")
    if kinds["data_visualization"] > 2:
        problems.add(at, "no more than 2 data_visualization blocks allowed")


def check_view_payload(view: Json, problems: Problems) -> None:
    """A modal or Home as a whole."""
    kind = view.get("type")
    if kind not in ("modal", "home"):
        problems.add("/view/type", "must be one of: modal, home")
        return
    needed = ("title", "blocks") if kind == "modal" else ("blocks",)
    problems.keys(view, "/view", needed=needed, allowed=_VIEW_KEYS)
    for key in ("title", "submit", "close"):
        problems.text(view, key, "/view", 24, plain_only=True)
    problems.string(view, "private_metadata", "/view", 3000)
    problems.string(view, "callback_id", "/view", 255)
    problems.string(view, "external_id", "/view", 255)
    blocks = problems.count(view, "blocks", "/view", _MOST_BLOCKS[kind], least=0)
    check_blocks(blocks, "/view/blocks", problems, surface=kind)
    _check_submit(view, blocks, problems)
    if len(str(view).encode()) > _LARGEST_VIEW_BYTES:
        problems.code = "view_too_large"
        problems.add("/view", "view_too_large")


def _check_submit(view: Json, blocks: list[Any], problems: Problems) -> None:
    inputs = [b for b in blocks if isinstance(b, dict) and b.get("type") == "input"]
    if view["type"] == "home":
        for key in ("submit", "close"):
            if view.get(key) is not None:
                problems.add(f"/view/{key}", "not allowed in a home view")
    elif inputs and view.get("submit") is None:
        problems.add("/view/submit", "a submit is required when there is an input block")
