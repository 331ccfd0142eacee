"""Which incident is meant by what was typed, clicked or sent in, and who means it."""

import json

from bot.flows.incidents import Asked
from bot.slack.requests import ButtonRequest, SubmissionRequest
from commands.registry import Typed


def of_command(typed: Typed) -> Asked:
    """The incident named in front, or that of the channel it was typed in."""
    return Asked(typed.user, typed.channel, typed.incident_number)


def of_click(click: ButtonRequest) -> Asked:
    """The incident whose number is the button's value, or begins it (`7:U0ANA`)."""
    return Asked(click.user, click.channel, int(click.value.partition(":")[0]))


def of_form(form: SubmissionRequest) -> Asked:
    """The incident that the modal was opened for."""
    return Asked(form.user, number=int(form.data["number"]))


def data_for(number: int) -> str:
    """What `of_form` finds again."""
    return json.dumps({"number": number})
