"""Other words for an answer: taken, or one's own kept."""

from bot.flows import wordings
from bot.flows.answers import Answer
from bot.flows.runtime import Runtime
from bot.flows.wordings import Choice
from bot.slack.requests import ButtonRequest, SubmissionRequest
from commands.registry import button, submission


@button("wording.use")
def use_clicked(runtime: Runtime, click: ButtonRequest) -> Answer:
    """*Use this*, under what was said in a thread."""
    return runtime.once(click.key, lambda unit: wordings.use(unit, _choice(click)))


@button("wording.keep")
def keep_clicked(runtime: Runtime, click: ButtonRequest) -> Answer:
    """*Keep my words*, likewise."""
    return runtime.once(click.key, lambda unit: wordings.keep(unit, _choice(click)))


@submission("use_wording")
def use_submitted(runtime: Runtime, form: SubmissionRequest) -> Answer:
    """*Use this*, in the form; *Keep my words* just closes it."""
    choice = Choice(form.data["wording"], form.user)
    return runtime.once(form.key, lambda unit: wordings.use_from_form(unit, choice))


def _choice(click: ButtonRequest) -> Choice:
    return Choice(int(click.value), click.user, click.channel)
