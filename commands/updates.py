"""Status updates, typed or in a modal, and the reminders that ask for them."""

from bot.flows import update_reminders
from bot.flows.answers import CLOSED, Answer
from bot.flows.incident_cards import facts_of
from bot.flows.incidents import Asked, asked_for, demand_alive
from bot.flows.people import plain_text
from bot.flows.runtime import Runtime
from bot.flows.updates import post_update
from bot.render.views.incident import UpdateView
from bot.slack.requests import ButtonRequest, SubmissionRequest
from commands.asking import data_for, of_click, of_command, of_form
from commands.registry import OpenView, Outcome, Typed, button, submission, verb


@verb("update", "post", "status", usage="<text>")
def update_typed(runtime: Runtime, typed: Typed) -> Outcome:
    """With a text: at once. Without: the modal."""
    asked = of_command(typed)
    if not typed.rest:
        return _modal(runtime, asked)
    return runtime.once(
        typed.key, lambda unit: post_update(unit, asked, plain_text(unit, typed.rest))
    )


@button("incident.update")
def update_clicked(runtime: Runtime, click: ButtonRequest) -> Outcome:
    """*Post update* on the card, a reminder or the palette."""
    return _modal(runtime, of_click(click))


@submission("post_update")
def update_submitted(runtime: Runtime, form: SubmissionRequest) -> Answer:
    """The modal *Post an update* was sent in."""
    text = form.text("text")
    runtime.once(form.key, lambda unit: post_update(unit, of_form(form), text))
    return CLOSED


@button("incident.snooze_updates")
def snooze_clicked(runtime: Runtime, click: ButtonRequest) -> Outcome:
    """*Snooze* on a reminder."""
    return runtime.once(click.key, lambda unit: update_reminders.snooze(unit, of_click(click)))


@button("incident.stop_updates")
def stop_clicked(runtime: Runtime, click: ButtonRequest) -> Outcome:
    """*Stop* on a reminder."""
    return runtime.once(click.key, lambda unit: update_reminders.stop(unit, of_click(click)))


def _modal(runtime: Runtime, asked: Asked) -> OpenView:
    with runtime.reading() as unit:
        incident = asked_for(unit, asked, lock=False)
        demand_alive(incident)
        facts = facts_of(incident)
    view = runtime.words.view(UpdateView(incident=facts, data=data_for(facts.number)))
    return OpenView(view, instead=f"{runtime.house.command} {facts.key} update …")
