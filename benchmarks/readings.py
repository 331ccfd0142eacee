"""How well the guard reads action items and causes, beside naive lists of words.

Of `actions.jsonl` (objects with `text` and `label`) and `causes.jsonl` (`text`, `depth`, `axes`).
A line is what was measured, the guard's figure, and the word list's.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from math import nan
from pathlib import Path
from typing import Any

from bot.core.causes import Axis
from bot.core.language.actions import FAMILIES, review_action
from bot.core.language.causes import Depth, review_cause
from bot.render.guard_readings import load_action_rules, load_cause_rules

CONCRETE = "concrete"
Row = dict[str, Any]
Rows = Sequence[Row]
Line = tuple[str, ...]

_NAIVE_ACTION = {
    "careful": r"careful|remind|attention|double-check|always|train",
    "unlabelled_calibration": r"calibrat|tune|\bjudge\b",
    "alert_only": r"alert|dashboard|monitor|\blogs?\b|\bpage\b|notif",
    "vague": r"improve|enhance|investigate|consider|look into|better|more|as needed",
}
_NAIVE_SYSTEMIC = r"\b(?:no|nothing|nobody|each|any|without|never|not)\b"


def action_lines(rows: Rows) -> Iterator[Line]:
    """Recall and precision of "too weak", then how many of each family are found as such."""
    yield _line("weak actions: recall", [_recall(rows, read) for read in _FAMILY])
    yield _line("weak actions: precision", [_precision(rows, read) for read in _FAMILY])
    for family in FAMILIES:
        own = [row for row in rows if row["label"] == family]
        yield _line(f"  {family} ({len(own)})", [_right(own, "label", read) for read in _FAMILY])


def cause_lines(rows: Rows) -> Iterator[Line]:
    """How often depth is right, and the first or any of the axes suggested."""
    yield _line("causes: depth", [_right(rows, "depth", read) for read in _DEPTH])
    for depth in Depth:
        some = [row for row in rows if row["depth"] == depth]
        yield _line(f"  {depth} ({len(some)})", [_right(some, "depth", read) for read in _DEPTH])
    some = [row for row in rows if row["axes"]]
    first = [_part(some, partial(_names_first, read=read)) for read in _AXES]
    yield _line(f"causes: first axis suggested ({len(some)})", first)
    among = [_part(some, partial(_names_any, read=read)) for read in _AXES]
    yield _line(f"causes: any axis suggested ({len(some)})", among)


def rows_of(path: Path) -> Rows:
    """The objects of a file, none where there is no such file."""
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def _family(text: str) -> str:
    found = review_action(text, rules=load_action_rules())
    return found[0].family if found else CONCRETE


def _naive_family(text: str) -> str:
    hits = (name for name, words in _NAIVE_ACTION.items() if re.search(words, text.lower()))
    return next(hits, CONCRETE)


def _depth(text: str) -> str:
    return review_cause(text, rules=load_cause_rules()).depth


def _naive_depth(text: str) -> str:
    return Depth.systemic if re.search(_NAIVE_SYSTEMIC, text.lower()) else Depth.proximate


def _axes(text: str) -> Sequence[str]:
    return review_cause(text, rules=load_cause_rules()).axes


def _naive_axes(text: str) -> Sequence[str]:
    places = {axis.value: text.lower().find(axis) for axis in Axis}
    return sorted((axis for axis in places if places[axis] >= 0), key=lambda axis: places[axis])


# The guard, and the floor beside it.
_FAMILY = (_family, _naive_family)
_DEPTH = (_depth, _naive_depth)
_AXES = (_axes, _naive_axes)


def _names_first(row: Row, *, read: Callable[[str], Sequence[str]]) -> bool:
    return list(read(row["text"])[:1]) == row["axes"][:1]


def _names_any(row: Row, *, read: Callable[[str], Sequence[str]]) -> bool:
    return not set(read(row["text"])).isdisjoint(row["axes"])


def _right(rows: Rows, field: str, read: Callable[[str], str]) -> float:
    return _part(rows, lambda row: read(row["text"]) == row[field])


def _recall(rows: Rows, read: Callable[[str], str]) -> float:
    weak = [row for row in rows if row["label"] != CONCRETE]
    return _part(weak, lambda row: read(row["text"]) != CONCRETE)


def _precision(rows: Rows, read: Callable[[str], str]) -> float:
    flagged = [row for row in rows if read(row["text"]) != CONCRETE]
    return _part(flagged, lambda row: row["label"] != CONCRETE)


def _part(rows: Rows, fits: Callable[[Row], bool]) -> float:
    return sum(map(fits, rows)) / len(rows) if rows else nan


def _line(name: str, parts: Sequence[float]) -> Line:
    return (name, *(f"{part:.3f}" for part in parts))
