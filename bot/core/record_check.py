"""What a record says twice in two ways. Facts in, places out; judges no wording.

Source: product.md 14 (the record checks itself before it is posted).
"""

import re
from collections.abc import Iterable
from decimal import Decimal

from bot.core.quantities import understand_number

_PEOPLE = re.compile(
    r"(?<![\w.,])(\d[\d,. ]*)\s+(?:affected\s+)?(?:users|customers|people|accounts)\b",
    re.IGNORECASE,
)


def told_twice(rows: Iterable[tuple[str, str, str]]) -> list[str]:
    """Slices (name, baseline, incident) that stand there twice with different figures."""
    figures: dict[str, set[tuple[str, str]]] = {}
    names: dict[str, str] = {}
    for name, baseline, incident in rows:
        folded = " ".join(name.split()).casefold()
        names.setdefault(folded, name)
        figures.setdefault(folded, set()).add((baseline.strip(), incident.strip()))
    return [names[folded] for folded, found in figures.items() if len(found) > 1]


def more_than_all(told: str, rows: Iterable[tuple[str, str]]) -> list[str]:
    """Slices (name, users affected) with more users than `told` names for the whole incident.

    Silent where `told` names no number of people, or several.
    """
    found = [_count(each) for each in _PEOPLE.findall(told)]
    whole = found[0] if len(found) == 1 else None
    if whole is None:
        return []
    return [name for name, users in rows if (count := _count(users)) is not None and count > whole]


def _count(text: str) -> Decimal | None:
    number = understand_number(text.strip(" .,"))
    return number.value if number is not None and number.unit in ("", "users") else None
