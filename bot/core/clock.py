"""What time it is, for the rules and for the machinery.

The rules' clock may be shifted (`HOWBOT_CLOCK_OFFSET`) or turned by a test; leases, retries and
Slack's own timestamps stay in real time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Clock:
    """A clock that is `offset` ahead of the machine's; all moments are aware and in UTC."""

    offset: timedelta = timedelta()
    machine: Callable[[], datetime] = _utc_now

    def now(self) -> datetime:
        """The moment that rules are given."""
        return self.machine() + self.offset

    def machine_now(self) -> datetime:
        """The moment for leases, retries and what is compared with Slack."""
        return self.machine()

    def to_machine(self, moment: datetime) -> datetime:
        """When the machine's clock will show what the rules call `moment`."""
        return moment - self.offset
