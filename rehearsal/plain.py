"""Blocks as a reader sees them, in plain text. Does not check blocks (see `block_kit`)."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

Json = dict[str, Any]


def of_blocks(blocks: list[Json]) -> str:
    """One line per visible piece of text, button labels in brackets left out."""
    return "\n".join(text for block in blocks for text in _of(block) if text)


def buttons_of(blocks: list[Json]) -> list[str]:
    """The labels of all buttons, in order."""
    found = (element for element in elements_of(blocks) if element.get("type") == "button")
    return [str(element["text"]["text"]) for element in found]


def elements_of(blocks: list[Json]) -> Iterator[Json]:
    """Every element of every block, with the id of its block as `block_id`."""
    for block in blocks:
        elements = [*_nested(block.get("elements")), *_nested([block.get("accessory")])]
        if block.get("type") == "input":
            elements.append(block["element"])
        if block.get("type") in ("card", "container", "carousel", "alert"):
            elements += _nested(block.get("actions"))
        for element in elements:
            yield {**element, "block_id": block.get("block_id")}
        for child in _nested(block.get("child_blocks")):
            yield from elements_of([child])


def _nested(elements: Any) -> list[Json]:
    return [e for e in elements or [] if isinstance(e, dict) and e.get("type")]


def _of(node: Any) -> Iterator[str]:
    """Walks a block in reading order; keys that nobody sees are passed over."""
    if isinstance(node, list):
        for part in node:
            yield from _of(part)
        return
    if not isinstance(node, dict):
        return
    kind = node.get("type", "")
    if kind in _INLINE:
        yield "".join(_inline(part) for part in node.get("elements", []))
        return
    if kind in ("plain_text", "mrkdwn", "markdown", "raw_text", "raw_number"):
        yield str(node.get("text", node.get("value", "")))
        return
    if kind == "image":
        yield str(node.get("alt_text", ""))
    for key in _READ_IN_ORDER:
        value = node.get(key)
        if isinstance(value, str):
            yield value
        elif value is not None:
            yield from _of(value)


_INLINE = ("rich_text_section", "rich_text_preformatted", "rich_text_quote")
_READ_IN_ORDER = (
    "title", "subtitle", "label", "text", "caption", "body", "fields", "element", "placeholder",
    "initial_value", "initial_option", "elements", "rows", "child_blocks", "tasks", "accessory",
    "actions", "hint",
)  # fmt: skip


def _inline(part: Json) -> str:
    kind = part.get("type")
    marks = {"user": "<@{user_id}>", "channel": "<#{channel_id}>", "emoji": ":{name}:"}
    if kind in marks:
        return marks[kind].format(**part)
    if kind == "link":
        return str(part.get("text") or part.get("url"))
    return str(part.get("text", ""))


def spelled(text: str, name_of: Callable[[str], str]) -> str:
    """Slack's marks as people read them: mentions as @Name, links as their words, dates as UTC."""
    text = re.sub(r"<@(\w+)(?:\|[^>]*)?>", lambda m: "@" + name_of(m[1]), text)
    text = re.sub(r"<#(\w+)(?:\|[^>]*)?>", lambda m: "#" + name_of(m[1]), text)
    text = re.sub(r"<!date\^(\d+)\^([^^|>]*)(?:\^[^|>]*)?\|([^>]*)>", _date, text)
    text = re.sub(r"<!(\w+)(?:\|[^>]*)?>", r"@\1", text)
    text = re.sub(r"<[^|<>]+\|([^>]*)>", r"\1", text)
    text = re.sub(r"<((?:https?|mailto):[^>]*)>", r"\1", text)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _date(found: re.Match[str]) -> str:
    moment = datetime.fromtimestamp(int(found[1]), UTC)
    shown = found[2]
    for token, form in _DATE_FORMS.items():
        shown = shown.replace(token, moment.strftime(form))
    return shown


_DATE_FORMS = {
    "{date_num}": "%Y-%m-%d", "{date_short_pretty}": "%b %-d, %Y",
    "{date_long_pretty}": "%A, %B %-d, %Y", "{date_pretty}": "%B %-d, %Y",
    "{date_short}": "%b %-d, %Y",
    "{date_long}": "%A, %B %-d, %Y",
    "{date}": "%B %-d, %Y", "{time_secs}": "%H:%M:%S", "{time}": "%H:%M", "{ago}": "ago",
}  # fmt: skip
