"""Asks GitHub's API. So far: is there such a pull request, and is it merged?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from bot.core.links import Look, PullRequest, Reason
from bot.integrations.patience import asked_to_wait

TIMEOUT_SECONDS = 8
MOST_BYTES = 2 * 1024 * 1024
MOST_REDIRECTS = 3


@dataclass(frozen=True)
class Reply:
    """What GitHub answered; `body` is empty where it was no object, or too large."""

    status: int
    headers: Mapping[str, str]
    body: dict[str, Any]


@dataclass(frozen=True)
class GitHub:
    """GitHub's REST API at `api_url`, which ends in a slash; `token` is empty for a stranger."""

    api_url: str
    token: str = ""

    def look(self, named: PullRequest) -> Look:
        """Whether a pull request exists and is merged; never raises for what GitHub does."""
        place = f"repos/{named.owner}/{named.repository}"
        where = f"{named.owner}/{named.repository}"
        try:
            reply = self.get(f"{place}/pulls/{named.number}")
            if reply.status == 404:
                # Also what GitHub says of everything in a repository that one may not see.
                is_visible = self.get(place).status == 200
                reason = Reason.no_such_pull_request if is_visible else Reason.not_visible
                return Look(reason, where)
        except (httpx.HTTPError, httpx.InvalidURL):
            return Look(Reason.no_answer, "GitHub")
        return _trouble(reply, where) or _state(reply.body, where)

    def get(self, path: str) -> Reply:
        """One question; raises httpx.HTTPError where no answer came."""
        headers = {
            "accept": "application/vnd.github+json",
            "x-github-api-version": "2022-11-28",
            "user-agent": "Howbot",
        }
        if self.token:
            headers["authorization"] = f"Bearer {self.token}"
        with (
            httpx.Client(
                base_url=self.api_url,
                headers=headers,
                timeout=TIMEOUT_SECONDS,
                # A repository that was renamed; the token stays with this host.
                follow_redirects=True,
                max_redirects=MOST_REDIRECTS,
            ) as client,
            client.stream("GET", path) as answer,
        ):
            return Reply(answer.status_code, answer.headers, _object(answer))


def _object(answer: httpx.Response) -> dict[str, Any]:
    content = bytearray()
    for chunk in answer.iter_bytes():
        content += chunk
        if len(content) > MOST_BYTES:
            return {}
    try:
        found = httpx.Response(200, content=bytes(content)).json()
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _trouble(reply: Reply, where: str) -> Look | None:
    """What kept GitHub from telling; None when it told."""
    if is_limited(reply):
        return Look(Reason.rate_limited, "GitHub", asked_to_wait(reply.headers))
    if reply.status == 401:
        return Look(Reason.token_refused, "GitHub")
    if reply.status == 403:
        return Look(Reason.not_visible, where)
    if reply.status != 200 or "state" not in reply.body:
        return Look(Reason.server_trouble, f"GitHub {reply.status}")
    return None


def is_limited(reply: Reply) -> bool:
    """Whether GitHub answers no more for a while; it says so with 429 or 403."""
    is_spent = reply.headers.get("x-ratelimit-remaining") == "0"
    return reply.status == 429 or (
        reply.status == 403 and (is_spent or "retry-after" in reply.headers)
    )


def _state(pull: dict[str, Any], where: str) -> Look:
    if pull.get("merged") or pull.get("merged_at"):
        return Look(Reason.merged, where)
    is_open = pull["state"] == "open"
    return Look(Reason.not_merged if is_open else Reason.closed_unmerged, where)
