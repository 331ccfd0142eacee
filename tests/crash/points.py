"""Where a bot can be made to die: each point by name, patched in from outside.

The product knows nothing of this. A point is `before` or `after` a function that is called there
anyway; at its n-th arrival the process dies, or falls asleep.
"""

import functools
import itertools
import threading
from collections.abc import Callable
from typing import Any

from bot.flows import catch_up, outgoing, update_reminders, workspace
from bot.flows.runtime import Runtime, Unit
from bot.slack import deliver
from bot.slack.deliver import Deliverer
from commands.registry import everything
from storage.queries import inbox, outbox

Holder = Any
Die = Callable[[], None]
When = Callable[..., object]


def always(*_: object) -> bool:
    """Whatever was given and returned."""
    return True


def after(holder: Holder, name: str, *, when: When = always) -> Callable[[Die], None]:
    """Die when the function returned; `when` is given what it returned and its arguments."""

    def arm(die: Die) -> None:
        original = _take(holder, name)

        @functools.wraps(original)
        def patched(*arguments: Any, **named: Any) -> Any:
            result = original(*arguments, **named)
            if when(result, *arguments):
                die()
            return result

        _put(holder, name, patched)

    return arm


def before(holder: Holder, name: str, *, when: When = always) -> Callable[[Die], None]:
    """Die when the function is called."""

    def arm(die: Die) -> None:
        original = _take(holder, name)

        @functools.wraps(original)
        def patched(*arguments: Any, **named: Any) -> Any:
            if when(None, *arguments):
                die()
            return original(*arguments, **named)

        _put(holder, name, patched)

    return arm


def _take(holder: Holder, name: str) -> Any:
    return holder[name] if isinstance(holder, dict) else getattr(holder, name)


def _put(holder: Holder, name: str, patched: Any) -> None:
    if isinstance(holder, dict):
        holder[name] = patched
    else:
        setattr(holder, name, patched)


def _with_the_consequences(die: Die) -> None:
    """Within the recording transaction, when all that follows is written."""
    original = outgoing.consequence_of

    def patched(name: str | None) -> Any:
        consequence = original(name)
        if consequence is None:
            return None

        def follow(*arguments: Any) -> None:
            consequence(*arguments)
            die()

        return follow

    setattr(outgoing, "consequence_of", patched)  # noqa: B010 - mypy knows it as a function


def is_kind(kind: str) -> When:
    """A delivery of this kind, as `Deliverer.deliver` is given it."""
    return lambda _result, _deliverer, delivery, *_: type(delivery).__name__ == kind


def something(result: object, *_: object) -> bool:
    """It returned something."""
    return bool(result)


def nothing(result: object, *_: object) -> bool:
    """It returned nothing."""
    return not result


# In an order in which one point prepares the next: what died before a call is looked for in vain.
POINTS: dict[str, Callable[[Die], None]] = {
    "act taken, not committed": after(inbox, "take", when=something),
    "act committed, not acknowledged": after(Runtime, "once"),
    "message committed, not acknowledged": after(everything.events, "message"),
    "reaction committed, not acknowledged": after(everything.events, "reaction_added"),
    "claimed, not committed": after(outbox, "claim", when=something),
    "claimed, not called": after(outgoing, "claim", when=something),
    "before opening a channel": before(Deliverer, "deliver", when=is_kind("CreateChannel")),
    "after opening a channel": after(Deliverer, "deliver", when=is_kind("CreateChannel")),
    "recorded with what follows, not committed": _with_the_consequences,
    "before posting": before(Deliverer, "deliver", when=is_kind("Post")),
    "looked in vain, not posted again": after(deliver, "find_message", when=nothing),
    "after posting": after(Deliverer, "deliver", when=is_kind("Post")),
    "found, not recorded": after(deliver, "find_message", when=something),
    "after editing": after(Deliverer, "deliver", when=is_kind("Update")),
    "after inviting": after(Deliverer, "deliver", when=is_kind("Invite")),
    "after pinning": after(Deliverer, "deliver", when=is_kind("Pin")),
    "after bookmarking": after(Deliverer, "deliver", when=is_kind("Bookmark")),
    "recorded": after(outgoing, "record_sent"),
    "upload: bytes sent": after(Deliverer, "_send_bytes"),
    "upload: noted, not completed": after(outgoing, "remember"),
    "upload: completed, not recorded": after(Deliverer, "deliver", when=is_kind("ShareFiles")),
    "retry recorded": after(outgoing, "record_retry"),
    "catch-up: page not committed": after(catch_up, "capture"),
    "catch-up: page committed": after(catch_up, "take_page"),
    "clock duty: not committed": after(Unit, "send_late"),
    "clock duty: committed": after(update_reminders, "hand_over"),
    "start: welcomed": after(workspace, "welcome"),
}


# Where a process may fall asleep while another one goes on; never within a transaction.
DROWSY_POINTS = (
    "claimed, not called",
    "before opening a channel",
    "after opening a channel",
    "before posting",
    "after posting",
    "after bookmarking",
    "upload: noted, not completed",
)
# What Slack has to do for a point to be reached at all.
PROVOKED_BY = {
    "looked in vain, not posted again": ("no_answer", "chat.postMessage"),
    "found, not recorded": ("lose_answer", "chat.postMessage"),
    "retry recorded": ("no_answer", "chat.update"),
}


def arm(name: str, nth: int, end: Callable[[], None]) -> None:
    """Have this process meet its end at the n-th arrival at a point."""
    arrivals = itertools.count(1)
    lock = threading.Lock()

    def arrive() -> None:
        with lock:
            is_the_one = next(arrivals) == nth
        if is_the_one:
            end()

    POINTS[name](arrive)
