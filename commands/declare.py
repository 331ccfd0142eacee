"""Declaring an incident: typed, in a modal, from a message, or once more after a question."""

import json
import re
from collections.abc import Sequence
from typing import Any

from bot.core.ids import Ts
from bot.core.incident import Category, Severity, normalise_title, split_severity
from bot.core.timeline import ts_to_datetime
from bot.flows.answers import Answer
from bot.flows.declare import Declare, FirstMessage, declare, declared_before
from bot.flows.incident_cards import facts_of
from bot.flows.people import plain_text
from bot.flows.runtime import Runtime, Unit
from bot.render.limits import in_pieces
from bot.render.messages.incident import IncidentFacts
from bot.render.views.incident import DeclareView
from bot.render.views.shared import Notice
from bot.slack.requests import ButtonRequest, ShortcutRequest, SubmissionRequest
from commands.registry import (
    OpenView,
    Outcome,
    Typed,
    button,
    shortcut,
    submission,
    verb,
)

# Slack's clients make one dash of two.
DRILL = re.compile(r"(?:--|[—–])drill\b", re.IGNORECASE)
# Beside it stand a few ids, and a mark that JSON escapes counts twice.
LONGEST_QUOTE = 1200


@verb("declare", "new", "create", "open", "trigger", usage="[S1|S2|S3] [--drill] [title]")
def declare_typed(runtime: Runtime, typed: Typed) -> Outcome:
    """With a title: at once. Without: the modal."""
    words, drills = DRILL.subn(" ", typed.rest)
    severity, title = split_severity(words.strip())
    if normalise_title(title) is None:
        data = json.dumps({"drill": bool(drills)})
        return _modal(runtime, DeclareView(typed.user, severity=severity or Severity.S2, data=data))

    return runtime.once(
        typed.key,
        lambda unit: declare(
            unit,
            Declare(
                title=plain_text(unit, title),
                by=typed.user,
                severity=severity or Severity.S2,
                drill=bool(drills),
            ),
        ),
    )


@button("incident.declare")
def declare_clicked(runtime: Runtime, click: ButtonRequest) -> Outcome:
    """The *Declare* button of the palette and of App Home."""
    return _modal(runtime, DeclareView(click.user))


@button("incident.declare_another")
def declare_another(runtime: Runtime, click: ButtonRequest) -> Outcome:
    """The person was asked "another one?" and means it."""
    draft = json.loads(click.value)
    command = Declare(
        title=draft["title"],
        by=click.user,
        severity=Severity(draft["severity"]),
        drill=draft["drill"],
        another=True,
    )
    return runtime.once(click.key, lambda unit: declare(unit, command))


@shortcut("declare_incident")
def declare_anywhere(runtime: Runtime, used: ShortcutRequest) -> Outcome:
    """The global shortcut."""
    return _modal(runtime, DeclareView(used.user))


@shortcut("declare_from_message")
def declare_from_message(runtime: Runtime, used: ShortcutRequest) -> Outcome:
    """The message shortcut: the message is prefilled and becomes the first entry."""
    message = used.message or {}
    with runtime.reading() as unit:
        text = plain_text(unit, message.get("text") or "")
    is_long = len(text) > LONGEST_QUOTE
    first_line = next((line for line in text.splitlines() if line.strip()), "")
    data = {
        "message": {
            "channel": used.channel,
            "ts": message.get("ts", ""),
            "author": message.get("user") or "",
            "text": "" if is_long else text,
        }
    }
    pieces = in_pieces(text) if is_long else ()
    view = DeclareView(
        lead=used.user,
        title=first_line[:150],
        known=text,
        message=pieces,
        data=json.dumps(data, ensure_ascii=False),
    )
    return _modal(runtime, view)


@submission("declare")
def declare_submitted(runtime: Runtime, form: SubmissionRequest) -> Answer:
    """The modal was sent in."""
    command = Declare(
        title=form.text("title"),
        by=form.user,
        severity=Severity(form.text("severity") or Severity.S2),
        category=Category(form.text("category") or Category.user_visible_regression),
        lead=form.text("lead"),
        known=form.text("known"),
        started_at=form.moment("started_at"),
        private=bool(form.values.get("private")),
        drill=bool(form.data.get("drill")),
        message=_first_message(form),
        another=bool(form.data.get("another")),
    )
    return runtime.once(form.key, lambda unit: _declare_in_form(unit, command, form.data))


def _declare_in_form(unit: Unit, command: Declare, data: dict[str, Any]) -> Answer:
    """The answer in the place of the form; the question "another one?" keeps what was typed."""
    former = declared_before(unit, command)
    if former is not None:
        return Answer(view=unit.words.view(_asking_again(facts_of(former), command, data)))
    answer = declare(unit, command)
    title = unit.words.line("declare_title")
    return Answer(view=unit.words.view(Notice(title=title, words=answer.text)))


def _asking_again(twice: IncidentFacts, command: Declare, data: dict[str, Any]) -> DeclareView:
    return DeclareView(
        lead=command.lead,
        title=command.title,
        severity=command.severity,
        category=command.category,
        known=command.known,
        started_at=command.started_at,
        private=command.private,
        twice=twice,
        message=_carried(command, data),
        data=json.dumps({**data, "another": True}, ensure_ascii=False),
    )


def _carried(command: Declare, data: dict[str, Any]) -> Sequence[str]:
    """The message again, where it does not come back with `data`."""
    if command.message is None or data["message"]["text"]:
        return ()
    return in_pieces(command.message.text)


def _first_message(form: SubmissionRequest) -> FirstMessage | None:
    found = form.data.get("message")
    if not found or not found["ts"]:
        return None
    return FirstMessage(
        channel=found["channel"],
        ts=found["ts"],
        author=found["author"],
        text=found["text"] or form.carried,
        at=ts_to_datetime(Ts(found["ts"])),
    )


def _modal(runtime: Runtime, view: DeclareView) -> OpenView:
    return OpenView(runtime.words.view(view), instead=f"{runtime.house.command} declare S2 …")
