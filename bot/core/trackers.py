"""Items and their issues in another system: who changed what since both last agreed.

What either side showed when they last agreed is remembered. A field that changed on one side since
then is taken over by the other; one that changed on both keeps what it is here. Nothing is compared
by clocks: trackers tell when an issue changed, not when each of its fields did.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.core.action_items import FINISHED, State

FIELDS = ("title", "owner", "due_on", "state")
Values = Mapping[str, str]


class IssueState(StrEnum):
    """Where an issue is. Trackers that know no `started` show it as `open`."""

    open = "open"
    started = "started"
    done = "done"
    dropped = "dropped"


FINISHED_THERE = frozenset({IssueState.done, IssueState.dropped})

ISSUE_STATES: dict[State, IssueState] = {
    State.open: IssueState.open,
    State.in_progress: IssueState.started,
    State.blocked: IssueState.started,
    State.done: IssueState.done,
    State.dropped: IssueState.dropped,
}


@dataclass(frozen=True)
class Issue:
    """An issue as a tracker shows it; plain values, as they survive in a row.

    `id`: what the API calls it; `key`: what people call it. `owner`: the one name by which changes
    are noticed, empty for nobody; `owner_names`: all names the tracker told, for the mapping.
    `due_on`: an ISO date or empty. `changed_at`: an ISO time of the tracker's clock.
    """

    id: str
    key: str
    url: str
    title: str
    owner: str
    owner_names: list[str]
    due_on: str
    state: str
    changed_at: str

    def values(self) -> dict[str, str]:
        """The fields that are kept in step."""
        return {name: str(getattr(self, name)) for name in FIELDS}


def place_name(kind: str, place: str) -> str:
    """Under which name what is in a tracker is kept."""
    return f"{kind}:{place}"


@dataclass(frozen=True)
class TrackerHouse:
    """How this house uses its tracker. `place`: repository, project or team.

    `people`: by user id, the name or e-mail address somebody has there. `is_automatic`: each new
    item gets its issue; otherwise when somebody asks. `takes_private`: items of private incidents
    too.
    """

    kind: str
    place: str
    people: Mapping[str, str] = field(default_factory=dict)
    is_automatic: bool = True
    takes_private: bool = False

    def name_there(self, user: str) -> str:
        """Who somebody is in the tracker; empty where nobody said."""
        return self.people.get(user, "")

    def user_of(self, issue: Issue) -> str:
        """The user id of whoever an issue is assigned to; empty where nobody said."""
        names = {name.casefold() for name in issue.owner_names}
        return next((user for user, name in self.people.items() if name.casefold() in names), "")


@dataclass(frozen=True)
class TrackerAccess:
    """How a tracker is reached. `url`: empty for the usual one; `account`: whose token it is.

    `issue_type` and `dropped` are Jira's: what is made, and the names of what was given up.
    """

    kind: str
    place: str
    url: str
    token: str = field(repr=False)
    account: str = ""
    issue_type: str = ""
    dropped: tuple[str, ...] = ()

    @property
    def kept_as(self) -> str:
        """Under which name what is in it is kept."""
        return place_name(self.kind, self.place)


def parse_people(text: str) -> dict[str, str]:
    """From "U1=ana,U2=ben@acme.com"; ValueError where a part has no user id or no name."""
    people: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        user, sign, name = (piece.strip() for piece in part.partition("="))
        if not (sign and name and user.isalnum()):
            raise ValueError(f"no user id and name in {part!r}")
        people[user.upper()] = name
    return people


def changed(before: Values, now: Values) -> set[str]:
    """The fields that are not what they were."""
    return {name for name in FIELDS if now.get(name) != before.get(name)}


class Step(StrEnum):
    """What a change of an issue's state asks of its item."""

    ask_for_proof = "ask_for_proof"
    reopen = "reopen"
    start = "start"


def step_for(here: State, there: IssueState) -> Step | None:
    """What follows here when an issue went to `there`.

    Closing an issue never finishes the item: done needs proof and dropping a reason, and both are
    asked for instead. Source: product.md 11.
    """
    if there in FINISHED_THERE:
        return None if here in FINISHED else Step.ask_for_proof
    if here in FINISHED:
        return Step.reopen
    return Step.start if there is IssueState.started and here is State.open else None
