"""Where each command file says what it answers to: verbs, buttons, modals, shortcuts, events.

`help`, the palette and the reference pages are made from this registry, so they cannot drift.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.flows.answers import Answer
from bot.flows.runtime import Runtime
from bot.slack.requests import (
    ButtonRequest,
    CommandRequest,
    EventRequest,
    ShortcutRequest,
    SubmissionRequest,
)


@dataclass(frozen=True)
class OpenView:
    """Open this modal. `instead` is the command that does the same, told if Slack will not.

    `on_top`: the click was inside a modal; the new one is pushed on it. `in_place_of`: the view
    that changes into this one.
    """

    view: dict[str, Any]
    instead: str = ""
    on_top: bool = False
    in_place_of: str = ""


Outcome = Answer | OpenView
VerbHandler = Callable[[Runtime, "Typed"], Outcome]
ButtonHandler = Callable[[Runtime, ButtonRequest], Outcome]
SubmissionHandler = Callable[[Runtime, SubmissionRequest], Answer]
ShortcutHandler = Callable[[Runtime, ShortcutRequest], Outcome]
EventHandler = Callable[[Runtime, EventRequest], None]


@dataclass(frozen=True)
class Typed:
    """A command after its verb was understood. `rest` is what came after the verb, as typed.

    `incident_number`: the incident named in front (`INC-7 resolve`), None to take the channel's.
    """

    request: CommandRequest
    verb: str
    rest: str
    incident_number: int | None = None

    @property
    def key(self) -> str:
        """The natural key of the command."""
        return self.request.key

    @property
    def user(self) -> str:
        """Who typed it."""
        return self.request.user

    @property
    def channel(self) -> str:
        """Where it was typed."""
        return self.request.channel


@dataclass(frozen=True)
class Verb:
    """One thing that can be typed after the slash command."""

    name: str
    handler: VerbHandler
    aliases: tuple[str, ...] = ()
    usage: str = ""


@dataclass
class Registry:
    """Everything a person can do, by its name."""

    verbs: dict[str, Verb] = field(default_factory=dict)
    buttons: dict[str, ButtonHandler] = field(default_factory=dict)
    submissions: dict[str, SubmissionHandler] = field(default_factory=dict)
    shortcuts: dict[str, ShortcutHandler] = field(default_factory=dict)
    events: dict[str, EventHandler] = field(default_factory=dict)


everything = Registry()


def verb(name: str, *aliases: str, usage: str = "") -> Callable[[VerbHandler], VerbHandler]:
    """Answer to `/incident <name>`; what it does is told in `templates/slack/help/<name>.j2`."""

    def register(handler: VerbHandler) -> VerbHandler:
        everything.verbs[name] = Verb(name, handler, aliases, usage)
        return handler

    return register


def button(*actions: str) -> Callable[[ButtonHandler], ButtonHandler]:
    """Answer to a click on an element with one of these action ids."""

    def register(handler: ButtonHandler) -> ButtonHandler:
        everything.buttons.update(dict.fromkeys(actions, handler))
        return handler

    return register


def submission(callback: str) -> Callable[[SubmissionHandler], SubmissionHandler]:
    """Answer to a modal with this callback id being sent in."""

    def register(handler: SubmissionHandler) -> SubmissionHandler:
        everything.submissions[callback] = handler
        return handler

    return register


def shortcut(callback: str) -> Callable[[ShortcutHandler], ShortcutHandler]:
    """Answer to a message or global shortcut."""

    def register(handler: ShortcutHandler) -> ShortcutHandler:
        everything.shortcuts[callback] = handler
        return handler

    return register


def event(*kinds: str) -> Callable[[EventHandler], EventHandler]:
    """Answer to events of these types."""

    def register(handler: EventHandler) -> EventHandler:
        everything.events.update(dict.fromkeys(kinds, handler))
        return handler

    return register
