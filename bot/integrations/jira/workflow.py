"""Where an issue stands in its project's workflow, and which step leads elsewhere.

Every project names its statuses as it likes. What is fixed are their three categories, so these
decide; that something was dropped is told by the name of the resolution or of the status.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.core.trackers import FINISHED_THERE, IssueState
from bot.integrations.trackers import NotTaken

_CATEGORIES = {
    "new": IssueState.open,
    "indeterminate": IssueState.started,
    "done": IssueState.done,
}
# Where no step leads to the category of the first, one to the second will do.
_WANTED = {
    IssueState.open: ("new", "indeterminate"),
    IssueState.started: ("indeterminate",),
    IssueState.done: ("done",),
    IssueState.dropped: ("done",),
}


def state_of(fields: Mapping[str, Any], dropped: Sequence[str]) -> IssueState:
    """Where an issue is. `dropped`: lower-case names that say it was given up, the best first."""
    status = fields.get("status") or {}
    state = _CATEGORIES.get(_category(status), IssueState.open)
    if state is not IssueState.done:
        return state
    names = (fields.get("resolution") or {}, status)
    was_dropped = any(_name(each) in dropped for each in names)
    return IssueState.dropped if was_dropped else IssueState.done


def is_there(now: IssueState, wanted: IssueState) -> bool:
    """Whether nothing is to be done: what was finished or begun there stays as it was left."""
    return (
        now is wanted
        or {now, wanted} <= FINISHED_THERE
        or (now is IssueState.started and wanted is IssueState.open)
    )


def step_to(
    wanted: IssueState, transitions: Sequence[Mapping[str, Any]], dropped: Sequence[str]
) -> dict[str, Any]:
    """What to send so that an issue goes to `wanted`, of the steps that are open to it.

    Raises NotTaken("tracker_no_such_state") where the workflow has no such step from here.
    """
    for category in _WANTED[wanted]:
        fitting = [each for each in transitions if _category(each["to"]) == category]
        if fitting:
            best = min(fitting, key=lambda each: _distance(each, wanted, dropped))
            return _as_step(best, wanted, dropped)
    raise NotTaken("tracker_no_such_state")


def _distance(transition: Mapping[str, Any], wanted: IssueState, dropped: Sequence[str]) -> int:
    """How far a step is from what is wanted: 0 says it by its status, 1 can say it."""
    if wanted not in FINISHED_THERE:
        return 0
    leads_to_dropped = _name(transition["to"]) in dropped
    if wanted is IssueState.done:
        return 2 if leads_to_dropped else 0
    if leads_to_dropped:
        return 0
    return 1 if _resolution(transition, wanted, dropped) else 2


def _as_step(
    transition: Mapping[str, Any], wanted: IssueState, dropped: Sequence[str]
) -> dict[str, Any]:
    step: dict[str, Any] = {"transition": {"id": transition["id"]}}
    if wanted in FINISHED_THERE:
        resolution = _resolution(transition, wanted, dropped)
        if resolution:
            step["fields"] = {"resolution": {"id": resolution}}
    return step


def _resolution(transition: Mapping[str, Any], wanted: IssueState, dropped: Sequence[str]) -> str:
    """The first resolution of this step that says what is wanted; empty where it asks for none."""
    field = (transition.get("fields") or {}).get("resolution") or {}
    ids = {_name(each): str(each["id"]) for each in field.get("allowedValues") or []}
    if wanted is IssueState.dropped:
        return next((ids[name] for name in dropped if name in ids), "")
    return next((each for name, each in ids.items() if name not in dropped), "")


def _category(status: Mapping[str, Any]) -> str:
    return str((status.get("statusCategory") or {}).get("key") or "")


def _name(named: Mapping[str, Any]) -> str:
    return str(named.get("name") or "").casefold()
