"""The plan for a retrospective: shown, changed, waived; duties, seats and the data package."""

from bot.core.preparation import PackagePart
from bot.flows import data_package, preparation_cards, preparation_changes, preparation_duties
from bot.flows.answers import Answer
from bot.flows.preparation_changes import Typed as TypedPlan
from bot.flows.runtime import Runtime
from bot.slack.requests import ButtonRequest, SubmissionRequest
from commands.asking import of_click, of_command, of_form
from commands.registry import OpenView, Outcome, Typed, button, submission, verb


@verb("prepare", "plan", "preparation")
def prepare_typed(runtime: Runtime, typed: Typed) -> Outcome:
    """The plan, with its buttons."""
    asked = of_command(typed)
    return runtime.once(typed.key, lambda unit: preparation_cards.show(unit, asked))


@button("plan.change")
def change_clicked(runtime: Runtime, click: ButtonRequest) -> OpenView:
    """*Change the plan*: the form."""
    with runtime.reading() as unit:
        view = preparation_changes.change_form(unit, of_click(click))
    return OpenView(runtime.words.view(view), instead=f"{runtime.house.command} prepare")


@submission("change_plan")
def change_sent(runtime: Runtime, form: SubmissionRequest) -> Answer:
    """*Change the plan* was sent in."""
    typed = TypedPlan(
        due=form.text("due_on"),
        facilitator=form.text("facilitator"),
        preparer=form.text("preparer"),
        participants=tuple(form.values.get("participants") or ()),
        pace=form.text("pace"),
        shown=form.data["shown"],
    )
    return runtime.once(
        form.key, lambda unit: preparation_changes.change(unit, of_form(form), typed)
    )


@button("plan.waive")
def waive_clicked(runtime: Runtime, click: ButtonRequest) -> OpenView:
    """*Waive*: the form that asks for the reason."""
    with runtime.reading() as unit:
        view = preparation_changes.waive_form(unit, of_click(click))
    return OpenView(runtime.words.view(view), instead=f"{runtime.house.command} prepare")


@submission("waive_retro")
def waive_sent(runtime: Runtime, form: SubmissionRequest) -> Answer:
    """*Waive the retro* was sent in."""
    reason = form.text("reason")
    return runtime.once(
        form.key, lambda unit: preparation_changes.waive(unit, of_form(form), reason)
    )


@button("plan.accept")
def accept_clicked(runtime: Runtime, click: ButtonRequest) -> Answer:
    """*Accept* in the DM about a duty."""
    return runtime.once(
        click.key, lambda unit: preparation_duties.accept(unit, int(click.value), click.user)
    )


@button("plan.join", "plan.not_this_time")
def seat_answered(runtime: Runtime, click: ButtonRequest) -> Answer:
    """*Join* or *Not this time* in the DM about a seat."""
    joins, number = click.action == "plan.join", int(click.value)
    return runtime.once(
        click.key,
        lambda unit: preparation_duties.answer_offer(unit, number, click.user, joins=joins),
    )


@button("package.open")
def package_clicked(runtime: Runtime, click: ButtonRequest) -> OpenView:
    """*Data package*: the form."""
    with runtime.reading() as unit:
        view = data_package.package_form(unit, of_click(click))
    return OpenView(runtime.words.view(view), instead=f"{runtime.house.command} prepare")


@submission("data_package")
def package_sent(runtime: Runtime, form: SubmissionRequest) -> Answer:
    """*Data package* was sent in."""
    texts = {part: form.text(part) for part in PackagePart}
    cannot = frozenset(PackagePart(part) for part in form.values.get("cannot") or ())
    return runtime.once(
        form.key,
        lambda unit: data_package.gather(unit, of_form(form), texts, cannot, form.data["seen"]),
    )
