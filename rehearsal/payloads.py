"""What the app is sent when somebody types a command, clicks or submits. Sends nothing."""

from typing import Any

from rehearsal import happenings, modals
from rehearsal.backstage import Backstage
from rehearsal.field_state import state_of
from rehearsal.records import Channel, Message, User, View
from rehearsal.workspace import APP_ID

Json = dict[str, Any]
_TOKEN = "rehearsal-verification"  # noqa: S105


def for_command(backstage: Backstage, user: User, channel: Channel, name: str, text: str) -> Json:
    """A slash command, all of whose fields are strings."""
    workspace = backstage.workspace
    special = {"im": "directmessage", "private_channel": "privategroup"}
    return {
        "token": _TOKEN,
        "team_id": workspace.team_id,
        "team_domain": workspace.domain,
        "channel_id": channel.id,
        "channel_name": special.get(channel.kind, channel.name),
        "user_id": user.id,
        "user_name": user.name,
        "command": name,
        "text": text,
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        "response_url": backstage.new_response_url(user.id, channel.id),
        "trigger_id": backstage.new_trigger(user.id),
    }


def _from(backstage: Backstage, user: User, kind: str, view_id: str | None = None) -> Json:
    workspace = backstage.workspace
    return {
        "type": kind,
        "team": {"id": workspace.team_id, "domain": workspace.domain},
        "user": {
            "id": user.id,
            "username": user.name,
            "name": user.name,
            "team_id": workspace.team_id,
        },
        "api_app_id": APP_ID,
        "token": _TOKEN,
        "enterprise": None,
        "is_enterprise_install": False,
        "trigger_id": backstage.new_trigger(user.id, view_id),
    }


def for_message_action(backstage: Backstage, user: User, message: Message, action: Json) -> Json:
    """Something pressed or chosen in a message; an ephemeral one is not sent along."""
    channel = backstage.workspace.channels[message.channel_id]
    container: Json = {"type": "message", "message_ts": message.ts, "channel_id": channel.id}
    container["is_ephemeral"] = message.ephemeral
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    payload = _from(backstage, user, "block_actions")
    payload |= {"container": container, "channel": _brief(channel), "actions": [action]}
    payload["state"] = {"values": state_of(message.blocks, message.values)}
    payload["response_url"] = backstage.new_response_url(
        user.id, channel.id, message, message.thread_ts
    )
    if not message.ephemeral:
        payload["message"] = happenings.as_slack(backstage.workspace, message, with_metadata=True)
    return payload


def for_view_action(backstage: Backstage, user: User, view: View, action: Json) -> Json:
    """Something pressed or chosen in a modal or on the Home."""
    payload = _from(backstage, user, "block_actions", view.id)
    shown = modals.as_slack(backstage.workspace, view)
    payload |= {"container": {"type": "view", "view_id": view.id}, "view": shown}
    return payload | {"actions": [action]}


def for_submission(backstage: Backstage, user: User, view: View) -> Json:
    """A modal sent off."""
    payload = _from(backstage, user, "view_submission", view.id)
    shown = modals.as_slack(backstage.workspace, view)
    return {**payload, "view": shown, "response_urls": _response_urls(backstage, view, shown)}


def _response_urls(backstage: Backstage, view: View, shown: Json) -> list[Json]:
    """One address for each channel chosen in a select that asks for it."""
    found = []
    for block in view.blocks:
        element = block.get("element") or {}
        if not element.get("response_url_enabled"):
            continue
        state = shown["state"]["values"][block["block_id"]][element["action_id"]]
        chosen = state.get("selected_conversation") or state.get("selected_channel")
        if chosen:
            address = backstage.new_response_url(view.user, chosen)
            ids = {"block_id": block["block_id"], "action_id": element["action_id"]}
            found.append({**ids, "channel_id": chosen, "response_url": address})
    return found


def for_closing(backstage: Backstage, user: User, view: View, *, cleared: bool) -> Json:
    """A modal closed without being sent off; it carries no trigger."""
    payload = _from(backstage, user, "view_closed", view.id)
    del payload["trigger_id"]
    shown = modals.as_slack(backstage.workspace, view)
    return {**payload, "view": shown, "is_cleared": cleared}


def for_message_shortcut(
    backstage: Backstage, user: User, message: Message, callback_id: str
) -> Json:
    """An entry of a message's menu."""
    channel = backstage.workspace.channels[message.channel_id]
    payload = _from(backstage, user, "message_action")
    payload |= {"callback_id": callback_id, "action_ts": backstage.workspace.new_ts()}
    payload |= {"channel": _brief(channel), "message_ts": message.ts}
    payload["message"] = happenings.as_slack(backstage.workspace, message)
    address = backstage.new_response_url(user.id, channel.id, None, message.thread_ts)
    return {**payload, "response_url": address}


def for_global_shortcut(backstage: Backstage, user: User, callback_id: str) -> Json:
    """An entry of the workspace's menu; it belongs to no channel."""
    payload = _from(backstage, user, "shortcut")
    return {**payload, "callback_id": callback_id, "action_ts": backstage.workspace.new_ts()}


def for_suggestion(
    backstage: Backstage, user: User, holder: Message | View, element: Json, typed: str
) -> Json:
    """What somebody typed into a select whose options the app supplies."""
    payload = _from(backstage, user, "block_suggestion")
    del payload["trigger_id"]
    payload |= {"action_id": element["action_id"], "block_id": element["block_id"], "value": typed}
    if isinstance(holder, View):
        shown = modals.as_slack(backstage.workspace, holder)
        return {**payload, "container": {"type": "view", "view_id": holder.id}, "view": shown}
    channel = backstage.workspace.channels[holder.channel_id]
    container = {"type": "message", "message_ts": holder.ts, "channel_id": channel.id}
    return {**payload, "container": container, "channel": _brief(channel)}


def _brief(channel: Channel) -> Json:
    special = {"im": "directmessage", "private_channel": "privategroup"}
    return {"id": channel.id, "name": special.get(channel.kind, channel.name)}
