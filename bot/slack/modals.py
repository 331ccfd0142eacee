"""The calls made while a person waits: opening a modal, and a private word after a click.

A `trigger_id` lives three seconds, so these do not go through the outbox. They write nothing, so
losing one loses nothing.
"""

from typing import Any
from urllib.parse import urlsplit

import httpx
from slack_sdk import WebClient

from bot.slack.client import trust
from bot.slack.errors import understood

OPEN_TIMEOUT_SECONDS = 1.5
SLACK_HOOKS = "hooks.slack.com"


class Waiting:
    """Speaks to a person who waits for an answer."""

    def __init__(self, client: WebClient, *, api_url: str) -> None:
        """`client` must have a timeout of `OPEN_TIMEOUT_SECONDS`."""
        self.client = client
        self._own_origin = urlsplit(api_url).netloc

    def open(self, trigger_id: str, view: dict[str, Any], *, on_top: bool = False) -> None:
        """Open a modal, or push one on the open one; raises a SlackTrouble."""
        if on_top:
            with understood("views.push"):
                self.client.views_push(trigger_id=trigger_id, view=view)
            return
        with understood("views.open"):
            self.client.views_open(trigger_id=trigger_id, view=view)

    def change(self, view_id: str, view: dict[str, Any]) -> None:
        """Show another view in the place of an open one; raises a SlackTrouble."""
        with understood("views.update"):
            self.client.views_update(view_id=view_id, view=view)

    def whisper(self, response_url: str, payload: dict[str, Any]) -> bool:
        """Post once to a `response_url`; a courtesy that may get lost. False when it did."""
        if not self._is_slacks(response_url):
            return False
        body = {"response_type": "ephemeral", **payload}
        try:
            answer = httpx.post(
                response_url, json=body, timeout=OPEN_TIMEOUT_SECONDS, verify=trust()
            )
        except httpx.HTTPError:
            return False
        return answer.is_success

    def _is_slacks(self, address: str) -> bool:
        """Whether the address is Slack's own: a payload must not send us anywhere else."""
        parts = urlsplit(address)
        if parts.netloc == self._own_origin:
            return parts.scheme in ("http", "https")
        return parts.scheme == "https" and parts.netloc == SLACK_HOOKS
