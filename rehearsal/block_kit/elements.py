"""Everything one can press, choose or fill in, and where it may stand."""

from collections.abc import Callable
from typing import Any

from rehearsal.block_kit.checks import Json, Problems
from rehearsal.block_kit.composition import (
    check_confirm,
    check_dispatch_config,
    check_filter,
    check_initial_among,
    check_options,
    check_options_or_groups,
)

_COMMON = ("action_id", "confirm", "focus_on_load")
_DATE = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
_TIME = r"([01]\d|2[0-3]):[0-5]\d"


def _button(element: Json, at: str, problems: Problems) -> None:
    problems.keys(element, at, needed=("text",), allowed=(*_COMMON[:2], *_BUTTON_KEYS))
    problems.text(element, "text", at, 75, plain_only=True)
    problems.string(element, "value", at, 2000)
    problems.url(element, "url", at)
    problems.string(element, "accessibility_label", at, 75)
    problems.one_of(element, "style", at, ("primary", "danger"))


_BUTTON_KEYS = ("value", "url", "style", "accessibility_label", "agent_prompt")


def _select(element: Json, at: str, problems: Problems) -> None:
    kind = element["type"].removeprefix("multi_").removesuffix("_select")
    several = element["type"].startswith("multi_")
    own = {
        "static": ("options", "option_groups", *_initial("option", several)),
        "external": ("min_query_length", *_initial("option", several)),
        "users": _initial("user", several),
        "channels": (*_initial("channel", several), "response_url_enabled"),
        "conversations": (*_initial("conversation", several), *_CONVERSATION_KEYS),
    }[kind]
    more = ("max_selected_items",) if several else ()
    problems.keys(element, at, needed=(), allowed=(*_COMMON, "placeholder", *own, *more))
    problems.text(element, "placeholder", at, 150, plain_only=True)
    problems.whole_number(element, "max_selected_items", at, 1, 100)
    if kind == "static":
        check_options_or_groups(element, at, problems)
    check_filter(element, at, problems)


_CONVERSATION_KEYS = ("default_to_current_conversation", "filter", "response_url_enabled")


def _initial(word: str, several: bool) -> tuple[str, ...]:
    return (f"initial_{word}s",) if several else (f"initial_{word}",)


def _overflow(element: Json, at: str, problems: Problems) -> None:
    problems.keys(element, at, needed=("options",), allowed=_COMMON[:2])
    check_options(element, at, problems, most=5, plain_only=True, urls=True)


def _checkboxes(element: Json, at: str, problems: Problems) -> None:
    problems.keys(element, at, needed=("options",), allowed=(*_COMMON, "initial_options"))
    check_options(element, at, problems, most=10, plain_only=False)
    options = element.get("options") or []
    check_initial_among(element, "initial_options", at, problems, options)


def _radio_buttons(element: Json, at: str, problems: Problems) -> None:
    problems.keys(element, at, needed=("options",), allowed=(*_COMMON, "initial_option"))
    check_options(element, at, problems, most=10, plain_only=False)
    check_initial_among(element, "initial_option", at, problems, element.get("options") or [])


def _datepicker(element: Json, at: str, problems: Problems) -> None:
    problems.keys(element, at, needed=(), allowed=(*_COMMON, "initial_date", "placeholder"))
    problems.text(element, "placeholder", at, 150, plain_only=True)
    problems.matches(element, "initial_date", at, _DATE, "must be a date as YYYY-MM-DD")


def _timepicker(element: Json, at: str, problems: Problems) -> None:
    allowed = (*_COMMON, "initial_time", "placeholder", "timezone")
    problems.keys(element, at, needed=(), allowed=allowed)
    problems.text(element, "placeholder", at, 150, plain_only=True)
    problems.matches(element, "initial_time", at, _TIME, "must be a time as HH:mm")


def _datetimepicker(element: Json, at: str, problems: Problems) -> None:
    problems.keys(element, at, needed=(), allowed=(*_COMMON, "initial_date_time"))
    problems.whole_number(element, "initial_date_time", at, 10**9, 10**10 - 1)


def _plain_text_input(element: Json, at: str, problems: Problems) -> None:
    own = ("initial_value", "multiline", "min_length", "max_length")
    problems.keys(element, at, needed=(), allowed=(*_TYPED, *own))
    problems.whole_number(element, "min_length", at, 0, 3000)
    problems.whole_number(element, "max_length", at, 1, 3000)
    problems.flag(element, "multiline", at)
    problems.string(element, "initial_value", at, _most(element))
    _typed(element, at, problems)


_TYPED = ("action_id", "focus_on_load", "placeholder", "dispatch_action_config")


def _most(element: Json) -> int:
    most = element.get("max_length")
    return most if isinstance(most, int) else 3000


def _typed(element: Json, at: str, problems: Problems) -> None:
    problems.text(element, "placeholder", at, 150, plain_only=True)
    check_dispatch_config(element, at, problems)


def _one_line_input(element: Json, at: str, problems: Problems) -> None:
    problems.keys(element, at, needed=(), allowed=(*_TYPED, "initial_value"))
    problems.string(element, "initial_value", at, 3000)
    _typed(element, at, problems)


def _number_input(element: Json, at: str, problems: Problems) -> None:
    own = ("initial_value", "min_value", "max_value")
    problems.keys(element, at, needed=("is_decimal_allowed",), allowed=(*_TYPED, *own))
    problems.flag(element, "is_decimal_allowed", at)
    for key in own:
        problems.matches(element, key, at, r"-?\d+(\.\d+)?", "must be a number in a string")
    _typed(element, at, problems)


def _rich_text_input(element: Json, at: str, problems: Problems) -> None:
    problems.keys(element, at, needed=(), allowed=(*_TYPED, "initial_value"))
    _typed(element, at, problems)


def _file_input(element: Json, at: str, problems: Problems) -> None:
    problems.keys(element, at, needed=(), allowed=("action_id", "filetypes", "max_files"))
    problems.whole_number(element, "max_files", at, 1, 10)
    problems.count(element, "filetypes", at, 100)


def _image(element: Json, at: str, problems: Problems) -> None:
    problems.keys(element, at, needed=("alt_text",), allowed=("image_url", "slack_file"))
    if ("image_url" in element) == ("slack_file" in element):
        problems.add(at, "must have either image_url or slack_file")
    problems.url(element, "image_url", at)
    problems.string(element, "alt_text", at, 2000, 1)


def _feedback_buttons(element: Json, at: str, problems: Problems) -> None:
    needed = ("positive_button", "negative_button")
    problems.keys(element, at, needed=needed, allowed=("action_id",))


def _icon_button(element: Json, at: str, problems: Problems) -> None:
    allowed = (*_COMMON[:2], "value", "accessibility_label", "visible_to_user_ids")
    problems.keys(element, at, needed=("icon", "text"), allowed=allowed)
    problems.text(element, "text", at, 75, plain_only=True)


_SELECT_KINDS = ("static", "external", "users", "channels", "conversations")
_SELECTS = tuple(f"{kind}_select" for kind in _SELECT_KINDS)
_MULTI_SELECTS = tuple(f"multi_{select}" for select in _SELECTS)
_PICKERS = ("datepicker", "timepicker", "datetimepicker", "checkboxes", "radio_buttons")
_INPUTS = (
    "plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input",
    "file_input",
)  # fmt: skip

CHECKS: dict[str, Callable[[Json, str, Problems], None]] = {
    "button": _button,
    "workflow_button": _button,
    **dict.fromkeys((*_SELECTS, *_MULTI_SELECTS), _select),
    "overflow": _overflow,
    "checkboxes": _checkboxes,
    "radio_buttons": _radio_buttons,
    "datepicker": _datepicker,
    "timepicker": _timepicker,
    "datetimepicker": _datetimepicker,
    "plain_text_input": _plain_text_input,
    "email_text_input": _one_line_input,
    "url_text_input": _one_line_input,
    "number_input": _number_input,
    "rich_text_input": _rich_text_input,
    "file_input": _file_input,
    "image": _image,
    "feedback_buttons": _feedback_buttons,
    "icon_button": _icon_button,
}

IN_ACTIONS = ("button", "workflow_button", "overflow", *_SELECTS, *_PICKERS)
IN_SECTION = (
    "button", "workflow_button", "overflow", "image", *_SELECTS, *_MULTI_SELECTS,
    "datepicker", "timepicker", "checkboxes", "radio_buttons",
)  # fmt: skip
IN_INPUT = (*_INPUTS, *_SELECTS, *_MULTI_SELECTS, *_PICKERS)
IN_CONTEXT_ACTIONS = ("feedback_buttons", "icon_button")


def check_element(element: Any, at: str, problems: Problems, allowed: tuple[str, ...]) -> None:
    """One element where only certain types may stand."""
    kind = element.get("type") if isinstance(element, dict) else None
    if kind not in CHECKS or kind not in allowed:
        problems.add(f"{at}/type", f"unsupported type: {kind}")
        return
    problems.string(element, "action_id", at, 255, 1)
    CHECKS[kind](element, at, problems)
    check_confirm(element, at, problems)
