"""Recording a past incident or a near miss."""

import json

from bot.core.incident import Category, Severity, split_severity
from bot.flows.answers import Answer
from bot.flows.backfill import TIMES, Backfill, backfill
from bot.flows.people import plain_text
from bot.flows.runtime import Runtime
from bot.render.views.backfill import BackfillView
from bot.slack.requests import SubmissionRequest
from commands.registry import OpenView, Outcome, Typed, submission, verb

LONGEST_PREFILLED = 150
LONGEST_KEPT = 2000


@verb("backfill", "create-resolved", usage="[S1|S2|S3] [title]")
def backfill_typed(runtime: Runtime, typed: Typed) -> Outcome:
    """The modal, begun with what was typed; its times take more than a line."""
    severity, title = split_severity(typed.rest)
    with runtime.reading() as unit:
        title = plain_text(unit, title)
    whole = {"title": title[:LONGEST_KEPT]} if len(title) > LONGEST_PREFILLED else {}
    view = BackfillView(
        title=title[:LONGEST_PREFILLED],
        severity=severity or Severity.S2,
        lead=typed.user,
        times=[(which, None) for which in TIMES],
        data=json.dumps(whole, ensure_ascii=False),
    )
    return OpenView(runtime.words.view(view), instead=f"{runtime.house.command} backfill")


@submission("backfill")
def backfill_sent(runtime: Runtime, form: SubmissionRequest) -> Answer:
    """*Record a past incident* was sent in."""
    command = Backfill(
        title=_title(form),
        by=form.user,
        severity=Severity(form.text("severity") or Severity.S2),
        category=Category(form.text("category") or Category.near_miss),
        lead=form.text("lead"),
        resolution=form.text("resolution"),
        started_at=form.moment("started_at"),
        detected_at=form.moment("detected_at"),
        mitigated_at=form.moment("mitigated_at"),
        resolved_at=form.moment("resolved_at"),
        private=bool(form.values.get("private")),
        another=bool(form.data.get("another")),
    )
    return runtime.once(form.key, lambda unit: backfill(unit, command))


def _title(form: SubmissionRequest) -> str:
    """What stands in the form; the whole of a long one where its beginning was left alone."""
    title, whole = form.text("title"), str(form.data.get("title", ""))
    return whole if whole.startswith(title) and title else title
