"""Carries what is asked of a tracker, and leaves it alone for as long as it asks for that."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta

from bot.core.deliveries import ListIssues, SyncIssue
from bot.core.trackers import FINISHED_THERE, Issue, IssueState
from bot.integrations.trackers import Doubtful, Draft, Later, Tracker, TrackerTrouble
from bot.slack.deliver import Result
from bot.slack.errors import Permanent, Retry, SlackTrouble, Unknown

# The tracker's clock and ours may differ by this much.
CLOCKS_DIFFER = timedelta(minutes=5)


@dataclass
class TrackerCarrier:
    """One tracker. After a limit nothing is asked until it is over, whatever waits."""

    tracker: Tracker
    _quiet_until: datetime = field(default=datetime.min.replace(tzinfo=UTC))

    def sync(self, delivery: SyncIssue) -> Result:
        """Make or change an issue, or only look at it; raises a SlackTrouble."""
        return self._do(lambda: _kept(self.tracker, delivery))

    def changes(self, delivery: ListIssues) -> Result:
        """Which issues changed; raises a SlackTrouble."""

        def ask() -> Result:
            found = self.tracker.changed_since(datetime.fromisoformat(delivery.since))
            return {"issues": [asdict(each) for each in found.issues], "is_all": found.is_all}

        return self._do(ask)

    def _do(self, work: Callable[[], Result]) -> Result:
        now = datetime.now(UTC)
        if now < self._quiet_until:
            raise Retry("tracker_limited", after=self._quiet_until - now)
        try:
            return work()
        except TrackerTrouble as trouble:
            if trouble.code == "tracker_limited":
                self._quiet_until = now + (trouble.after or timedelta())
            raise _as_slack_trouble(trouble) from trouble


def _as_slack_trouble(trouble: TrackerTrouble) -> SlackTrouble:
    if isinstance(trouble, Later):
        return Retry(trouble.code, after=trouble.after)
    return Unknown(trouble.code) if isinstance(trouble, Doubtful) else Permanent(trouble.code)


def _kept(tracker: Tracker, delivery: SyncIssue) -> Result:
    if not delivery.issue:
        return _as_result(_made(tracker, delivery), delivery, delivery.change)
    change = _without_reopening(tracker, delivery)
    issue = tracker.change(delivery.issue, change) if change else tracker.read(delivery.issue)
    return _as_result(issue, delivery, change)


def _made(tracker: Tracker, delivery: SyncIssue) -> Issue:
    """A try before this one may have made it, whatever became of the answer."""
    if delivery.look_since:
        since = datetime.fromisoformat(delivery.look_since) - CLOCKS_DIFFER
        found = tracker.find(delivery.marker, since)
        if found is not None:
            return found
    change = delivery.change
    return tracker.create(
        Draft(change["title"], delivery.body, change["owner"], change["due_on"], delivery.marker)
    )


def _without_reopening(tracker: Tracker, delivery: SyncIssue) -> dict[str, str]:
    """What somebody closed there meanwhile is not opened again by an item that merely went on."""
    wanted = delivery.change.get("state")
    if wanted is None or delivery.reopens or IssueState(wanted) in FINISHED_THERE:
        return delivery.change
    if IssueState(tracker.read(delivery.issue).state) not in FINISHED_THERE:
        return delivery.change
    return {name: value for name, value in delivery.change.items() if name != "state"}


def _as_result(issue: Issue, delivery: SyncIssue, sent: Mapping[str, str]) -> Result:
    """`told`: what they need not be told again; `sent`: what they took over with it."""
    ours = {name: delivery.ours[name] for name in sorted(delivery.change)}
    return {"issue": asdict(issue), "told": ours, "sent": sorted(sent)}
