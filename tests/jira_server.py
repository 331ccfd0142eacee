"""A small Jira Cloud: one project, a workflow, and a search that can lag behind."""

import copy
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.tracker_servers import Answer, TrackerServer

_CATEGORIES = {
    "new": {"id": 2, "key": "new", "colorName": "blue-gray", "name": "To Do"},
    "indeterminate": {
        "id": 4,
        "key": "indeterminate",
        "colorName": "yellow",
        "name": "In Progress",
    },
    "done": {"id": 3, "key": "done", "colorName": "green", "name": "Done"},
}
GONE = "Issue does not exist or you do not have permission to see it."
JQL = re.compile(
    r'project = "(?P<project>\w+)"(?: AND description ~ "(?P<word>\w+)")?'
    r"(?: AND updated >= (?P<since>\d+))?(?: ORDER BY (?P<order>key DESC|updated ASC))?"
)
RESOLUTIONS = [{"id": "10000", "name": "Done"}, {"id": "10001", "name": "Won't Do"}]


def status(name: str, category: str) -> dict[str, Any]:
    """A status as Jira shows it."""
    return {"id": name, "name": name, "statusCategory": _CATEGORIES[category]}


@dataclass
class JiraServer(TrackerServer):
    """The issues of ENG. `statuses`: of its workflow, each reachable from each.

    `asks_for_resolution`: whether the steps to done offer one. `unknown_fields`: not on its
    screens. `lags`: its search shows what stood before. `hides_addresses`: as people may choose.
    """

    issues: dict[str, dict[str, Any]] = field(default_factory=dict)
    indexed: dict[str, dict[str, Any]] = field(default_factory=dict)
    lags: bool = False
    statuses: list[dict[str, Any]] = field(
        default_factory=lambda: [
            status("To Do", "new"),
            status("In Progress", "indeterminate"),
            status("Done", "done"),
        ]
    )
    asks_for_resolution: bool = True
    unknown_fields: set[str] = field(default_factory=set)
    people: dict[str, str] = field(
        default_factory=lambda: {"ana@acme.com": "5b-ana", "ben@acme.com": "5b-ben"}
    )
    hides_addresses: bool = False
    rights: set[str] = field(
        default_factory=lambda: {
            "BROWSE_PROJECTS", "CREATE_ISSUES", "EDIT_ISSUES", "TRANSITION_ISSUES"
        }
    )  # fmt: skip
    last_number: int = 0

    def answer(self, method: str, path: str, query: dict[str, str], body: dict[str, Any]) -> Answer:
        """Jira's REST API v3 for issues, as far as Howbot uses it."""
        if not self.lags:
            self.indexed = copy.deepcopy(self.issues)
        called = path.removeprefix("/rest/api/3/")
        routes: dict[tuple[str, str], Callable[[], Answer]] = {
            ("GET", "serverInfo"): lambda: (200, {"baseUrl": self.url.rstrip("/")}),
            ("GET", "project/ENG"): self._project,
            ("GET", "mypermissions"): lambda: self._rights(query),
            ("GET", "user/assignable/search"): lambda: self._found(query["query"]),
            ("POST", "issue"): lambda: self._create(body["fields"]),
            ("POST", "issue/bulkfetch"): lambda: self._fetched(body["issueIdsOrKeys"]),
            ("POST", "search/jql"): lambda: self._search(body),
        }
        if (method, called) in routes:
            return routes[(method, called)]()
        found = re.fullmatch(r"issue/([\w-]+)(/transitions)?", called)
        issue = self._known(found[1]) if found else None
        if found is None or issue is None:
            return 404, {"errorMessages": [GONE], "errors": {}}
        if found[2]:
            return self._steps() if method == "GET" else self._step(issue, body)
        if method == "PUT":
            return self._edit(issue, body["fields"])
        return 200, self._shown(issue)

    def _known(self, named: str) -> dict[str, Any] | None:
        return next(
            (each for each in self.issues.values() if named in (each["id"], each["key"])), None
        )

    def _shown(self, issue: dict[str, Any]) -> dict[str, Any]:
        return {"self": f"{self.url}rest/api/3/issue/{issue['id']}", **issue}

    def _project(self) -> Answer:
        types = [{"id": "1", "name": "Task"}, {"id": "2", "name": "Bug"}]
        return 200, {"id": "10000", "key": "ENG", "name": "Engineering", "issueTypes": types}

    def _rights(self, query: dict[str, str]) -> Answer:
        held = {
            each: {"key": each, "havePermission": each in self.rights}
            for each in query["permissions"].split(",")
        }
        return 200, {"permissions": held}

    def _found(self, address: str) -> Answer:
        if address not in self.people:
            return 200, []
        return 200, [self._person(self.people[address])]

    def _person(self, account: str) -> dict[str, Any]:
        address = next(each for each, known in self.people.items() if known == account)
        shown = {} if self.hides_addresses else {"emailAddress": address}
        name = address.partition("@")[0].title()
        return {"accountId": account, "active": True, "displayName": name, **shown}

    def _refused(self, fields: dict[str, Any]) -> dict[str, str]:
        missing = "Field '{}' cannot be set. It is not on the appropriate screen, or unknown."
        errors = {each: missing.format(each) for each in sorted(self.unknown_fields & set(fields))}
        account = (fields.get("assignee") or {}).get("accountId")
        if account and account not in self.people.values():
            errors["assignee"] = f"User '{account}' cannot be assigned issues."
        if "description" in fields and fields["description"].get("type") != "doc":
            errors["description"] = "Operation value must be an Atlassian Document"
        return errors

    def _create(self, fields: dict[str, Any]) -> Answer:
        errors = self._refused(fields)
        if fields["project"] != {"key": "ENG"}:
            errors["project"] = "valid project is required"
        if fields["issuetype"].get("name") not in ("Task", "Bug"):
            errors["issuetype"] = "Specify a valid issue type"
        if errors:
            return 400, {"errorMessages": [], "errors": errors}
        self.last_number += 1
        issue_id, key = str(10000 + self.last_number), f"ENG-{self.last_number}"
        self.issues[key] = {
            "id": issue_id,
            "key": key,
            "fields": {"duedate": None, "assignee": None, "resolution": None},
        }
        self.edit(key, **{"status": self.statuses[0], **fields})
        return 201, {"id": issue_id, "key": key, "self": f"{self.url}rest/api/3/issue/{issue_id}"}

    def _edit(self, issue: dict[str, Any], fields: dict[str, Any]) -> Answer:
        errors = self._refused(fields)
        if errors:
            return 400, {"errorMessages": [], "errors": errors}
        self.edit(issue["key"], **fields)
        return 204, None

    def edit(self, key: str, **fields: Any) -> None:
        """Somebody changes an issue, as on its page."""
        if fields.get("assignee"):
            fields["assignee"] = self._person(fields["assignee"]["accountId"])
        stamp = self.stamp().replace("Z", ".000+0000")
        self.issues[key]["fields"] |= {**fields, "updated": stamp}

    def move(self, key: str, to: str, resolution: str | None = None) -> None:
        """Somebody drags an issue to another column."""
        status = next(each for each in self.statuses if each["name"] == to)
        chosen = next((each for each in RESOLUTIONS if each["name"] == resolution), None)
        self.edit(key, status=status, resolution=chosen)

    def _steps(self) -> Answer:
        steps = []
        for number, each in enumerate(self.statuses, 11):
            is_done = each["statusCategory"]["key"] == "done"
            asked = {"resolution": {"required": False, "allowedValues": RESOLUTIONS}}
            fields = asked if is_done and self.asks_for_resolution else {}
            steps.append({"id": str(number), "name": each["name"], "to": each, "fields": fields})
        return 200, {"expand": "transitions", "transitions": steps}

    def _step(self, issue: dict[str, Any], body: dict[str, Any]) -> Answer:
        chosen = self.statuses[int(body["transition"]["id"]) - 11]
        given = (body.get("fields") or {}).get("resolution")
        found = next((each for each in RESOLUTIONS if given and each["id"] == given["id"]), None)
        self.edit(issue["key"], status=chosen, resolution=found)
        return 204, None

    def _fetched(self, keys: list[str]) -> Answer:
        if len(keys) > 100:
            return 400, {"errorMessages": ["Too many issues"], "errors": {}}
        found = [self._shown(self.issues[each]) for each in keys if each in self.issues]
        return 200, {"expand": "", "issues": found, "issueErrors": []}

    def _search(self, body: dict[str, Any]) -> Answer:
        asked = JQL.fullmatch(body["jql"])
        if asked is None or asked["project"] != "ENG":
            return 400, {"errorMessages": ["Error in the JQL Query"], "errors": {}}
        found = [
            each for each in self.indexed.values() if _fits(each, asked["word"], asked["since"])
        ]
        if asked["order"] == "key DESC":
            found.sort(key=lambda each: -int(each["id"]))
        else:
            found.sort(key=lambda each: str(each["fields"]["updated"]))
        first, size = int(body.get("nextPageToken") or 0), body["maxResults"]
        page = {"issues": [self._shown(each) for each in found[first : first + size]]}
        if first + size >= len(found):
            return 200, {**page, "isLast": True}
        return 200, {**page, "isLast": False, "nextPageToken": str(first + size)}


def _fits(issue: dict[str, Any], word: str | None, since: str | None) -> bool:
    if word is not None and word not in str(issue["fields"].get("description")):
        return False
    updated = datetime.fromisoformat(issue["fields"]["updated"]).timestamp() * 1000
    return since is None or updated >= int(since)
