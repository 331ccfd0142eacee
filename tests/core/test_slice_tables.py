"""Tables as people paste them are read line by line, and no line is lost."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.slice_tables import (
    Column,
    SliceTable,
    TableRow,
    Trouble,
    figures_of,
    read_table,
    worst_first,
)


def figures(table: SliceTable) -> list[tuple[str, str, str, str]]:
    return [(row.name, row.baseline, row.incident, row.users) for row in table.rows]


@pytest.mark.parametrize(
    "text",
    [
        "slice,baseline,incident,users affected\nSpanish,0.74,0.61,1200\n",
        "\ufeffSlice;Before;During;Users\r\nSpanish;0.74;0.61;1200\r\n",
        "Users\tDuring\tBaseline\tSegment\n1200\t0.61\t0.74\tSpanish",
        "| slice | baseline | incident | users |\n|-|-:|-|-|\n| Spanish | 0.74 | 0.61 | 1200 |",
        '"Slice","Baseline","Incident","Affected users"\n"Spanish","0.74","0.61","1200"',
        "Spanish,0.74,0.61,1200",
        "cohort;control;treatment;customers\nSpanish;0,74;0,61;1200",
    ],
)
def test_the_same_table_is_read_in_every_shape(text: str) -> None:
    assert figures(read_table(text)) == [("Spanish", "0.74", "0.61", "1200")]


def test_a_number_with_a_comma_in_it_is_put_together_where_only_one_way_fits() -> None:
    table = read_table("slice,baseline,incident,users\nSpanish,0.74,0.61,1,200\nFrench,1,200,9,5")
    assert figures(table) == [
        ("Spanish", "0.74", "0.61", "1,200"),
        ("French", "1,200", "9", "5"),
    ]


def test_a_row_that_can_be_read_in_two_ways_is_told_by_its_line() -> None:
    table = read_table("slice,baseline,incident,users\nSpanish,1,200,900,100\nFrench,1,2,3")
    assert [(bad.line, bad.trouble) for bad in table.bad] == [(2, Trouble.too_many_cells)]
    assert figures(table) == [("French", "1", "2", "3")]


def test_units_and_percentages_stay_and_a_heading_gives_its_unit() -> None:
    table = read_table("slice,baseline (ms),incident (ms)\nEU,900,2100\nUS,3 %,11 %")
    assert figures(table) == [("EU", "900 ms", "2100 ms", ""), ("US", "3 %", "11 %", "")]


def test_decimal_commas_of_a_column_are_read_as_such() -> None:
    table = read_table("slice;before;after\nA;1,234;0,5\nB;1.234,5;2,25")
    assert figures(table) == [("A", "1.234", "0.5", ""), ("B", "1234.5", "2.25", "")]


def test_missing_columns_and_empty_cells_are_kept_empty() -> None:
    table = read_table("incident,slice\n0.61,Spanish\n,French\n0.7,\n")
    assert table.columns == (Column.slice, Column.incident)
    assert figures(table) == [("Spanish", "", "0.61", "")]
    assert [(bad.line, bad.trouble) for bad in table.bad] == [
        (3, Trouble.no_value),
        (4, Trouble.no_name),
    ]


def test_a_slice_named_twice_keeps_both_and_is_told() -> None:
    table = read_table("slice,baseline,incident\nEU,1,2\neu,1,3")
    assert len(table.rows) == 2
    assert table.again == (3,)


def test_headings_that_mean_nothing_here_are_told() -> None:
    table = read_table("slice,baseline,incident,p-value,owner\nEU,1,2,0.04,Ben")
    assert table.unread == ("p-value", "owner")
    assert figures(table) == [("EU", "1", "2", "")]


def test_quoted_fields_may_hold_separators_quotes_and_lines() -> None:
    table = read_table('slice,baseline,incident\n"EU, ""west""\nand north",1,2\nUS,3,4')
    assert figures(table) == [('EU, "west" and north', "1", "2", ""), ("US", "3", "4", "")]
    assert [row.line for row in table.rows] == [2, 4]


def test_a_quote_that_never_closes_spoils_only_its_own_line() -> None:
    table = read_table('slice,baseline,incident\n"EU,1,2\nUS,3,4')
    assert [row.name for row in table.rows] == ['"EU', "US"]


def test_nothing_to_read_is_an_empty_table() -> None:
    assert read_table("\ufeff \n\n") == SliceTable()
    assert read_table("slice,baseline,incident").rows == ()


def test_ten_thousand_rows_are_read_and_the_worst_come_first() -> None:
    lines = ["slice,baseline,incident,users", *(f"s{n},100,{100 + n},1" for n in range(10_000))]
    table = read_table("\n".join(lines))
    assert len(table.rows) == 10_000
    assert worst_first(table.rows, figures_of)[0].name == "s9999"


def test_what_cannot_be_compared_comes_last() -> None:
    rows = [TableRow(1, "a", "n/a", "3"), TableRow(2, "b", "1", "1"), TableRow(3, "c", "2", "1")]
    assert [row.name for row in worst_first(rows, figures_of)] == ["c", "b", "a"]


@given(st.text(alphabet='ab1 ,;|\t\n"-.%0\ufeff', max_size=120))
def test_every_line_is_a_row_a_told_line_or_part_of_the_frame(text: str) -> None:
    table = read_table(text)
    told = [row.line for row in table.rows] + [bad.line for bad in table.bad]
    assert len(told) == len(set(told))
    assert all(row.name for row in table.rows)


NAMES = st.text(alphabet="abcXYZ é判,;\"'", min_size=1, max_size=8).map(str.strip).filter(bool)


@given(st.lists(st.tuples(NAMES, st.integers(0, 99999), st.integers(0, 99999)), min_size=1))
def test_what_a_spreadsheet_writes_is_read_as_it_was(rows: list[tuple[str, int, int]]) -> None:
    written = io.StringIO()
    csv.writer(written).writerows([("slice", "baseline", "incident"), *rows])

    found = [(row.name, row.baseline, row.incident) for row in read_table(written.getvalue()).rows]

    assert found == [(" ".join(name.split()), str(a), str(b)) for name, a, b in rows]
