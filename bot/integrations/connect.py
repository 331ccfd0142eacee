"""The tracker of a house, of whichever kind it is."""

from bot.core.trackers import TrackerAccess
from bot.integrations import jira, linear
from bot.integrations.github import issues as github_issues
from bot.integrations.trackers import Tracker


def tracker(access: TrackerAccess) -> Tracker:
    """The tracker that this leads to; nothing is asked of it yet."""
    if access.kind == "jira":
        return jira.connect(
            access.url,
            access.account,
            access.token,
            access.place,
            issue_type=access.issue_type,
            dropped=access.dropped,
        )
    if access.kind == "linear":
        return linear.connect(access.url, access.token, access.place)
    return github_issues.connect(access.url, access.token, access.place)
