"""Views: people's modal stacks and Homes, and what was typed into them.

Keeps typed values where block and action ids stay. What a view may hold: `block_kit`.
"""

from typing import Any

from rehearsal import block_kit, plain
from rehearsal.backstage import Backstage, Trigger
from rehearsal.errors import Rejected
from rehearsal.field_state import state_of
from rehearsal.records import View
from rehearsal.workspace import APP_ID, BOT_ID, Workspace

__all__ = ["Trigger", "as_slack", "find", "open_view", "publish_home", "push_view", "update_view"]

Json = dict[str, Any]
_DEEPEST_STACK = 3


def open_view(backstage: Backstage, user: str, payload: Json) -> View:
    """A fresh modal; whatever the person had open before is gone."""
    view = _made(backstage, user, payload, "modal")
    view.root_view_id = view.id
    backstage.workspace.stacks[user] = [view]
    backstage.workspace.announce("view", user=user)
    return view


def push_view(backstage: Backstage, user: str, payload: Json) -> View:
    """A modal on top of another; three at most."""
    stack = backstage.workspace.stack(user)
    if len(stack) >= _DEEPEST_STACK:
        raise Rejected("push_limit_reached")
    view = _made(backstage, user, payload, "modal")
    view.root_view_id, view.previous_view_id = stack[0].id, stack[-1].id
    stack.append(view)
    backstage.workspace.announce("view", user=user)
    return view


def update_view(backstage: Backstage, view: View, payload: Json, known_hash: str = "") -> None:
    """Replaces what a view shows; typed values survive under the same block_id and action_id."""
    if known_hash and known_hash != view.hash:
        raise Rejected("hash_conflict")
    fresh = _made(backstage, view.user, payload, view.type, instead_of=view)
    keep = {"id", "user", "type", "values", "root_view_id", "previous_view_id", "spell"}
    for name, value in vars(fresh).items():
        if name not in keep:
            setattr(view, name, value)
    view.values = _surviving(view)
    backstage.workspace.announce("home" if view.type == "home" else "view", user=view.user)


def publish_home(backstage: Backstage, user: str, payload: Json, known_hash: str = "") -> View:
    """What the person finds under the app's Home tab."""
    existing = backstage.workspace.homes.get(user)
    if existing is not None:
        update_view(backstage, existing, payload, known_hash)
        return existing
    view = _made(backstage, user, payload, "home")
    view.root_view_id = view.id
    backstage.workspace.homes[user] = view
    backstage.workspace.announce("home", user=user)
    return view


def find(workspace: Workspace, view_id: str, external_id: str = "") -> View | None:
    """By its id, or by the id the app gave it."""
    if view_id:
        return workspace.view(view_id)
    views = [*(view for stack in workspace.stacks.values() for view in stack)]
    views += workspace.homes.values()
    return next((view for view in views if view.external_id == external_id), None)


def _made(
    backstage: Backstage, user: str, payload: Json, kind: str, instead_of: View | None = None
) -> View:
    block_kit.check_view(payload)
    if payload["type"] != kind:
        raise Rejected("invalid_arguments", [f"[ERROR] must be a {kind} [json-pointer:/view/type]"])
    workspace = backstage.workspace
    external_id = payload.get("external_id") or ""
    same = find(workspace, "", external_id) if external_id else None
    if same is not None and same is not instead_of:
        raise Rejected("duplicate_external_id")
    blocks = block_kit.with_ids(workspace, payload["blocks"])
    moment = workspace.new_ts().partition(".")
    view = View(workspace.new_id("V"), user, kind, blocks, f"{moment[0]}.{workspace.new_id('h')}")
    view.title, view.callback_id = _words(payload, "title"), payload.get("callback_id") or ""
    view.submit = _words(payload, "submit") or None
    view.close = _words(payload, "close") or None
    view.private_metadata = payload.get("private_metadata") or ""
    view.external_id = external_id
    view.notify_on_close = bool(payload.get("notify_on_close"))
    view.clear_on_close = bool(payload.get("clear_on_close"))
    view.spell = workspace.spell
    return view


def _words(payload: Json, key: str) -> str:
    return str((payload.get(key) or {}).get("text") or "")


def _surviving(view: View) -> dict[str, dict[str, Json]]:
    kept: dict[str, dict[str, Json]] = {}
    for element in plain.elements_of(view.blocks):
        typed = view.values.get(element["block_id"], {}).get(element.get("action_id", ""))
        if typed is not None and typed.get("type") == element["type"]:
            kept.setdefault(element["block_id"], {})[element["action_id"]] = typed
    return kept


def as_slack(workspace: Workspace, view: View) -> Json:
    """The view object of answers and interactions, with the state of its fields."""
    shown: Json = {
        "id": view.id,
        "team_id": workspace.team_id,
        "type": view.type,
        "blocks": view.blocks,
        "private_metadata": view.private_metadata,
        "callback_id": view.callback_id,
        "state": {"values": state_of(view.blocks, view.values)},
        "hash": view.hash,
        "title": _plain_text(view.title) if view.type == "modal" else None,
        "clear_on_close": view.clear_on_close,
        "notify_on_close": view.notify_on_close,
        "close": _plain_text(view.close) if view.close else None,
        "submit": _plain_text(view.submit) if view.submit else None,
        "previous_view_id": view.previous_view_id,
        "root_view_id": view.root_view_id,
        "app_id": APP_ID,
        "external_id": view.external_id,
        "app_installed_team_id": workspace.team_id,
        "bot_id": BOT_ID,
    }
    return shown


def _plain_text(text: str) -> Json:
    return {"type": "plain_text", "text": text, "emoji": True}
