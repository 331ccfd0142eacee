"""Declaring an incident: typed, in a modal, from a message, or once more after a question."""

import json
from datetime import UTC, datetime
from typing import Any

from bot.core.ids import Ts
from bot.core.incident import Category, Severity, normalise_title, split_severity
from bot.core.timeline import ts_to_datetime
from bot.flows.answers import Answer
from bot.flows.declare import Declare, FirstMessage, declare
from bot.flows.people import plain_text
from bot.flows.runtime import Runtime
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

DRILL = "--drill"
LONGEST_QUOTE = 1000


@verb("declare", "new", "create", "open", "trigger", usage="[S1|S2|S3] [--drill] [title]")
def declare_typed(runtime: Runtime, typed: Typed) -> Outcome:
    """With a title: at once. Without: the modal."""
    words = typed.rest.replace(DRILL, " ").strip()
    severity, title = split_severity(words)
    if normalise_title(title) is None:
        return _modal(runtime, typed.user, severity=severity, drill=DRILL in typed.rest)

    return runtime.once(
        typed.key,
        lambda unit: declare(
            unit,
            Declare(
                title=plain_text(unit, title),
                by=typed.user,
                severity=severity or Severity.S2,
                drill=DRILL in typed.rest,
            ),
        ),
    )


@button("incident.declare")
def declare_clicked(runtime: Runtime, click: ButtonRequest) -> Outcome:
    """The *Declare* button of the palette and of App Home."""
    return _modal(runtime, click.user)


@button("incident.declare_another")
def declare_another(runtime: Runtime, click: ButtonRequest) -> Outcome:
    """The person was asked "another one?" and means it."""
    severity, title = split_severity(click.value)
    return runtime.once(
        click.key,
        lambda unit: declare(
            unit,
            Declare(title=title, by=click.user, severity=severity or Severity.S2, another=True),
        ),
    )


@shortcut("declare_incident")
def declare_anywhere(runtime: Runtime, used: ShortcutRequest) -> Outcome:
    """The global shortcut."""
    return _modal(runtime, used.user)


@shortcut("declare_from_message")
def declare_from_message(runtime: Runtime, used: ShortcutRequest) -> Outcome:
    """The message shortcut: the message is prefilled and becomes the first entry."""
    message = used.message or {}
    with runtime.reading() as unit:
        text = plain_text(unit, message.get("text") or "")
    first_line = next((line for line in text.splitlines() if line.strip()), "")
    data = {
        "message": {
            "channel": used.channel,
            "ts": message.get("ts", ""),
            "author": message.get("user") or "",
            "text": text[:LONGEST_QUOTE],
        }
    }
    return _modal(runtime, used.user, title=first_line[:150], known=text, data=data)


@submission("declare")
def declare_submitted(runtime: Runtime, form: SubmissionRequest) -> Answer:
    """The modal was sent in."""
    started = form.values.get("started_at")
    command = Declare(
        title=form.text("title"),
        by=form.user,
        severity=Severity(form.text("severity") or Severity.S2),
        category=Category(form.text("category") or Category.user_visible_regression),
        lead=form.text("lead"),
        known=form.text("known"),
        started_at=datetime.fromtimestamp(int(started), UTC) if started else None,
        private=bool(form.values.get("private")),
        drill=bool(form.data.get("drill")),
        message=_first_message(form.data),
    )

    return runtime.once(form.key, lambda unit: _in_a_view(runtime, declare(unit, command)))


def _in_a_view(runtime: Runtime, answer: Answer) -> Answer:
    """The answer in the place of the form."""
    title = runtime.words.line("declare_title")
    return Answer(view=runtime.words.view(Notice(title=title, words=answer.text)))


def _first_message(data: dict[str, dict[str, str]]) -> FirstMessage | None:
    found = data.get("message")
    if not found or not found["ts"]:
        return None
    return FirstMessage(
        channel=found["channel"],
        ts=found["ts"],
        author=found["author"],
        text=found["text"],
        at=ts_to_datetime(Ts(found["ts"])),
    )


def _modal(
    runtime: Runtime,
    user: str,
    *,
    severity: Severity | None = None,
    title: str = "",
    known: str = "",
    drill: bool = False,
    data: dict[str, Any] | None = None,
) -> OpenView:
    view = runtime.words.view(
        DeclareView(
            lead=user,
            title=title,
            severity=severity or Severity.S2,
            known=known,
            data=json.dumps({**(data or {}), "drill": drill}),
        )
    )
    return OpenView(view, instead=f"{runtime.house.command} declare S2 …")
