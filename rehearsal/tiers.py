"""Slack's rate limits: calls per minute by method, one post per second and channel.

Source: docs.slack.dev, apis/web-api/rate-limits. Off unless asked for.
"""

from collections import defaultdict, deque

from rehearsal.scopes import RULES
from rehearsal.workspace import Clock

_MINUTE = 60.0
_POSTS_IN_A_BURST = 3  # "short bursts allowed"; the number is ours
_HISTORIES = ("conversations.history", "conversations.replies")
HISTORY_PAGE_WHEN_LIMITED = 15


class Tiers:
    """Counts calls by the workspace's clock and says how long to wait.

    `generosity` multiplies what is allowed.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._calls: dict[str, deque[float]] = defaultdict(deque)
        self.enabled = False
        self.generosity = 1
        self.history_limited = False

    def seconds_to_wait(self, method: str, channel: str | None) -> int | None:
        """None when the call may go ahead (and is counted), else the Retry-After."""
        if self.history_limited and method in _HISTORIES:
            return self._take(method, 1, _MINUTE)
        if not self.enabled:
            return None
        if method == "chat.postMessage":
            burst = _POSTS_IN_A_BURST * self.generosity
            return self._take(f"{method}/{channel}", burst, float(_POSTS_IN_A_BURST))
        allowed = RULES[method].per_minute
        return self._take(method, allowed * self.generosity, _MINUTE) if allowed else None

    def _take(self, key: str, allowed: int, window: float) -> int | None:
        now, calls = self._clock.now(), self._calls[key]
        while calls and calls[0] <= now - window:
            calls.popleft()
        if len(calls) >= allowed:
            return max(1, int(calls[0] + window - now) + 1)
        calls.append(now)
        return None
