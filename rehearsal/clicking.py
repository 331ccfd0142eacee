"""The half of a person that presses, chooses, fills in and sends off, by what they see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rehearsal import forms, plain
from rehearsal.errors import NotThere
from rehearsal.field_state import ANSWER_KEYS
from rehearsal.records import Channel, Message, User, View

if TYPE_CHECKING:
    from rehearsal.backstage import Backstage
    from rehearsal.interactions import Interactions

Json = dict[str, Any]


class Clicking:
    """What somebody does with buttons, menus, fields and modals."""

    def __init__(self, backstage: Backstage, interactions: Interactions, user: User) -> None:
        self._backstage = backstage
        self._interactions = interactions
        self._workspace = backstage.workspace
        self._user = user

    @property
    def id(self) -> str:
        return self._user.id

    # Buttons and menus

    def clicks(self, holder: Message | View, label: str, value: str | None = None) -> None:
        """Presses a button, by label or action_id; `value` tells same labels apart."""
        self._check_visible(holder)
        buttons = [e for e in plain.elements_of(holder.blocks) if e["type"] == "button"]
        fitting = [e for e in buttons if label in (self._words(e["text"]), e["action_id"])]
        if value is not None:
            fitting = [e for e in fitting if e.get("value") == value]
        if not fitting and self._choose_from_overflow(holder, label):
            return
        if len(fitting) != 1:
            shown = [self._words(e["text"]) for e in buttons]
            few_or_many = "no button" if not fitting else f"{len(fitting)} buttons"
            raise NotThere(f"{few_or_many} {label!r}; there are {shown}")
        button = fitting[0]
        answer: Json = {
            key: button[key] for key in ("text", "value", "style", "url") if key in button
        }
        self._interactions.act_in(self._user, holder, button, {"value": None, **answer})

    def _choose_from_overflow(self, holder: Message | View, label: str) -> bool:
        for element in plain.elements_of(holder.blocks):
            if element["type"] != "overflow":
                continue
            for option in element["options"]:
                if label in (self._words(option["text"]), option.get("value")):
                    answer = {"selected_option": option}
                    self._interactions.act_in(self._user, holder, element, answer)
                    return True
        return False

    def selects(self, holder: Message | View, field: str, choice: Any) -> None:
        """Chooses in a menu, date picker or boxes outside a form: the app hears of it at once."""
        self._check_visible(holder)
        element = self._menu(holder, field)
        if element["type"] == "overflow":
            answer: Json = {"selected_option": forms.option_of(element, choice)}
        else:
            answer = self._answer(holder, element, choice)
        self._interactions.act_in(self._user, holder, element, answer)

    def _menu(self, holder: Message | View, field: str) -> Json:
        menus = [
            element
            for element in plain.elements_of(holder.blocks)
            if element["type"] in ANSWER_KEYS or element["type"] == "overflow"
        ]
        for element in menus:
            placeholder = self._words(element.get("placeholder") or {"text": None})
            if field in (element["action_id"], element["block_id"], placeholder):
                return element
        raise NotThere(f"no menu {field!r}; there are {[e['action_id'] for e in menus]}")

    def _answer(self, holder: Message | View, element: Json, choice: Any) -> Json:
        options = None
        if element["type"].endswith("external_select"):
            first = choice[0] if isinstance(choice, list) else choice
            options = self._interactions.suggestions(self._user, holder, element, str(first))
        with self._workspace.lock:
            return forms.answer_for(self._workspace, element, choice, self.id, options)

    def _words(self, text: Json) -> str:
        return self._workspace.spell(text["text"] or "")

    # Modals

    @property
    def modal(self) -> View | None:
        """The modal on top, if one is open."""
        stack = self._workspace.stack(self.id)
        return stack[-1] if stack else None

    def awaits_modal(self, title: str | None = None, timeout: float = 3.0) -> View:
        """The modal on top once there is one, for apps that open it after answering."""

        def there() -> bool:
            return self.modal is not None and title in (None, self.modal.title)

        if not self._workspace.awaits(there, timeout):
            raise NotThere(f"no modal {title or ''} opened for {self._user.first_name}")
        return self._open_modal()

    def _open_modal(self) -> View:
        if self.modal is None:
            raise NotThere(f"{self._user.first_name} has no modal open")
        return self.modal

    def fills(self, answers: dict[str, Any]) -> None:
        """Enters answers by label (or block_id); fields that dispatch tell the app at once."""
        for name, wanted in answers.items():
            view = self._open_modal()
            block = forms.field_of(view, name)
            element = {**block["element"], "block_id": block["block_id"]}
            answer = self._answer(view, element, wanted)
            state = {"type": element["type"], **answer}
            with self._workspace.lock:
                view.values.setdefault(block["block_id"], {})[element["action_id"]] = state
            if block.get("dispatch_action"):
                self._interactions.act_in(self._user, view, element, answer)

    def submits(self) -> dict[str, str] | None:
        """Sends the modal off; what is wrong by label, from Slack's client or from the app."""
        view = self._open_modal()
        if view.submit is None:
            raise NotThere(f"{view.title!r} has no submit button")
        errors = forms.complaints(view) or self._interactions.submit(self._user, view)
        if not errors:
            return None
        labels = {b["block_id"]: b["label"]["text"] for b in view.blocks if b["type"] == "input"}
        return {labels[block_id]: words for block_id, words in errors.items()}

    def closes(self, *, everything: bool = False) -> None:
        """Cancels the modal on top; `everything` is the ✕ that closes the whole stack."""
        self._interactions.close(self._user, self._open_modal(), everything=everything)

    def shortcut(self, name: str, message: Message) -> None:
        """Uses an entry of a message's menu."""
        self._check_visible(message)
        self._interactions.message_shortcut(self._user, name, message)

    def global_shortcut(self, name: str) -> None:
        """Uses an entry of the workspace's menu."""
        self._interactions.global_shortcut(self._user, name)

    def opens_home(self) -> View | None:
        """Looks at the app's Home."""
        return self._interactions.open_home(self._user)

    # What can be seen

    def _check_visible(self, holder: Message | View) -> None:
        if isinstance(holder, View):
            return
        channel: Channel = self._workspace.channels[holder.channel_id]
        mine = holder.seen_by in (None, self.id) and self._workspace.may_see(self.id, channel)
        if holder.deleted or not mine:
            raise NotThere(f"{self._user.first_name} cannot see that message")
