"""From what a person means ("Ben", "S1", a date) to the state of a field, and its checks."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from rehearsal.errors import NotThere
from rehearsal.field_state import ANSWER_KEYS, answer_in, state_of
from rehearsal.records import File, View
from rehearsal.workspace import Workspace

Json = dict[str, Any]


def field_of(view: View, name: str) -> Json:
    """The input block with this label or block_id."""
    inputs = [block for block in view.blocks if block["type"] == "input"]
    for block in inputs:
        if name in (block["label"]["text"], block["block_id"]):
            return block
    raise NotThere(f"no field {name!r} in {view.title!r}; there are {view.labels()}")


def answer_for(
    workspace: Workspace, element: Json, wanted: Any, user: str, options: list[Json] | None = None
) -> Json:
    """The state a field has with `wanted` in it. `options`: what an external select offers."""
    key = ANSWER_KEYS[element["type"]][0]
    if wanted is None:
        return {key: [] if key.endswith("s") else None}
    if key in ("value", "rich_text_value"):
        return {key: _typed(element, wanted)}
    if key == "files":
        return {key: [_attached(workspace, file, user) for file in _many(wanted)]}
    if key.startswith("selected_date") or key == "selected_time":
        return {key: _moment(key, wanted)}
    choose = _chooser(workspace, element, key, options)
    if key.endswith("s"):
        return {key: [choose(one) for one in _many(wanted)]}
    return {key: choose(wanted)}


def _typed(element: Json, wanted: Any) -> Any:
    if element["type"] == "rich_text_input":
        section = {"type": "rich_text_section", "elements": [{"type": "text", "text": wanted}]}
        return {"type": "rich_text", "elements": [section]}
    return str(wanted) or None


def _many(wanted: Any) -> list[Any]:
    return list(wanted) if isinstance(wanted, list | set) else [wanted]


def _moment(key: str, wanted: Any) -> Any:
    if key == "selected_date_time":
        return int(wanted.timestamp()) if isinstance(wanted, datetime) else int(wanted)
    return wanted.isoformat() if isinstance(wanted, date) else str(wanted)


def _attached(workspace: Workspace, file: tuple[str, bytes], user: str) -> Json:
    name, content = file
    now = int(workspace.clock.now())
    made = File(workspace.new_id("F"), name, name, user, len(content), now, content, True, True)
    workspace.files[made.id] = made
    return made.as_slack(workspace.url)


def _chooser(workspace: Workspace, element: Json, key: str, options: list[Json] | None) -> Any:
    if key.startswith("selected_user"):
        return lambda wanted: person_id(workspace, wanted)
    if key.startswith(("selected_channel", "selected_conversation")):
        return lambda wanted: _conversation_id(workspace, wanted)
    return lambda wanted: option_of(element, wanted, options)


def person_id(workspace: Workspace, wanted: str) -> str:
    """By id, first name, full name or handle, with or without @."""
    name = wanted.lstrip("@")
    for user in workspace.users.values():
        if name in (user.id, user.first_name, user.real_name, user.name):
            return user.id
    raise NotThere(f"there is no {wanted!r} in the workspace")


def _conversation_id(workspace: Workspace, wanted: str) -> str:
    channel = workspace.channels.get(wanted) or workspace.channel_named(wanted)
    if channel is not None:
        return channel.id
    return workspace.direct_channel(person_id(workspace, wanted)).id


def option_of(element: Json, wanted: str, options: list[Json] | None = None) -> Json:
    """The option with this value or label; a label may be cut short if it stays unmistakable."""
    offered = list(options or element.get("options") or [])
    for group in element.get("option_groups") or []:
        offered += group["options"]
    found: list[Json] = []
    for test in (_has_value, _has_label, _begins_with):
        found = [option for option in offered if test(option, str(wanted))]
        if len(found) == 1:
            return found[0]
    labels = [option["text"]["text"] for option in offered]
    raise NotThere(f"no option {wanted!r}; there are {labels}")


def _has_value(option: Json, wanted: str) -> bool:
    return bool(option.get("value") == wanted)


def _has_label(option: Json, wanted: str) -> bool:
    return bool(option["text"]["text"] == wanted)


def _begins_with(option: Json, wanted: str) -> bool:
    return str(option["text"]["text"]).startswith(wanted)


def complaints(view: View) -> dict[str, str]:
    """What Slack's client says by block_id before it sends anything."""
    values = state_of(view.blocks, view.values)
    found = {}
    for block in view.blocks:
        if block["type"] != "input":
            continue
        state = values[block["block_id"]][block["element"]["action_id"]]
        words = _complaint(block, answer_in(state))
        if words:
            found[block["block_id"]] = words
    return found


def _complaint(block: Json, answer: Any) -> str | None:
    element = block["element"]
    if answer in (None, "", []):
        return None if block.get("optional") else "Please complete this required field."
    return _too_long_or_short(element, answer) or _unlike(element["type"], str(answer))


def _too_long_or_short(element: Json, answer: Any) -> str | None:
    if isinstance(answer, str):
        if len(answer) > (element.get("max_length") or 3000):
            return f"Please use {element.get('max_length') or 3000} characters or fewer."
        if len(answer) < (element.get("min_length") or 0):
            return f"Please use at least {element['min_length']} characters."
    most = element.get("max_selected_items") or element.get("max_files")
    if isinstance(answer, list) and most and len(answer) > most:
        return f"You can select up to {most} items."
    if element["type"] == "number_input":
        return _out_of_bounds(element, answer)
    return None


def _out_of_bounds(element: Json, answer: str) -> str | None:
    try:
        number = float(answer)
    except ValueError:
        return "Please enter a number."
    if not element.get("is_decimal_allowed") and not number.is_integer():
        return "Please enter a whole number."
    least, most = element.get("min_value"), element.get("max_value")
    if least is not None and number < float(least):
        return f"Please enter {least} or more."
    if most is not None and number > float(most):
        return f"Please enter {most} or less."
    return None


_FORMS = {
    "url_text_input": (r"[a-z][a-z0-9+.-]*://\S+", "Please enter a valid URL."),
    "email_text_input": (r"[^@\s]+@[^@\s]+\.[^@\s]+", "Please enter a valid email address."),
    "datepicker": (r"\d{4}-\d{2}-\d{2}", "Please enter a valid date."),
    "timepicker": (r"\d{2}:\d{2}", "Please enter a valid time."),
}


def _unlike(kind: str, answer: str) -> str | None:
    pattern, words = _FORMS.get(kind, (r"[\s\S]*", ""))
    return None if re.fullmatch(pattern, answer) else words
