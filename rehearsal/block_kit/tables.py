"""Tables and charts: the blocks that hold figures."""

from typing import Any

from rehearsal.block_kit.checks import Json, Problems

_CELLS = ("raw_text", "raw_number", "rich_text")
_LARGEST_TABLE = 10_000


def check_table(block: Json, at: str, problems: Problems) -> None:
    """At most 100 rows of 20 cells."""
    problems.keys(block, at, needed=("rows",), allowed=("column_settings", "block_id"))
    problems.count(block, "column_settings", at, 20)
    for number, row in enumerate(problems.count(block, "rows", at, 100)):
        _check_row(row, f"{at}/rows/{number}", problems, _CELLS)


def check_data_table(block: Json, at: str, problems: Problems) -> None:
    """A header and 1 to 100 rows of equal length."""
    allowed = ("page_size", "row_header_column_index", "block_id")
    problems.keys(block, at, needed=("caption", "rows"), allowed=allowed)
    problems.whole_number(block, "page_size", at, 1, 100)
    rows = problems.count(block, "rows", at, 101, least=2)
    for number, row in enumerate(rows):
        cells = _CELLS if number else ("raw_text", "raw_number")
        _check_row(row, f"{at}/rows/{number}", problems, cells)
    if len({len(row) for row in rows if isinstance(row, list)}) > 1:
        problems.add(f"{at}/rows", "all rows must have the same number of cells")
    if len(str(rows)) > 3 * _LARGEST_TABLE:
        problems.add(f"{at}/rows", "the table is too large")


def _check_row(row: Any, at: str, problems: Problems, cells: tuple[str, ...]) -> None:
    if not isinstance(row, list) or not 1 <= len(row) <= 20:
        problems.add(at, "must be an array of 1 to 20 cells")
        return
    for number, cell in enumerate(row):
        if not isinstance(cell, dict) or cell.get("type") not in cells:
            problems.add(f"{at}/{number}/type", "unsupported cell type")


def check_data_visualization(block: Json, at: str, problems: Problems) -> None:
    """A pie of positive segments, or lines, bars and areas over categories."""
    problems.keys(block, at, needed=("title", "chart"), allowed=("block_id",))
    problems.string(block, "title", at, 50, 1)
    chart = block.get("chart")
    if not isinstance(chart, dict):
        return
    here = f"{at}/chart"
    problems.one_of(chart, "type", here, ("pie", "line", "bar", "area"))
    if chart.get("type") == "pie":
        _check_segments(problems.count(chart, "segments", here, 12), here, problems)
    else:
        problems.count(chart, "series", here, 12)
        config = chart.get("axis_config") or {}
        for number, label in enumerate(problems.count(config, "categories", here, 20)):
            if len(str(label)) > 20:
                problems.add(
                    f"{here}/axis_config/categories/{number}", "must be less than 21 characters"
                )


def _check_segments(segments: list[Any], at: str, problems: Problems) -> None:
    for number, segment in enumerate(segments):
        here = f"{at}/segments/{number}"
        problems.string(segment, "label", here, 20, 1)
        value = segment.get("value")
        if not isinstance(value, int | float) or value <= 0:
            problems.add(f"{here}/value", "must be positive")
