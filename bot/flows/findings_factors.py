"""Contributing factors, what went well by chance, and the cross-check of the explanation."""

from dataclasses import asdict, dataclass

from bot.core.errors import Refused
from bot.core.hypotheses import ChanceChoice
from bot.flows.answers import Answer
from bot.flows.finding_lines import chance_line, check_line, factor_line
from bot.flows.findings import (
    MOST_LINES,
    Form,
    demand,
    demand_place,
    form_data,
    lines_there,
    saved,
    write,
)
from bot.flows.incidents import identity
from bot.flows.runtime import Unit
from bot.render.messages.findings import Line
from bot.render.views.findings import ChanceView, CheckView, FactorView
from storage.queries import findings
from storage.tables import Chance, CrossCheck, Factor, Incident


@dataclass(frozen=True)
class TypedFactor:
    """A contributing factor as typed; the names are those of the stored row."""

    text: str
    role: str
    nature: str
    evidence: str
    recollection: bool
    otherwise: str


def factor_form(unit: Unit, incident: Incident, *, change: int = 0) -> Form:
    """The form: empty, or with a factor to change."""
    if not change:
        there = factors_there(unit, incident)[:MOST_LINES]
        return unit.words.view(FactorView(data=form_data(incident), there=there))
    row = demand(unit, incident, "factor", change)
    assert isinstance(row, Factor)
    fields = {name: getattr(row, name) for name in TypedFactor.__dataclass_fields__}
    return unit.words.view(FactorView(data=form_data(incident, id=change), changing=True, **fields))


def factors_there(unit: Unit, incident: Incident) -> list[Line]:
    """The factors so far."""
    rows = findings.factors(unit.session, unit.team_id, identity(incident))
    return lines_there(incident, "factor", rows)


def save_factor(
    unit: Unit, number: int, typed: TypedFactor, *, by: str, change: int | None = None
) -> Answer:
    """Write a factor down; one without evidence is told that it rests on memory."""
    incident = demand_place(unit, number, by)
    if not typed.text:
        raise Refused("finding_empty", field="text")
    row = write(unit, incident, "factor", asdict(typed), by=by, finding_id=change)
    assert isinstance(row, Factor)
    return saved(unit, incident, [factor_line(row)], remarks=_factor_remarks(row))


def _factor_remarks(row: Factor) -> list[tuple[str, str]]:
    gaps = []
    if not row.evidence and not row.recollection:
        gaps.append(("evidence_missing", ""))
    if not row.otherwise:
        gaps.append(("otherwise_open", ""))
    return gaps


@dataclass(frozen=True)
class TypedChance:
    """What went well by chance as typed; the names are those of the stored row."""

    text: str
    choice: str
    reason: str


def chance_form(unit: Unit, incident: Incident, *, change: int = 0) -> Form:
    """The form: empty, or with a find to change."""
    if not change:
        rows = findings.chances(unit.session, unit.team_id, identity(incident))
        there = lines_there(incident, "chance", rows)[:MOST_LINES]
        return unit.words.view(ChanceView(data=form_data(incident), there=there))
    row = demand(unit, incident, "chance", change)
    assert isinstance(row, Chance)
    fields = {name: getattr(row, name) for name in TypedChance.__dataclass_fields__}
    return unit.words.view(ChanceView(data=form_data(incident, id=change), changing=True, **fields))


def save_chance(
    unit: Unit, number: int, typed: TypedChance, *, by: str, change: int | None = None
) -> Answer:
    """Write down what went well by chance. To accept it knowingly needs a reason."""
    incident = demand_place(unit, number, by)
    if not typed.text:
        raise Refused("finding_empty", field="text")
    if typed.choice == ChanceChoice.accept and not typed.reason:
        raise Refused("accept_reason_missing", field="reason")
    row = write(unit, incident, "chance", asdict(typed), by=by, finding_id=change)
    assert isinstance(row, Chance)
    undecided = row.choice == ChanceChoice.undecided
    remarks = [("choice_open", "")] if undecided else []
    return saved(unit, incident, [chance_line(row)], remarks=remarks)


@dataclass(frozen=True)
class TypedCheck:
    """The cross-check as typed; the names are those of the stored row."""

    time_order: str
    seen_before: str
    prove_wrong: str
    soundness: str
    gaps: str
    undetermined: bool = False


NOTHING_CHECKED = TypedCheck("", "", "", "unsaid", "")


def check_form(unit: Unit, incident: Incident) -> Form:
    """The form with what was answered so far."""
    row = findings.cross_check(unit.session, unit.team_id, identity(incident))
    if row is None:
        return unit.words.view(CheckView(data=form_data(incident)))
    fields = {name: getattr(row, name) for name in TypedCheck.__dataclass_fields__}
    return unit.words.view(CheckView(data=form_data(incident), **fields))


def save_check(unit: Unit, number: int, typed: TypedCheck, *, by: str) -> Answer:
    """Write down what the review asked of its own explanation; the latest wording wins."""
    incident = demand_place(unit, number, by)
    former = findings.cross_check(unit.session, unit.team_id, identity(incident))
    if former is None and asdict(typed) == asdict(NOTHING_CHECKED):
        raise Refused("finding_empty", field="time_order")
    change = former.id if former else None
    row = write(unit, incident, "check", asdict(typed), by=by, finding_id=change)
    assert isinstance(row, CrossCheck)
    unlisted = row.soundness == "gaps" and not row.gaps
    return saved(
        unit, incident, [check_line(row)], remarks=[("gaps_unlisted", "")] if unlisted else []
    )
