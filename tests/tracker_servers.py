"""Small trackers that answer over HTTP as the real ones do, and misbehave when told to."""

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Answer = tuple[int, Any]


@dataclass
class Mishap:
    """What becomes of the next call to a method, or of each until it is over.

    `status`: what is answered; 0 hangs up. `is_done`: whether the call takes effect nevertheless.
    """

    method: str
    status: int
    headers: dict[str, str] = field(default_factory=dict)
    is_done: bool = False
    lasts: bool = False


@dataclass
class TrackerServer:
    """Serves `answer(method, path, query, body)` and keeps what was asked of it."""

    url: str = ""
    authorization: str = ""
    asked: list[tuple[str, str]] = field(default_factory=list)
    mishaps: list[Mishap] = field(default_factory=list)
    now: datetime = field(default_factory=lambda: datetime.now(UTC).replace(microsecond=0))

    def answer(self, method: str, path: str, query: dict[str, str], body: dict[str, Any]) -> Answer:
        """What a well-behaved tracker answers."""
        raise NotImplementedError

    def stamp(self) -> str:
        """The time by the tracker's clock, a second later each time."""
        self.now += timedelta(seconds=1)
        return self.now.strftime("%Y-%m-%dT%H:%M:%SZ")

    def mishap_for(self, method: str) -> Mishap | None:
        """The mishap this call meets, if any."""
        found = next((each for each in self.mishaps if each.method in (method, "*")), None)
        if found is not None and not found.lasts:
            self.mishaps.remove(found)
        return found

    def count(self, method: str) -> int:
        """How many calls of this method arrived."""
        return sum(1 for each, _ in self.asked if each == method)

    @contextmanager
    def running(self) -> Iterator["TrackerServer"]:
        """Listen on a port of this machine."""
        server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        thread = threading.Thread(target=server.serve_forever, args=[0.01], daemon=True)
        thread.start()
        self.url = f"http://127.0.0.1:{server.server_address[1]}/"
        yield self
        server.shutdown()
        server.server_close()


def _handler(tracker: TrackerServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def _do(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            body = json.loads(self.rfile.read(length) or b"{}")
            parts = urlsplit(self.path)
            query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
            tracker.asked.append((self.command, self.path))
            tracker.authorization = self.headers.get("authorization") or ""
            mishap = tracker.mishap_for(self.command)
            if mishap is None:
                self._reply(*tracker.answer(self.command, parts.path, query, body))
                return
            if mishap.is_done:
                tracker.answer(self.command, parts.path, query, body)
            if mishap.status:
                self._reply(mishap.status, {"message": "trouble"}, mishap.headers)
            else:
                self.close_connection = True

        do_GET = do_POST = do_PATCH = do_PUT = _do  # noqa: N815

        def _reply(self, status: int, answer: Any, headers: dict[str, str] | None = None) -> None:
            content = json.dumps(answer).encode() if answer is not None else b""
            self.send_response(status)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    return Handler


@dataclass
class GitHubServer(TrackerServer):
    """The issues of acme/shop. `collaborators`: whom GitHub lets be assigned."""

    issues: dict[int, dict[str, Any]] = field(default_factory=dict)
    collaborators: tuple[str, ...] = ("ana-gh", "ben-gh")

    def answer(self, method: str, path: str, query: dict[str, str], body: dict[str, Any]) -> Answer:
        """GitHub's REST API for issues, as far as Howbot uses it."""
        if path == "/repos/acme/shop":
            return 200, {"full_name": "acme/shop", "has_issues": True}
        found = re.fullmatch(r"/repos/acme/shop/issues(?:/(\d+))?", path)
        if found is None:
            return 404, {"message": "Not Found"}
        routes: dict[tuple[str, bool], Callable[[], Answer]] = {
            ("GET", False): lambda: (200, self._listed(query)),
            ("POST", False): lambda: self._create(body),
            ("GET", True): lambda: self._one(int(found[1])),
            ("PATCH", True): lambda: self._change(int(found[1]), body),
        }
        return routes[(method, found[1] is not None)]()

    def _listed(self, query: dict[str, str]) -> list[dict[str, Any]]:
        touched = [each for each in self.issues.values() if each["updated_at"] >= query["since"]]
        touched.sort(
            key=lambda each: str(each[f"{query['sort']}_at"]),
            reverse=query["direction"] == "desc",
        )
        size, page = int(query["per_page"]), int(query["page"])
        return touched[(page - 1) * size : page * size]

    def _one(self, number: int) -> Answer:
        if number not in self.issues:
            return 404, {"message": "Not Found"}
        return 200, self.issues[number]

    def _create(self, body: dict[str, Any]) -> Answer:
        if not self._may_assign(body):
            return 422, {"message": "Validation Failed"}
        at, number = self.stamp(), len(self.issues) + 1
        self.issues[number] = {
            "number": number,
            "html_url": f"{self.url}acme/shop/issues/{number}",
            "state": "open",
            "state_reason": None,
            "title": body["title"],
            "body": body["body"],
            "assignees": [{"login": login} for login in body.get("assignees", [])],
            "created_at": at,
            "updated_at": at,
        }
        return 201, self.issues[number]

    def _change(self, number: int, body: dict[str, Any]) -> Answer:
        if not self._may_assign(body):
            return 422, {"message": "Validation Failed"}
        self.edit(number, **body)
        return 200, self.issues[number]

    def _may_assign(self, body: dict[str, Any]) -> bool:
        return set(body.get("assignees", [])) <= set(self.collaborators)

    def edit(self, number: int, **changes: Any) -> None:
        """Somebody changes an issue, as on its page."""
        if "assignees" in changes:
            changes["assignees"] = [{"login": login} for login in changes["assignees"]]
        if changes.get("state") == "closed":
            changes.setdefault("state_reason", "completed")
        self.issues[number] |= {**changes, "updated_at": self.stamp()}


_TEAM_STATES = [
    {"id": "s-backlog", "type": "backlog", "position": 0},
    {"id": "s-todo", "type": "unstarted", "position": 1},
    {"id": "s-doing", "type": "started", "position": 2},
    {"id": "s-done", "type": "completed", "position": 3},
    {"id": "s-canceled", "type": "canceled", "position": 4},
]


@dataclass
class LinearServer(TrackerServer):
    """The issues of team ENG, by GraphQL: told apart by the field that is asked for.

    `is_plain`: it speaks less of the language, as the emulator that people try Howbot with does.
    `is_endless`: each page of a list is followed by another.
    """

    issues: dict[str, dict[str, Any]] = field(default_factory=dict)
    is_plain: bool = False
    is_endless: bool = False
    users: dict[str, str] = field(default_factory=lambda: {"ben@acme.com": "u-ben"})

    def answer(self, method: str, path: str, query: dict[str, str], body: dict[str, Any]) -> Answer:
        """Linear's API for issues, as far as Howbot uses it."""
        asked, given = body["query"], body["variables"]
        for name, reply in (
            ("issueCreate(", self._create),
            ("issueUpdate(", self._update),
            ("issue(id", self._one),
            ("teams(", self._teams),
            ("issues(", self._listed),
            ("users(", self._users),
        ):
            if name in asked:
                told = reply(given)
                return (400 if "errors" in told else 200), told
        return 400, {"errors": [{"message": "Cannot query"}]}

    def _create(self, given: dict[str, Any]) -> dict[str, Any]:
        wanted = given["input"]
        if self.is_plain and "id" in wanted:
            return _not_understood("unknown field id")
        number = len(self.issues) + 1
        issue_id = wanted.get("id") or f"i-{number}"
        if issue_id in self.issues:
            return {"errors": [{"message": "Entity already exists"}]}
        self.issues[issue_id] = {
            "id": issue_id,
            "identifier": f"ENG-{number}",
            "url": f"{self.url}acme/issue/ENG-{number}",
            "title": wanted["title"],
            "description": wanted["description"] or None,
            "dueDate": wanted["dueDate"],
            "assignee": self._assignee(wanted["assigneeId"]),
            "state": _TEAM_STATES[0],
            "updatedAt": self.stamp(),
        }
        return {"data": {"issueCreate": {"issue": self.issues[issue_id]}}}

    def _update(self, given: dict[str, Any]) -> dict[str, Any]:
        issue, wanted = self.issues[given["id"]], dict(given["input"])
        if "assigneeId" in wanted:
            wanted["assignee"] = self._assignee(wanted.pop("assigneeId"))
        if "stateId" in wanted:
            state_id = wanted.pop("stateId")
            wanted["state"] = next(each for each in _TEAM_STATES if each["id"] == state_id)
        issue |= {**wanted, "updatedAt": self.stamp()}
        return {"data": {"issueUpdate": {"issue": issue}}}

    def _one(self, given: dict[str, Any]) -> dict[str, Any]:
        if given["id"] not in self.issues:
            return {"errors": [{"message": "Entity not found: Issue"}]}
        return {"data": {"issue": self.issues[given["id"]]}}

    def _listed(self, given: dict[str, Any]) -> dict[str, Any]:
        if self.is_plain:
            return _not_understood("updatedAt is no filter")
        nodes = [
            each for each in self._all() if each["updatedAt"] >= given["filter"]["updatedAt"]["gte"]
        ]
        return {"data": {"issues": self._page(nodes[::-1])}}

    def _all(self) -> list[dict[str, Any]]:
        return sorted(self.issues.values(), key=lambda each: str(each["updatedAt"]))

    def _page(self, nodes: list[dict[str, Any]]) -> dict[str, Any]:
        return {"nodes": nodes, "pageInfo": {"hasNextPage": self.is_endless, "endCursor": "x"}}

    def _teams(self, _given: dict[str, Any]) -> dict[str, Any]:
        team = {"id": "t", "states": {"nodes": _TEAM_STATES}, "issues": self._page(self._all())}
        return {"data": {"teams": {"nodes": [team]}}}

    def _users(self, given: dict[str, Any]) -> dict[str, Any]:
        found = self.users.get(given["filter"]["email"]["eq"])
        return {"data": {"users": {"nodes": [{"id": found}] if found else []}}}

    def _assignee(self, user_id: str | None) -> dict[str, str] | None:
        addresses = (each for each, known in self.users.items() if known == user_id)
        return {"id": user_id, "email": next(addresses)} if user_id else None


def _not_understood(why: str) -> dict[str, Any]:
    return {"errors": [{"message": why, "locations": [{"line": 1, "column": 10}]}]}
