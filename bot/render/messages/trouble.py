"""Messages about what did not work."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class DeliveryFailed:
    """Slack refused something for good. `error` is Slack's code."""

    template: ClassVar[str] = "delivery_failed"
    kind: str
    error: str


@dataclass(frozen=True)
class Plain:
    """A few words made elsewhere, such as a refusal. `words` is mrkdwn, escaped already."""

    template: ClassVar[str] = "plain"
    words: str


@dataclass(frozen=True)
class Broken:
    """Something on our side broke. `reference` is what the log knows it by.

    `database_away`: nothing can be kept for now. `typed`: the command as it was typed, escaped by
    Slack already; empty where it still stands in a form.
    """

    template: ClassVar[str] = "broken"
    reference: str
    database_away: bool = False
    typed: str = ""
