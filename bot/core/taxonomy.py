"""Names of error categories: which two are the same, and which are so close that somebody asks.

Source: product.md 8 (stage 7) and 13.
"""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

LONGEST_NAME = 60
CLOSE = 0.84


def folded(name: str) -> str:
    """What makes two names one: letters and digits, whatever their case and the signs between."""
    return "".join(re.findall(r"[^\W_]+", name.casefold()))


def closest(name: str, known: Iterable[str]) -> str | None:
    """The known name that most resembles this one, if it is as close as a slip or a plural."""
    wanted = folded(name)
    scored = [(_likeness(wanted, folded(each)), each) for each in known]
    best = max(scored, default=(0.0, ""), key=lambda pair: pair[0])
    return best[1] if best[0] >= CLOSE else None


def _likeness(one: str, other: str) -> float:
    if not one or not other:
        return 0.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
