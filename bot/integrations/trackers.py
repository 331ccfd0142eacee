"""What every tracker can do, and what its answers mean for whoever asked.

TrackerTrouble
├── Later      certainly not done; do it again after a while
├── NotTaken   certainly not done, and never will be as it is
└── Doubtful   it may have been done: look before doing it again
"""

import ssl
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Protocol

import httpx

from bot.core.storable import storable
from bot.core.trackers import Issue
from bot.integrations.patience import asked_to_wait

TIMEOUT_SECONDS = 8
MOST_BYTES = 16 * 1024 * 1024
# People renew a token or give it more rights; until then, this often is enough.
TOKEN_WAIT = timedelta(minutes=10)
# Three pages of eight seconds each stay well within the lease of a delivery.
MOST_PAGES = 3
PAGE = 100


class TrackerTrouble(Exception):  # noqa: N818 - most of it passes
    """Something that was asked of a tracker did not simply succeed; `code` is our name for it."""

    def __init__(self, code: str, after: timedelta | None = None) -> None:
        """Name the trouble, and when to try again if the tracker told."""
        super().__init__(code)
        self.code = code
        self.after = after


class Later(TrackerTrouble):
    """Not done; it can be tried again."""


class NotTaken(TrackerTrouble):
    """Not done, and trying the same again would not help."""


class Doubtful(TrackerTrouble):
    """The answer got lost; it may have been done."""


@dataclass(frozen=True)
class Draft:
    """A new issue. `owner`: a name or address in the tracker. `marker`: to know it again by."""

    title: str
    body: str
    owner: str
    due_on: str
    marker: str


@dataclass(frozen=True)
class Changes:
    """Issues that changed, the longest ago first. `is_all`: False where more are to be told."""

    issues: Sequence[Issue]
    is_all: bool


class Tracker(Protocol):
    """A place where issues live. Every method raises a TrackerTrouble."""

    def check(self) -> None:
        """Whether the token is taken and issues can be made in our place; changes nothing."""

    def create(self, draft: Draft) -> Issue:
        """Make an issue; twice makes two."""

    def find(self, marker: str, since: datetime) -> Issue | None:
        """The issue made with this marker after `since`; None if there certainly is none."""

    def read(self, issue: str) -> Issue:
        """How an issue stands; NotTaken("tracker_not_found") where it is gone."""

    def change(self, issue: str, change: Mapping[str, str]) -> Issue:
        """Set these fields, by their names in `Issue`; again changes nothing more."""

    def changed_since(self, since: datetime) -> Changes:
        """What changed since a moment of the tracker's clock."""


@dataclass(frozen=True)
class Api:
    """A JSON API at `url`, which ends in a slash.

    `is_limited`: whether an answer asks to be left alone for a while. `is_refused`: whether it says
    that the token is not taken. `tells_with_400`: what is amiss stands in the JSON of such an
    answer, which the caller reads.
    """

    url: str
    headers: Mapping[str, str] = field(repr=False)
    is_limited: Callable[[httpx.Response], bool] = field(
        default=lambda answer: answer.status_code == 429
    )
    is_refused: Callable[[httpx.Response], bool] = field(
        default=lambda answer: answer.status_code == 401
    )
    tells_with_400: bool = False

    def ask(self, method: str, path: str, **arguments: Any) -> Any:
        """The JSON of one answer; raises a TrackerTrouble for all but a success."""
        try:
            with (
                httpx.Client(
                    base_url=self.url,
                    headers={"user-agent": "Howbot", **self.headers},
                    timeout=TIMEOUT_SECONDS,
                    verify=_trust(),
                    # A place that was renamed; what writes is not sent on.
                    follow_redirects=method == "GET",
                ) as client,
                client.stream(method, path, **arguments) as answer,
            ):
                content = _read(answer)
        except httpx.ConnectError as error:
            raise Later("tracker_unreachable") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Doubtful("tracker_no_answer") from error
        self._demand_success(answer)
        if not content:
            return {}
        try:
            return storable(httpx.Response(200, content=content).json())
        except (ValueError, RecursionError) as error:
            raise Doubtful("tracker_unreadable") from error

    def _demand_success(self, answer: httpx.Response) -> None:
        status = answer.status_code
        if self.is_limited(answer):
            raise Later("tracker_limited", asked_to_wait(answer.headers))
        if self.is_refused(answer):
            raise Later("tracker_token_refused", TOKEN_WAIT)
        if answer.is_success or (status == 400 and self.tells_with_400):
            return
        if status == 403:
            raise Later("tracker_forbidden", TOKEN_WAIT)
        if status >= 500:
            raise Doubtful(f"tracker_http_{status}")
        gone = status in (404, 410)
        raise NotTaken("tracker_not_found" if gone else f"tracker_http_{status}")


@cache
def _trust() -> ssl.SSLContext:
    """Whose certificates are believed; reading them takes as long as a call."""
    return httpx.create_ssl_context()


def _read(answer: httpx.Response) -> bytes:
    content = bytearray()
    for chunk in answer.iter_bytes():
        content += chunk
        if len(content) > MOST_BYTES:
            raise Doubtful("tracker_too_long")
    return bytes(content)
