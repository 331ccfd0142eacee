"""Jira Cloud as a tracker, by its REST API v3.

Its search shows changes late; what is read by id or key is as it stands.
"""

import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

import httpx
import structlog

from bot.core.trackers import FINISHED_THERE, Issue, IssueState
from bot.integrations.jira import workflow
from bot.integrations.jira.text import as_document
from bot.integrations.trackers import PAGE, Api, Changes, Doubtful, Draft, Later, NotTaken

log = structlog.get_logger(__name__)

MOST_PAGES = 10
# Of the hundred keys that can be read at once, how many lie before the newest that search shows.
KEYS_AT_ONCE = 100
KEYS_BEFORE = 50
# Where issues stand so close to the end of these, there may be more behind it.
KEYS_LEFT_OVER = 25
_FIELDS = ["summary", "assignee", "duedate", "status", "resolution", "updated"]
# Projects choose which fields people fill in; an issue without these is better than none.
_MAY_LACK = {"assignee", "duedate"}
_RIGHTS = ("BROWSE_PROJECTS", "CREATE_ISSUES", "EDIT_ISSUES", "TRANSITION_ISSUES")
_LOGIN_FAILED = ("AUTHENTICATED_FAILED", "AUTHENTICATION_DENIED")


def connect(
    url: str, account: str, token: str, project: str, *, issue_type: str, dropped: Sequence[str]
) -> "JiraIssues":
    """The issues of the project with this key, written as the account of this e-mail address.

    `dropped`: names of resolutions and statuses that say that something was given up.
    """
    key = b64encode(f"{account}:{token}".encode()).decode()
    headers = {"authorization": f"Basic {key}", "accept": "application/json"}
    api = Api(
        f"{url.rstrip('/')}/rest/api/3/", headers, is_refused=_is_refused, tells_with_400=True
    )
    return JiraIssues(api, project, issue_type, tuple(each.casefold() for each in dropped))


def _is_refused(answer: httpx.Response) -> bool:
    # Whoever cannot be signed in may be served as a stranger, to whom everything is "not found".
    reason = answer.headers.get("x-seraph-loginreason", "")
    return answer.status_code == 401 or any(each in reason for each in _LOGIN_FAILED)


@dataclass(frozen=True)
class JiraIssues:
    """A `Tracker`: the issues of one project."""

    api: Api
    project: str
    issue_type: str
    dropped: tuple[str, ...]

    def check(self) -> None:
        """Whether issues of our type can be made there."""
        project = self.api.ask("GET", f"project/{self.project}")
        names = {each["name"].casefold() for each in project["issueTypes"]}
        if self.issue_type.casefold() not in names:
            raise NotTaken("tracker_no_issue_type")
        asked = {"projectKey": self.project, "permissions": ",".join(_RIGHTS)}
        held = self.api.ask("GET", "mypermissions", params=asked)["permissions"]
        if not all((held.get(each) or {}).get("havePermission") for each in _RIGHTS):
            raise Later("tracker_forbidden")

    def create(self, draft: Draft) -> Issue:
        """Make an issue; twice makes two."""
        fields = {
            "project": {"key": self.project},
            "issuetype": {"name": self.issue_type},
            "summary": draft.title,
            "description": as_document(f"{draft.body.strip()}\n\n{_mark(draft.marker)}"),
            "duedate": draft.due_on or None,
            "assignee": self._person(draft.owner),
        }
        # What is empty is left out: a project may not know the field at all.
        made = self._write("POST", "issue", {name: it for name, it in fields.items() if it})
        return self.read(made["id"])

    def find(self, marker: str, since: datetime) -> Issue | None:
        """The issue with this marker, whenever it was made.

        What was made a moment ago is not found by searching yet, so the latest keys are read too.
        """
        mark = _mark(marker)
        listed, _ = self._searched(
            f'project = "{self.project}" AND description ~ "{mark}"',
            fields=[*_FIELDS, "description"],
            pages=1,
        )
        ours = (raw for raw in [*listed, *self._latest()] if mark in json.dumps(raw["fields"]))
        found = next(ours, None)
        return self._issue(found) if found else None

    def read(self, issue: str) -> Issue:
        """How an issue stands."""
        return self._issue(self._raw(issue))

    def change(self, issue: str, change: Mapping[str, str]) -> Issue:
        """Set these fields."""
        state = IssueState(change["state"]) if "state" in change else None
        # Workflows may lock what is done: it is written while it is not.
        if state is not None and state not in FINISHED_THERE:
            self._move(issue, state)
        fields = self._fields(change)
        if fields:
            self._write("PUT", f"issue/{issue}", fields)
        if state in FINISHED_THERE:
            self._move(issue, state)
        return self.read(issue)

    def changed_since(self, since: datetime) -> Changes:
        """What changed since, the longest ago first.

        Dates in a search are read in the account's own time zone, to the minute; milliseconds of
        the epoch are not.
        """
        moment = int(since.timestamp() * 1000)
        asked = f'project = "{self.project}" AND updated >= {moment} ORDER BY updated ASC'
        rows, is_all = self._searched(asked, fields=_FIELDS, pages=MOST_PAGES)
        return Changes([self._issue(raw) for raw in rows], is_all)

    def _fields(self, change: Mapping[str, str]) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        if "title" in change:
            fields["summary"] = change["title"]
        if "due_on" in change:
            fields["duedate"] = change["due_on"] or None
        if "owner" in change:
            fields["assignee"] = self._person(change["owner"])
        return fields

    def _write(self, method: str, path: str, fields: dict[str, Any]) -> dict[str, Any]:
        """Without what Jira would not have of the due date and assignee, rather than not at all."""
        answer = self.api.ask(method, path, json={"fields": fields})
        refused = set(answer.get("errors") or {})
        if refused and refused <= _MAY_LACK & set(fields):
            left = {name: value for name, value in fields.items() if name not in refused}
            if not left:
                return {}
            answer = self.api.ask(method, path, json={"fields": left})
        return _taken(answer)

    def _move(self, issue: str, wanted: IssueState) -> None:
        now = workflow.state_of(self._raw(issue)["fields"], self.dropped)
        if workflow.is_there(now, wanted):
            return
        path = f"issue/{issue}/transitions"
        asked = {"expand": "transitions.fields"}
        steps = self.api.ask("GET", path, params=asked).get("transitions") or []
        step = workflow.step_to(wanted, steps, self.dropped)
        _taken(self.api.ask("POST", path, json=step))

    def _person(self, name: str) -> dict[str, str] | None:
        """Whoever has this e-mail address or account id; None for nobody, or somebody unknown."""
        if not name or "@" not in name:
            return {"accountId": name} if name else None
        asked = {"project": self.project, "query": name, "maxResults": "10"}
        found = self.api.ask("GET", "user/assignable/search", params=asked)
        people = [each for each in found if each.get("active")] if isinstance(found, list) else []
        exact = [each for each in people if _address(each) == name.casefold()]
        # Who hides their address is found by it nevertheless, without it being shown.
        hidden = [each for each in people if not _address(each)]
        fitting = exact or (hidden if len(hidden) == 1 else [])
        return {"accountId": fitting[0]["accountId"]} if fitting else None

    def _raw(self, issue: str) -> dict[str, Any]:
        asked = {"fields": ",".join(_FIELDS)}
        found: dict[str, Any] = self.api.ask("GET", f"issue/{issue}", params=asked)
        return found

    def _searched(
        self, jql: str, *, fields: list[str], pages: int, size: int = PAGE
    ) -> tuple[list[dict[str, Any]], bool]:
        """What a search shows, as much as is read at once, and whether this is all."""
        asked: dict[str, Any] = {"jql": jql, "fields": fields, "maxResults": size}
        found: list[dict[str, Any]] = []
        for _ in range(pages):
            page = _taken(self.api.ask("POST", "search/jql", json=asked))
            found += page.get("issues") or []
            if page.get("isLast", True) or not page.get("nextPageToken"):
                return found, True
            asked["nextPageToken"] = page["nextPageToken"]
        return found, False

    def _latest(self) -> list[dict[str, Any]]:
        """The issues around the newest that search shows, read by their keys and so without delay.

        Keys are counted up: what the search does not show yet has one of the next.
        """
        asked = f'project = "{self.project}" ORDER BY key DESC'
        newest, _ = self._searched(asked, fields=["summary"], pages=1, size=1)
        prefix, _, number = (newest[0]["key"] if newest else f"{self.project}-0").rpartition("-")
        first = max(1, int(number) - KEYS_BEFORE)
        last = first + KEYS_AT_ONCE - 1
        keys = [f"{prefix}-{each}" for each in range(first, last + 1)]
        wanted = {"issueIdsOrKeys": keys, "fields": [*_FIELDS, "description"]}
        answer = _taken(self.api.ask("POST", "issue/bulkfetch", json=wanted))
        # Who asks for the former key of an issue that was moved elsewhere is given that one.
        found = [raw for raw in answer.get("issues") or [] if raw["key"].startswith(f"{prefix}-")]
        highest = max((int(raw["key"].rpartition("-")[2]) for raw in found), default=0)
        if answer.get("issueErrors") or highest > last - KEYS_LEFT_OVER:
            raise Doubtful("tracker_too_many_changes")
        return found

    @cached_property
    def _site(self) -> str:
        """Where people look at issues; the API may be asked at another address."""
        return str(self.api.ask("GET", "serverInfo")["baseUrl"]).rstrip("/")

    def _issue(self, raw: dict[str, Any]) -> Issue:
        fields = raw["fields"]
        owner = fields.get("assignee") or {}
        names = [owner[name] for name in ("accountId", "emailAddress") if owner.get(name)]
        return Issue(
            id=raw["id"],
            key=raw["key"],
            url=f"{self._site}/browse/{raw['key']}",
            title=fields["summary"],
            owner=owner.get("accountId") or "",
            owner_names=names,
            due_on=fields.get("duedate") or "",
            state=workflow.state_of(fields, self.dropped),
            changed_at=datetime.fromisoformat(fields["updated"]).astimezone(UTC).isoformat(),
        )


def _mark(marker: str) -> str:
    """One word, so that the search takes it for one."""
    return f"howbot{marker.replace('-', '')}"


def _address(person: Mapping[str, Any]) -> str:
    return str(person.get("emailAddress") or "").casefold()


def _taken(answer: dict[str, Any]) -> dict[str, Any]:
    """Jira says with 400 what it would not have: fields by name, whose values stay unsaid here."""
    if answer.get("errors") or answer.get("errorMessages"):
        log.warning("jira_refused", fields=sorted(answer.get("errors") or {}))
        raise NotTaken("tracker_refused")
    return answer
