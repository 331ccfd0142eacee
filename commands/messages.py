"""What people say and react in incident channels."""

from bot.flows import activity, reactions
from bot.flows.runtime import Runtime
from bot.slack.requests import EventRequest
from commands.registry import event


@event("message")
def message_told(runtime: Runtime, told: EventRequest) -> None:
    """A message was written, edited or deleted."""
    activity.hear(runtime, told.event, key=told.key)


@event("reaction_added", "reaction_removed")
def reaction_told(runtime: Runtime, told: EventRequest) -> None:
    """A reaction was added or taken away."""
    reactions.hear(runtime, told.event, key=told.key)
