"""Eval cases: the failing inputs of an incident, as lines that a test suite can read.

It writes the lines; it neither runs a case nor says whether one is proven.
Source: product.md 11 and 14 (eval sets as JSONL; the same record gives the same bytes).
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.causes import Axis

# Line ends to some readers and no text to others: kept apart from the line that holds them.
_TREACHEROUS = re.compile("[\x7f\x85\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True)
class EvalCase:
    """An input, what came out, and what is expected; `number` counts within the incident.

    `slice` and `axis` are None where nobody named them.
    """

    number: int
    input: str
    observed: str
    expected: str
    slice: str | None = None
    axis: Axis | None = None


def to_jsonl(cases: Iterable[EvalCase]) -> str:
    """One JSON object per line by number, keys in a fixed order; "" for no cases.

    The same cases give the same bytes in UTF-8, in whatever order they arrive.
    """
    return "".join(_line(case) + "\n" for case in sorted(cases, key=lambda case: case.number))


def _line(case: EvalCase) -> str:
    record = {
        "number": case.number,
        "input": case.input,
        "observed": case.observed,
        "expected": case.expected,
        "slice": case.slice,
        "axis": case.axis.value if case.axis else None,
    }
    return _TREACHEROUS.sub(_escaped, json.dumps(record, ensure_ascii=False))


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
