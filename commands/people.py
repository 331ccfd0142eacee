"""People join, leave, or change their name or zone; channels gain and lose us."""

from bot.flows import people
from bot.flows.runtime import Runtime
from bot.slack.requests import EventRequest
from commands.registry import event


@event("user_change", "team_join")
def person_changed(runtime: Runtime, told: EventRequest) -> None:
    """Keep what Slack now says of a person."""
    people.person_changed(runtime, told.event["user"])
