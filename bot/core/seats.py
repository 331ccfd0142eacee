"""Who sits where in a retrospective: the facilitator that is proposed.

Proposes; people choose.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from bot.core.ids import UserId

_NEVER = datetime.min.replace(tzinfo=UTC)


def propose_facilitator(
    people: Sequence[UserId], *, lead: UserId, last_facilitated_at: Mapping[UserId, datetime]
) -> UserId:
    """Somebody other than the lead who facilitated least recently; the lead where there is nobody.

    Who never did comes first, then in the order of `people`. Source: product.md 1.
    """
    others = [person for person in people if person != lead]
    return min(others, key=lambda one: last_facilitated_at.get(one, _NEVER), default=lead)
