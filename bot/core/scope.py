"""Who an incident touched: whether "all users" is shown by a figure or only said.

Source: product.md 8, stage 5.
"""

import re
from collections.abc import Iterable

from bot.core.causes import ScopeRow

_EVERYONE = re.compile(
    r"\b(all|every)\s+(our\s+|the\s+)?(users?|customers?|people|accounts?|requests?|tenants?)\b"
    r"|\beveryone\b|\beverybody\b|^\s*(all|everything|overall|total|global)\s*$|\b100\s?%",
    re.IGNORECASE,
)


def speaks_of_everyone(text: str) -> bool:
    """Whether a text says that all users were touched."""
    return bool(_EVERYONE.search(text))


def everyone_is_unshown(said: Iterable[str], rows: Iterable[ScopeRow]) -> bool:
    """Whether somebody says "all users" and no row about all of them has comparable figures."""
    known = list(rows)
    claimed = any(map(speaks_of_everyone, [*said, *(row.users for row in known)]))
    named = [row for row in known if speaks_of_everyone(row.slice)]
    return (claimed or bool(named)) and not any(row.delta for row in named)
