"""Whether a figure after is better than the one before; somebody has to say which way is better.

Source: product.md 12.
"""

from enum import StrEnum

from bot.core.quantities import Delta, delta


class Better(StrEnum):
    """Which way a figure has to go."""

    low = "lower"
    high = "higher"


def has_improved(before: str, after: str, better: str) -> bool:
    """Whether it went that way; never where nobody said which, or nothing can be compared."""
    moved = delta(before, after)
    return moved is not None and _goes(moved, better)


def _goes(moved: Delta, better: str) -> bool:
    if better == Better.low:
        return moved.value < 0
    return better == Better.high and moved.value > 0


def lacks_direction(before: str, after: str, better: str) -> bool:
    """Whether these figures differ, and only which way is better is not known."""
    moved = delta(before, after)
    return not better and moved is not None and moved.value != 0
