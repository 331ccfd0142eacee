"""The data package: what one person gathers before a retrospective, line by line.

A line holds text or links, or says what stands in the way of having it. How a line stood before
is kept with it.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.errors import Refused
from bot.core.incident import key, time_to_detect
from bot.core.preparation import Duty, PackagePart
from bot.flows.answers import CLOSED, Answer
from bot.flows.incident_cards import show_change
from bot.flows.incidents import Asked, asked_for, demand_alive, identity
from bot.flows.runtime import Unit
from bot.flows.seating import who_has
from bot.flows.times import times_of
from bot.render.views.preparation import PackageField, PackageView
from storage.queries import preparations
from storage.tables import Incident, PackageLine


@dataclass(frozen=True)
class Gathered:
    """One line as it stands; `cannot_be_had`: then `text` is the reason."""

    part: PackagePart
    text: str
    cannot_be_had: bool = False


def package(unit: Unit, incident: Incident) -> list[Gathered]:
    """What was gathered, in the order of the checklist; for cards and documents."""
    rows = {PackagePart(row.part): row for row in _rows(unit, incident)}
    return [
        Gathered(part, rows[part].text, rows[part].cannot_be_had)
        for part in PackagePart
        if part in rows
    ]


def _rows(unit: Unit, incident: Incident) -> list[PackageLine]:
    found = preparations.package(unit.session, unit.team_id, identity(incident))
    return [row for row in found if row.text]


def missing_parts(unit: Unit, incident: Incident) -> list[PackagePart]:
    """The lines that nobody has filled or given a reason for."""
    there = {PackagePart(row.part) for row in _rows(unit, incident)}
    return [part for part in PackagePart if part not in there]


def package_form(unit: Unit, asked: Asked) -> PackageView:
    """The form with what was gathered; how long it took to notice is worked out where it can be."""
    incident = asked_for(unit, asked, lock=False)
    demand_alive(incident)
    there = {line.part: line for line in package(unit, incident)}
    lines = [
        PackageField(part, there[part].text if part in there else _known(incident, part))
        for part in PackagePart
    ]
    seen = {line.part: _digest(there[line.part].text) for line in lines if line.part in there}
    return PackageView(
        data=json.dumps({"number": incident.number, "seen": seen}),
        key=key(incident.number),
        preparer=who_has(unit, incident, Duty.preparer),
        lines=lines,
        cannot=[line.part for line in there.values() if line.cannot_be_had],
    )


def _known(incident: Incident, part: PackagePart) -> str:
    if part is PackagePart.users:
        return incident.affected
    span = time_to_detect(times_of(incident)) if part is PackagePart.duration else None
    return str(span).rpartition(":")[0] + " h" if span is not None else ""


def _digest(text: str) -> str:
    """Tells whether a line was changed in the form; the texts would not fit beside it."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def gather(
    unit: Unit,
    asked: Asked,
    texts: Mapping[PackagePart, str],
    cannot: frozenset[PackagePart],
    seen: Mapping[str, str],
) -> Answer:
    """Keep the lines that were changed in the form; what others wrote meanwhile stays.

    Raises Refused("package_reason_missing") where a line cannot be had without a reason.
    """
    incident = asked_for(unit, asked)
    demand_alive(incident)
    for part in PackagePart:
        if part in cannot and not texts[part]:
            raise Refused("package_reason_missing", field=part)
    for part in PackagePart:
        _gather_line(unit, incident, Gathered(part, texts[part], part in cannot), seen, asked.by)
    show_change(unit, incident)
    return CLOSED


def _gather_line(
    unit: Unit, incident: Incident, line: Gathered, seen: Mapping[str, str], by: str
) -> None:
    found = preparations.package(unit.session, unit.team_id, identity(incident))
    row = next((each for each in found if each.part == line.part), None)
    stands = Gathered(line.part, row.text, row.cannot_be_had) if row else Gathered(line.part, "")
    is_as_shown = bool(line.text) and _digest(line.text) == seen.get(line.part)
    if line == stands or (is_as_shown and line.cannot_be_had == stands.cannot_be_had):
        return
    if not line.text and line.part not in seen:
        return
    if row is None:
        row = PackageLine(
            team_id=unit.team_id,
            incident_id=identity(incident),
            part=line.part,
            text="",
            by=by,
            at=unit.now,
        )
    else:
        former = {"text": row.text, "cannot_be_had": row.cannot_be_had, "by": row.by}
        row.former = [*row.former, {**former, "at": row.at.isoformat()}]
    row.text, row.cannot_be_had = line.text, line.cannot_be_had
    row.by, row.at = by, unit.now
    unit.session.add(row)
