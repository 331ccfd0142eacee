"""How long a server asks to be left alone."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

UNTOLD = timedelta(minutes=5)


def asked_to_wait(headers: Mapping[str, str]) -> timedelta:
    """From `Retry-After` (seconds or a date) or GitHub's `x-ratelimit-reset`; else five minutes."""
    told = headers.get("retry-after", "").strip()
    if re.fullmatch("[0-9]{1,18}", told):
        return timedelta(seconds=min(int(told), 10**7))
    reset = headers.get("x-ratelimit-reset", "").strip()
    try:
        until = read_date(told) if told else datetime.fromtimestamp(int(reset), UTC)
        return max(until - datetime.now(UTC), timedelta())
    except (ValueError, OverflowError, OSError):
        return UNTOLD


def read_date(told: str) -> datetime:
    """A moment as HTTP headers give it; ValueError where it is none.

    A zone of `-0000`, by which some servers say that they name none, is UTC like the others.
    """
    found = parsedate_to_datetime(told)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
