"""Rival explanations side by side. Verdicts stand in the timeline and among the decisions."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bot.core.errors import Refused
from bot.core.hypotheses import Verdict, review_hypotheses
from bot.core.stages import Stage
from bot.flows.answers import Answer
from bot.flows.decisions import log_decision
from bot.flows.finding_lines import explanation, hypothesis_line
from bot.flows.findings import (
    MOST_LINES,
    Form,
    change_value,
    demand,
    demand_place,
    form_data,
    saved,
    write,
)
from bot.flows.incidents import identity
from bot.flows.runtime import Unit
from bot.flows.timeline import note_by_bot
from bot.render.limits import shortened
from bot.render.messages.findings import Line
from bot.render.views.findings import HypothesisView
from storage.queries import findings
from storage.tables import Hypothesis, Incident

LONGEST_IN_A_LINE = 200


@dataclass(frozen=True)
class TypedHypothesis:
    """A hypothesis as typed; the names are those of the stored row."""

    statement: str
    axis: str
    evidence_for: str
    evidence_against: str
    assumptions: str
    test: str
    expected: str
    criterion: str
    undo: str
    result: str
    verdict: str
    basis: str


def hypothesis_form(
    unit: Unit, incident: Incident, *, statement: str = "", change: int = 0
) -> Form:
    """The form: empty, begun with a statement, or with a hypothesis to change."""
    if not change:
        there = hypotheses_there(unit, incident)[:MOST_LINES]
        return unit.words.view(
            HypothesisView(data=form_data(incident), statement=statement, there=there)
        )
    row = demand(unit, incident, "hypothesis", change)
    assert isinstance(row, Hypothesis)
    fields = {name: getattr(row, name) for name in TypedHypothesis.__dataclass_fields__}
    return unit.words.view(
        HypothesisView(data=form_data(incident, id=change), changing=True, **fields)
    )


def hypotheses_there(unit: Unit, incident: Incident) -> list[Line]:
    """The explanations so far, each among its rivals."""
    rows = findings.hypotheses(unit.session, unit.team_id, identity(incident))
    return [
        hypothesis_line(row, change_value(incident, "hypothesis", row), among=rows) for row in rows
    ]


def save_hypothesis(
    unit: Unit, number: int, typed: TypedHypothesis, *, by: str, change: int | None = None
) -> Answer:
    """Write a hypothesis down, and tell privately what the explanations still lack."""
    incident = demand_place(unit, number, by)
    if not typed.statement:
        raise Refused("finding_empty", field="statement")
    values = asdict(typed)
    before = Verdict.untested
    if change is None:
        values["number"] = findings.next_hypothesis_number(
            unit.session, unit.team_id, identity(incident)
        )
    else:
        former = demand(unit, incident, "hypothesis", change)
        assert isinstance(former, Hypothesis)
        before = Verdict(former.verdict)
    row = write(unit, incident, "hypothesis", values, by=by, finding_id=change)
    assert isinstance(row, Hypothesis)
    if row.verdict != before:
        _note_verdict(unit, incident, row, before, by=by)
    rows = findings.hypotheses(unit.session, unit.team_id, identity(incident))
    remarks = hypothesis_remarks(rows)
    return saved(unit, incident, [hypothesis_line(row, among=rows)], remarks=remarks)


def hypothesis_remarks(rows: Sequence[Hypothesis]) -> list[tuple[str, str]]:
    """What the explanations still lack: the code, and which one it concerns."""
    remarks = review_hypotheses([explanation(row) for row in rows])
    return [(each.gap, f"H{each.number}" if each.number else "") for each in remarks]


def _note_verdict(
    unit: Unit, incident: Incident, row: Hypothesis, before: Verdict, *, by: str
) -> None:
    """Who judged, and what stood before, on the timeline and among the decisions."""
    facts: dict[str, Any] = {
        "number": row.number,
        "statement": shortened(row.statement, LONGEST_IN_A_LINE),
        "verdict": row.verdict,
        "before": before.value,
    }
    note_by_bot(unit, incident, "hypothesis_judged", by=by, **facts)
    log_decision(
        unit, incident, "judged_hypothesis", Stage.which_axis, by=by, reason=row.result, **facts
    )
