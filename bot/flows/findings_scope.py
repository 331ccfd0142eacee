"""How the incident was noticed, and the scope table: slice by slice, before and during."""

from dataclasses import dataclass
from datetime import datetime

from bot.core.causes import ScopeRow
from bot.core.errors import Refused
from bot.core.scope import everyone_is_unshown
from bot.flows.answers import Answer
from bot.flows.finding_lines import detection_line, reason_lines, slice_line
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
from bot.flows.incident_cards import show_change
from bot.flows.incidents import identity
from bot.flows.runtime import Unit
from bot.flows.times import demand_past, write_time
from bot.render.messages.findings import Line
from bot.render.views.findings import DetectionView, SliceView
from storage.queries import findings
from storage.tables import Incident, Slice


@dataclass(frozen=True)
class Noticed:
    """How it was noticed, through which signal, what was missed, and when it was."""

    how: str
    signal: str
    missed: str
    detected_at: datetime | None


def detection_form(unit: Unit, incident: Incident) -> Form:
    """The form with what is known."""
    return unit.words.view(
        DetectionView(
            data=form_data(incident),
            how=incident.detection_how,
            signal=incident.detection_signal,
            missed=incident.detection_missed,
            detected_at=incident.detected_at,
        )
    )


def note_detection(unit: Unit, number: int, noticed: Noticed, *, by: str) -> Answer:
    """Write down how it was noticed."""
    incident = demand_place(unit, number, by)
    if not (noticed.how or noticed.signal or noticed.missed or noticed.detected_at):
        raise Refused("finding_empty", field="how")
    detected_at = demand_past(unit, noticed.detected_at, field="detected_at")
    _keep_former_detection(unit, incident, by)
    incident.detection_how = noticed.how
    incident.detection_signal = noticed.signal
    incident.detection_missed = noticed.missed
    if detected_at is not None:
        write_time(unit, incident, "detected", detected_at, by=by)
    show_change(unit, incident)
    return saved(unit, incident, [detection_line(incident)])


def _keep_former_detection(unit: Unit, incident: Incident, by: str) -> None:
    detected_at = incident.detected_at
    former = {
        "how": incident.detection_how,
        "signal": incident.detection_signal,
        "missed": incident.detection_missed,
        "detected_at": detected_at.isoformat() if detected_at else "",
    }
    if any(former.values()):
        keep_former(unit, incident, "detection", identity(incident), former, by=by)


@dataclass(frozen=True)
class TypedSlice:
    """A row of the scope table as typed, or what makes it impossible to measure.

    `reason_shown`: the reason stood in the form, so that leaving it empty takes it back.
    """

    name: str
    baseline: str
    incident: str
    users: str
    reason: str = ""
    reason_shown: bool = False


def slice_form(unit: Unit, incident: Incident, *, name: str = "", change: int = 0) -> Form:
    """The form: empty, begun with a name, or with a slice to change."""
    if change:
        row = demand(unit, incident, "slice", change)
        assert isinstance(row, Slice)
        return unit.words.view(
            SliceView(
                data=form_data(incident, id=change),
                name=row.name,
                baseline=row.baseline,
                incident=row.observed,
                users=row.users_affected,
                changing=True,
            )
        )
    reason = incident.scope_unmeasurable
    return unit.words.view(
        SliceView(
            data=form_data(incident, reason_shown=bool(reason)),
            name=name,
            reason=reason,
            there=slices_there(unit, incident)[:MOST_LINES],
        )
    )


def slices_there(unit: Unit, incident: Incident) -> list[Line]:
    """The scope table so far."""
    rows = findings.slices(unit.session, unit.team_id, identity(incident))
    return lines_there(incident, "slice", rows)


def save_slice(
    unit: Unit, number: int, typed: TypedSlice, *, by: str, change: int | None = None
) -> Answer:
    """Write a slice down; its delta is derived and shown at once."""
    incident = demand_place(unit, number, by)
    lines: list[Line] = []
    if change is None and _note_unmeasurable(unit, incident, typed, by):
        lines += [line for line in reason_lines(incident) if line.about == "scope"]
    if typed.name or typed.baseline or typed.incident or typed.users:
        lines.insert(0, _write_slice(unit, incident, typed, by=by, change=change))
    elif change is not None or not (lines or typed.reason_shown):
        raise Refused("finding_empty", field="name")
    return saved(unit, incident, lines, remarks=scope_remarks(unit, incident))


def scope_remarks(unit: Unit, incident: Incident) -> list[tuple[str, str]]:
    """What the scope table still lacks."""
    rows = findings.slices(unit.session, unit.team_id, identity(incident))
    table = [ScopeRow(row.name, row.baseline, row.observed, row.users_affected) for row in rows]
    said = (incident.affected, incident.title)
    return [("everyone_unshown", "")] if everyone_is_unshown(said, table) else []


def _write_slice(
    unit: Unit, incident: Incident, typed: TypedSlice, *, by: str, change: int | None
) -> Line:
    for field, given in (
        ("name", typed.name),
        ("baseline", typed.baseline),
        ("incident", typed.incident),
    ):
        if not given:
            raise Refused("slice_incomplete", missing=field, field=field)
    values = {
        "name": typed.name,
        "baseline": typed.baseline,
        "observed": typed.incident,
        "users_affected": typed.users,
    }
    row = write(unit, incident, "slice", values, by=by, finding_id=change)
    assert isinstance(row, Slice)
    return slice_line(row)


def _note_unmeasurable(unit: Unit, incident: Incident, typed: TypedSlice, by: str) -> bool:
    """Whether the reason changed."""
    former = incident.scope_unmeasurable
    if typed.reason == former or not (typed.reason or typed.reason_shown):
        return False
    if former:
        keep_former(unit, incident, "scope_reason", identity(incident), {"reason": former}, by=by)
    incident.scope_unmeasurable = typed.reason
    return True
