"""Private words that wait for their reader's working hours, and are rendered only then.

Who says something calls `later`; who renders it says None once it is not wanted any more, and
`not_yet` where the hour has passed again before it could go out.
"""

from datetime import datetime

from bot.flows.people import zone_of
from bot.flows.runtime import Runtime, Unit
from storage.queries import due_words
from storage.tables import DueWord

AT_ONCE = 50


def later(
    unit: Unit, what: str, subject: str, person: str, *, from_at: datetime | None = None
) -> None:
    """Have `what` said to a person in their working hours: now or from a moment on, or then."""
    due_at = unit.house.ladder.next_working(from_at or unit.now, zone_of(unit, person))
    due_words.keep(
        unit.session,
        DueWord(team_id=unit.team_id, what=what, subject=subject, person=person, due_at=due_at),
    )


def not_yet(unit: Unit, what: str, subject: str, person: str) -> bool:
    """Whether its reader is not at work just now; then it waits for their next opening."""
    if unit.house.ladder.is_working(unit.now, zone_of(unit, person)):
        return False
    later(unit, what, subject, person)
    return True


def hand_over(runtime: Runtime) -> None:
    """Have said what has come due; any number of processes may."""
    with runtime.reading() as unit:
        is_any_due = due_words.is_any_due(unit.session, unit.team_id, unit.now)
    while is_any_due:
        with runtime.transaction() as unit:
            rows = due_words.claim_due(unit.session, unit.team_id, unit.now, limit=AT_ONCE)
            for row in rows:
                due = row.due_at.isoformat()
                unit.send_late(row.what, row.subject, dedupe_key=f"{row.what}:{row.subject}:{due}")
                due_words.remove(unit.session, row.id or 0)
        is_any_due = len(rows) == AT_ONCE
