"""Rows as the bot writes them, for whoever needs some and no story of how they came."""

from datetime import date, datetime
from typing import Any


def item_row(
    team_id: str, incident_id: int, number: int, *, owner: str, due_on: date, at: datetime
) -> dict[str, Any]:
    """The columns of an action item that somebody added at this moment."""
    return {
        "team_id": team_id,
        "incident_id": incident_id,
        "number": number,
        "title": "Pin the judge",
        "owner": owner,
        "due_on": due_on,
        "criterion": "The version stands in each trace",
        "kind": "gate",
        "impact": "medium",
        "effort": "medium",
        "created_by": "U8",
        "created_at": at,
        "assigned_at": at,
        "ladder_started_at": at,
    }
