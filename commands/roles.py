"""Giving the lead and other duties to people."""

from bot.core.slack_text import first_person
from bot.flows.facilitators import give_duty, step_in
from bot.flows.roles import give_lead, take_lead
from bot.flows.runtime import Runtime
from bot.slack.requests import ButtonRequest
from commands.asking import of_click, of_command
from commands.registry import Outcome, Typed, button, verb

MYSELF = ("me", "myself")


@verb("lead", "assign", "ic", "handoff", usage="@someone")
def lead_typed(runtime: Runtime, typed: Typed) -> Outcome:
    """Name who leads."""
    person, _ = _person_in(typed)
    return runtime.once(typed.key, lambda unit: give_lead(unit, of_command(typed), person))


@button("incident.take_lead")
def take_lead_clicked(runtime: Runtime, click: ButtonRequest) -> Outcome:
    """*Take the lead*; the button's value ends with who led when it was drawn."""
    seen = click.value.partition(":")[2]
    return runtime.once(click.key, lambda unit: take_lead(unit, of_click(click), seen=seen))


@verb("role", usage="<name> @someone")
def role_typed(runtime: Runtime, typed: Typed) -> Outcome:
    """Give a duty to somebody."""
    person, name = _person_in(typed)
    return runtime.once(typed.key, lambda unit: give_duty(unit, of_command(typed), name, person))


@button("retro.step_in")
def step_in_clicked(runtime: Runtime, click: ButtonRequest) -> Outcome:
    """*Take over* from a facilitator who left: `<retro>:<who left>`."""
    retro_id, _, former = click.value.partition(":")
    return runtime.once(
        click.key,
        lambda unit: step_in(
            unit, int(retro_id), former=former, by=click.user, channel=click.channel
        ),
    )


def _person_in(typed: Typed) -> tuple[str | None, str]:
    """Whom was named, and what else was typed; "me" at the end is whoever typed it."""
    person, rest = first_person(typed.rest)
    words = rest.split()
    if person is None and words and words[-1].casefold() in MYSELF:
        return typed.user, " ".join(words[:-1])
    return person, rest
