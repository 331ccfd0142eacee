"""What all findings of a review share: where they belong, what stood before, what is answered.

A finding may be written at any time, before, during and after its stage. The latest wording wins;
the former one is kept. Which finding has which fields is known to `findings_<noun>.py`.
"""

import json
from collections.abc import Iterable
from typing import Any

from bot.core.errors import Refused
from bot.core.incident import key
from bot.core.links import check_link
from bot.flows.answers import Answer
from bot.flows.finding_lines import line_of
from bot.flows.incidents import demand_alive, find, identity
from bot.flows.open_stage import refresh_stage
from bot.flows.runtime import Unit
from bot.render.messages.chains import ChainChoices
from bot.render.messages.findings import Line
from bot.render.views.findings import Saved
from storage.queries import findings
from storage.queries.findings import Finding
from storage.tables import (
    AxisMove,
    ChainStep,
    Chance,
    CrossCheck,
    EvalEntry,
    Factor,
    FormerFinding,
    FormerJudgement,
    Hypothesis,
    Incident,
    Lesson,
    Remedy,
    Slice,
)
from storage.tables.judgements import JUDGEMENT_KINDS

Form = dict[str, Any]

TABLES: dict[str, type[Finding]] = {
    "slice": Slice,
    "axis": AxisMove,
    "chain": ChainStep,
    "remedy": Remedy,
    "eval": EvalEntry,
    "lesson": Lesson,
    "hypothesis": Hypothesis,
    "factor": Factor,
    "chance": Chance,
    "check": CrossCheck,
}
# What a form shows of what is there already.
MOST_LINES = 20


def demand_place(
    unit: Unit, number: int, user: str, *, channel: str = "", lock: bool = True
) -> Incident:
    """The incident where its findings may be written.

    Raises Refused("no_such_incident"), Refused("incident_over").
    """
    incident = find(unit, number, user, channel=channel, lock=lock)
    demand_alive(incident)
    return incident


def demand(unit: Unit, incident: Incident, kind: str, finding_id: int) -> Finding:
    """A finding of this incident. Raises Refused("finding_gone") once it was taken out."""
    found = findings.find(unit.session, TABLES[kind], unit.team_id, identity(incident), finding_id)
    if found is None:
        raise Refused("finding_gone")
    return found


def demand_link(link: str, *, field: str = "link") -> None:
    """A link that can be kept, or none. Raises Refused("link_unfit", because=…)."""
    because = check_link(link) if link else None
    if because:
        raise Refused("link_unfit", because=because, field=field)


def write(
    unit: Unit,
    incident: Incident,
    kind: str,
    values: dict[str, Any],
    *,
    by: str,
    finding_id: int | None = None,
) -> Finding:
    """Write a finding down, or new words over a former one, which is kept."""
    if finding_id is None:
        row = TABLES[kind](
            team_id=unit.team_id, incident_id=identity(incident), by=by, at=unit.now, **values
        )
    else:
        row = demand(unit, incident, kind, finding_id)
        keep_former(unit, incident, kind, finding_id, _former(row), by=by)
        row.sqlmodel_update(values)
    unit.session.add(row)
    unit.session.flush()
    return row


def take_out(unit: Unit, incident: Incident, kind: str, finding_id: int, *, by: str) -> Finding:
    """Take a finding out of the record; how it stood is kept."""
    row = demand(unit, incident, kind, finding_id)
    keep_former(unit, incident, kind, finding_id, _former(row), by=by, removed=True)
    unit.session.delete(row)
    unit.session.flush()
    return row


def keep_former(
    unit: Unit,
    incident: Incident,
    kind: str,
    finding_id: int,
    former: dict[str, Any],
    *,
    by: str,
    removed: bool = False,
) -> None:
    """Keep how something stood."""
    table = FormerJudgement if kind in JUDGEMENT_KINDS else FormerFinding
    unit.session.add(
        table(
            team_id=unit.team_id,
            incident_id=identity(incident),
            kind=kind,
            finding_id=finding_id,
            former=former,
            removed=removed,
            by=by,
            at=unit.now,
        )
    )


def _former(row: Finding) -> dict[str, Any]:
    return row.model_dump(mode="json", exclude={"id", "team_id", "incident_id"})


def saved(
    unit: Unit,
    incident: Incident,
    lines: Iterable[Line],
    *,
    removed: bool = False,
    remarks: Iterable[tuple[str, str]] = (),
    beside: Iterable[str] = (),
    choices: ChainChoices | None = None,
    more: int = 0,
) -> Answer:
    """What was saved, shown in the place of the form; the stage card follows."""
    refresh_stage(unit, identity(incident))
    context = Saved(
        key(incident.number), list(lines), removed, list(remarks), list(beside), choices, more
    )
    return Answer(view=unit.words.view(context))


def change_value(incident: Incident, kind: str, row: Finding) -> str:
    """What the *Change* button of a finding carries: "7/slice/12"."""
    return f"{incident.number}/{kind}/{row.id}"


def lines_there(incident: Incident, kind: str, rows: Iterable[Finding]) -> list[Line]:
    """What is there already, each line with its way to change it."""
    return [line_of(row, change_value(incident, kind, row)) for row in rows]


def form_data(incident: Incident, **more: object) -> str:
    """What comes back with a form."""
    return json.dumps({"incident": incident.number, **more})
