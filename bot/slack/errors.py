"""What Slack's answers mean for the courier.

    SlackTrouble
    ├── Retry       certainly not done; do it again after a while
    ├── Permanent   certainly not done, and never will be
    └── Unknown     it may have been done: look before doing it again

Born here and handled in `bot.work`; never shown to a person as they are.
"""

import http.client
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from urllib.error import URLError

from slack_sdk.errors import SlackApiError, SlackRequestError

# Slack says these when it could not look at the request; the same request may succeed later.
_PASSING = {"team_added_to_org", "accesslimited"}
# A token is replaced by people, who may take a while; what we had to say is then still wanted.
_TOKEN_TROUBLE = {"invalid_auth", "token_revoked", "token_expired", "account_inactive"}
_ASKS_FOR_THE_TOKEN = ("auth.test", "apps.connections.open")
# Nothing was sent when a connection could not even be opened.
_NEVER_SENT = (ConnectionRefusedError, socket.gaierror)
# Slack says these of a call that may have been carried out nevertheless.
_DOUBTFUL = {"internal_error", "fatal_error", "request_timeout", "service_unavailable"}


class SlackTrouble(Exception):  # noqa: N818 - most of it passes
    """A call to Slack that did not simply succeed. `code` is Slack's error or our name for it."""

    def __init__(self, code: str) -> None:
        """Name the trouble."""
        super().__init__(code)
        self.code = code


class Retry(SlackTrouble):
    """Not done; try again `after` (None: as patience says). `method` was limited, if any was."""

    def __init__(self, code: str, *, after: timedelta | None = None, method: str = "") -> None:
        """Name the trouble and when to try again."""
        super().__init__(code)
        self.after = after
        self.method = method


class Permanent(SlackTrouble):
    """Not done, and trying again would not help."""


class Unknown(SlackTrouble):
    """The answer got lost; it may have been done."""


@contextmanager
def understood(method: str) -> Iterator[None]:
    """Turn what slack_sdk raises in this block into one of the three troubles."""
    try:
        yield
    except SlackApiError as error:
        raise trouble_of(error, method) from error
    except (URLError, http.client.HTTPException, OSError) as error:
        reason = getattr(error, "reason", error)
        if isinstance(reason, _NEVER_SENT):
            raise Retry("unreachable") from error
        raise Unknown("timeout" if "timed out" in str(reason) else "connection_lost") from error
    except SlackRequestError as error:
        raise Unknown("unreadable_answer") from error


def trouble_of(error: SlackApiError, method: str) -> SlackTrouble:
    """What an answer that is not `ok` means."""
    response = error.response
    status = getattr(response, "status_code", 200)
    code = str(_field(response, "error") or f"http_{status}")
    if status == 429 or code in ("ratelimited", "rate_limited"):
        return Retry("ratelimited", after=_retry_after(response), method=method)
    if code in _DOUBTFUL or status >= 500:
        return Unknown(code)
    if " " in code:  # slack_sdk's own words for an answer that is no JSON
        return Unknown("unreadable_answer")
    if code in _PASSING or (code in _TOKEN_TROUBLE and method not in _ASKS_FOR_THE_TOKEN):
        return Retry(code)
    return Permanent(code)


def _field(response: object, name: str) -> object:
    data = getattr(response, "data", None)
    return data.get(name) if isinstance(data, dict) else None


def _retry_after(response: object) -> timedelta:
    headers = {str(name).lower(): value for name, value in getattr(response, "headers", {}).items()}
    value = headers.get("retry-after", "1")
    text = value[0] if isinstance(value, list) else value
    return timedelta(seconds=max(1.0, float(text)))
