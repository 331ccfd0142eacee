"""Methods that open, change and publish views."""

from rehearsal import modals
from rehearsal.errors import Rejected
from rehearsal.methods.ask import Ask, Json, serves


@serves("views.open")
def open_view(ask: Ask) -> Json:
    """Opens a modal for whoever the trigger belongs to."""
    trigger = _redeemed(ask)
    view = modals.open_view(ask.backstage, trigger.user, _payload(ask))
    trigger.used = True
    return {"view": modals.as_slack(ask.workspace, view)}


@serves("views.push")
def push_view(ask: Ask) -> Json:
    """Puts a modal on top of the one somebody has open."""
    trigger = _redeemed(ask)
    if not ask.workspace.stack(trigger.user):
        raise Rejected("invalid_trigger_id")
    view = modals.push_view(ask.backstage, trigger.user, _payload(ask))
    trigger.used = True
    return {"view": modals.as_slack(ask.workspace, view)}


@serves("views.update")
def update_view(ask: Ask) -> Json:
    """Changes a view anywhere in somebody's stack."""
    view_id, external_id = ask.text("view_id"), ask.text("external_id")
    if bool(view_id) == bool(external_id):
        raise Rejected("invalid_arguments", ["[ERROR] exactly one of view_id or external_id"])
    view = modals.find(ask.workspace, view_id, external_id)
    if view is None:
        raise Rejected("not_found")
    modals.update_view(ask.backstage, view, _payload(ask), ask.text("hash"))
    return {"view": modals.as_slack(ask.workspace, view)}


@serves("views.publish")
def publish_view(ask: Ask) -> Json:
    """Shows a person's Home."""
    user = ask.user(ask.text("user_id"))
    view = modals.publish_home(ask.backstage, user.id, _payload(ask), ask.text("hash"))
    return {"view": modals.as_slack(ask.workspace, view)}


def _redeemed(ask: Ask) -> modals.Trigger:
    if not ask.text("trigger_id"):
        raise Rejected("invalid_arguments", ["[ERROR] missing required field: trigger_id"])
    return ask.backstage.redeem(ask.text("trigger_id"))


def _payload(ask: Ask) -> Json:
    payload = ask.data("view")
    if not isinstance(payload, dict):
        raise Rejected("invalid_arguments", ["[ERROR] must be an object [json-pointer:/view]"])
    return payload
