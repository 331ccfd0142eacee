"""How each delivery is done with Slack's Web API.

Outside any transaction. What is repeatable is simply repeated; "it is so already" counts as done.
What is not (posting, opening a channel, a bookmark, a file) is looked for by `reconcile` when an
earlier try may have arrived.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import singledispatchmethod
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.core.deliveries import (
    Bookmark,
    CreateChannel,
    Delete,
    Delivery,
    DirectMessage,
    Fetch,
    FindDirectMessage,
    Invite,
    Pin,
    Post,
    PublishHome,
    React,
    SetTopic,
    SharedFile,
    ShareFiles,
    Update,
    Upload,
    Whisper,
    WriteCanvas,
)
from bot.slack.canvases import write_canvas
from bot.slack.errors import Permanent, Retry, understood
from bot.slack.fetch import Fetcher
from bot.slack.reconcile import (
    Search,
    find_bookmark,
    find_channel,
    find_message,
    find_shared_file,
)
from bot.slack.uploads import send_bytes

Result = dict[str, Any]

METADATA_EVENT = "howbot_delivery"


@dataclass(frozen=True)
class Attempt:
    """What a try has to know beside the delivery itself.

    `key`: unique to the row, carried by messages. `in_doubt`: an earlier try may have arrived.
    `search`: where and since when to look then. `progress` and `remember`: what a call of several
    steps reached before. `is_taken`: whether an incident has a channel already. `has_time`:
    whether enough of the lease is left to be sure of recording what is done.
    """

    key: str
    in_doubt: bool = False
    search: Search = field(default_factory=Search)
    progress: dict[str, Any] = field(default_factory=dict)
    remember: Callable[[dict[str, Any]], bool] = lambda _: True
    is_taken: Callable[[str], bool] = lambda _: False
    has_time: Callable[[], bool] = lambda: True

    def before_it_counts(self) -> None:
        """Stop short of what cannot be repeated when somebody else may soon be at it as well."""
        if not self.has_time():
            raise Retry("lease_ends")


class Deliverer:
    """Carries deliveries out for one workspace."""

    def __init__(self, client: WebClient, *, bot_user_id: str) -> None:
        """Use `client`, which must not retry by itself: a silent retry posts twice."""
        if client.retry_handlers:
            raise ValueError("the courier alone decides when a call is tried again")
        self.client = client
        self.bot_user_id = bot_user_id
        self._fetcher = Fetcher(client)

    def deliver(self, delivery: Delivery, attempt: Attempt) -> Result:
        """Do it and return what Slack said of it; raises a SlackTrouble."""
        if isinstance(delivery, Fetch):
            return self._fetcher.fetch(delivery)
        return self._do(delivery, attempt)

    def _call(self, method: str, *, fine: Collection[str] = (), **arguments: Any) -> Result:
        """One Web API call; errors in `fine` mean that it is so already."""
        given = {name: value for name, value in arguments.items() if value not in (None, "")}
        with understood(method):
            try:
                response = self.client.api_call(method, json=given)
            except SlackApiError as error:
                data = error.response.data
                if isinstance(data, dict) and data.get("error") in fine:
                    return dict(data)
                raise
            data = response.data
            return dict(data) if isinstance(data, dict) else {}

    @singledispatchmethod
    def _do(self, delivery: Delivery, attempt: Attempt) -> Result:
        raise TypeError(f"no way to deliver a {type(delivery).__name__}")

    @_do.register
    def _(self, delivery: Post, attempt: Attempt) -> Result:
        if attempt.in_doubt:
            found = find_message(
                self.client, attempt.search, delivery.channel, delivery.thread_ts, attempt.key
            )
            if found:
                return {"channel": delivery.channel, "ts": found, "found": True}
        return self._post(delivery, attempt, delivery.channel, delivery.thread_ts)

    def _post(
        self,
        delivery: Post | DirectMessage,
        attempt: Attempt,
        channel: str,
        thread_ts: str | None = None,
    ) -> Result:
        attempt.before_it_counts()
        answer = self._call(
            "chat.postMessage",
            channel=channel,
            text=delivery.text,
            blocks=delivery.blocks or None,
            thread_ts=thread_ts,
            unfurl_links=False,
            unfurl_media=False,
            metadata={"event_type": METADATA_EVENT, "event_payload": {"delivery": attempt.key}},
        )
        return {"channel": answer["channel"], "ts": answer["ts"]}

    @_do.register
    def _(self, delivery: DirectMessage, attempt: Attempt) -> Result:
        channel = self._direct_channel(delivery.user)
        if attempt.in_doubt:
            found = find_message(self.client, attempt.search, channel, None, attempt.key)
            if found:
                return {"channel": channel, "ts": found, "found": True}
        return self._post(delivery, attempt, channel)

    @_do.register
    def _(self, delivery: Whisper, attempt: Attempt) -> Result:
        if attempt.in_doubt:
            # It leaves nothing to look for. Better unsaid than said twice.
            return {"found": True}
        attempt.before_it_counts()
        self._call(
            "chat.postEphemeral",
            channel=delivery.channel,
            user=delivery.user,
            text=delivery.text,
            blocks=delivery.blocks or None,
            thread_ts=delivery.thread_ts,
        )
        return {}

    @_do.register
    def _(self, delivery: FindDirectMessage, attempt: Attempt) -> Result:
        channel = self._direct_channel(delivery.user)
        found = find_message(self.client, attempt.search, channel, None, attempt.key)
        return {"channel": channel, "ts": found or "", "found": bool(found)}

    @_do.register
    def _(self, delivery: Update, attempt: Attempt) -> Result:
        answer = self._call(
            "chat.update",
            fine=["message_not_found"],
            channel=delivery.channel,
            ts=delivery.ts,
            text=delivery.text,
            blocks=delivery.blocks,
        )
        place = {"channel": delivery.channel, "ts": delivery.ts}
        return place if answer.get("ok") else {**place, "gone": True}

    @_do.register
    def _(self, delivery: Delete, attempt: Attempt) -> Result:
        self._call(
            "chat.delete", fine=["message_not_found"], channel=delivery.channel, ts=delivery.ts
        )
        return {}

    @_do.register
    def _(self, delivery: CreateChannel, attempt: Attempt) -> Result:
        for name in delivery.names:
            if attempt.in_doubt:
                found = find_channel(
                    self.client,
                    name,
                    creator=self.bot_user_id,
                    created_after=attempt.search.tried_at,
                    is_taken=attempt.is_taken,
                )
                if found:
                    return {"channel": found, "name": name, "found": True}
            attempt.before_it_counts()
            answer = self._call(
                "conversations.create",
                fine=["name_taken"],
                name=name,
                is_private=delivery.private,
            )
            if answer.get("ok"):
                return {"channel": answer["channel"]["id"], "name": answer["channel"]["name"]}
        raise Permanent("name_taken")

    @_do.register
    def _(self, delivery: Invite, attempt: Attempt) -> Result:
        refused: dict[str, str] = {}
        for user in delivery.users:
            # One by one: a single bad id would fail the call for all.
            try:
                self._call(
                    "conversations.invite",
                    fine=["already_in_channel", "cant_invite_self"],
                    channel=delivery.channel,
                    users=user,
                )
            except Permanent as trouble:
                refused[user] = trouble.code
        return {"refused": refused}

    @_do.register
    def _(self, delivery: SetTopic, attempt: Attempt) -> Result:
        self._call("conversations.setTopic", channel=delivery.channel, topic=delivery.topic)
        return {}

    @_do.register
    def _(self, delivery: Pin, attempt: Attempt) -> Result:
        self._call(
            "pins.add",
            fine=["already_pinned"],
            channel=delivery.channel,
            timestamp=delivery.ts,
        )
        return {}

    @_do.register
    def _(self, delivery: React, attempt: Attempt) -> Result:
        method, fine = "reactions.add", ["already_reacted", "message_not_found"]
        if delivery.remove:
            method, fine = "reactions.remove", ["no_reaction", "message_not_found"]
        self._call(
            method,
            fine=fine,
            channel=delivery.channel,
            timestamp=delivery.ts,
            name=delivery.name,
        )
        return {}

    @_do.register
    def _(self, delivery: Bookmark, attempt: Attempt) -> Result:
        link = delivery.link or self._permalink(delivery.channel, delivery.ts)
        if attempt.in_doubt:
            found = find_bookmark(self.client, delivery.channel, delivery.title, link)
            if found:
                return {"bookmark": found, "found": True}
        attempt.before_it_counts()
        answer = self._call(
            "bookmarks.add",
            channel_id=delivery.channel,
            title=delivery.title,
            type="link",
            link=link,
        )
        return {"bookmark": answer.get("bookmark", {}).get("id", "")}

    def _permalink(self, channel: str, ts: str) -> str:
        # chat.getPermalink takes its arguments in the query only.
        with understood("chat.getPermalink"):
            response = self.client.chat_getPermalink(channel=channel, message_ts=ts)
        return str(response["permalink"])

    @_do.register
    def _(self, delivery: Upload, attempt: Attempt) -> Result:
        file = SharedFile(delivery.filename, delivery.title, delivery.content.encode())
        share = ShareFiles(
            delivery.channel, (file,), delivery.comment, delivery.thread_ts, delivery.user
        )
        return self._do(share, attempt)

    @_do.register
    def _(self, delivery: ShareFiles, attempt: Attempt) -> Result:
        channel = delivery.channel or self._direct_channel(delivery.user)
        file_id = attempt.progress.get("file")
        if file_id:
            shared = find_shared_file(self.client, file_id, channel)
            if shared is not None:
                return {"file": file_id, "link": shared.get("permalink") or "", "found": True}
        sent: list[dict[str, str | None]] = [
            {"id": send_bytes(self.client, file), "title": file.title} for file in delivery.files
        ]
        # They are shared by one call: where the first stands, all do.
        if not attempt.remember({"file": sent[0]["id"]}):
            # Another courier has the row: sharing it too would show the files twice.
            raise Retry("lease_lost")
        attempt.before_it_counts()
        with understood("files.completeUploadExternal"):
            answer = self.client.files_completeUploadExternal(
                files=sent,
                channel_id=channel,
                thread_ts=delivery.thread_ts,
                initial_comment=delivery.comment or None,
            )
        files = answer.get("files") or [{}]
        return {"file": sent[0]["id"], "link": files[0].get("permalink") or ""}

    def _direct_channel(self, user: str) -> str:
        return str(self._call("conversations.open", users=user)["channel"]["id"])

    @_do.register
    def _(self, delivery: WriteCanvas, attempt: Attempt) -> Result:
        return write_canvas(self.client, self._call, delivery, creator=self.bot_user_id)

    @_do.register
    def _(self, delivery: PublishHome, attempt: Attempt) -> Result:
        self._call("views.publish", user_id=delivery.user, view=delivery.view)
        return {}
