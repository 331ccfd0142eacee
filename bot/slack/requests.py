"""What people did, read from Slack's payloads into plain values.

`key` is the natural key of each: the same thing told twice has the same key. Texts come without
what no database can keep, so that nobody's words are refused for it.
"""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bot.core.storable import storable

Payload = dict[str, Any]


@dataclass(frozen=True)
class CommandRequest:
    """A slash command. `text` is as Slack escaped it, mentions as `<@U…>`."""

    key: str
    user: str
    channel: str
    text: str
    trigger_id: str


@dataclass(frozen=True)
class ButtonRequest:
    """A click on a button, select or date in a message, a view or App Home.

    `value`: the button's value or what was selected. `view_id`: the view it stood in, if any.
    `data`: that view's `private_metadata`. `channel` and `ts`: the message it stood in, if any.
    """

    key: str
    user: str
    action: str
    value: str
    trigger_id: str
    channel: str = ""
    ts: str = ""
    thread_ts: str = ""
    view_id: str = ""
    data: Payload = field(default_factory=dict)
    values: Payload = field(default_factory=dict)
    response_url: str = ""


@dataclass(frozen=True)
class SubmissionRequest:
    """A modal that was sent in. `values`: plain values by the name of the field.

    `data` is what we put into `private_metadata` when we opened it, `carried` what stood in the
    form to be taken along, being too long for that.
    """

    key: str
    user: str
    callback: str
    values: Payload
    data: Payload
    view_id: str
    trigger_id: str = ""
    carried: str = ""

    def text(self, name: str) -> str:
        """A field's text without space around it; empty when left out."""
        return str(self.values.get(name) or "").strip()

    def moment(self, name: str) -> datetime | None:
        """A moment that was picked, in UTC; None when left out."""
        seconds = self.values.get(name)
        return datetime.fromtimestamp(int(seconds), UTC) if seconds else None


@dataclass(frozen=True)
class ShortcutRequest:
    """A shortcut; `message` is what it was used on, None for a global one."""

    key: str
    user: str
    callback: str
    trigger_id: str
    channel: str = ""
    message: Payload | None = None
    response_url: str = ""


@dataclass(frozen=True)
class EventRequest:
    """Something that happened in the workspace."""

    key: str
    kind: str
    event: Payload


def read_command(body: Payload) -> CommandRequest:
    """From a slash command's payload."""
    body = storable(body)
    return CommandRequest(
        key=f"trigger:{body['trigger_id']}",
        user=body["user_id"],
        channel=body.get("channel_id", ""),
        text=body.get("text") or "",
        trigger_id=body["trigger_id"],
    )


def read_button(body: Payload, action: Payload) -> ButtonRequest:
    """From a `block_actions` payload and one of its actions."""
    body, action = storable(body), storable(action)
    container = body.get("container") or {}
    view = body.get("view") or {}
    return ButtonRequest(
        key=f"trigger:{body['trigger_id']}",
        user=body["user"]["id"],
        action=action["action_id"],
        value=str(_value(action) or ""),
        trigger_id=body["trigger_id"],
        channel=(body.get("channel") or {}).get("id") or container.get("channel_id") or "",
        ts=container.get("message_ts") or "",
        thread_ts=container.get("thread_ts") or "",
        view_id=view.get("id") or "",
        data=_data(view),
        values=_values(view),
        response_url=body.get("response_url") or "",
    )


def read_submission(body: Payload) -> SubmissionRequest:
    """From a `view_submission` payload."""
    body = storable(body)
    view = body["view"]
    return SubmissionRequest(
        key=f"view:{view['id']}:{view.get('hash', '')}",
        user=body["user"]["id"],
        callback=view["callback_id"],
        values=_values(view),
        data=_data(view),
        view_id=view["id"],
        trigger_id=body.get("trigger_id") or "",
        carried="\n".join(
            block["text"]["text"]
            for block in view.get("blocks", ())
            if str(block.get("block_id")).startswith("carried_")
        ),
    )


def read_shortcut(body: Payload) -> ShortcutRequest:
    """From a message or global shortcut's payload."""
    body = storable(body)
    return ShortcutRequest(
        key=f"trigger:{body['trigger_id']}",
        user=body["user"]["id"],
        callback=body["callback_id"],
        trigger_id=body["trigger_id"],
        channel=(body.get("channel") or {}).get("id") or "",
        message=body.get("message"),
        response_url=body.get("response_url") or "",
    )


def read_event(body: Payload) -> EventRequest:
    """From an event's envelope."""
    body = storable(body)
    return EventRequest(
        key=f"event:{body['event_id']}", kind=body["event"]["type"], event=body["event"]
    )


def _data(view: Payload) -> Payload:
    stored = view.get("private_metadata") or "{}"
    read = json.loads(stored)
    return read if isinstance(read, dict) else {}


def _values(view: Payload) -> Payload:
    state = (view.get("state") or {}).get("values") or {}
    return {
        name: _value(element) for name, elements in state.items() for element in elements.values()
    }


def _value(element: Payload) -> Any:
    """The plain value of an element's state, whatever kind of element it is."""
    if element.get("selected_option"):
        return element["selected_option"]["value"]
    if "selected_options" in element:
        return [option["value"] for option in element["selected_options"] or []]
    for name in (
        "value",
        "selected_user",
        "selected_date",
        "selected_date_time",
        "selected_time",
        "selected_channel",
        "selected_conversation",
        "selected_users",
        "files",
    ):
        if element.get(name) is not None:
            return element[name]
    return None
