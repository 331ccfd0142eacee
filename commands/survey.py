"""Three questions about a retrospective, and what is said over time."""

from bot.core.errors import Refused
from bot.flows import survey
from bot.flows.answers import Answer
from bot.flows.runtime import Runtime
from bot.flows.survey import Said
from bot.slack.requests import ButtonRequest, SubmissionRequest
from commands.registry import OpenView, Outcome, Typed, button, submission, verb

QUESTIONS = ("learned", "again", "safety")


@verb("survey")
def survey_typed(runtime: Runtime, typed: Typed) -> Outcome:
    """What people say of retrospectives over time."""
    del typed
    with runtime.reading() as unit:
        return survey.results(unit)


@button("survey.open")
def survey_clicked(runtime: Runtime, click: ButtonRequest) -> OpenView:
    """*Answer three questions* in the DM."""
    with runtime.reading() as unit:
        view = survey.form(unit, int(click.value), click.user)
    return OpenView(runtime.words.view(view))


@submission("survey")
def survey_sent(runtime: Runtime, form: SubmissionRequest) -> Answer:
    """The three answers."""
    unanswered = [name for name in QUESTIONS if not form.text(name)]
    if unanswered:
        raise Refused("survey_incomplete", field=unanswered[0])
    said = Said(
        learned=form.text("learned") == "yes",
        again=form.text("again") == "yes",
        safety=int(form.text("safety")),
    )
    return runtime.once(
        form.key, lambda unit: survey.answer(unit, form.data["retro"], form.user, said)
    )
