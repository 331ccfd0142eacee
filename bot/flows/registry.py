"""Which flow follows when something was done in Slack, and who renders what is rendered late.

The courier knows no incident: it finds by name what a row wants to happen next.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.core.deliveries import Delivery, DirectMessage, Post
from bot.flows.runtime import Unit
from bot.render.environment import Message

Facts = dict[str, Any]
Consequence = Callable[[Unit, Facts, Facts], None]
Failure = Callable[[Unit, Facts, str], None]

_consequences: dict[str, Consequence] = {}
_failures: dict[str, Failure] = {}
_delays: dict[str, Failure] = {}
_late: dict[str, "Late"] = {}


@dataclass(frozen=True)
class CardContent:
    """What a card shows now. Posted where it does not stand yet, edited where it does."""

    channel: str
    message: Message
    thread_ts: str | None = None


@dataclass(frozen=True)
class Including:
    """A message, and what went into it: `<what>_sent` finds that as `subject["included"]`.

    Should a try have arrived unnoticed, that is what the try held, not what would be said now.
    """

    delivery: DirectMessage | Post
    included: Facts


@dataclass(frozen=True)
class Made:
    """What takes long to make (documents, pictures): `make` is called after the transaction.

    It works on what was read before and touches no database.
    """

    make: Callable[[], Delivery]


LateRenderer = Callable[[Unit, str], CardContent | Including | Made | Delivery | None]


@dataclass(frozen=True)
class Late:
    """Who renders something. `only_looks`: it changes nothing, so others may write meanwhile."""

    render: LateRenderer
    only_looks: bool


def follows(name: str) -> Callable[[Consequence], Consequence]:
    """Register what happens, in the recording transaction, once a row's call succeeded.

    It is called with the row's `subject` and the `result` of the call.
    """

    def register(function: Consequence) -> Consequence:
        _consequences[name] = function
        return function

    return register


def when_refused(name: str) -> Callable[[Failure], Failure]:
    """Register what happens when Slack refused a row's call for good.

    It is called with the row's `subject` and Slack's error code.
    """

    def register(function: Failure) -> Failure:
        _failures[name] = function
        return function

    return register


def when_put_off(name: str) -> Callable[[Failure], Failure]:
    """Register what happens each time a row's call has to wait and be done again.

    It is called with the row's `subject` and the error code.
    """

    def register(function: Failure) -> Failure:
        _delays[name] = function
        return function

    return register


def rendered_late(what: str, *, only_looks: bool = False) -> Callable[[LateRenderer], LateRenderer]:
    """Register who renders `what` at the moment it is claimed; None lets it lapse."""

    def register(function: LateRenderer) -> LateRenderer:
        _late[what] = Late(function, only_looks)
        return function

    return register


def consequence_of(name: str | None) -> Consequence | None:
    """The flow that follows success, if one is registered."""
    return _consequences.get(name or "")


def failure_of(name: str | None) -> Failure | None:
    """The flow that follows refusal, if one is registered."""
    return _failures.get(name or "")


def delay_of(name: str | None) -> Failure | None:
    """The flow that follows when it has to wait, if one is registered."""
    return _delays.get(name or "")


def late_renderer(what: str) -> Late:
    """Who renders `what`; KeyError when this release knows no such thing."""
    return _late[what]
