"""The short retrospective: one prefilled form for detection, scope and axis, and the way out of it.

Each part is written by its own flow; nothing that the form left unchanged is written again.
"""

from dataclasses import asdict, dataclass

from bot.core.errors import Refused
from bot.core.facilitation import GoLong
from bot.core.ids import UserId
from bot.core.stages import Progress
from bot.flows.answers import NOTHING, Answer
from bot.flows.finding_lines import axis_line, detection_line, reason_lines, slice_line
from bot.flows.findings import Form, demand_place, form_data, saved
from bot.flows.findings_causes import TypedAxis, axis_remarks, save_axis
from bot.flows.findings_scope import Noticed, TypedSlice, note_detection, save_slice
from bot.flows.incidents import identity
from bot.flows.retro_moves import Press
from bot.flows.review_pauses import demand_not_waiting, resume
from bot.flows.reviews import find, happen
from bot.flows.runtime import Unit
from bot.flows.times import is_same
from bot.render.messages.findings import Line
from bot.render.views.short_form import FirstAxis, FirstSlice, ShortFormView
from storage.queries import findings
from storage.tables import AxisMove, Incident, Slice


@dataclass(frozen=True)
class Typed:
    """The form as it was sent in. `slice_id`, `axis_id`: the rows that it was opened with."""

    noticed: Noticed
    scope: FirstSlice
    unmeasurable: str
    axis: FirstAxis
    slice_id: int | None = None
    axis_id: int | None = None


def open_form(unit: Unit, number: int, user: str, *, channel: str = "") -> Form:
    """The form with what is known; of several slices or axes it shows the first."""
    incident = demand_place(unit, number, user, channel=channel, lock=False)
    session, team, incident_id = unit.session, unit.team_id, identity(incident)
    row = next(iter(findings.slices(session, team, incident_id)), None)
    moved = next(iter(findings.axes(session, team, incident_id)), None)
    return unit.words.view(
        ShortFormView(
            data=form_data(incident, slice=row and row.id, axis=moved and moved.id),
            how=incident.detection_how,
            signal=incident.detection_signal,
            missed=incident.detection_missed,
            detected_at=incident.detected_at,
            unmeasurable=incident.scope_unmeasurable,
            scope=_scope_of(row),
            axis=_axis_of(moved),
        )
    )


def save(unit: Unit, number: int, typed: Typed, *, by: str) -> Answer:
    """Write down what is new in the form. Raises as the forms of its parts do."""
    incident = demand_place(unit, number, by)
    lines = [
        *_save_detection(unit, incident, typed.noticed, by=by),
        *_save_scope(unit, incident, typed, by=by),
        *_save_axis(unit, incident, typed, by=by),
    ]
    if not lines:
        raise Refused("finding_empty", field="how")
    return saved(unit, incident, lines, remarks=axis_remarks(unit, incident))


def _save_detection(unit: Unit, incident: Incident, noticed: Noticed, *, by: str) -> list[Line]:
    stands = (incident.detection_how, incident.detection_signal, incident.detection_missed)
    is_new = (noticed.how, noticed.signal, noticed.missed) != stands
    if not is_new and is_same(noticed.detected_at, incident.detected_at):
        return []
    note_detection(unit, incident.number, noticed, by=by)
    return [detection_line(incident)]


def _save_scope(unit: Unit, incident: Incident, typed: Typed, *, by: str) -> list[Line]:
    row = _slice(unit, incident, typed.slice_id)
    lines: list[Line] = []
    if typed.unmeasurable != incident.scope_unmeasurable:
        reason = TypedSlice("", "", "", "", reason=typed.unmeasurable, reason_shown=True)
        save_slice(unit, incident.number, reason, by=by)
        lines += [line for line in reason_lines(incident) if line.about == "scope"]
    if typed.scope not in (_scope_of(row), FirstSlice()):
        change = row.id if row else None
        save_slice(unit, incident.number, TypedSlice(**asdict(typed.scope)), by=by, change=change)
        written = findings.slices(unit.session, unit.team_id, identity(incident))
        lines.append(slice_line(row or written[-1]))
    return lines


def _save_axis(unit: Unit, incident: Incident, typed: Typed, *, by: str) -> list[Line]:
    row = _axis(unit, incident, typed.axis_id)
    if typed.axis in (_axis_of(row), FirstAxis()):
        return []
    as_typed = TypedAxis(
        **asdict(typed.axis),
        # What this form does not ask stays as it stands.
        moved_first=row.moved_first if row else False,
        link=row.link if row else "",
        confidence=row.confidence if row else "medium",
        recollection=row.recollection if row else False,
        owner=row.owner if row else None,
    )
    save_axis(unit, incident.number, as_typed, by=by, change=row.id if row else None)
    written = findings.axes(unit.session, unit.team_id, identity(incident))
    return [axis_line(row or written[-1])]


def _slice(unit: Unit, incident: Incident, row_id: int | None) -> Slice | None:
    """The slice that the form was opened with; None once it was taken out."""
    rows = findings.slices(unit.session, unit.team_id, identity(incident))
    return next((row for row in rows if row.id == row_id), None)


def _axis(unit: Unit, incident: Incident, row_id: int | None) -> AxisMove | None:
    rows = findings.axes(unit.session, unit.team_id, identity(incident))
    return next((row for row in rows if row.id == row_id), None)


def _scope_of(row: Slice | None) -> FirstSlice:
    if row is None:
        return FirstSlice()
    return FirstSlice(row.name, row.baseline, row.observed, row.users_affected)


def _axis_of(row: AxisMove | None) -> FirstAxis:
    if row is None:
        return FirstAxis()
    return FirstAxis(row.axis, row.what_changed, row.evidence, row.how_missed)


def go_long(unit: Unit, press: Press) -> Answer:
    """The long form from now on, for everyone; whatever was said stays where it was said."""
    review = find(unit, press.retro_id, press.by, channel=press.channel)
    demand_not_waiting(unit, review)
    happen(unit, review, GoLong(UserId(press.by), press.version), progress=Progress())
    resume(unit, review, by=press.by)
    return NOTHING
