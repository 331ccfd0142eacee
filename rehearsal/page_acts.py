"""What somebody does on the page, by ids as the page knows them. Reading is in `page_api.py`."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from rehearsal import forms, modals, plain
from rehearsal.errors import NotAcknowledged, NotThere, RejectedAnswer
from rehearsal.person import Person
from rehearsal.records import File, Message, View

if TYPE_CHECKING:
    from rehearsal.server import RehearsalServer

Json = dict[str, Any]
NO_ANSWER = "bot did not answer"


class PageActs:
    """One method per act of the page."""

    def __init__(self, server: RehearsalServer) -> None:
        self._server = server
        self._workspace = server.backstage.workspace
        self._interactions = server.interactions
        self._acts: dict[str, Callable[[Person, Json], Json | None]] = {
            "message": self._message,
            "command": self._command,
            "react": lambda who, act: who.reacts(self._at(act), act["name"]),
            "unreact": lambda who, act: who.unreacts(self._at(act), act["name"]),
            "edit": self._edit,
            "delete": lambda who, act: who.deletes(self._at(act)),
            "click": self._click,
            "submit": self._submit,
            "close": self._close,
            "messageShortcut": self._message_shortcut,
            "globalShortcut": lambda who, act: who.global_shortcut(act["callbackId"]),
            "openHome": self._open_home,
            "join": lambda who, act: who.joins(act["channel"]),
            "leave": lambda who, act: who.leaves(act["channel"]),
            "upload": self._upload,
            "suggest": self._suggest,
        }

    def perform(self, act: Json) -> Json:
        """Does it and says how it went; what the bot does not answer is said like Slack says it."""
        doing = self._acts.get(str(act.get("act")))
        if doing is None:
            return {"ok": False, "error": f"unknown act {act.get('act')}"}
        try:
            return {"ok": True, **(doing(self._server.person(act["as"]), act) or {})}
        except NotAcknowledged:
            return {"ok": False, "error": NO_ANSWER}
        except RejectedAnswer as refusal:
            return {"ok": False, "error": f"Slack would have refused the bot's answer: {refusal}"}
        except (LookupError, NotThere) as refusal:
            return {"ok": False, "error": str(refusal)}

    # The page sends text already in Slack's form, so it is not composed a second time.

    def _message(self, who: Person, act: Json) -> Json:
        channel = self._workspace.channels[act["channel"]]
        root = channel.message(act["thread"]) if act.get("thread") else None
        message = who.says(act["text"], channel, root)
        return {"ts": message.ts}

    def _command(self, who: Person, act: Json) -> None:
        name, _, rest = act["text"].partition(" ")
        channel = self._workspace.channels[act["channel"]]
        user = self._workspace.users[who.id]
        self._interactions.command(user, channel, name, rest.strip())

    def _edit(self, who: Person, act: Json) -> None:
        who.edits_to(self._at(act), act["text"])

    def _click(self, who: Person, act: Json) -> None:
        holder = self._holder(who, act["container"])
        element = _element(holder, act)
        user = self._workspace.users[who.id]
        self._take_in(holder, act.get("values") or {})
        if element["type"] == "button":
            answer: Json = {k: element[k] for k in ("text", "value", "url") if k in element}
            return self._interactions.act_in(user, holder, element, {"value": None, **answer})
        return self._interactions.act_in(user, holder, element, act.get("selected") or {})

    def _submit(self, who: Person, act: Json) -> Json:
        view = self._view(act["viewId"])
        self._take_in(view, act.get("values") or {})
        user = self._workspace.users[who.id]
        errors = forms.complaints(view) or self._interactions.submit(user, view)
        if errors:
            return {"ok": False, "errors": errors}
        return {"view": self._top(who)}

    def _close(self, who: Person, act: Json) -> None:
        user, view = self._workspace.users[who.id], self._view(act["viewId"])
        self._interactions.close(user, view, everything=bool(act.get("all")))

    def _message_shortcut(self, who: Person, act: Json) -> None:
        who.shortcut(act["callbackId"], self._at(act))

    def _open_home(self, who: Person, _act: Json) -> Json:
        view = who.opens_home()
        return {"view": modals.as_slack(self._workspace, view) if view else None}

    def _upload(self, who: Person, act: Json) -> Json:
        content = base64.b64decode(act["base64"])
        if not act.get("channel"):
            with self._workspace.lock:
                now = int(self._workspace.clock.now())
                file_id, name = self._workspace.new_id("F"), act["name"]
                file = File(file_id, name, name, who.id, len(content), now, content, True, True)
                self._workspace.files[file_id] = file
            return {"file": file.as_slack(self._workspace.url)}
        channel = self._workspace.channels[act["channel"]]
        root = channel.message(act["thread"]) if act.get("thread") else None
        message = who.uploads(channel, act["name"], content, act.get("text") or "", thread=root)
        return {"file": message.files[0].as_slack(self._workspace.url), "ts": message.ts}

    def _suggest(self, who: Person, act: Json) -> Json:
        holder = self._holder(who, act["container"])
        user, typed = self._workspace.users[who.id], str(act.get("text") or "")
        element = _element(holder, act)
        return {"options": self._interactions.suggestions(user, holder, element, typed)}

    # What acts are about

    def _at(self, act: Json) -> Message:
        message = self._workspace.message_at(act["channel"], act["ts"])
        if message is None:
            raise NotThere("that message is gone")
        return message

    def _holder(self, who: Person, container: Json) -> Message | View:
        if container["type"] == "view":
            return self._view(container["viewId"])
        if container["type"] == "message":
            return self._at(container)
        channel = self._workspace.channels[container["channel"]]
        for message in channel.ephemerals:
            if message.ts == container["ts"] and message.seen_by == who.id:
                return message
        raise NotThere("that message is gone")

    def _view(self, view_id: str) -> View:
        view = self._workspace.view(view_id)
        if view is None:
            raise NotThere("this window is not open any more")
        return view

    def _top(self, who: Person) -> Json | None:
        stack = self._workspace.stack(who.id)
        return modals.as_slack(self._workspace, stack[-1]) if stack else None

    def _take_in(self, holder: Message | View, values: Json) -> None:
        """What the page remembers of the fields, where the field still exists."""
        with self._workspace.lock:
            for element in plain.elements_of(holder.blocks):
                typed = values.get(element["block_id"], {}).get(element.get("action_id"))
                if typed is not None:
                    state = {**typed, "type": element["type"]}
                    holder.values.setdefault(element["block_id"], {})[element["action_id"]] = state


def _element(holder: Message | View, act: Json) -> Json:
    for element in plain.elements_of(holder.blocks):
        same_block = act.get("blockId") in (None, element["block_id"])
        same_value = act.get("value") is None or element.get("value") == act["value"]
        if same_block and element.get("action_id") == act["actionId"] and same_value:
            return element
    raise NotThere("that is not there any more")
