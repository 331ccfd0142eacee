"""Who carries which delivery: Slack's carrier all but those that name another system's."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.core.deliveries import Delivery
from bot.slack.deliver import Attempt, Result


class Carrier(Protocol):
    """Carries a delivery out and returns what was answered; raises a SlackTrouble."""

    def deliver(self, delivery: Delivery, attempt: Attempt) -> Result:
        """Do it, once."""


@dataclass(frozen=True)
class Carriers:
    """Gives each delivery to whoever it is for.

    `elsewhere`: by kind of delivery, what is asked of systems other than Slack. These may be
    asked twice after a crash, so they only ask, or look themselves for what an earlier try did.
    """

    slack: Carrier
    elsewhere: Mapping[type[Any], Callable[[Any], Result]] = field(default_factory=dict)

    def deliver(self, delivery: Delivery, attempt: Attempt) -> Result:
        """Do it, once."""
        carry = self.elsewhere.get(type(delivery))
        return carry(delivery) if carry else self.slack.deliver(delivery, attempt)
