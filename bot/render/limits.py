"""Block Kit's limits, applied before anything is stored.

What is too long is continued in further blocks as far as Slack takes them, and ends with "…"
beyond that: the whole of it stays in the database and in the document.
Source: docs.slack.dev/reference/block-kit.
"""

import json
from itertools import compress, takewhile
from typing import Any

Block = dict[str, Any]

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
SECTION_TEXT = 3000
HEADER_TEXT = 150
FIELD_TEXT = 2000
BUTTON_TEXT = 75
OPTION_TEXT = 75
OPTIONS = 100
CONTEXT_ELEMENTS = 10
SUMMARY_TEXT = 4000
VIEW_TITLE = 24
INITIAL_VALUE = 3000
ACKNOWLEDGEMENT_BYTES = 50_000
LONGEST_CARRIED = 14

_MORE: Block = {"type": "context", "elements": [{"type": "mrkdwn", "text": "…", "verbatim": True}]}


def shortened(text: str, limit: int) -> str:
    """The text, cut with "…" where it is longer than `limit` characters."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def fit_message(blocks: list[Block]) -> list[Block]:
    """The blocks of a message, within the limits of each and of the message."""
    fitted = [part for block in blocks for part in _fit_block(block)]
    if len(fitted) <= MESSAGE_BLOCKS:
        return fitted
    # Buttons stay: without them the message would be a dead end.
    tail = [block for block in fitted[-3:] if block["type"] == "actions"]
    return [*fitted[: MESSAGE_BLOCKS - 1 - len(tail)], _MORE, *tail]


def fit_acknowledgement(blocks: list[Block]) -> list[Block]:
    """As many of the blocks as an acknowledgement carries: the first, a form's fields, the end.

    A frame of Socket Mode's own client ends at 65,535 bytes; beyond that it sends nothing at all.
    A form that lost a field could not be sent in, or would forget what was typed there; the small
    print at the end says how many more there are, and how to see them.
    """
    end = len(blocks) - len(list(takewhile(_is_small_print, reversed(blocks))))
    sizes = [len(json.dumps(block)) for block in blocks]
    stays = [block["type"] == "input" or place >= end for place, block in enumerate(blocks)]
    left = ACKNOWLEDGEMENT_BYTES - sum(compress(sizes, stays))
    fitted: list[Block] = []
    for block, size, is_kept in zip(blocks, sizes, stays, strict=True):
        if is_kept:
            fitted.append(block)
        elif left >= 0:
            left -= size
            fitted.append(block if left >= 0 else _MORE)
    return fitted


def _is_small_print(block: Block) -> bool:
    return bool(block["type"] == "context")


def fit_view(view: dict[str, Any]) -> dict[str, Any]:
    """A view within the limits of its blocks and title."""
    fitted = dict(view)
    blocks = [part for block in view["blocks"] for part in _fit_block(block)]
    fitted["blocks"] = blocks[:VIEW_BLOCKS]
    if "title" in fitted:
        fitted["title"] = _short(fitted["title"], VIEW_TITLE)
    return fitted


def _fit_block(block: Block) -> list[Block]:
    kind = block["type"]
    if kind == "section" and "text" in block:
        return _fit_section(block)
    if kind == "header":
        return [{**block, "text": _short(block["text"], HEADER_TEXT)}]
    if kind == "context":
        elements = block["elements"][:CONTEXT_ELEMENTS]
        return [{**block, "elements": [_short(each, SECTION_TEXT) for each in elements]}]
    if kind == "input":
        return [{**block, "element": _fit_element(block["element"])}]
    return [block]


def _fit_section(block: Block) -> list[Block]:
    pieces = split_text(block["text"]["text"], SECTION_TEXT) or ["…"]
    first = {**block, "text": {**block["text"], "text": pieces[0]}}
    if "fields" in block:
        first["fields"] = [_short(each, FIELD_TEXT) for each in block["fields"]]
    rest = [{"type": "section", "text": {**block["text"], "text": each}} for each in pieces[1:]]
    return [first, *rest]


def _fit_element(element: dict[str, Any]) -> dict[str, Any]:
    fitted = dict(element)
    if isinstance(fitted.get("initial_value"), str):
        fitted["initial_value"] = fitted["initial_value"][: fitted.get("max_length", INITIAL_VALUE)]
    for name in ("options", "initial_options"):
        if name in fitted:
            fitted[name] = [_fit_option(each) for each in fitted[name][:OPTIONS]]
    if "initial_option" in fitted:
        fitted["initial_option"] = _fit_option(fitted["initial_option"])
    return fitted


def _fit_option(option: dict[str, Any]) -> dict[str, Any]:
    return {**option, "text": _short(option["text"], OPTION_TEXT)}


def in_pieces(text: str) -> list[str]:
    """A long text for a form to take along, as far as a message of Slack's own client goes."""
    return split_text(text, SECTION_TEXT)[:LONGEST_CARRIED]


def split_text(text: str, limit: int) -> list[str]:
    """The text in pieces of at most `limit` characters, cut at a line or a word where it can be."""
    pieces = []
    rest = text.strip()
    while len(rest) > limit:
        cut = max(rest.rfind("\n", 0, limit), rest.rfind(" ", 0, limit))
        if cut < limit // 2:
            cut = limit
        cut = _outside_marks(rest, cut)
        pieces.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*pieces, rest] if rest else pieces


def _outside_marks(text: str, cut: int) -> int:
    """A place at or before `cut` that does not stand inside `<…>` or `&…;`."""
    for start, end in (("<", ">"), ("&", ";")):
        opened = text.rfind(start, max(0, cut - 300), cut)
        if opened > 0 and end not in text[opened:cut] and end in text[cut : cut + 300]:
            cut = opened
    return cut


def _short(text_object: dict[str, Any], limit: int) -> dict[str, Any]:
    return {**text_object, "text": shortened(text_object["text"], limit)}


def plain_summary(blocks: list[Block]) -> str:
    """What notifications and screen readers read of a message that has no text of its own."""
    parts = [
        _as_mrkdwn(block["text"])
        for block in blocks
        if block["type"] in ("header", "section") and "text" in block
    ]
    return fit_text("\n".join(parts))


def _as_mrkdwn(text_object: dict[str, Any]) -> str:
    """A text object's words where marks are read: plain words must not become marks there."""
    text: str = text_object["text"]
    if text_object["type"] == "mrkdwn":
        return text
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def fit_text(text: str) -> str:
    """A message's own text, as long as notifications and screen readers can use."""
    pieces = split_text(text, SUMMARY_TEXT - 1) or ["…"]
    return pieces[0] if len(pieces) == 1 else pieces[0] + "…"
