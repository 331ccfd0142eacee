"""Tables of slices: read, shown as they were understood, and saved when somebody says so.

What was sent in is kept whole, whatever becomes of it.
"""

import hashlib

from bot.core.causes import ScopeRow
from bot.core.errors import Refused
from bot.core.slice_tables import (
    Column,
    SliceTable,
    TableRow,
    figures_of,
    read_table,
    worst_first,
)
from bot.flows.answers import Answer
from bot.flows.findings import Form, demand_place, form_data, saved, write
from bot.flows.findings_scope import scope_remarks
from bot.flows.incidents import identity
from bot.flows.runtime import Unit
from bot.render.limits import shortened
from bot.render.messages.findings import SliceLine
from bot.render.messages.slice_tables import TableFacts, UnreadLine
from bot.render.quantities import delta_words
from bot.render.views.findings import PasteTableView, TablePreviewView
from storage.queries import findings
from storage.tables import Incident, SlicesSent

# More than people will read row by row; of a longer table the worst ones join the scope table.
MOST_ROWS = 200
MOST_SHOWN = 8
LONGEST_NAME = 500
LONGEST_FIGURE = 200


def paste_form(unit: Unit, incident: Incident) -> Form:
    """The empty form *Paste a table*."""
    return unit.words.view(PasteTableView(data=form_data(incident)))


def read_pasted(unit: Unit, number: int, text: str, *, by: str) -> Answer:
    """Keep what was pasted and show how it was understood. Raises Refused("table_unreadable")."""
    incident = demand_place(unit, number, by)
    if not read_table(text).rows:
        raise Refused("table_unreadable", field="table")
    row = keep_table(unit, incident, text, by=by)
    facts = table_facts(unit, incident, row)
    view = TablePreviewView(data=form_data(incident, table=row.id), table=facts)
    return Answer(view=unit.words.view(view))


def keep_table(
    unit: Unit, incident: Incident, text: str, *, by: str, source: str = ""
) -> SlicesSent:
    """A table that waits for a word."""
    row = SlicesSent(
        team_id=unit.team_id,
        incident_id=identity(incident),
        state="waiting",
        source=source,
        text=text.replace("\0", ""),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        rows=len(read_table(text).rows),
        by=by,
        at=unit.now,
    )
    unit.session.add(row)
    unit.session.flush()
    return row


def table_facts(unit: Unit, incident: Incident, row: SlicesSent) -> TableFacts:
    """What was understood of a table."""
    table = read_table(row.text)
    chosen = _chosen(table)
    standing = _standing(unit, incident)
    return TableFacts(
        source=row.source,
        rows=len(table.rows),
        saved=len(chosen),
        worst=[_shown(each) for each in worst_first(chosen, figures_of)[:MOST_SHOWN]],
        bad=[
            UnreadLine(each.line, shortened(each.text, LONGEST_FIGURE), each.trouble)
            for each in table.bad[:MOST_SHOWN]
        ],
        more_bad=max(0, len(table.bad) - MOST_SHOWN),
        missing=[column.value for column in Column if column not in table.columns],
        unread=list(table.unread[:MOST_SHOWN]),
        again=list(table.again[:MOST_SHOWN]),
        replaced=sum(_folded(each.name) in standing for each in chosen),
        headed=table.headed,
    )


def _chosen(table: SliceTable) -> list[TableRow]:
    """The rows that join the scope table: all, or of many the worst, in the order they stand in."""
    if len(table.rows) <= MOST_ROWS:
        return list(table.rows)
    return sorted(worst_first(table.rows, figures_of)[:MOST_ROWS], key=lambda row: row.line)


def _shown(row: TableRow) -> SliceLine:
    delta = delta_words(ScopeRow(row.name, row.baseline, row.incident).delta)
    return SliceLine(row.name, row.baseline or "–", row.incident or "–", delta, row.users)


def save_table(unit: Unit, number: int, table_id: int, *, by: str, channel: str = "") -> Answer:
    """Put the rows into the scope table. A slice that stands there gets the new figures."""
    incident = demand_place(unit, number, by, channel=channel)
    sent = _demand_waiting(unit, incident, table_id)
    standing = _standing(unit, incident)
    rows = _chosen(read_table(sent.text))
    for row in rows:
        former = standing.pop(_folded(row.name), None)
        write(unit, incident, "slice", _values(row), by=by, finding_id=former)
    sent.state, sent.saved = "kept", len(rows)
    unit.session.add(sent)
    lines = [_shown(row) for row in worst_first(rows, figures_of)[:MOST_SHOWN]]
    remarks = scope_remarks(unit, incident)
    return saved(unit, incident, lines, more=sent.rows - len(lines), remarks=remarks)


def drop_table(unit: Unit, number: int, table_id: int, *, by: str, channel: str = "") -> Answer:
    """Leave a table out of the scope table; it stays in the record."""
    incident = demand_place(unit, number, by, channel=channel)
    sent = _demand_waiting(unit, incident, table_id)
    sent.state = "dropped"
    unit.session.add(sent)
    return unit.answer("table_left_out")


def _demand_waiting(unit: Unit, incident: Incident, table_id: int) -> SlicesSent:
    sent = findings.slices_sent(unit.session, unit.team_id, identity(incident))
    found = next((each for each in sent if each.id == table_id and each.state == "waiting"), None)
    if found is None:
        raise Refused("table_gone")
    return found


def _standing(unit: Unit, incident: Incident) -> dict[str, int | None]:
    rows = findings.slices(unit.session, unit.team_id, identity(incident))
    return {_folded(row.name): row.id for row in rows}


def _folded(name: str) -> str:
    return " ".join(shortened(name, LONGEST_NAME).split()).casefold()


def _values(row: TableRow) -> dict[str, str]:
    return {
        "name": shortened(row.name, LONGEST_NAME),
        "baseline": shortened(row.baseline or "–", LONGEST_FIGURE),
        "observed": shortened(row.incident or "–", LONGEST_FIGURE),
        "users_affected": shortened(row.users, LONGEST_FIGURE),
    }
