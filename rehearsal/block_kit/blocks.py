"""The blocks themselves. Rules for all blocks of a message or view together: `surfaces.py`."""

from collections.abc import Callable

from rehearsal.block_kit.checks import Json, Problems
from rehearsal.block_kit.elements import (
    IN_ACTIONS,
    IN_CONTEXT_ACTIONS,
    IN_INPUT,
    IN_SECTION,
    check_element,
)
from rehearsal.block_kit.tables import check_data_table, check_data_visualization, check_table

_RICH_TEXT_PARTS = (
    "rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted",
)  # fmt: skip
_RICH_TEXT_BITS = (
    "text", "link", "user", "usergroup", "channel", "team", "emoji", "date", "broadcast", "color",
)  # fmt: skip


def _section(block: Json, at: str, problems: Problems) -> None:
    problems.keys(
        block, at, needed=(), allowed=("text", "fields", "accessory", "expand", "block_id")
    )
    if not block.get("text") and not block.get("fields"):
        problems.add(at, "must have text or fields")
    problems.text(block, "text", at, 3000)
    for number, field in enumerate(problems.count(block, "fields", at, 10)):
        problems.text_object(field, f"{at}/fields/{number}", 2000, plain_only=False)
    if block.get("accessory") is not None:
        check_element(block["accessory"], f"{at}/accessory", problems, IN_SECTION)


def _header(block: Json, at: str, problems: Problems) -> None:
    problems.keys(block, at, needed=("text",), allowed=("block_id",))
    problems.text(block, "text", at, 150, plain_only=True)


def _divider(block: Json, at: str, problems: Problems) -> None:
    problems.keys(block, at, needed=(), allowed=("block_id",))


def _context(block: Json, at: str, problems: Problems) -> None:
    problems.keys(block, at, needed=("elements",), allowed=("block_id",))
    for number, element in enumerate(problems.count(block, "elements", at, 10)):
        here = f"{at}/elements/{number}"
        if isinstance(element, dict) and element.get("type") == "image":
            check_element(element, here, problems, ("image",))
        else:
            problems.text_object(element, here, 3000, plain_only=False)


def _actions(block: Json, at: str, problems: Problems) -> None:
    problems.keys(block, at, needed=("elements",), allowed=("block_id",))
    for number, element in enumerate(problems.count(block, "elements", at, 25)):
        check_element(element, f"{at}/elements/{number}", problems, IN_ACTIONS)


def _context_actions(block: Json, at: str, problems: Problems) -> None:
    problems.keys(block, at, needed=("elements",), allowed=("block_id",))
    for number, element in enumerate(problems.count(block, "elements", at, 5)):
        check_element(element, f"{at}/elements/{number}", problems, IN_CONTEXT_ACTIONS)


def _input(block: Json, at: str, problems: Problems) -> None:
    allowed = ("block_id", "hint", "optional", "dispatch_action")
    problems.keys(block, at, needed=("label", "element"), allowed=allowed)
    problems.text(block, "label", at, 2000, plain_only=True)
    problems.text(block, "hint", at, 2000, plain_only=True)
    problems.flag(block, "optional", at)
    problems.flag(block, "dispatch_action", at)
    if block.get("element") is not None:
        check_element(block["element"], f"{at}/element", problems, IN_INPUT)


def _image(block: Json, at: str, problems: Problems) -> None:
    allowed = ("image_url", "slack_file", "title", "block_id")
    problems.keys(block, at, needed=("alt_text",), allowed=allowed)
    if ("image_url" in block) == ("slack_file" in block):
        problems.add(at, "must have either image_url or slack_file")
    problems.url(block, "image_url", at)
    problems.string(block, "alt_text", at, 2000, 1)
    problems.text(block, "title", at, 2000, plain_only=True)


def _markdown(block: Json, at: str, problems: Problems) -> None:
    problems.keys(block, at, needed=("text",), allowed=("block_id",))
    problems.string(block, "text", at, 12_000, 1)


def _rich_text(block: Json, at: str, problems: Problems) -> None:
    problems.keys(block, at, needed=("elements",), allowed=("block_id",))
    for number, part in enumerate(block.get("elements") or []):
        _rich_text_part(part, f"{at}/elements/{number}", problems)


def _rich_text_part(part: Json, at: str, problems: Problems) -> None:
    kind = part.get("type")
    if kind not in _RICH_TEXT_PARTS:
        problems.add(f"{at}/type", f"unsupported type: {kind}")
        return
    own = {"rich_text_list": ("style", "indent", "offset", "border")}.get(
        kind, ("border", "language")
    )
    problems.keys(part, at, needed=("elements",), allowed=own)
    for number, bit in enumerate(part.get("elements") or []):
        here = f"{at}/elements/{number}"
        if kind == "rich_text_list":
            _rich_text_part(bit, here, problems)
        elif bit.get("type") not in _RICH_TEXT_BITS:
            problems.add(f"{here}/type", f"unsupported type: {bit.get('type')}")


def _video(block: Json, at: str, problems: Problems) -> None:
    needed = ("alt_text", "title", "thumbnail_url", "video_url")
    allowed = (
        "author_name",
        "description",
        "provider_icon_url",
        "provider_name",
        "title_url",
        "block_id",
    )
    problems.keys(block, at, needed=needed, allowed=allowed)
    problems.text(block, "title", at, 199, plain_only=True)
    problems.string(block, "author_name", at, 49)


def _card(block: Json, at: str, problems: Problems) -> None:
    allowed = (
        "hero_image", "icon", "title", "subtitle", "body", "actions", "slack_icon", "subtext",
        "block_id",
    )  # fmt: skip
    problems.keys(block, at, needed=(), allowed=allowed)
    if not any(block.get(key) for key in ("hero_image", "title", "actions", "body")):
        problems.add(at, "must have one of hero_image, title, actions, body")
    problems.text(block, "title", at, 150)
    problems.text(block, "subtitle", at, 150)
    problems.text(block, "body", at, 200)
    for number, element in enumerate(problems.count(block, "actions", at, 25)):
        check_element(element, f"{at}/actions/{number}", problems, IN_ACTIONS)


def _carousel(block: Json, at: str, problems: Problems) -> None:
    problems.keys(block, at, needed=("elements",), allowed=("block_id",))
    for number, card in enumerate(problems.count(block, "elements", at, 10)):
        _card(card, f"{at}/elements/{number}", problems)


def _container(block: Json, at: str, problems: Problems) -> None:
    allowed = ("title", "rich_text_title", "subtitle", "icon", "width", "is_collapsible", "default_collapsed", "block_id")  # fmt: skip # noqa: E501
    problems.keys(block, at, needed=("child_blocks",), allowed=allowed)
    if ("title" in block) == ("rich_text_title" in block):
        problems.add(at, "must have either title or rich_text_title")
    problems.one_of(block, "width", at, ("narrow", "standard", "wide", "full"))
    for number, child in enumerate(problems.count(block, "child_blocks", at, 10)):
        check_block(child, f"{at}/child_blocks/{number}", problems)


def _alert(block: Json, at: str, problems: Problems) -> None:
    problems.keys(block, at, needed=("text",), allowed=("level", "block_id"))
    problems.one_of(block, "level", at, ("default", "info", "warning", "error", "success"))
    problems.text(block, "text", at, 3000)


def _plan(block: Json, at: str, problems: Problems) -> None:
    problems.keys(block, at, needed=("title",), allowed=("tasks", "block_id"))
    for number, task in enumerate(block.get("tasks") or []):
        _task_card(task, f"{at}/tasks/{number}", problems)


def _task_card(block: Json, at: str, problems: Problems) -> None:
    allowed = ("details", "output", "sources", "status", "block_id")
    problems.keys(block, at, needed=("task_id", "title"), allowed=allowed)
    problems.one_of(block, "status", at, ("pending", "in_progress", "complete", "error"))


def _file(block: Json, at: str, problems: Problems) -> None:
    problems.add(at, "file blocks can be read, not sent")


CHECKS: dict[str, Callable[[Json, str, Problems], None]] = {
    "section": _section,
    "header": _header,
    "divider": _divider,
    "context": _context,
    "actions": _actions,
    "context_actions": _context_actions,
    "input": _input,
    "image": _image,
    "markdown": _markdown,
    "rich_text": _rich_text,
    "video": _video,
    "card": _card,
    "carousel": _carousel,
    "container": _container,
    "alert": _alert,
    "plan": _plan,
    "task_card": _task_card,
    "table": check_table,
    "data_table": check_data_table,
    "data_visualization": check_data_visualization,
    "file": _file,
}


def check_block(block: object, at: str, problems: Problems) -> None:
    """One block by itself."""
    if not isinstance(block, dict):
        problems.add(at, "must be an object")
        return
    check = CHECKS.get(str(block.get("type")))
    if check is None:
        problems.add(f"{at}/type", f"unsupported type: {block.get('type')}")
        return
    problems.string(block, "block_id", at, 255, 1)
    check(block, at, problems)
