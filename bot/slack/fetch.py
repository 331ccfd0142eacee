"""What is asked of Slack, who and what is there: it changes nothing, so it is simply repeated."""

from collections.abc import Callable
from functools import singledispatchmethod
from typing import Any

from slack_sdk import WebClient

from bot.core.deliveries import (
    Fetch,
    FetchChannels,
    FetchFile,
    FetchMembers,
    FetchMessage,
    FetchPeople,
    FetchPerson,
)
from bot.slack.errors import understood
from bot.slack.files import read_text_file
from bot.slack.history import read_one

Result = dict[str, Any]

PAGE = 200


class Fetcher:
    """Asks for one workspace."""

    def __init__(self, client: WebClient) -> None:
        """Ask through `client`."""
        self.client = client

    def fetch(self, asked: Fetch) -> Result:
        """What Slack knows of it; raises a SlackTrouble."""
        return self._do(asked)

    @singledispatchmethod
    def _do(self, asked: Fetch) -> Result:
        raise TypeError(f"no way to ask for a {type(asked).__name__}")

    @_do.register
    def _(self, asked: FetchPerson) -> Result:
        with understood("users.info"):
            response = self.client.users_info(user=asked.user)
        return {"people": [response["user"]]}

    @_do.register
    def _(self, asked: FetchMessage) -> Result:
        return {"message": read_one(self.client, asked.channel, asked.ts)}

    @_do.register
    def _(self, asked: FetchPeople) -> Result:
        return {"people": self._pages("users.list", "members", self.client.users_list)}

    @_do.register
    def _(self, asked: FetchChannels) -> Result:
        found = self._pages(
            "users.conversations",
            "channels",
            self.client.users_conversations,
            types="public_channel,private_channel",
            exclude_archived=True,
        )
        return {"channels": [{"id": each["id"], "name": each["name"]} for each in found]}

    @_do.register
    def _(self, asked: FetchMembers) -> Result:
        method = "conversations.members"
        call = self.client.conversations_members
        return {"members": self._pages(method, "members", call, channel=asked.channel)}

    @_do.register
    def _(self, asked: FetchFile) -> Result:
        return read_text_file(self.client, asked.file, most_bytes=asked.most_bytes)

    def _pages(
        self, method: str, field_name: str, call: Callable[..., Any], **arguments: Any
    ) -> list[Any]:
        """Everything on all pages; an empty cursor is the end, a short page is not."""
        found: list[Any] = []
        cursor = None
        while True:
            with understood(method):
                response = call(limit=PAGE, cursor=cursor, **arguments)
            found.extend(response.get(field_name) or [])
            cursor = (response.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return found
