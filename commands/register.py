"""Ties Slack's listeners to the registry; the only command file that knows Bolt.

Each listener reads the payload, has the handler do its one transaction, and acknowledges with the
answer. `Refused` becomes words in the place where this kind of act is answered.
"""

import re
import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import structlog
from slack_bolt import Ack, App, BoltResponse

import commands.everything  # noqa: F401 - fills the registry
from bot.core.errors import Refused
from bot.core.slack_text import unmarked
from bot.flows.answers import Answer
from bot.flows.people import plain_text, tell_privately
from bot.flows.runtime import Runtime, is_database_trouble
from bot.render.limits import fit_acknowledgement
from bot.render.messages.trouble import Broken, Plain
from bot.render.views.shared import Notice
from bot.slack.app import acknowledged, answer_errors, not_acknowledged
from bot.slack.errors import SlackTrouble
from bot.slack.modals import Waiting
from bot.slack.requests import (
    read_button,
    read_command,
    read_event,
    read_shortcut,
    read_submission,
)
from commands.registry import Outcome, everything
from commands.understand import run_command

log = structlog.get_logger(__name__)
ANY = re.compile(".*")
Body = dict[str, Any]


@dataclass
class Desk:
    """What the listeners work with."""

    runtime: Runtime
    waiting: Waiting
    # A private word after a click must not hold up the acknowledgement.
    errands: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(max_workers=4, thread_name_prefix="errand")
    )


def register(app: App, desk: Desk) -> None:
    """Listen for everything that the registry knows."""
    app.middleware(_bind_log)
    app.command(desk.runtime.house.command)(_command_listener(desk))
    app.action(ANY)(_action_listener(desk))
    app.view(ANY)(_submission_listener(desk))
    app.shortcut(ANY)(_shortcut_listener(desk))
    for kind in everything.events:
        app.event(kind)(_event_listener(desk))
    answer_errors(app, lambda error, body: _answer_breakage(desk, error, body))


def _bind_log(body: Body, next: Any) -> Any:
    user = body.get("user_id") or (body.get("user") or {}).get("id")
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(user=user, kind=body.get("type", "command"))
    return next()


def _command_listener(desk: Desk) -> Any:
    def on_command(ack: Ack, body: Body) -> None:
        request = read_command(body)
        try:
            outcome = run_command(desk.runtime, request)
            answer = _open_or_answer(desk, outcome, request.trigger_id)
        except Refused as refused:
            answer = _refusal(desk, refused)
        desk.runtime.keep(request.key, answer)
        ack(_said(answer))

    return on_command


def _action_listener(desk: Desk) -> Any:
    def on_action(ack: Ack, body: Body, action: Body) -> None:
        request = read_button(body, action)
        try:
            handler = everything.buttons.get(request.action)
            if handler is None:
                raise Refused("unknown_button")
            outcome = handler(desk.runtime, request)
            answer = _open_or_answer(desk, outcome, request.trigger_id)
        except Refused as refused:
            answer = _refusal(desk, refused)
        desk.runtime.keep(request.key, answer)
        ack()
        _whisper(desk, answer, user=request.user, response_url=request.response_url)

    return on_action


def _submission_listener(desk: Desk) -> Any:
    def on_submission(ack: Ack, body: Body) -> None:
        request = read_submission(body)
        try:
            answer = everything.submissions[request.callback](desk.runtime, request)
        except Refused as refused:
            answer = _refused_in_view(desk, body["view"], refused)
        ack(_view_response(answer))

    return on_submission


def _shortcut_listener(desk: Desk) -> Any:
    def on_shortcut(ack: Ack, body: Body) -> None:
        request = read_shortcut(body)
        try:
            outcome = everything.shortcuts[request.callback](desk.runtime, request)
            answer = _open_or_answer(desk, outcome, request.trigger_id)
        except Refused as refused:
            answer = _refusal(desk, refused)
        desk.runtime.keep(request.key, answer)
        ack()
        _whisper(desk, answer, user=request.user, response_url=request.response_url)

    return on_shortcut


def _event_listener(desk: Desk) -> Any:
    def on_event(body: Body) -> None:
        request = read_event(body)
        everything.events[request.kind](desk.runtime, request)

    return on_event


def _open_or_answer(desk: Desk, outcome: Outcome, trigger_id: str) -> Answer:
    """Open the modal that was asked for; say what does the same when Slack will not."""
    if isinstance(outcome, Answer):
        return outcome
    try:
        if outcome.in_place_of:
            desk.waiting.change(outcome.in_place_of, outcome.view)
        else:
            desk.waiting.open(trigger_id, outcome.view, on_top=outcome.on_top)
    except SlackTrouble as trouble:
        log.warning("modal_not_opened", slack_error=trouble.code)
        raise Refused("modal_not_opened", instead=outcome.instead) from trouble
    return Answer()


def _refusal(desk: Desk, refused: Refused) -> Answer:
    log.info("refused", code=refused.code)
    words = desk.runtime.words.refusal(refused.code, refused.facts)
    return Answer.saying(desk.runtime.words.message(Plain(words=words)))


def _said(answer: Answer) -> Any:
    """A slash command's answer, as Slack takes it."""
    if not answer.text:
        return ""
    blocks = fit_acknowledgement(answer.blocks)
    return {"response_type": "ephemeral", "text": answer.text, "blocks": blocks}


def _view_response(answer: Answer) -> Any:
    """A submission's answer, as Slack takes it."""
    if answer.errors:
        return {"response_action": "errors", "errors": answer.errors}
    if answer.view is not None:
        view = {**answer.view, "blocks": fit_acknowledgement(answer.view["blocks"])}
        return {"response_action": "update", "view": view}
    return {"response_action": "clear"} if answer.clear else ""


def _whisper(desk: Desk, answer: Answer, *, user: str, response_url: str) -> None:
    """Tell only the person who clicked; by DM where Slack gave no place to answer in."""
    if not answer.text:
        return
    if response_url:
        payload = {
            "text": answer.text,
            "blocks": answer.blocks,
            "replace_original": answer.replaces,
        }
        desk.errands.submit(desk.waiting.whisper, response_url, payload)
    else:
        tell_privately(desk.runtime, user, answer)


def _refused_in_view(desk: Desk, view: Body, refused: Refused) -> Answer:
    """Each refusal under the field it is about; typed text stays."""
    said = [
        _in_view(
            desk,
            view,
            desk.runtime.words.refusal(each.code, each.facts),
            field_name=each.facts.get("field"),
        )
        for each in (refused, *refused.others)
    ]
    errors: dict[str, str] = {}
    for name, words in (each for answer in said for each in answer.errors.items()):
        errors.setdefault(name, words)
    if not errors:
        return said[0]
    # What stands under a field is plain text: marks would show as they are written.
    with desk.runtime.reading() as unit:
        plain = {name: unmarked(plain_text(unit, words)) for name, words in errors.items()}
        return Answer(errors=plain)


def _in_view(desk: Desk, view: Body, words: str, *, field_name: object = None) -> Answer:
    """Words in an open modal: under the field they are about, or the first; typed text stays."""
    names = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
    if names:
        return Answer(errors={str(field_name) if field_name in names else names[0]: words})
    title = view["title"]["text"]
    return Answer(view=desk.runtime.words.view(Notice(title=title, words=words)))


def _answer_breakage(desk: Desk, error: Exception, body: Body) -> BoltResponse:
    """Log what broke once, with a reference, and tell the person; events come again."""
    reference = secrets.token_hex(3)
    log.error("handler_broke", reference=reference, exc_info=error)
    if body.get("type") == "event_callback":
        return not_acknowledged()
    house = desk.runtime.house
    typed = f"{house.command} {body['text']}" if body.get("text") else ""
    broken = Broken(reference, is_database_trouble(error), typed)
    message = desk.runtime.words.message(broken)
    if body.get("type") == "view_submission":
        return acknowledged(_view_response(_in_view(desk, body["view"], message.text)))
    if "command" in body:
        return acknowledged(_said(Answer.saying(message)))
    payload = {"text": message.text, "blocks": message.blocks}
    desk.errands.submit(desk.waiting.whisper, body.get("response_url") or "", payload)
    return acknowledged()
