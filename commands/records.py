"""Looking at incidents: the record of one, its summary, and which are open."""

from bot.flows import records
from bot.flows.runtime import Runtime
from bot.slack.requests import ButtonRequest
from commands.asking import of_command
from commands.registry import Outcome, Typed, button, verb


@verb("show")
def show_typed(runtime: Runtime, typed: Typed) -> Outcome:
    """The record as a message."""
    with runtime.reading() as unit:
        return records.show(unit, of_command(typed))


@verb("summary")
def summary_typed(runtime: Runtime, typed: Typed) -> Outcome:
    """A few sentences for somebody who was not there."""
    with runtime.reading() as unit:
        return records.summarise(unit, of_command(typed))


@verb("list")
def list_typed(runtime: Runtime, typed: Typed) -> Outcome:
    """The open incidents."""
    with runtime.reading() as unit:
        return records.list_open(unit, typed.user)


@button("incident.list")
def list_clicked(runtime: Runtime, click: ButtonRequest) -> Outcome:
    """*Open incidents* on the palette."""
    with runtime.reading() as unit:
        return records.list_open(unit, click.user)
