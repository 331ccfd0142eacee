"""Commands, clicks, submissions and shortcuts: sent to the app, and its answers carried out.

Both the `Person` driver and the page act through this. Nothing here blocks while holding the lock.
"""

from __future__ import annotations

from typing import Any

from rehearsal import block_kit, happenings, modals, payloads
from rehearsal.backstage import Backstage
from rehearsal.errors import NotAcknowledged, NotThere, Rejected, RejectedAnswer
from rehearsal.records import Channel, Message, User, View
from rehearsal.workspace import BOT_USER_ID

Json = dict[str, Any]


class Interactions:
    """Everything people do that the app answers in its acknowledgement."""

    def __init__(self, backstage: Backstage) -> None:
        self._backstage = backstage
        self._workspace = backstage.workspace

    # Commands

    def command(self, user: User, channel: Channel, name: str, text: str) -> Message | None:
        """Sends a slash command; the message its acknowledgement shows, if any."""
        if self._backstage.app.command(name) is None:
            raise NotThere(f"{name} is not a valid command")
        with self._workspace.lock:
            payload = payloads.for_command(self._backstage, user, channel, name, text)
        answer = self._backstage.hub.request("slash_commands", payload)
        with self._workspace.lock:
            return self._show(answer, user.id, channel)

    def _show(
        self, answer: Json, user: str, channel: Channel, thread_ts: str | None = None
    ) -> Message | None:
        text, blocks = answer.get("text") or "", answer.get("blocks")
        if not text and not blocks:
            return None
        blocks = self._checked(blocks) if blocks else None
        if answer.get("response_type") != "in_channel":
            return happenings.whisper(
                self._workspace, channel, user, text, blocks=blocks, thread_ts=thread_ts
            )
        return happenings.post(
            self._workspace, channel, BOT_USER_ID, text, blocks=blocks, thread_ts=thread_ts
        )

    def _checked(self, blocks: Any) -> list[Json]:
        try:
            block_kit.check_message_blocks(blocks)
        except Rejected as refusal:
            raise RejectedAnswer(f"blocks of an answer: {refusal}") from refusal
        return block_kit.with_ids(self._workspace, blocks)

    # Answers that come later

    def respond(self, key: str, answer: Json) -> None:
        """What the app posts to a response_url. Raises Rejected as Slack answers 4xx."""
        with self._workspace.lock:
            address = self._backstage.use_address(key)
            channel = self._workspace.channels[address.channel_id]
            original = address.message
            try:
                if original is not None and answer.get("delete_original"):
                    happenings.delete(self._workspace, original)
                elif original is not None and answer.get("replace_original"):
                    self._replace(original, answer)
                else:
                    thread_ts = answer.get("thread_ts") or address.thread_ts
                    shown = self._show(answer, address.user, channel, thread_ts)
                    if shown is None:
                        raise Rejected("no_text")
                    address.message = address.message or shown
            except RejectedAnswer as refusal:
                raise Rejected("invalid_blocks", [str(refusal)]) from refusal

    def _replace(self, original: Message, answer: Json) -> None:
        blocks = self._checked(answer["blocks"]) if answer.get("blocks") else []
        text = answer.get("text") or ""
        if not text and not blocks:
            raise Rejected("no_text")
        happenings.edit(self._workspace, original, BOT_USER_ID, text=text, blocks=blocks)

    # Clicks and choices

    def act_in(self, user: User, holder: Message | View, element: Json, answer: Json) -> None:
        """Sends a block action: `answer` is the value pressed or the state of what was chosen."""
        with self._workspace.lock:
            ids = {"action_id": element["action_id"], "block_id": element["block_id"]}
            moment = {"action_ts": self._workspace.new_ts()}
            action = {"type": element["type"], **ids, **answer, **moment}
            if "value" not in answer and element["type"] not in ("button", "overflow"):
                self._keep(holder, element, answer)
            build: Any = payloads.for_view_action
            if isinstance(holder, Message):
                build = payloads.for_message_action
            payload = build(self._backstage, user, holder, action)
        self._backstage.hub.request("interactive", payload)

    def _keep(self, holder: Message | View, element: Json, answer: Json) -> None:
        state = {"type": element["type"], **answer}
        holder.values.setdefault(element["block_id"], {})[element["action_id"]] = state

    def suggestions(
        self, user: User, holder: Message | View, element: Json, typed: str
    ) -> list[Json]:
        """The options the app offers for what was typed into an external select."""
        with self._workspace.lock:
            payload = payloads.for_suggestion(self._backstage, user, holder, element, typed)
        answer = self._backstage.hub.request("interactive", payload)
        groups = answer.get("option_groups") or [{"options": answer.get("options") or []}]
        return [option for group in groups for option in group["options"]]

    # Modals

    def submit(self, user: User, view: View) -> dict[str, str] | None:
        """Sends a modal off; what is wrong with it by block_id, else None."""
        with self._workspace.lock:
            if view not in self._workspace.stack(user.id):
                raise NotThere("this modal is not open any more")
            payload = payloads.for_submission(self._backstage, user, view)
        answer = self._backstage.hub.request("interactive", payload)
        with self._workspace.lock:
            try:
                return self._follow(user, view, answer)
            except Rejected as refusal:
                raise RejectedAnswer(f"answer to a submission: {refusal}") from refusal

    def _follow(self, user: User, view: View, answer: Json) -> dict[str, str] | None:
        stack, what = self._workspace.stack(user.id), answer.get("response_action")
        if what == "errors":
            return self._checked_errors(view, answer.get("errors"))
        if what == "clear":
            stack.clear()
        elif what == "push":
            modals.push_view(self._backstage, user.id, answer["view"])
        elif what == "update":
            modals.update_view(self._backstage, view, answer["view"])
        elif what is not None:
            raise RejectedAnswer(f"unknown response_action {what}")
        elif view in stack:
            stack.remove(view)
        self._workspace.announce("view", user=user.id)
        return None

    def _checked_errors(self, view: View, errors: Any) -> dict[str, str]:
        inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
        if not isinstance(errors, dict) or not errors:
            raise RejectedAnswer("response_action errors without errors")
        if unknown := set(errors) - inputs:
            raise RejectedAnswer(f"errors for blocks that are no inputs: {sorted(unknown)}")
        return {block_id: str(words) for block_id, words in errors.items()}

    def close(self, user: User, view: View, *, everything: bool = False) -> None:
        """Closes a modal, or with the ✕ the whole stack."""
        with self._workspace.lock:
            stack = self._workspace.stack(user.id)
            if view not in stack:
                raise NotThere("this modal is not open any more")
            everything = everything or view.clear_on_close
            closed = list(stack) if everything else stack[stack.index(view) :]
            for gone in closed:
                stack.remove(gone)
            said = [
                payloads.for_closing(self._backstage, user, gone, cleared=everything)
                for gone in closed
                if gone.notify_on_close
            ]
            self._workspace.announce("view", user=user.id)
        for payload in said:
            self._backstage.hub.request("interactive", payload)

    # Shortcuts and Home

    def message_shortcut(self, user: User, name: str, message: Message) -> None:
        """An entry of a message's menu, by name or callback id."""
        with self._workspace.lock:
            shortcut = self._backstage.app.shortcut(name, "message")
            if shortcut is None:
                raise NotThere(f"there is no message shortcut {name}")
            payload = payloads.for_message_shortcut(
                self._backstage, user, message, shortcut["callback_id"]
            )
        self._backstage.hub.request("interactive", payload)

    def global_shortcut(self, user: User, name: str) -> None:
        """An entry of the workspace's menu, by name or callback id."""
        with self._workspace.lock:
            shortcut = self._backstage.app.shortcut(name, "global")
            if shortcut is None:
                raise NotThere(f"there is no global shortcut {name}")
            callback_id = shortcut["callback_id"]
            payload = payloads.for_global_shortcut(self._backstage, user, callback_id)
        self._backstage.hub.request("interactive", payload)

    def open_home(self, user: User) -> View | None:
        """The person looks at the app's Home; returns what is published by the acknowledgement."""
        with self._backstage.events.acknowledged():
            channel = self._workspace.direct_channel(user.id)
            home = self._workspace.homes.get(user.id)
            event: Json = {"type": "app_home_opened", "user": user.id, "channel": channel.id}
            event |= {"tab": "home", "event_ts": self._workspace.new_ts()}
            if home is not None:
                event["view"] = modals.as_slack(self._workspace, home)
            self._workspace.publish(event, channel)
        return self._workspace.homes.get(user.id)


__all__ = ["Interactions", "NotAcknowledged"]
