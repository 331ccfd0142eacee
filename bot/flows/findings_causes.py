"""Which axis moved, and which moved first. What is still open is told, never in the way."""

from dataclasses import asdict, dataclass

from bot.core.causes import review_axes
from bot.core.errors import Refused
from bot.core.stages import Stage
from bot.flows.answers import Answer
from bot.flows.finding_lines import axis_finding, axis_line
from bot.flows.findings import (
    MOST_LINES,
    Form,
    demand,
    demand_link,
    demand_place,
    form_data,
    lines_there,
    saved,
    write,
)
from bot.flows.incidents import identity
from bot.flows.people import demand_colleague
from bot.flows.prompts import show_for_axes
from bot.flows.runtime import Unit
from bot.render.messages.findings import Line
from bot.render.views.findings import AxisView
from storage.queries import findings
from storage.tables import AxisMove, Incident


@dataclass(frozen=True)
class TypedAxis:
    """An axis that moved, as typed; the names are those of the stored row."""

    axis: str
    moved_first: bool
    what_changed: str
    link: str
    confidence: str
    evidence: str
    recollection: bool
    how_missed: str
    owner: str | None


def axis_form(
    unit: Unit, incident: Incident, *, axis: str = "", what_changed: str = "", change: int = 0
) -> Form:
    """The form: empty, begun with what was typed, or with an axis to change."""
    questions = _questions(unit)
    if not change:
        there = axes_there(unit, incident)[:MOST_LINES]
        return unit.words.view(
            AxisView(
                data=form_data(incident),
                axis=axis,
                what_changed=what_changed,
                questions=questions,
                there=there,
            )
        )
    row = demand(unit, incident, "axis", change)
    assert isinstance(row, AxisMove)
    return unit.words.view(
        AxisView(
            data=form_data(incident, id=change),
            axis=row.axis,
            first=row.moved_first,
            what_changed=row.what_changed,
            link=row.link,
            confidence=row.confidence,
            evidence=row.evidence,
            recollection=row.recollection,
            how_missed=row.how_missed,
            owner=row.owner or "",
            changing=True,
            questions=questions,
        )
    )


def _questions(unit: Unit) -> dict[str, str]:
    text = unit.runtime.stages.get(Stage.which_axis)
    return dict(text.asked_on_the_way) if text else {}


def axes_there(unit: Unit, incident: Incident) -> list[Line]:
    """The axes that were named so far."""
    rows = findings.axes(unit.session, unit.team_id, identity(incident))
    return lines_there(incident, "axis", rows)


def save_axis(
    unit: Unit, number: int, typed: TypedAxis, *, by: str, change: int | None = None
) -> Answer:
    """Write an axis down and tell privately what the findings still lack."""
    incident = demand_place(unit, number, by)
    demand_link(typed.link)
    if typed.owner:
        demand_colleague(unit, typed.owner, field="owner")
    if not typed.axis:
        raise Refused("finding_empty", field="axis")
    if typed.moved_first:
        _only_first(unit, incident, change, by=by)
    row = write(unit, incident, "axis", asdict(typed), by=by, finding_id=change)
    assert isinstance(row, AxisMove)
    show_for_axes(unit, identity(incident))
    return saved(unit, incident, [axis_line(row)], remarks=axis_remarks(unit, incident))


def _only_first(unit: Unit, incident: Incident, change: int | None, *, by: str) -> None:
    """One axis moves first: whichever was marked before is marked no longer."""
    for row in findings.axes(unit.session, unit.team_id, identity(incident)):
        if row.moved_first and row.id != change:
            write(unit, incident, "axis", {"moved_first": False}, by=by, finding_id=row.id)


def axis_remarks(unit: Unit, incident: Incident) -> list[tuple[str, str]]:
    """What the findings still lack: the code, and the axis it concerns."""
    rows = findings.axes(unit.session, unit.team_id, identity(incident))
    check = findings.cross_check(unit.session, unit.team_id, identity(incident))
    remarks = review_axes(
        [axis_finding(row) for row in rows],
        undetermined=check is not None and check.undetermined,
    )
    return [(remark.gap, remark.axis or "") for remark in remarks]
