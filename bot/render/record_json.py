"""A record as plain JSON values: what the notebook carries, and other machines may read.

Times are ISO 8601 in UTC, spans whole minutes. Keys are sorted: the same record, the same text.
"""

import json
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from bot.core.quantities import understand_number
from bot.render.documents import DocumentRecord

FORMAT = "howbot-record"
VERSION = 1


def record_json(record: DocumentRecord) -> str:
    """The record as a JSON object, readable line by line, in ASCII alone."""
    facts = {"format": FORMAT, "version": VERSION, **asdict(record)}
    for row in facts["slices"]:
        row["baseline_value"], row["incident_value"] = _number(row["baseline"], row["incident"])
    return json.dumps(facts, indent=1, sort_keys=True, default=_plain)


def _number(baseline: str, incident: str) -> tuple[float | None, float | None]:
    """Both figures as numbers where they stand in the same unit, so that they can be drawn."""
    before, after = understand_number(baseline), understand_number(incident)
    if before is None or after is None or before.unit != after.unit:
        return None, None
    return float(before.value), float(after.value)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return int(value.total_seconds()) // 60
    raise TypeError(type(value).__name__)
