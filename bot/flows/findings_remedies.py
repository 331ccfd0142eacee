"""What will stop it next time: remedies of four kinds, and the cases that join the eval set."""

from dataclasses import asdict, dataclass

from bot.core.errors import Refused
from bot.core.incident import Category
from bot.core.stages import Stage
from bot.flows.answers import Answer
from bot.flows.finding_lines import eval_line, reason_lines, remedy_line
from bot.flows.findings import (
    MOST_LINES,
    Form,
    demand,
    demand_place,
    form_data,
    keep_former,
    lines_there,
    saved,
    write,
)
from bot.flows.incidents import identity
from bot.flows.open_stage import refresh_stage
from bot.flows.runtime import Unit
from bot.render.messages.findings import Line
from bot.render.views.findings import EvalView, RemedyView
from storage.queries import findings
from storage.tables import EvalEntry, Incident, Remedy


@dataclass(frozen=True)
class TypedRemedy:
    """A remedy as typed; the names are those of the stored row."""

    kind: str
    text: str
    verified_how: str


def remedy_form(unit: Unit, incident: Incident, *, change: int = 0) -> Form:
    """The form: empty, or with a remedy to change."""
    text = unit.runtime.stages.get(Stage.what_will_stop_it)
    questions = dict(text.asked_on_the_way) if text else {}
    if not change:
        rows = findings.remedies(unit.session, unit.team_id, identity(incident))
        there = lines_there(incident, "remedy", rows)[:MOST_LINES]
        return unit.words.view(
            RemedyView(data=form_data(incident), questions=questions, there=there)
        )
    row = demand(unit, incident, "remedy", change)
    assert isinstance(row, Remedy)
    return unit.words.view(
        RemedyView(
            data=form_data(incident, id=change),
            remedy=row.kind,
            text=row.text,
            verified_how=row.verified_how,
            changing=True,
            questions=questions,
        )
    )


def save_remedy(
    unit: Unit, number: int, typed: TypedRemedy, *, by: str, change: int | None = None
) -> Answer:
    """Write a remedy down."""
    incident = demand_place(unit, number, by)
    if not typed.text:
        raise Refused("finding_empty", field="text")
    row = write(unit, incident, "remedy", asdict(typed), by=by, finding_id=change)
    assert isinstance(row, Remedy)
    return saved(unit, incident, [remedy_line(row)])


OFFERS = {"pin": "code", "way_back": "code", "notices": "gates", "smoke": "eval_set"}
"""What is offered after a provider's change, and the kind of remedy each is; product.md 10."""


def open_offers(unit: Unit, incident: Incident) -> list[str]:
    """What is offered and does not stand there yet; nothing for other kinds of incident."""
    if incident.category != Category.provider_change:
        return []
    standing = {
        row.text for row in findings.remedies(unit.session, unit.team_id, identity(incident))
    }
    return [code for code in OFFERS if _offered(unit, code) not in standing]


def _offered(unit: Unit, code: str) -> str:
    return unit.words.line(f"provider/{code}")


def take_offer(unit: Unit, number: int, code: str, *, by: str, channel: str = "") -> Answer:
    """Add a remedy that is offered, in the words of its template."""
    incident = demand_place(unit, number, by, channel=channel)
    if code not in open_offers(unit, incident):
        raise Refused("offer_taken")
    values = {
        "kind": OFFERS[code],
        "text": _offered(unit, code),
        "verified_how": unit.words.line(f"provider/{code}_verified"),
    }
    write(unit, incident, "remedy", values, by=by)
    refresh_stage(unit, identity(incident))
    return unit.answer("offer_added", text=values["text"])


@dataclass(frozen=True)
class TypedCase:
    """An eval case as typed, or how it comes that none applies.

    `reason_shown`: the reason stood in the form, so that leaving it empty takes it back.
    """

    input: str
    observed: str
    expected: str
    slice: str
    axis: str
    reason: str = ""
    reason_shown: bool = False


def eval_form(unit: Unit, incident: Incident, *, failing_input: str = "", change: int = 0) -> Form:
    """The form: empty, begun with an input, or with a case to change."""
    if not change:
        reason = incident.eval_reason
        return unit.words.view(
            EvalView(
                data=form_data(incident, reason_shown=bool(reason)),
                input=failing_input,
                reason=reason,
                there=cases_there(unit, incident)[:MOST_LINES],
            )
        )
    row = demand(unit, incident, "eval", change)
    assert isinstance(row, EvalEntry)
    return unit.words.view(
        EvalView(
            data=form_data(incident, id=change),
            input=row.input,
            observed=row.observed,
            expected=row.expected,
            slice=row.slice,
            axis=row.axis,
            changing=True,
        )
    )


def cases_there(unit: Unit, incident: Incident) -> list[Line]:
    """The eval cases so far."""
    rows = findings.eval_entries(unit.session, unit.team_id, identity(incident))
    return lines_there(incident, "eval", rows)


def save_case(
    unit: Unit, number: int, typed: TypedCase, *, by: str, change: int | None = None
) -> Answer:
    """Write an eval case down, or the reason that none applies."""
    incident = demand_place(unit, number, by)
    lines: list[Line] = []
    if change is None and _note_reason(unit, incident, typed, by):
        lines += [line for line in reason_lines(incident) if line.about == "eval"]
    if typed.input or typed.observed or typed.expected:
        lines.insert(0, _write_case(unit, incident, typed, by=by, change=change))
    elif change is not None or not (lines or typed.reason_shown):
        raise Refused("finding_empty", field="input")
    return saved(unit, incident, lines)


def _write_case(
    unit: Unit, incident: Incident, typed: TypedCase, *, by: str, change: int | None
) -> Line:
    values = {
        "input": typed.input,
        "observed": typed.observed,
        "expected": typed.expected,
    }
    for field, given in values.items():
        if not given:
            raise Refused("eval_incomplete", missing=field, field=field)
    more: dict[str, object] = {"slice": typed.slice, "axis": typed.axis}
    if change is None:
        more["number"] = findings.next_eval_number(unit.session, unit.team_id, identity(incident))
    row = write(unit, incident, "eval", {**values, **more}, by=by, finding_id=change)
    assert isinstance(row, EvalEntry)
    return eval_line(row)


def _note_reason(unit: Unit, incident: Incident, typed: TypedCase, by: str) -> bool:
    """Whether the reason changed."""
    former = incident.eval_reason
    if typed.reason == former or not (typed.reason or typed.reason_shown):
        return False
    if former:
        keep_former(unit, incident, "eval_reason", identity(incident), {"reason": former}, by=by)
    incident.eval_reason = typed.reason
    return True
