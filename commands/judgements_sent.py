"""The forms of what a review judges, sent in: written down, changed, or taken out again."""

from bot.flows.answers import Answer
from bot.flows.findings_factors import (
    TypedChance,
    TypedCheck,
    TypedFactor,
    save_chance,
    save_check,
    save_factor,
)
from bot.flows.findings_hypotheses import TypedHypothesis, save_hypothesis
from bot.flows.runtime import Runtime
from bot.flows.taxonomy import TypedCategory, choose_category
from bot.slack.requests import SubmissionRequest
from commands.findings_sent import saved
from commands.registry import submission


@submission("finding_hypothesis")
def hypothesis_sent(runtime: Runtime, form: SubmissionRequest) -> Answer:
    """*Add a hypothesis*."""
    names = TypedHypothesis.__dataclass_fields__
    typed = TypedHypothesis(
        **{name: form.text(name) for name in names}
        | {
            "verdict": form.text("verdict") or "untested",
            "basis": form.text("basis") or "unsaid",
        }
    )
    return saved(
        runtime,
        form,
        "hypothesis",
        lambda unit, number, change: save_hypothesis(
            unit, number, typed, by=form.user, change=change
        ),
    )


@submission("finding_factor")
def factor_sent(runtime: Runtime, form: SubmissionRequest) -> Answer:
    """*What helped it along*."""
    typed = TypedFactor(
        text=form.text("text"),
        role=form.text("role"),
        nature=form.text("nature"),
        evidence=form.text("evidence"),
        recollection=bool(form.values.get("recollection")),
        otherwise=form.text("otherwise"),
    )
    return saved(
        runtime,
        form,
        "factor",
        lambda unit, number, change: save_factor(unit, number, typed, by=form.user, change=change),
    )


@submission("finding_chance")
def chance_sent(runtime: Runtime, form: SubmissionRequest) -> Answer:
    """*What went well by chance*."""
    typed = TypedChance(form.text("text"), form.text("choice") or "undecided", form.text("reason"))
    return saved(
        runtime,
        form,
        "chance",
        lambda unit, number, change: save_chance(unit, number, typed, by=form.user, change=change),
    )


@submission("finding_check")
def check_sent(runtime: Runtime, form: SubmissionRequest) -> Answer:
    """*Cross-check*."""
    typed = TypedCheck(
        time_order=form.text("time_order"),
        seen_before=form.text("seen_before"),
        prove_wrong=form.text("prove_wrong"),
        soundness=form.text("soundness") or "unsaid",
        gaps=form.text("gaps"),
        undetermined=bool(form.values.get("undetermined")),
    )
    return runtime.once(
        form.key, lambda unit: save_check(unit, int(form.data["incident"]), typed, by=form.user)
    )


@submission("error_category")
def category_sent(runtime: Runtime, form: SubmissionRequest) -> Answer:
    """*Error category*."""
    chosen = form.text("chosen")
    typed = TypedCategory(
        chosen=int(chosen) if chosen else None,
        name=form.text("name"),
        another=bool(form.values.get("another")),
    )
    return runtime.once(
        form.key,
        lambda unit: choose_category(unit, int(form.data["incident"]), typed, by=form.user),
    )
