"""The state of fields: what Slack reports in `state.values` for everything one can fill in."""

from typing import Any

from rehearsal import plain

Json = dict[str, Any]

# Where each element keeps its answer, and which of its keys holds the initial one.
ANSWER_KEYS = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "users_select": ("selected_user", "initial_user"),
    "channels_select": ("selected_channel", "initial_channel"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "file_input": ("files", ""),
}


def state_of(blocks: list[Json], typed: dict[str, dict[str, Json]]) -> dict[str, dict[str, Json]]:
    """Every field with its answer: typed, else initial, else empty."""
    values: dict[str, dict[str, Json]] = {}
    for element in plain.elements_of(blocks):
        keys = ANSWER_KEYS.get(element["type"])
        if keys is None or "action_id" not in element:
            continue
        block_id, action_id = element["block_id"], element["action_id"]
        answer = typed.get(block_id, {}).get(action_id) or _untouched(element, *keys)
        values.setdefault(block_id, {})[action_id] = answer
    return values


def _untouched(element: Json, answer_key: str, initial_key: str) -> Json:
    several = answer_key.endswith("s")
    return {"type": element["type"], answer_key: element.get(initial_key, [] if several else None)}


def answer_in(state: Json) -> Any:
    """The answer itself; None, empty text and empty lists mean there is none."""
    return state.get(ANSWER_KEYS[state["type"]][0])
