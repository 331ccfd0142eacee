"""The forms of what a review finds, sent in: written down, changed, or taken out again."""

from collections.abc import Callable
from datetime import UTC, datetime

from bot.flows import findings_forms
from bot.flows.answers import Answer
from bot.flows.findings_causes import TypedAxis, save_axis
from bot.flows.findings_chain import TypedStep, change_step, save_step
from bot.flows.findings_lessons import TypedLesson, save_lesson
from bot.flows.findings_remedies import TypedCase, TypedRemedy, save_case, save_remedy
from bot.flows.findings_scope import Noticed, TypedSlice, note_detection, save_slice
from bot.flows.runtime import Runtime, Unit
from bot.slack.requests import SubmissionRequest
from commands.registry import submission

# With the unit, the incident's number, and the id of the finding to change.
Save = Callable[[Unit, int, int | None], Answer]


@submission("finding_detection")
def detection_sent(runtime: Runtime, form: SubmissionRequest) -> Answer:
    """*How it was noticed*."""
    noticed_at = form.values.get("detected_at")
    noticed = Noticed(
        how=form.text("how"),
        signal=form.text("signal"),
        missed=form.text("missed"),
        detected_at=datetime.fromtimestamp(int(noticed_at), UTC) if noticed_at else None,
    )
    return runtime.once(
        form.key,
        lambda unit: note_detection(unit, int(form.data["incident"]), noticed, by=form.user),
    )


@submission("finding_slice")
def slice_sent(runtime: Runtime, form: SubmissionRequest) -> Answer:
    """*Add a slice*."""
    typed = TypedSlice(
        name=form.text("name"),
        baseline=form.text("baseline"),
        incident=form.text("incident"),
        users=form.text("users"),
        reason=form.text("reason"),
        reason_shown=bool(form.data.get("reason_shown")),
    )
    return saved(
        runtime,
        form,
        "slice",
        lambda unit, number, change: save_slice(unit, number, typed, by=form.user, change=change),
    )


@submission("finding_axis")
def axis_sent(runtime: Runtime, form: SubmissionRequest) -> Answer:
    """*Which axis moved?*."""
    typed = TypedAxis(
        axis=form.text("axis"),
        moved_first=bool(form.values.get("first")),
        what_changed=form.text("what_changed"),
        link=form.text("link"),
        confidence=form.text("confidence") or "medium",
        evidence=form.text("evidence"),
        recollection=bool(form.values.get("recollection")),
        how_missed=form.text("how_missed"),
        owner=form.text("owner") or None,
    )
    return saved(
        runtime,
        form,
        "axis",
        lambda unit, number, change: save_axis(unit, number, typed, by=form.user, change=change),
    )


@submission("finding_chain")
def step_sent(runtime: Runtime, form: SubmissionRequest) -> Answer:
    """*How it came about*: one answer of the chain."""
    position = int(form.data["position"])
    typed = TypedStep(
        position=position,
        place=str(form.data.get("place", "")),
        seen=int(form.data.get("seen", 0)),
        moment=form.text(f"moment_{position}"),
        answer=form.text(f"answer_{position}"),
        about=form.text(f"about_{position}"),
        owner=form.text(f"owner_{position}") or None,
    )

    def save(unit: Unit, number: int, change: int | None) -> Answer:
        if change is None:
            return save_step(unit, number, typed, by=form.user)
        return change_step(unit, number, change, typed, by=form.user)

    return saved(runtime, form, "chain", save)


@submission("finding_remedy")
def remedy_sent(runtime: Runtime, form: SubmissionRequest) -> Answer:
    """*What will stop it*."""
    typed = TypedRemedy(form.text("remedy"), form.text("text"), form.text("verified_how"))
    return saved(
        runtime,
        form,
        "remedy",
        lambda unit, number, change: save_remedy(unit, number, typed, by=form.user, change=change),
    )


@submission("finding_eval")
def case_sent(runtime: Runtime, form: SubmissionRequest) -> Answer:
    """*Add an eval case*."""
    typed = TypedCase(
        input=form.text("input"),
        observed=form.text("observed"),
        expected=form.text("expected"),
        slice=form.text("slice"),
        axis=form.text("axis"),
        reason=form.text("reason"),
        reason_shown=bool(form.data.get("reason_shown")),
    )
    return saved(
        runtime,
        form,
        "eval",
        lambda unit, number, change: save_case(unit, number, typed, by=form.user, change=change),
    )


@submission("finding_lesson")
def lesson_sent(runtime: Runtime, form: SubmissionRequest) -> Answer:
    """*Add a lesson*."""
    typed = TypedLesson(form.text("text"), form.text("applies_to"))
    return saved(
        runtime,
        form,
        "lesson",
        lambda unit, number, change: save_lesson(unit, number, typed, by=form.user, change=change),
    )


def saved(runtime: Runtime, form: SubmissionRequest, kind: str, save: Save) -> Answer:
    """Save what was sent in, or take the finding out where that was ticked."""
    number = int(form.data["incident"])
    change = form.data.get("id")

    def work(unit: Unit) -> Answer:
        if change is not None and form.values.get("remove"):
            return findings_forms.remove(unit, number, kind, int(change), by=form.user)
        return save(unit, number, change)

    return runtime.once(form.key, work)
