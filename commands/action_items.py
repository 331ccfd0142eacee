"""New action items, and the lists of them."""

from typing import Any

from bot.core.action_items import Kind, Level
from bot.flows import parking
from bot.flows.action_items import list_here, list_mine
from bot.flows.answers import Answer
from bot.flows.incidents import Asked
from bot.flows.item_forms import new_form, new_form_anywhere
from bot.flows.item_moves import drop_left, keep_left
from bot.flows.item_new import NewItem, add_item
from bot.flows.runtime import Runtime, Unit
from bot.render.views.action_items import NewItemView
from bot.render.views.shared import Notice
from bot.slack.requests import ButtonRequest, ShortcutRequest, SubmissionRequest
from commands.asking import of_click, of_command
from commands.registry import OpenView, Outcome, Typed, button, shortcut, submission, verb


@verb("action", "follow-up", "todo", "task", usage="[text]")
def action_typed(runtime: Runtime, typed: Typed) -> Outcome:
    """The modal, with what was typed in it."""
    with runtime.reading() as unit:
        return _modal(unit, new_form(unit, of_command(typed), typed.rest))


@button("item.new")
def new_clicked(runtime: Runtime, click: ButtonRequest) -> Outcome:
    """*New action item* on the card or in the retrospective."""
    with runtime.reading() as unit:
        return _modal(unit, new_form(unit, of_click(click), ""))


@shortcut("make_action_item")
def made_from_message(runtime: Runtime, used: ShortcutRequest) -> Outcome:
    """The message shortcut; outside an incident's channel the form asks for the incident."""
    message: dict[str, Any] = used.message or {}
    asked = Asked(used.user, used.channel)
    with runtime.reading() as unit:
        text, ts = message.get("text") or "", message.get("ts") or ""
        return _modal(unit, new_form_anywhere(unit, asked, text, source_ts=ts))


@submission("new_item")
def new_submitted(runtime: Runtime, form: SubmissionRequest) -> Answer:
    """The modal *New action item* was sent in."""
    source_channel, source_ts = form.data["source"]
    new = NewItem(
        incident=int(form.text("incident") or form.data["incident"]),
        by=form.user,
        title=form.text("title"),
        owner=form.text("owner"),
        due=form.text("due_on"),
        criterion=form.text("criterion"),
        kind=Kind(form.text("kind")),
        impact=Level(form.text("impact")),
        effort=Level(form.text("effort")),
        milestones=form.text("milestones"),
        source_channel=source_channel,
        source_ts=source_ts,
        was_asked=bool(form.data.get("asked")),
        parked=None if form.data.get("parked") is None else int(form.data["parked"]),
    )

    def add(unit: Unit) -> Answer:
        answer = add_item(unit, new)
        if answer.view is not None:
            return answer  # Asked again: nothing is kept yet.
        if new.parked is not None:
            asked = Asked(new.by, number=new.incident)
            parking.settle_as_item(unit, asked, new.parked)
        return in_form(unit, answer)

    return runtime.once(form.key, add)


@button("item.drop_left")
def drop_left_clicked(runtime: Runtime, click: ButtonRequest) -> Outcome:
    """*Drop them*, of a cancelled incident's items."""
    return runtime.once(click.key, lambda unit: drop_left(unit, int(click.value), by=click.user))


@button("item.keep_left")
def keep_left_clicked(runtime: Runtime, click: ButtonRequest) -> Outcome:
    """*Keep them*, of a cancelled incident's items."""
    return runtime.once(click.key, lambda unit: keep_left(unit, int(click.value), by=click.user))


@verb("actions")
def actions_typed(runtime: Runtime, typed: Typed) -> Outcome:
    """This incident's items."""
    with runtime.reading() as unit:
        return list_here(unit, of_command(typed))


@verb("mine")
def mine_typed(runtime: Runtime, typed: Typed) -> Outcome:
    """What the asker has to do, in all incidents."""
    with runtime.reading() as unit:
        return list_mine(unit, typed.user)


@button("item.mine")
def mine_clicked(runtime: Runtime, click: ButtonRequest) -> Outcome:
    """*My action items* on the palette."""
    with runtime.reading() as unit:
        return list_mine(unit, click.user)


def in_form(unit: Unit, answer: Answer) -> Answer:
    """The answer in the place of the form."""
    title = unit.words.line("item_title")
    return Answer(view=unit.words.view(Notice(title=title, words=answer.text)))


def _modal(unit: Unit, view: NewItemView) -> OpenView:
    return OpenView(unit.words.view(view), instead=f"{unit.house.command} action …")
