"""A Web API client that leaves a method alone for as long as Slack asked.

It never repeats a call by itself: the courier decides, and looks first where there is doubt.
"""

import ssl
from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.core.storable import storable
from bot.slack.errors import Retry, trouble_of

HTTP_TIMEOUT_SECONDS = 10


@cache
def trust() -> ssl.SSLContext:
    """Whose certificates are believed; reading them anew takes longer than a call."""
    return ssl.create_default_context()


class PatientClient(WebClient):
    """Calls that Slack would only refuse once more are not made; `Retry` says until when."""

    def __init__(
        self, token: str, *, base_url: str, timeout: float, now: Callable[[], datetime]
    ) -> None:
        """Wait `timeout` seconds for an answer; `now` is the machine's clock."""
        # slack_sdk declares whole seconds and hands any number on to the socket.
        patience: Any = timeout
        super().__init__(token, base_url=base_url, timeout=patience, ssl=trust(), retry_handlers=[])
        self._now = now
        self._quiet_until: dict[str, datetime] = {}

    def api_call(self, api_method: str, *args: Any, **kwargs: Any) -> SlackResponse:
        """Call a method, unless it was limited and its time is not over.

        What people wrote comes back without what no database can keep.
        """
        until, now = self._quiet_until.get(api_method), self._now()
        if until is not None and now < until:
            raise Retry("ratelimited", after=until - now, method=api_method)
        try:
            answer = super().api_call(api_method, *args, **kwargs)
        except SlackApiError as error:
            trouble = trouble_of(error, api_method)
            if isinstance(trouble, Retry) and trouble.after is not None:
                self._quiet_until[api_method] = self._now() + trouble.after
            raise
        answer.data = storable(answer.data)
        return answer
