"""App Home."""

from bot.flows.home import open_home
from bot.flows.runtime import Runtime
from bot.slack.requests import EventRequest
from commands.registry import event


@event("app_home_opened")
def home_opened(runtime: Runtime, told: EventRequest) -> None:
    """Show what stands now; the messages tab shows itself."""
    if told.event.get("tab", "home") == "home":
        open_home(runtime, told.event["user"])
