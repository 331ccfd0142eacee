"""What a tracker tells by itself: whether it is the tracker that speaks, and of which issue.

No more than that is believed. What the issue shows is asked of the tracker, so a word that was said
before, late or out of order can undo nothing.
"""

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

MOST_BYTES = 1024 * 1024
STALE_AFTER = timedelta(minutes=5)
SHORTEST_SECRET = 16
LONGEST_DELIVERY_ID = 200


@dataclass(frozen=True)
class Kind:
    """How one tracker signs. `delivery`: the header with the id of what is told, unsigned."""

    signature: str
    prefix: str
    delivery: str


KINDS = {
    "github": Kind("x-hub-signature-256", "sha256=", "x-github-delivery"),
    "jira": Kind("x-hub-signature", "sha256=", "x-atlassian-webhook-identifier"),
    "linear": Kind("linear-signature", "", "linear-delivery"),
}


@dataclass(frozen=True)
class Told:
    """Issues to look at. `keys`: by which it is known when told again, the signed one first."""

    issues: tuple[str, ...]
    keys: tuple[str, ...]


class NotHeard(Exception):  # noqa: N818 - nothing is wrong with us
    """Not from the tracker, or nothing that can be read; `code` says which."""

    def __init__(self, code: str) -> None:
        """Name the reason."""
        super().__init__(code)
        self.code = code


def signature(kind: str, body: bytes, secret: str) -> str:
    """What the tracker puts into its header for this body."""
    return KINDS[kind].prefix + hmac.new(secret.encode(), body, sha256).hexdigest()


def heard(
    kind: str,
    headers: Mapping[str, str],
    body: bytes,
    *,
    secret: str,
    place: str,
    now: datetime,
) -> Told:
    """What is told, once it is certain by whom; raises NotHeard. Names of headers in lower case."""
    wanted = signature(kind, body, secret)
    given = headers.get(KINDS[kind].signature, "")
    if not hmac.compare_digest(given.encode(), wanted.encode()):
        raise NotHeard("bad_signature")
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        raise NotHeard("unreadable") from None
    if not isinstance(told, dict):
        raise NotHeard("unreadable")
    if kind == "linear":
        _demand_fresh(told, now)
    # Whoever tells again what was told once may give it another id, but not another signature.
    named = (wanted, headers.get(KINDS[kind].delivery, "")[:LONGEST_DELIVERY_ID])
    return Told(_issues(kind, told, place), tuple(f"webhook:{kind}:{it}" for it in named if it))


def _demand_fresh(told: dict[str, Any], now: datetime) -> None:
    """Linear signs when it spoke; the others do not."""
    try:
        at = datetime.fromtimestamp(int(told["webhookTimestamp"]) / 1000, UTC)
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        raise NotHeard("stale") from None
    if abs(now - at) > STALE_AFTER:
        raise NotHeard("stale")


def _issues(kind: str, told: dict[str, Any], place: str) -> tuple[str, ...]:
    """By the ids under which issues are kept; none where it is about something else."""
    if kind == "linear":
        found = _part(told, "data").get("id") if told.get("type") == "Issue" else None
    elif kind == "jira":
        found = _part(told, "issue").get("id")
    else:
        is_ours = str(_part(told, "repository").get("full_name")).casefold() == place.casefold()
        found = _part(told, "issue").get("number") if is_ours else None
    return (str(found),) if isinstance(found, str | int) else ()


def _part(told: dict[str, Any], name: str) -> dict[str, Any]:
    found = told.get(name)
    return found if isinstance(found, dict) else {}
