"""Methods for canvases: documents with markdown inside. Kept as text; nothing renders them."""

import re

from rehearsal.errors import Rejected
from rehearsal.methods.ask import Ask, Json, serves
from rehearsal.records import Channel, File
from rehearsal.workspace import BOT_USER_ID

_OPERATIONS = (
    "insert_at_start", "insert_at_end", "insert_before", "insert_after", "replace",
    "delete", "rename",
)  # fmt: skip
_LARGEST = 1024 * 1024
_MOST_CELLS = 300
_TABLE = re.compile(r"(?:^\|.*\n)+", re.MULTILINE)
_CELL = re.compile(r"(?<!\\)\|(?!\n)")


@serves("canvases.create")
def create_canvas(ask: Ask) -> Json:
    """A canvas of its own, or a tab of a channel."""
    if ask.text("channel_id"):
        ask.own_channel("channel_id")
    return {"canvas_id": _new_canvas(ask)}


@serves("conversations.canvases.create")
def create_channel_canvas(ask: Ask) -> Json:
    """A channel's own canvas, of which there is one."""
    channel = ask.own_channel("channel_id")
    if channel.canvas:
        raise Rejected("channel_canvas_already_exists")
    channel.canvas = canvas_id = _new_canvas(ask)
    _as_file(ask, channel, canvas_id)
    return {"canvas_id": canvas_id}


def _as_file(ask: Ask, channel: Channel, canvas_id: str) -> None:
    """A canvas is a file as well: files.info tells whose it is."""
    now, name = int(ask.workspace.clock.now()), f"{ask.text('title') or 'Untitled'}.canvas"
    file = File(canvas_id, name, ask.text("title"), BOT_USER_ID, 0, now, complete=True)
    file.channels.append(channel.id)
    ask.workspace.files[canvas_id] = file


@serves("canvases.edit")
def edit_canvas(ask: Ask) -> Json:
    """Applies one change; replacing without a section replaces everything."""
    canvas = ask.workspace.canvases.get(ask.text("canvas_id"))
    if canvas is None:
        raise Rejected("canvas_not_found")
    changes = ask.data("changes")
    if not isinstance(changes, list) or len(changes) != 1:
        raise Rejected("invalid_arguments", ["[ERROR] exactly one change [json-pointer:/changes]"])
    change = changes[0]
    operation = change.get("operation")
    if operation not in _OPERATIONS:
        raise Rejected("invalid_arguments", ["[ERROR] operation [json-pointer:/changes/0]"])
    if operation in ("replace", "insert_at_start", "insert_at_end"):
        added = _markdown(change.get("document_content"))
        old = canvas["markdown"]
        fresh = {"replace": added, "insert_at_start": added + old, "insert_at_end": old + added}
        canvas["markdown"] = fresh[operation]
    return {}


def _new_canvas(ask: Ask) -> str:
    content = _markdown(ask.data("document_content"))
    canvas_id = ask.workspace.new_id("F")
    canvas = {"id": canvas_id, "title": ask.text("title"), "markdown": content}
    ask.workspace.canvases[canvas_id] = canvas
    return canvas_id


def _markdown(content: object) -> str:
    if content is None:
        return ""
    if not isinstance(content, dict) or content.get("type") != "markdown":
        raise Rejected("invalid_arguments", ["[ERROR] document_content must be markdown"])
    markdown = str(content.get("markdown", ""))
    if len(markdown.encode()) > _LARGEST:
        raise Rejected("canvas_too_large")
    if any(len(_CELL.findall(table)) > _MOST_CELLS for table in _TABLE.findall(markdown)):
        raise Rejected("canvas_creation_failed")
    return markdown
