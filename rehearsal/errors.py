"""How the workspace says no: to the app (`Rejected`), to whoever drives a person (the others)."""

from typing import Any


class Rejected(Exception):  # noqa: N818 - a word of the domain, not a bug
    """A call Slack would answer with ok=false. `details` go into the body."""

    def __init__(self, code: str, messages: list[str] | None = None, **details: Any) -> None:
        super().__init__(code, messages or "")
        self.code = code
        self.details = details
        if messages:
            self.details["response_metadata"] = {"messages": messages}

    def body(self) -> dict[str, Any]:
        return {"ok": False, "error": self.code, **self.details}


class NotAcknowledged(Exception):  # noqa: N818 - a word of the domain, not a bug
    """The bot did not acknowledge something in time: what Slack shows as "did not respond"."""


class RejectedAnswer(Exception):  # noqa: N818 - a word of the domain, not a bug
    """The bot answered an interaction with something Slack would refuse."""


class NotThere(LookupError):  # noqa: N818 - a word of the domain, not a bug
    """A person looked for a button, field or channel that they cannot see."""
