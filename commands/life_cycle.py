"""Mitigating, resolving, reopening, cancelling and merging."""

from bot.core.incident import Move, parse_key
from bot.flows.answers import Answer
from bot.flows.incident_cards import facts_of
from bot.flows.incidents import Asked, asked_for
from bot.flows.life_cycle import Resolution, after, cancel, mitigate, reopen, resolve
from bot.flows.merges import merge
from bot.flows.people import plain_text
from bot.flows.runtime import Runtime
from bot.flows.times import questions_in_form, with_questions
from bot.render.views.incident import ResolveView
from bot.slack.requests import ButtonRequest, SubmissionRequest
from commands.asking import data_for, of_click, of_command, of_form
from commands.registry import OpenView, Outcome, Typed, button, submission, verb


@verb("mitigate", usage="[text]")
def mitigate_typed(runtime: Runtime, typed: Typed) -> Outcome:
    """The effect has stopped."""
    return runtime.once(
        typed.key,
        lambda unit: mitigate(unit, of_command(typed), text=plain_text(unit, typed.rest)),
    )


@button("incident.mitigate")
def mitigate_clicked(runtime: Runtime, click: ButtonRequest) -> Outcome:
    """*Mitigated* on the card."""
    return runtime.once(click.key, lambda unit: mitigate(unit, of_click(click)))


@verb("resolve", "close", "stable", usage="[text]")
def resolve_typed(runtime: Runtime, typed: Typed) -> Outcome:
    """With what brought it back: at once. Without: the modal."""
    asked = of_command(typed)
    if not typed.rest:
        return _modal(runtime, asked)
    return runtime.once(
        typed.key,
        lambda unit: with_questions(
            unit, resolve(unit, asked, Resolution(plain_text(unit, typed.rest))), "moved"
        ),
    )


@button("incident.resolve")
def resolve_clicked(runtime: Runtime, click: ButtonRequest) -> Outcome:
    """*Resolve* on the card."""
    return _modal(runtime, of_click(click))


@submission("resolve")
def resolve_submitted(runtime: Runtime, form: SubmissionRequest) -> Answer:
    """The modal *Resolve* was sent in."""
    how = Resolution(
        text=form.text("resolution"),
        affected=form.text("affected"),
        mitigated_at=form.moment("mitigated_at"),
        resolved_at=form.moment("resolved_at"),
    )
    return runtime.once(
        form.key, lambda unit: questions_in_form(unit, resolve(unit, of_form(form), how))
    )


def _modal(runtime: Runtime, asked: Asked) -> OpenView:
    with runtime.reading() as unit:
        incident = asked_for(unit, asked, lock=False)
        after(incident, Move.resolve)
        view = ResolveView(
            incident=facts_of(incident),
            mitigated_at=incident.mitigated_at,
            affected=incident.affected,
            data=data_for(incident.number),
        )
    instead = f"{runtime.house.command} {view.incident.key} resolve …"
    return OpenView(runtime.words.view(view), instead=instead)


@verb("reopen", usage="[text]")
def reopen_typed(runtime: Runtime, typed: Typed) -> Outcome:
    """It is back."""
    return runtime.once(
        typed.key, lambda unit: reopen(unit, of_command(typed), text=plain_text(unit, typed.rest))
    )


@button("incident.reopen")
def reopen_clicked(runtime: Runtime, click: ButtonRequest) -> Outcome:
    """*Reopen* on the card."""
    return runtime.once(click.key, lambda unit: reopen(unit, of_click(click)))


@verb("cancel", usage="<reason>")
def cancel_typed(runtime: Runtime, typed: Typed) -> Outcome:
    """It was a false alarm."""
    return runtime.once(
        typed.key,
        lambda unit: cancel(unit, of_command(typed), reason=plain_text(unit, typed.rest)),
    )


@verb("merge", usage="INC-7 [reason]")
def merge_typed(runtime: Runtime, typed: Typed) -> Outcome:
    """Go on in another incident."""
    first, _, rest = typed.rest.removeprefix("into ").partition(" ")
    return runtime.once(
        typed.key,
        lambda unit: merge(
            unit, of_command(typed), parse_key(first), reason=plain_text(unit, rest.strip())
        ),
    )
