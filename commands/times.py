"""Setting and correcting the times kept of an incident."""

from bot.flows import times
from bot.flows.answers import Answer
from bot.flows.incident_cards import facts_of
from bot.flows.incidents import Asked, asked_for, demand_alive
from bot.flows.runtime import Runtime
from bot.render.views.incident import TimesView
from bot.slack.requests import ButtonRequest, SubmissionRequest
from commands.asking import data_for, of_click, of_command, of_form
from commands.registry import OpenView, Outcome, Typed, button, submission, verb


@verb("started", usage="<time>")
def started_typed(runtime: Runtime, typed: Typed) -> Outcome:
    """When it began."""
    return _set(runtime, typed, "started")


@verb("detected", usage="<time>")
def detected_typed(runtime: Runtime, typed: Typed) -> Outcome:
    """When somebody or something noticed."""
    return _set(runtime, typed, "detected")


@verb("times")
def times_typed(runtime: Runtime, typed: Typed) -> Outcome:
    """All five, in the modal."""
    return _modal(runtime, of_command(typed))


@button("incident.times")
def times_clicked(runtime: Runtime, click: ButtonRequest) -> Outcome:
    """*Times* on the palette."""
    return _modal(runtime, of_click(click))


@submission("times")
def times_submitted(runtime: Runtime, form: SubmissionRequest) -> Answer:
    """The modal *Times* was sent in."""
    given = {which: form.moment(f"{which}_at") for which in times.TIMES}
    return runtime.once(form.key, lambda unit: times.set_times(unit, of_form(form), given))


def _set(runtime: Runtime, typed: Typed, which: str) -> Outcome:
    asked = of_command(typed)
    if not typed.rest:
        return _modal(runtime, asked)
    return runtime.once(typed.key, lambda unit: times.set_time(unit, asked, which, typed.rest))


def _modal(runtime: Runtime, asked: Asked) -> OpenView:
    with runtime.reading() as unit:
        incident = asked_for(unit, asked, lock=False)
        demand_alive(incident)
        view = TimesView(
            incident=facts_of(incident),
            times=[(which, getattr(incident, f"{which}_at")) for which in times.TIMES],
            data=data_for(incident.number),
        )
    instead = f"{runtime.house.command} {view.incident.key} started 14:05"
    return OpenView(runtime.words.view(view), instead=instead)
