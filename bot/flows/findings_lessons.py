"""Lessons: a sentence that people outside the team can use."""

from dataclasses import asdict, dataclass

from bot.core.errors import Refused
from bot.flows.answers import Answer
from bot.flows.finding_lines import lesson_line
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
from bot.render.views.findings import LessonView
from storage.queries import findings
from storage.tables import Incident, Lesson


@dataclass(frozen=True)
class TypedLesson:
    """A lesson as typed; the names are those of the stored row."""

    text: str
    applies_to: str


def lesson_form(unit: Unit, incident: Incident, *, change: int = 0) -> Form:
    """The form: empty, or with a lesson to change."""
    if not change:
        rows = findings.lessons(unit.session, unit.team_id, identity(incident))
        there = lines_there(incident, "lesson", rows)[:MOST_LINES]
        return unit.words.view(LessonView(data=form_data(incident), there=there))
    row = demand(unit, incident, "lesson", change)
    assert isinstance(row, Lesson)
    return unit.words.view(
        LessonView(
            data=form_data(incident, id=change),
            text=row.text,
            applies_to=row.applies_to,
            changing=True,
        )
    )


def save_lesson(
    unit: Unit, number: int, typed: TypedLesson, *, by: str, change: int | None = None
) -> Answer:
    """Write a lesson down."""
    incident = demand_place(unit, number, by)
    if not typed.text:
        raise Refused("finding_empty", field="text")
    row = write(unit, incident, "lesson", asdict(typed), by=by, finding_id=change)
    assert isinstance(row, Lesson)
    return saved(unit, incident, [lesson_line(row)])
