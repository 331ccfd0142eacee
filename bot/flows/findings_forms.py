"""Which form belongs to which kind of finding, the lists behind the verbs, and taking out."""

from bot.core.causes import Axis
from bot.core.errors import Refused
from bot.flows.answers import Answer
from bot.flows.finding_lines import line_of, reason_lines
from bot.flows.findings import Form, demand_place, saved, take_out
from bot.flows.findings_causes import axes_there, axis_form
from bot.flows.findings_chain import chain_form, demand_removable, step_form, steps_there
from bot.flows.findings_factors import chance_form, check_form, factor_form, factors_there
from bot.flows.findings_hypotheses import hypotheses_there, hypothesis_form
from bot.flows.findings_lessons import lesson_form
from bot.flows.findings_remedies import cases_there, eval_form, remedy_form
from bot.flows.findings_scope import detection_form, slice_form, slices_there
from bot.flows.how_chains import show_chains
from bot.flows.incident_cards import facts_of
from bot.flows.incidents import demand_alive, identity
from bot.flows.runtime import Unit
from bot.flows.severity import fit_form
from bot.flows.slice_tables import paste_form
from bot.flows.taxonomy import category_form
from bot.render.messages.findings import FindingsList, Line
from storage.tables import Incident


def open_form(
    unit: Unit, number: int, user: str, kind: str, *, channel: str = "", change: int = 0
) -> Form:
    """The form of this kind, empty or with the finding to change."""
    incident = demand_place(unit, number, user, channel=channel, lock=False)
    match kind:
        case "detection":
            return detection_form(unit, incident)
        case "slice":
            return slice_form(unit, incident, change=change)
        case "axis":
            return axis_form(unit, incident, change=change)
        case "chain":
            if change:
                return step_form(unit, incident, change, by=user)
            return chain_form(unit, incident)
        case "remedy":
            return remedy_form(unit, incident, change=change)
        case "eval":
            return eval_form(unit, incident, change=change)
        case "lesson":
            return lesson_form(unit, incident, change=change)
        case _:
            return _judgement_form(unit, incident, kind, change)


def _judgement_form(unit: Unit, incident: Incident, kind: str, change: int) -> Form:
    match kind:
        case "hypothesis":
            return hypothesis_form(unit, incident, change=change)
        case "factor":
            return factor_form(unit, incident, change=change)
        case "chance":
            return chance_form(unit, incident, change=change)
        case "check":
            return check_form(unit, incident)
        case "table":
            return paste_form(unit, incident)
        case "severity":
            return fit_form(unit, incident)
        case "category":
            return category_form(unit, incident)
    raise Refused("unknown_button")


def open_chain(
    unit: Unit, number: int, user: str, place: str, *, channel: str = "", draft: str = ""
) -> Form:
    """The form that asks at a place of the how-chains."""
    incident = demand_place(unit, number, user, channel=channel, lock=False)
    return chain_form(unit, incident, place=place, draft=draft)


def list_findings(unit: Unit, incident: Incident, verb: str) -> Answer:
    """What is there under a verb (`slice`, `cause` …), with a way to change and to add."""
    there: list[Line] = []
    if verb == "slice":
        there = [*slices_there(unit, incident), *_reason(incident, "scope")]
    elif verb == "cause":
        there = [
            *axes_there(unit, incident),
            *factors_there(unit, incident),
            *steps_there(unit, incident),
        ]
    elif verb == "hypothesis":
        there = hypotheses_there(unit, incident)
    elif verb == "eval":
        there = [*cases_there(unit, incident), *_reason(incident, "eval")]
    context = FindingsList(verb, facts_of(incident), unit.house.command, there)
    return Answer.saying(unit.render(context))


def _reason(incident: Incident, about: str) -> list[Line]:
    return [line for line in reason_lines(incident) if line.about == about]


def remove(unit: Unit, number: int, kind: str, finding_id: int, *, by: str) -> Answer:
    """Take a finding out; how it stood is kept."""
    incident = demand_place(unit, number, by)
    if kind == "chain":
        demand_removable(unit, incident, finding_id, by=by)
    row = take_out(unit, incident, kind, finding_id, by=by)
    if kind == "chain":
        show_chains(unit, identity(incident))
    return saved(unit, incident, [line_of(row)], removed=True)


def begin_form(unit: Unit, incident: Incident, verb: str, text: str) -> Form:
    """The form behind a verb, begun with what was typed after it."""
    demand_alive(incident, text=text)
    if verb == "slice":
        return slice_form(unit, incident, name=text)
    if verb == "eval":
        return eval_form(unit, incident, failing_input=text)
    if verb == "hypothesis":
        return hypothesis_form(unit, incident, statement=text)
    first, _, rest = text.partition(" ")
    named = first.lower().strip(":,") if first.lower().strip(":,") in list(Axis) else ""
    return axis_form(unit, incident, axis=named, what_changed=rest.strip() if named else text)
