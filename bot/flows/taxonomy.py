"""The error category of an incident: one of the workspace's, or a new one that joins them."""

from dataclasses import dataclass

from bot.core.errors import Refused
from bot.core.stages import Stage
from bot.core.taxonomy import LONGEST_NAME, closest, folded
from bot.flows.answers import Answer
from bot.flows.decisions import log_decision
from bot.flows.findings import Form, demand_place, form_data, saved
from bot.flows.incidents import identity
from bot.flows.runtime import Unit
from bot.render.limits import OPTIONS
from bot.render.messages.findings import CategoryLine
from bot.render.views.findings import CategoryChoice, CategoryView
from storage.queries import taxonomy
from storage.tables import ChosenCategory, ErrorCategory, Incident


@dataclass(frozen=True)
class TypedCategory:
    """What was chosen, or the name of a new one; `another`: it is not the one that is close."""

    chosen: int | None
    name: str
    another: bool


def category_form(unit: Unit, incident: Incident) -> Form:
    """The form, with the categories there are."""
    known = taxonomy.known(unit.session, unit.team_id, identity(incident))
    current = taxonomy.chosen(unit.session, unit.team_id, identity(incident))
    return unit.words.view(
        CategoryView(
            data=form_data(incident),
            known=[
                CategoryChoice(str(each.id), each.name, count) for each, count in known[:OPTIONS]
            ],
            chosen=str(current.category_id) if current else "",
        )
    )


def choose_category(unit: Unit, number: int, typed: TypedCategory, *, by: str) -> Answer:
    """Put the incident into a category.

    Raises Refused("finding_empty"), Refused("category_too_long") and, for a new name that
    resembles a known one, Refused("category_close").
    """
    incident = demand_place(unit, number, by)
    category = _new(unit, incident, typed, by=by) if typed.name else _known(unit, incident, typed)
    before = taxonomy.name_of_incident(unit.session, unit.team_id, identity(incident))
    row = taxonomy.chosen(unit.session, unit.team_id, identity(incident))
    if row is None:
        row = ChosenCategory(
            team_id=unit.team_id, incident_id=identity(incident), category_id=0, by=by, at=unit.now
        )
    assert category.id is not None
    row.category_id, row.by, row.at = category.id, by, unit.now
    unit.session.add(row)
    unit.session.flush()
    if before != category.name:
        log_decision(
            unit,
            incident,
            "chose_category",
            Stage.which_axis,
            by=by,
            reason="",
            verdict=category.name,
            before=before,
        )
    return saved(unit, incident, [CategoryLine(category.name)])


def _known(unit: Unit, incident: Incident, typed: TypedCategory) -> ErrorCategory:
    known = taxonomy.known(unit.session, unit.team_id, identity(incident))
    found = next((each for each, _ in known if each.id == typed.chosen), None)
    if found is None:
        raise Refused("finding_empty", field="name")
    return found


def _new(unit: Unit, incident: Incident, typed: TypedCategory, *, by: str) -> ErrorCategory:
    name = " ".join(typed.name.split())
    if not folded(name):
        raise Refused("finding_empty", field="name")
    if len(name) > LONGEST_NAME:
        raise Refused("category_too_long", longest=LONGEST_NAME, field="name")
    same = taxonomy.by_folded(unit.session, unit.team_id, folded(name))
    if same is not None:
        return same
    known = taxonomy.known(unit.session, unit.team_id, identity(incident))
    counts = {each.name: count for each, count in known}
    close = closest(name, counts)
    if close is not None and not typed.another:
        raise Refused("category_close", close=close, count=counts[close], field="name")
    category = ErrorCategory(
        team_id=unit.team_id, name=name, folded=folded(name), by=by, at=unit.now
    )
    unit.session.add(category)
    unit.session.flush()
    return category
