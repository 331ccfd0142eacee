"""What somebody remembers differently: which account an answer stands beside.

Kept as an answer's subject, `differs:<kind>:<id>`: an entry of the timeline, or another answer by
the `source` that `BoardAnswer` uses too. Source: product.md 8.
"""

import re

ENTRY = "entry"
_SUBJECT = re.compile(r"differs:((?:entry|answer|room):\d{1,18}|anonymous:[0-9a-f]{32})")


def about_differing(source: str) -> str:
    """What an answer is kept under that differs from `source`, such as `entry:12`."""
    return f"differs:{source}"


def differs_from(about: str | None) -> str | None:
    """The `source` of the account that an answer differs from; None for any other answer."""
    found = _SUBJECT.fullmatch(about or "")
    return found[1] if found else None
