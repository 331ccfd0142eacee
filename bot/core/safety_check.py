"""The anonymous safety check of stage 1: what may be seen of it, and what follows.

Counts in, codes out; who gave what is known nowhere. Source: product.md 8.
"""

from collections.abc import Sequence
from dataclasses import dataclass

SCALE = (1, 2, 3, 4, 5)
LEAST_ANSWERS = 4
LOWEST_MEAN = 3
UNEASY = 2


@dataclass(frozen=True)
class Safety:
    """What the group may know of it. Below four answers nothing but how many there are.

    `write_only`: written answers only are proposed. `someone`: the facilitator is told that
    someone gave a 1 or a 2.
    """

    given: int
    is_shown: bool = False
    write_only: bool = False
    someone: bool = False


def look(counts: Sequence[int]) -> Safety:
    """`counts`: how often each of 1 to 5 was given."""
    given = sum(counts)
    if given < LEAST_ANSWERS:
        return Safety(given)
    mean = sum(value * count for value, count in zip(SCALE, counts, strict=True)) / given
    return Safety(
        given,
        is_shown=True,
        write_only=mean < LOWEST_MEAN,
        someone=sum(counts[:UNEASY]) > 0,
    )
