"""The timeline as the bot itself writes it: what it knows happened, when it happened."""

from datetime import datetime
from typing import Any

from bot.flows.incidents import identity
from bot.flows.runtime import Unit
from storage.tables import Entry, Incident


def note_by_bot(
    unit: Unit,
    incident: Incident,
    code: str,
    *,
    by: str | None = None,
    at: datetime | None = None,
    **facts: Any,
) -> None:
    """Write an entry for something the bot knows; its words are `templates/entries/<code>.j2`."""
    unit.session.add(
        Entry(
            team_id=unit.team_id,
            incident_id=identity(incident),
            happened_at=at or unit.now,
            source="bot",
            code=code,
            facts=facts,
            author=by,
        )
    )
