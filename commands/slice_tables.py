"""Tables of slices: pasted, looked at, and saved or left out; and whether the severity fits."""

from bot.flows.answers import Answer
from bot.flows.runtime import Runtime
from bot.flows.severity import judge_fit
from bot.flows.slice_tables import drop_table, read_pasted, save_table
from bot.slack.requests import ButtonRequest, SubmissionRequest
from commands.registry import Outcome, button, submission


@submission("slices_paste")
def table_pasted(runtime: Runtime, form: SubmissionRequest) -> Answer:
    """*Paste a table*."""
    number, text = int(form.data["incident"]), str(form.values.get("table") or "")
    return runtime.once(form.key, lambda unit: read_pasted(unit, number, text, by=form.user))


@submission("slices_preview")
def preview_confirmed(runtime: Runtime, form: SubmissionRequest) -> Answer:
    """What was understood is right: save it."""
    number, table_id = int(form.data["incident"]), int(form.data["table"])
    return runtime.once(form.key, lambda unit: save_table(unit, number, table_id, by=form.user))


@button("slices.save", "slices.drop")
def table_judged(runtime: Runtime, click: ButtonRequest) -> Outcome:
    """Save a table that waits, or leave it out. The value is "7/3"."""
    number, table_id = map(int, click.value.split("/"))
    judge = save_table if click.action == "slices.save" else drop_table
    answer = runtime.once(
        click.key,
        lambda unit: judge(unit, number, table_id, by=click.user, channel=click.channel),
    )
    if answer.view is None:
        return answer
    with runtime.reading() as unit:
        return unit.answer("table_saved")


@submission("severity_fit")
def fit_judged(runtime: Runtime, form: SubmissionRequest) -> Answer:
    """*Does the severity fit?*."""
    number = int(form.data["incident"])
    severity, reason = form.text("severity"), form.text("reason")
    return runtime.once(
        form.key, lambda unit: judge_fit(unit, number, severity, reason, by=form.user)
    )
