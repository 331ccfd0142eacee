"""GitHub Issues as a tracker. GitHub knows no due dates: ours is a line of the issue's text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx

from bot.core.trackers import FINISHED_THERE, Issue, IssueState
from bot.integrations.trackers import MOST_PAGES, PAGE, Api, Changes, Doubtful, Draft, NotTaken

_DUE = re.compile(r"^Due: *(\d{4}-\d{2}-\d{2})[ \t]*\r?$", re.MULTILINE)


def connect(api_url: str, token: str, repository: str) -> "GitHubIssues":
    """The issues of `owner/name`."""
    headers = {
        "accept": "application/vnd.github+json",
        "x-github-api-version": "2022-11-28",
        "authorization": f"Bearer {token}",
    }
    return GitHubIssues(Api(api_url, headers, _is_limited), repository)


def _is_limited(answer: httpx.Response) -> bool:
    is_spent = answer.headers.get("x-ratelimit-remaining") == "0"
    return answer.status_code == 429 or (
        answer.status_code == 403 and (is_spent or "retry-after" in answer.headers)
    )


@dataclass(frozen=True)
class GitHubIssues:
    """A `Tracker`: the issues of one repository."""

    api: Api
    repository: str

    @property
    def _path(self) -> str:
        return f"repos/{self.repository}/issues"

    def check(self) -> None:
        """Whether the repository is there and has issues."""
        if not self.api.ask("GET", f"repos/{self.repository}").get("has_issues", True):
            raise NotTaken("tracker_no_issues")

    def create(self, draft: Draft) -> Issue:
        """Make an issue; twice makes two."""
        body = f"{draft.body.strip()}\n\nDue: {draft.due_on}\n\n{_mark(draft.marker)}"
        wanted: dict[str, Any] = {"title": draft.title, "body": body}
        return self._send("POST", self._path, wanted, draft.owner or None)

    def find(self, marker: str, since: datetime) -> Issue | None:
        """The issue made with this marker after `since`; read from the list, which never lags."""
        rows, is_all = self._touched(since, sort="created", direction="desc")
        ours = (raw for raw in rows if _mark(marker) in (raw.get("body") or ""))
        found = next(ours, None)
        if found is None and not is_all:
            raise Doubtful("tracker_too_many_changes")
        return self._issue(found) if found else None

    def read(self, issue: str) -> Issue:
        """How an issue stands."""
        return self._issue(self.api.ask("GET", f"{self._path}/{issue}"))

    def change(self, issue: str, change: Mapping[str, str]) -> Issue:
        """Set these fields."""
        wanted: dict[str, Any] = {}
        if "title" in change:
            wanted["title"] = change["title"]
        if "state" in change:
            wanted |= _as_github(IssueState(change["state"]))
        if "due_on" in change:
            body = self.api.ask("GET", f"{self._path}/{issue}").get("body") or ""
            wanted["body"] = _with_due(body, change["due_on"])
        return self._send("PATCH", f"{self._path}/{issue}", wanted, change.get("owner"))

    def changed_since(self, since: datetime) -> Changes:
        """What changed since, the longest ago first."""
        rows, is_all = self._touched(since, sort="updated", direction="asc")
        return Changes([self._issue(raw) for raw in rows], is_all)

    def _touched(self, since: datetime, **order: str) -> tuple[list[dict[str, Any]], bool]:
        """Issues touched since, as many as are read at once, and whether these are all."""
        stamp = since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        found: list[dict[str, Any]] = []
        for page in range(1, MOST_PAGES + 1):
            asked = {"state": "all", "since": stamp, "per_page": PAGE, "page": page, **order}
            rows = self.api.ask("GET", self._path, params=asked)
            # GitHub lists pull requests among the issues.
            found += [raw for raw in rows if "pull_request" not in raw]
            if len(rows) < PAGE:
                return found, True
        return found, False

    def _send(self, method: str, path: str, wanted: dict[str, Any], owner: str | None) -> Issue:
        """With the assignee where GitHub takes them; without, rather than not at all."""
        if owner is None:
            return self._issue(self.api.ask(method, path, json=wanted))
        assigned = {**wanted, "assignees": [owner] if owner else []}
        try:
            return self._issue(self.api.ask(method, path, json=assigned))
        except NotTaken as trouble:
            if trouble.code != "tracker_http_422" or not owner:
                raise
        return self._issue(self.api.ask(method, path, json={**wanted, "assignees": []}))

    def _issue(self, raw: dict[str, Any]) -> Issue:
        owner = next((each["login"] for each in raw.get("assignees") or []), "")
        due = _due(raw.get("body") or "")
        return Issue(
            id=str(raw["number"]),
            key=f"{self.repository}#{raw['number']}",
            url=raw["html_url"],
            title=raw["title"],
            owner=owner,
            owner_names=[owner] if owner else [],
            due_on=due[1] if due else "",
            state=_state(raw),
            changed_at=raw["updated_at"],
        )


def _mark(marker: str) -> str:
    return f"<!-- howbot:{marker} -->"


def _with_due(body: str, due_on: str) -> str:
    """Only our line changes; whatever else people wrote stays."""
    line, found = f"Due: {due_on}", _due(body)
    if found is None:
        return f"{body}\n\n{line}"
    return f"{body[: found.start()]}{line}{body[found.end() :]}"


def _due(body: str) -> re.Match[str] | None:
    """Our line: the last, since what somebody wrote in Slack may read alike and stands above it."""
    return next(reversed(list(_DUE.finditer(body))), None)


def _state(raw: dict[str, Any]) -> IssueState:
    if raw["state"] != "closed":
        return IssueState.open
    was_done = raw.get("state_reason") in (None, "completed")
    return IssueState.done if was_done else IssueState.dropped


def _as_github(state: IssueState) -> dict[str, str]:
    if state not in FINISHED_THERE:
        return {"state": "open"}
    reason = "completed" if state is IssueState.done else "not_planned"
    return {"state": "closed", "state_reason": reason}
