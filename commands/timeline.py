"""The timeline: shown, noted on, and given a message with its time, wording and marker."""

import json
from dataclasses import replace

from bot.flows import notes
from bot.flows.answers import Answer
from bot.flows.incidents import Asked
from bot.flows.notes import Chosen, Draft
from bot.flows.runtime import Runtime
from bot.flows.timeline_pages import show_page
from bot.slack.requests import ButtonRequest, ShortcutRequest, SubmissionRequest
from commands.asking import of_click, of_command
from commands.registry import OpenView, Outcome, Typed, button, shortcut, submission, verb


@verb("timeline", usage="")
def timeline_typed(runtime: Runtime, typed: Typed) -> Outcome:
    """The latest of what is on it."""
    with runtime.reading() as unit:
        return show_page(unit, of_command(typed))


@button("timeline.earlier")
def earlier_clicked(runtime: Runtime, click: ButtonRequest) -> Outcome:
    """*Show earlier* under a page of it."""
    with runtime.reading() as unit:
        return show_page(unit, of_click(click), first=_second_part(click))


@verb("note", "event", usage="[time] <text>")
def note_typed(runtime: Runtime, typed: Typed) -> Outcome:
    """With words: at once. Without: the modal, at the time that was typed."""
    asked = of_command(typed)
    with runtime.reading() as unit:
        at, words = notes.words_in(unit, typed.user, typed.rest)
        draft = None if words else notes.draft_of_note(unit, asked, at)
    if draft is not None:
        return _modal(runtime, draft)
    return runtime.once(typed.key, lambda unit: notes.note(unit, asked, typed.rest))


@button("timeline.note")
def note_clicked(runtime: Runtime, click: ButtonRequest) -> Outcome:
    """A button that asks for a note."""
    with runtime.reading() as unit:
        draft = notes.draft_of_note(unit, of_click(click), unit.now)
    return _modal(runtime, draft)


@button("timeline.change")
def change_clicked(runtime: Runtime, click: ButtonRequest) -> Outcome:
    """*Change it* under the answer to a note."""
    with runtime.reading() as unit:
        draft = notes.draft_of_change(unit, of_click(click), _second_part(click))
    return _modal(runtime, draft)


@shortcut("add_to_timeline")
def message_chosen(runtime: Runtime, used: ShortcutRequest) -> Outcome:
    """The message shortcut *Add to timeline*."""
    with runtime.transaction() as unit:
        asked = Asked(used.user, used.channel)
        draft = notes.draft_of_message(unit, asked, used.message or {})
    return _modal(runtime, draft)


@submission("add_to_timeline")
def timeline_submitted(runtime: Runtime, form: SubmissionRequest) -> Answer:
    """The modal *Add to timeline* was sent in."""
    number = form.text("incident") or form.data["number"]
    asked = Asked(form.user, number=int(number))
    chosen = Chosen(
        at=form.moment("time"),
        wording=form.text("wording"),
        marker=form.text("marker") or None,
        data=form.data,
        whole=form.carried,
    )
    return runtime.once(form.key, lambda unit: notes.add(unit, asked, chosen))


def _second_part(click: ButtonRequest) -> int:
    """What comes after the incident's number in a button's value."""
    return int(click.value.partition(":")[2])


def _modal(runtime: Runtime, draft: Draft) -> OpenView:
    view = runtime.words.view(replace(draft.view, data=json.dumps(draft.data)))
    return OpenView(view, instead=f"{runtime.house.command} note 14:05 …")
