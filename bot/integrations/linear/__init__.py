"""Linear as a tracker, by its GraphQL API. An issue is made under an id of ours, so never twice.

A server that speaks less of that language than Linear does is asked in simpler words: then the
issue's text carries a mark, and lists are read as a whole.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx

from bot.core.trackers import Issue, IssueState
from bot.integrations.patience import UNTOLD
from bot.integrations.trackers import (
    PAGE,
    TOKEN_WAIT,
    Api,
    Changes,
    Draft,
    Later,
    NotTaken,
    TrackerTrouble,
)

API_URL = "https://api.linear.app/"
# What changed last comes first, so a list is only of use as a whole.
MOST_PAGES = 10
NOT_UNDERSTOOD = "tracker_not_understood"
TOO_MANY = "tracker_too_many_changes"
_ISSUE = """
  id identifier url title dueDate updatedAt
  assignee { id email } state { id type }
"""
_PAGE = f"nodes {{ {_ISSUE} description }} pageInfo {{ hasNextPage endCursor }}"
_LATELY = f"""query($filter: IssueFilter, $first: Int, $after: String) {{
    issues(filter: $filter, first: $first, after: $after, orderBy: updatedAt) {{ {_PAGE} }} }}"""
_OF_TEAM = f"""query($filter: TeamFilter, $first: Int, $after: String) {{
    teams(filter: $filter) {{ nodes {{
        issues(first: $first, after: $after) {{ {_PAGE} }} }} }} }}"""
_STATES = {
    "triage": IssueState.open,
    "backlog": IssueState.open,
    "unstarted": IssueState.open,
    "started": IssueState.started,
    "completed": IssueState.done,
    "canceled": IssueState.dropped,
    "duplicate": IssueState.dropped,
}
# The state type that is written for each of ours; the first of the team's states with it is taken.
_TYPES = {
    IssueState.open: ("unstarted", "backlog"),
    IssueState.started: ("started",),
    IssueState.done: ("completed",),
    IssueState.dropped: ("canceled",),
}


def connect(api_url: str, token: str, team: str) -> "LinearIssues":
    """The issues of the team with this key, as in `ENG-12`."""
    headers = {"authorization": token}
    api = Api(api_url or API_URL, headers, _is_limited, tells_with_400=True)
    return LinearIssues(api, team)


def _is_limited(answer: httpx.Response) -> bool:
    # Linear says a limit with 400 and a code in the body, and tells what is left in a header.
    is_spent = answer.headers.get("x-ratelimit-requests-remaining") == "0"
    return answer.status_code == 429 or (answer.status_code == 400 and is_spent)


@dataclass(frozen=True)
class LinearIssues:
    """A `Tracker`: the issues of one team."""

    api: Api
    team: str

    def check(self) -> None:
        """Whether the team is there."""
        self._team()

    def create(self, draft: Draft) -> Issue:
        """Make an issue under the marker as its id; Linear refuses a second one."""
        wanted: dict[str, Any] = {
            "teamId": self._team()["id"],
            "title": draft.title,
            "description": draft.body,
            "dueDate": draft.due_on or None,
            "assigneeId": self._user(draft.owner),
        }
        try:
            return self._created({"id": draft.marker, **wanted})
        except NotTaken as trouble:
            if trouble.code != NOT_UNDERSTOOD:
                raise
        return self._created({**wanted, "description": f"{draft.body}\n\n{_mark(draft.marker)}"})

    def _created(self, wanted: dict[str, Any]) -> Issue:
        asked = f"""mutation($input: IssueCreateInput!) {{
            issueCreate(input: $input) {{ issue {{ {_ISSUE} }} }} }}"""
        return _issue(self._ask(asked, input=wanted)["issueCreate"]["issue"])

    def find(self, marker: str, since: datetime) -> Issue | None:
        """The issue with this id, whenever it was made, or else with this mark."""
        try:
            return self.read(marker)
        except NotTaken as trouble:
            if trouble.code != "tracker_not_found":
                raise
        mark = _mark(marker)
        marked = (raw for raw in self._for_marks(since) if mark in (raw["description"] or ""))
        found = next(marked, None)
        return _issue(found) if found else None

    def _for_marks(self, since: datetime) -> list[dict[str, Any]]:
        """Where so much changed, ids are taken, and there it is certain without marks."""
        try:
            return self._touched(since)
        except Later as trouble:
            if trouble.code != TOO_MANY:
                raise
            return []

    def read(self, issue: str) -> Issue:
        """How an issue stands."""
        asked = f"query($id: String!) {{ issue(id: $id) {{ {_ISSUE} }} }}"
        found = self._ask(asked, id=issue)["issue"]
        if found is None:
            raise NotTaken("tracker_not_found")
        return _issue(found)

    def change(self, issue: str, change: Mapping[str, str]) -> Issue:
        """Set these fields."""
        wanted: dict[str, Any] = {}
        if "title" in change:
            wanted["title"] = change["title"]
        if "due_on" in change:
            wanted["dueDate"] = change["due_on"] or None
        if "owner" in change:
            wanted["assigneeId"] = self._user(change["owner"])
        if "state" in change:
            wanted["stateId"] = self._state(IssueState(change["state"]))
        asked = f"""mutation($id: String!, $input: IssueUpdateInput!) {{
            issueUpdate(id: $id, input: $input) {{ issue {{ {_ISSUE} }} }} }}"""
        return _issue(self._ask(asked, id=issue, input=wanted)["issueUpdate"]["issue"])

    def changed_since(self, since: datetime) -> Changes:
        """What changed since; Linear lists what changed last first."""
        rows = sorted(self._touched(since), key=_changed_at)
        return Changes([_issue(raw) for raw in rows], is_all=True)

    def _touched(self, since: datetime) -> list[dict[str, Any]]:
        """Issues of the team touched since."""
        lately = {
            "team": {"key": {"eq": self.team}},
            "updatedAt": {"gte": since.astimezone(UTC).isoformat()},
        }
        try:
            return self._all(_LATELY, lambda data: data["issues"], lately)
        except NotTaken as trouble:
            if trouble.code != NOT_UNDERSTOOD:
                raise
        of_team = {"key": {"eq": self.team}}
        rows = self._all(_OF_TEAM, lambda data: data["teams"]["nodes"][0]["issues"], of_team)
        return [raw for raw in rows if _changed_at(raw) >= since]

    def _all(
        self, asked: str, part: Callable[[Any], Any], which: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Every page of a list, or nothing: what changed longest ago may be on the last one."""
        found: list[dict[str, Any]] = []
        after: str | None = None
        for _ in range(MOST_PAGES):
            page = part(self._ask(asked, filter=which, first=PAGE, after=after))
            found += page["nodes"]
            after = page["pageInfo"].get("endCursor")
            if not page["pageInfo"].get("hasNextPage"):
                return found
        raise Later(TOO_MANY, UNTOLD)

    def _team(self) -> dict[str, Any]:
        asked = """query($filter: TeamFilter) { teams(filter: $filter) {
            nodes { id states { nodes { id type position } } } } }"""
        nodes = self._ask(asked, filter={"key": {"eq": self.team}})["teams"]["nodes"]
        if not nodes:
            raise NotTaken("tracker_not_found")
        found: dict[str, Any] = nodes[0]
        return found

    def _state(self, wanted: IssueState) -> str:
        """The id of the team's first state of a type that stands for `wanted`."""
        states = sorted(self._team()["states"]["nodes"], key=lambda each: each.get("position") or 0)
        for kind in _TYPES[wanted]:
            for state in states:
                if state["type"] == kind:
                    return str(state["id"])
        raise NotTaken("tracker_no_such_state")

    def _user(self, address: str) -> str | None:
        """The id of whoever has this e-mail address; None for nobody, or somebody unknown."""
        if not address:
            return None
        asked = "query($filter: UserFilter) { users(filter: $filter) { nodes { id } } }"
        nodes = self._ask(asked, filter={"email": {"eq": address}})["users"]["nodes"]
        return str(nodes[0]["id"]) if nodes else None

    def _ask(self, query: str, **variables: Any) -> dict[str, Any]:
        """The data of one answer; GraphQL tells its troubles in it, with 200 or 400."""
        answer = self.api.ask("POST", "graphql", json={"query": query, "variables": variables})
        errors = answer.get("errors")
        if errors:
            raise _trouble(errors[0])
        data: dict[str, Any] | None = answer.get("data")
        if data is None:
            raise NotTaken("tracker_refused")
        return data


def _trouble(error: dict[str, Any]) -> TrackerTrouble:
    told = error.get("extensions") or {}
    code = str(told.get("code") or told.get("type") or "").lower()
    if "ratelimited" in code:
        return Later("tracker_limited", UNTOLD)
    if "authentication" in code:
        return Later("tracker_token_refused", TOKEN_WAIT)
    if "not found" in str(error.get("message")).lower():
        return NotTaken("tracker_not_found")
    # What is amiss with the question itself has a place in it, and none in the answer.
    is_unread = "locations" in error and "path" not in error
    return NotTaken(NOT_UNDERSTOOD if is_unread else "tracker_refused")


def _mark(marker: str) -> str:
    return f"howbot:{marker}"


def _changed_at(raw: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(raw["updatedAt"])


def _issue(raw: dict[str, Any]) -> Issue:
    owner = raw.get("assignee") or {}
    # Not the name shown: anybody can choose one, also one that is somebody else's address.
    names = [str(owner[name]) for name in ("email", "id") if owner.get(name)]
    return Issue(
        id=raw["id"],
        key=raw["identifier"],
        url=raw["url"],
        title=raw["title"],
        owner=owner.get("id") or "",
        owner_names=names,
        due_on=raw.get("dueDate") or "",
        state=_STATES.get(raw["state"]["type"], IssueState.open),
        changed_at=raw["updatedAt"],
    )
