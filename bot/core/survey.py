"""What people say of retrospectives over time, so that nobody's answer can be told from it.

Answers are counts per retrospective. They are shown for whole retrospectives together, at least
five answers at once, and only after their time for answering is over: what is shown once never
grows by one person's answer. Knows no words and no database.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce

OPEN_FOR = timedelta(days=7)
FEWEST_SHOWN = 5
SAFETY = (1, 2, 3, 4, 5)


@dataclass(frozen=True)
class Tally:
    """What was answered about one retrospective or several. `safety`: how many chose 1 to 5.

    `closed_at`: when the last of them was closed.
    """

    closed_at: datetime
    answers: int
    learned: int
    again: int
    safety: tuple[int, int, int, int, int]
    retrospectives: int = 1

    @property
    def median_safety(self) -> float:
        """The median of the answers from 1 to 5; 0 without answers."""
        given = [
            value for value, count in zip(SAFETY, self.safety, strict=True) for _ in range(count)
        ]
        if not given:
            return 0
        return (given[(len(given) - 1) // 2] + given[len(given) // 2]) / 2


def is_open(closed_at: datetime, now: datetime) -> bool:
    """Whether the survey about a retrospective still takes answers."""
    return now < closed_at + OPEN_FOR


def over_time(tallies: Iterable[Tally], now: datetime) -> list[Tally]:
    """Groups of consecutive retrospectives with at least five answers each, oldest first.

    The latest ones wait until there are enough of them. The groups do not change later.
    """
    done = [each for each in tallies if not is_open(each.closed_at, now)]
    groups: list[list[Tally]] = [[]]
    for tally in sorted(done, key=lambda each: each.closed_at):
        groups[-1].append(tally)
        if sum(each.answers for each in groups[-1]) >= FEWEST_SHOWN:
            groups.append([])
    return [reduce(_together, group) for group in groups[:-1]]


def _together(one: Tally, other: Tally) -> Tally:
    first, second, third, fourth, fifth = (
        a + b for a, b in zip(one.safety, other.safety, strict=True)
    )
    return Tally(
        closed_at=max(one.closed_at, other.closed_at),
        answers=one.answers + other.answers,
        learned=one.learned + other.learned,
        again=one.again + other.again,
        safety=(first, second, third, fourth, fifth),
        retrospectives=one.retrospectives + other.retrospectives,
    )
