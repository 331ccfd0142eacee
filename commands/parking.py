"""The parking lot: typed, from a message, from a stage's card; made an item, or let go."""

from bot.flows import parking
from bot.flows.answers import Answer
from bot.flows.incidents import Asked
from bot.flows.runtime import Runtime
from bot.slack.requests import ButtonRequest, ShortcutRequest, SubmissionRequest
from commands.asking import of_click, of_command, of_form
from commands.registry import OpenView, Outcome, Typed, button, shortcut, submission, verb


@verb("park", usage="<text>")
def park_typed(runtime: Runtime, typed: Typed) -> Outcome:
    """With words: at once. Without: the modal."""
    asked = of_command(typed)
    if not typed.rest.strip():
        return _modal(runtime, asked)
    return runtime.once(typed.key, lambda unit: parking.park(unit, asked, typed.rest))


@button("retro.park")
def park_clicked(runtime: Runtime, click: ButtonRequest) -> Outcome:
    """*Park it* on a stage's card."""
    return _modal(runtime, of_click(click))


def _modal(runtime: Runtime, asked: Asked) -> OpenView:
    with runtime.reading() as unit:
        view = unit.words.view(parking.park_form(unit, asked))
    return OpenView(view, instead=f"{runtime.house.command} park …")


@shortcut("park_it")
def message_parked(runtime: Runtime, used: ShortcutRequest) -> Outcome:
    """The message shortcut *Park it*."""
    message = used.message or {}
    asked = Asked(used.user, used.channel)
    return runtime.once(used.key, lambda unit: parking.park(unit, asked, message.get("text") or ""))


@submission("park_it")
def park_submitted(runtime: Runtime, form: SubmissionRequest) -> Answer:
    """The modal *Park it* was sent in."""
    asked = of_form(form)
    return runtime.once(form.key, lambda unit: parking.park_typed(unit, asked, form.text("text")))


@button("parked.item")
def item_clicked(runtime: Runtime, click: ButtonRequest) -> Outcome:
    """*Make an action item* beside something parked: `<incident>:<parked>`."""
    with runtime.reading() as unit:
        view = unit.words.view(parking.item_form(unit, of_click(click), _parked(click)))
    return OpenView(view)


@button("parked.let_go")
def let_go_clicked(runtime: Runtime, click: ButtonRequest) -> Answer:
    """*Let it go*."""
    return runtime.once(
        click.key, lambda unit: parking.let_go(unit, of_click(click), _parked(click))
    )


def _parked(click: ButtonRequest) -> int:
    return int(click.value.partition(":")[2])
