"""Who sits where in a retrospective: facilitator, preparer, one seat for each discipline.

Proposes; people choose.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
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


def propose_preparer(people: Sequence[UserId], *, lead: UserId, facilitator: UserId) -> UserId:
    """The lead, who knows most of it; somebody else where the lead facilitates."""
    if lead != facilitator:
        return lead
    return next((person for person in people if person != facilitator), facilitator)


@dataclass(frozen=True)
class Seat:
    """Somebody who is asked to take part for their discipline."""

    discipline: str
    person: UserId


def fill_seats(
    seats: Mapping[str, Sequence[UserId]],
    *,
    taking_part: Set[UserId],
    last_took_part_at: Mapping[UserId, datetime],
) -> list[Seat]:
    """One person for each discipline that nobody stands for yet; whoever took part least recently.

    Somebody named in several disciplines stands for all of them. Source: product.md 7.
    """
    filled: list[Seat] = []
    there = set(taking_part)
    for discipline, people in seats.items():
        if people and there.isdisjoint(people):
            chosen = min(people, key=lambda one: last_took_part_at.get(one, _NEVER))
            filled.append(Seat(discipline, chosen))
            there.add(chosen)
    return filled


def propose_shadow(
    seats: Mapping[str, Sequence[UserId]],
    *,
    taking_part: Set[UserId],
    lead: UserId,
    last_took_part_at: Mapping[UserId, datetime],
) -> Seat | None:
    """Somebody of another discipline than the lead's to learn by watching; None if all are there.

    Whoever took part least recently comes first. Source: product.md 7.
    """
    found = [
        Seat(discipline, person)
        for discipline, people in seats.items()
        if lead not in people
        for person in people
        if person not in taking_part and person != lead
    ]
    return min(found, key=lambda seat: last_took_part_at.get(seat.person, _NEVER), default=None)
