"""Per-slice figures as people paste or export them: CSV, TSV, semicolons, Markdown.

Says what was understood line by line, and what was not. It drops nothing silently: a line that
cannot be a row comes back with its number. Values stay texts; `core.quantities` compares them.
Source: product.md 8, stage 5.
"""

import contextlib
import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from bot.core.quantities import delta as delta_of
from bot.core.quantities import understand_number

AnyRow = TypeVar("AnyRow")
MOST_LINES_IN_A_FIELD = 20
MOST_COMMAS_IN_A_ROW = 6
SEPARATORS = ("\t", ";", "|", ",")


class Column(StrEnum):
    """What a column can mean, in the order that is assumed where there is no header."""

    slice = "slice"
    baseline = "baseline"
    incident = "incident"
    users = "users"


# How people head these columns, in lower case and without signs.
_SPOKEN = {
    Column.slice: "slice, slices, segment, group, cohort, name, category, language, locale, "
    "dimension, bucket, key",
    Column.baseline: "baseline, before, base, control, reference, normal, usual, previous, "
    "expected, old, last good",
    Column.incident: "incident, during, during incident, incident value, observed, after, current, "
    "actual, now, new, value, treatment",
    Column.users: "users, users affected, affected users, user count, affected, customers, "
    "customers affected, people, people affected, accounts, requests, count, impact",
}
_NAMES = {column: frozenset(spoken.split(", ")) for column, spoken in _SPOKEN.items()}
_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]{1,20})[)\]]\s*$")
_RULER = re.compile(r":?-+:?")
_GROUP, _AFTER_GROUP = re.compile(r"[1-9]\d{0,2}"), re.compile(r"\d{3}(\.\d+)?")
_DECIMAL_COMMA = re.compile(r"[+-]?(0,\d+|\d+,\d{1,2}|\d{1,3}(\.\d{3})+,\d+)(?=\D|$)")
_DECIMAL_POINT = re.compile(r"[+-]?(\d+\.(\d{1,2}|\d{4,})|0\.\d+|\d{1,3}(,\d{3})+\.\d+)(?=\D|$)")
_COMMA_NUMBER = re.compile(r"\d{1,3}(?:\.\d{3})*,\d+")


class Trouble(StrEnum):
    """What keeps a line from being a row."""

    no_name = "no_name"
    no_value = "no_value"
    too_many_cells = "too_many_cells"


@dataclass(frozen=True)
class TableRow:
    """A slice as it stands in `line`, counted from 1."""

    line: int
    name: str
    baseline: str = ""
    incident: str = ""
    users: str = ""


@dataclass(frozen=True)
class BadLine:
    """A line that is no row."""

    line: int
    text: str
    trouble: Trouble


@dataclass(frozen=True)
class SliceTable:
    """What was understood. `headed`: the columns were named; otherwise their order was assumed.

    `columns`: those that were found. `unread`: headings that mean nothing here. `again`: lines that
    name a slice for the second time.
    """

    rows: tuple[TableRow, ...] = ()
    bad: tuple[BadLine, ...] = ()
    columns: tuple[Column, ...] = ()
    unread: tuple[str, ...] = ()
    again: tuple[int, ...] = ()
    headed: bool = False


def read_table(text: str) -> SliceTable:
    """The rows of a pasted table or file; an empty table where there is nothing to read."""
    lines = _numbered(text)
    if not lines:
        return SliceTable()
    separator = _separator(lines)
    cells = [(number, _cells(line, separator), line) for number, line in _joined(lines)]
    cells = [each for each in cells if not all(_RULER.fullmatch(cell) for cell in each[1])]
    if not cells:
        return SliceTable()
    places, units, unread = _header(cells[0][1])
    headed = bool(places)
    if headed:
        width, cells = len(cells[0][1]), cells[1:]
    else:
        places = dict(enumerate(Column))
        units, width = {}, len(Column)
    rows, bad = _rows(cells, places, units, width)
    return SliceTable(
        rows=_with_points(rows),
        bad=tuple(bad),
        columns=tuple(column for column in Column if column in places.values()),
        unread=tuple(unread),
        again=tuple(_again(rows)),
        headed=headed,
    )


def figures_of(row: TableRow) -> tuple[str, str]:
    """Baseline and incident."""
    return row.baseline, row.incident


def worst_first(
    rows: Iterable[AnyRow], figures: Callable[[AnyRow], tuple[str, str]]
) -> list[AnyRow]:
    """The rows by how far they moved, measured by where they started; unmeasurable ones last.

    `figures` gives the baseline and the incident of a row.
    """
    return sorted(rows, key=lambda row: movement(*figures(row)), reverse=True)


def movement(baseline: str, incident: str) -> Decimal:
    """How far a figure moved as a share of its baseline; -1 where that cannot be said."""
    moved, before = delta_of(baseline, incident), understand_number(baseline)
    if moved is None or before is None:
        return Decimal(-1)
    return abs(moved.value) / (abs(before.value) or Decimal(1))


def _numbered(text: str) -> list[tuple[int, str]]:
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    numbered = ((number, line.replace("\0", "")) for number, line in enumerate(lines, 1))
    return [(number, line) for number, line in numbered if line.strip()]


def _joined(lines: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Lines of a quoted field that goes over several are one, if the quotes close at all."""
    at = 0
    while at < len(lines):
        number, line = lines[at]
        end = at
        while line.count('"') % 2 and end + 1 < len(lines) and end - at < MOST_LINES_IN_A_FIELD:
            end += 1
            line += "\n" + lines[end][1]
        if line.count('"') % 2:
            line, end = lines[at][1], at
        yield number, line
        at = end + 1


def _separator(lines: Sequence[tuple[int, str]]) -> str:
    """The sign between cells: what heads most columns, else what stands in most lines."""
    first = lines[0][1]
    named = {sign: len(_header(_cells(first, sign))[0]) for sign in SEPARATORS}
    best = max(SEPARATORS, key=lambda sign: named[sign])
    if named[best]:
        return best
    sample = lines[:50]
    return max(SEPARATORS, key=lambda sign: sum(sign in line for _, line in sample))


def _cells(line: str, separator: str) -> list[str]:
    stripped = line.strip().strip("|") if separator == "|" else line
    read = stripped.split(separator)
    if stripped.count('"') % 2 == 0:
        # A field that is longer than csv takes is read as it stands.
        with contextlib.suppress(csv.Error):
            read = next(csv.reader([stripped], delimiter=separator), [])
    return [" ".join(cell.split()) for cell in read]


def _header(cells: Sequence[str]) -> tuple[dict[int, Column], dict[Column, str], list[str]]:
    """Where each column stands, its unit, and what could not be read; no places, no header."""
    places: dict[int, Column] = {}
    units: dict[Column, str] = {}
    unread = []
    for place, cell in enumerate(cells):
        column = _column_of(cell)
        if column is None or column in places.values():
            unread.append(cell)
            continue
        places[place] = column
        unit = _IN_BRACKETS.search(cell)
        if unit:
            units[column] = unit[1].strip()
    if Column.slice not in places.values():
        places = _with_first_as_slice(places)
        unread = [cell for place, cell in enumerate(cells) if place not in places]
    return places, units, [cell for cell in unread if cell]


def _with_first_as_slice(places: dict[int, Column]) -> dict[int, Column]:
    """The first column names the slices where two others are known and it is not one of them."""
    figures = {Column.baseline, Column.incident} & set(places.values())
    if figures and 0 not in places:
        return {0: Column.slice, **places}
    return {}


def _column_of(heading: str) -> Column | None:
    words = re.sub(r"[\W_]+", " ", _IN_BRACKETS.sub("", heading)).casefold().strip()
    found = (column for column, names in _NAMES.items() if words in names)
    return next(found, None)


def _rows(
    cells: Iterable[tuple[int, list[str], str]],
    places: dict[int, Column],
    units: dict[Column, str],
    width: int,
) -> tuple[list[TableRow], list[BadLine]]:
    rows: list[TableRow] = []
    bad: list[BadLine] = []
    for line, found, text in cells:
        whole = _fitted(found, width)
        if whole is None:
            bad.append(BadLine(line, text, Trouble.too_many_cells))
            continue
        values = {
            column: whole[place] if place < len(whole) else "" for place, column in places.items()
        }
        row = _row(line, values, units)
        if not row.name:
            bad.append(BadLine(line, text, Trouble.no_name))
        elif not (row.baseline or row.incident or row.users):
            bad.append(BadLine(line, text, Trouble.no_value))
        else:
            rows.append(row)
    return rows, bad


def _row(line: int, values: dict[Column, str], units: dict[Column, str]) -> TableRow:
    def value(column: Column) -> str:
        typed, unit = values.get(column, ""), units.get(column, "")
        bare = bool(typed) and typed[-1].isdigit()
        return f"{typed} {unit}" if unit and bare else typed

    return TableRow(
        line,
        values.get(Column.slice, ""),
        value(Column.baseline),
        value(Column.incident),
        value(Column.users),
    )


def _fitted(cells: list[str], width: int) -> list[str] | None:
    """Cells of one row; where a number fell apart at its comma and can be put together, it is.

    None where there are more cells than columns and no or several ways to read them.
    """
    while len(cells) > width and not cells[-1]:
        cells = cells[:-1]
    if len(cells) <= width:
        return cells
    ways = [way for way in _put_together(cells, width) if len(way) == width]
    return ways[0] if len(ways) == 1 else None


def _put_together(cells: Sequence[str], width: int) -> Iterator[list[str]]:
    if len(cells) - width > MOST_COMMAS_IN_A_ROW:
        return
    if not cells:
        yield []
        return
    for taken in range(1, len(cells) + 1):
        head = cells[:taken]
        if taken > 1 and not (
            _GROUP.fullmatch(head[0]) and all(_AFTER_GROUP.fullmatch(each) for each in head[1:])
        ):
            break
        for rest in _put_together(cells[taken:], width - 1):
            yield [",".join(head), *rest]


def _with_points(rows: Sequence[TableRow]) -> tuple[TableRow, ...]:
    """Where figures are written with decimal commas, the same figures with points."""
    values = [value for row in rows for value in (row.baseline, row.incident)]
    commas = any(_DECIMAL_COMMA.match(value) for value in values)
    points = any(_DECIMAL_POINT.match(value) for value in values)
    if not commas or points:
        return tuple(rows)
    return tuple(
        replace(row, baseline=_pointed(row.baseline), incident=_pointed(row.incident))
        for row in rows
    )


def _pointed(value: str) -> str:
    return _COMMA_NUMBER.sub(
        lambda found: found[0].replace(".", "").replace(",", "."), value, count=1
    )


def _again(rows: Iterable[TableRow]) -> Iterator[int]:
    seen: set[str] = set()
    for row in rows:
        name = row.name.casefold()
        if name in seen:
            yield row.line
        seen.add(name)
