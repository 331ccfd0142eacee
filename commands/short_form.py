"""The short form of a retrospective: its one form, and the way to the long form."""

from bot.flows import short_form
from bot.flows.answers import Answer
from bot.flows.findings_scope import Noticed
from bot.flows.retro_moves import Press
from bot.flows.runtime import Runtime
from bot.flows.short_form import Typed
from bot.render.views.short_form import FirstAxis, FirstSlice
from bot.slack.requests import ButtonRequest, SubmissionRequest
from commands.registry import OpenView, button, submission


@button("retro.short_form")
def short_form_clicked(runtime: Runtime, click: ButtonRequest) -> OpenView:
    """*Detection, scope, axis* on the first card."""
    with runtime.reading() as unit:
        view = short_form.open_form(unit, int(click.value), click.user, channel=click.channel)
    return OpenView(view, instead=f"{runtime.house.command} slice")


@submission("short_form")
def short_form_sent(runtime: Runtime, form: SubmissionRequest) -> Answer:
    """*Detection, scope, axis* was sent in."""
    typed = Typed(
        noticed=Noticed(
            how=form.text("how"),
            signal=form.text("signal"),
            missed=form.text("missed"),
            detected_at=form.moment("detected_at"),
        ),
        scope=FirstSlice(
            form.text("name"), form.text("baseline"), form.text("incident"), form.text("users")
        ),
        unmeasurable=form.text("reason"),
        axis=FirstAxis(
            form.text("axis"),
            form.text("what_changed"),
            form.text("evidence"),
            form.text("how_missed"),
        ),
        slice_id=form.data["slice"],
        axis_id=form.data["axis"],
    )
    number = int(form.data["incident"])
    return runtime.once(form.key, lambda unit: short_form.save(unit, number, typed, by=form.user))


@button("retro.long_form")
def long_form_clicked(runtime: Runtime, click: ButtonRequest) -> Answer:
    """*Use the long form*, on any card of the short one."""
    press = Press.of(click.value, by=click.user, channel=click.channel)
    return runtime.once(click.key, lambda unit: short_form.go_long(unit, press))
