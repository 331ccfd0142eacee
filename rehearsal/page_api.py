"""What the page reads: the workspace as one person sees it, and a stream of what changed.

What the page does is in `page_acts.py`. Everything is served from this machine; no other address.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from rehearsal import modals
from rehearsal.page_acts import PageActs
from rehearsal.records import Channel, Message, User
from rehearsal.stage import Stage
from rehearsal.workspace import APP_ID, BOT_USER_ID

if TYPE_CHECKING:
    from rehearsal.server import RehearsalServer

Json = dict[str, Any]
_FOLDER = Path(__file__).parent / "page"
_STILL_THERE_SECONDS = 15


class PageApi:
    """Routes of the page. `stage`: the bot's process, its clock and the script."""

    def __init__(self, server: RehearsalServer) -> None:
        self._server = server
        self._workspace = server.backstage.workspace
        self._acts = PageActs(server)
        self.stage = Stage(server)

    def routes(self) -> list[BaseRoute]:
        """For the server's application."""
        return [
            Route("/", self._index),
            Route("/page/api/state", self._state),
            Route("/page/api/messages", self._messages),
            Route("/page/api/view", self._views),
            Route("/page/api/home", self._home),
            Route("/page/api/act", self._act, methods=["POST"]),
            Route("/page/api/bot", self._bot, methods=["POST"]),
            Route("/page/live", self._live),
            Mount("/page", StaticFiles(directory=_FOLDER, check_dir=False)),
        ]

    async def _index(self, _request: Request) -> Response:
        return FileResponse(_FOLDER / "index.html")

    async def _act(self, request: Request) -> Response:
        return JSONResponse(await run_in_threadpool(self._acts.perform, await request.json()))

    async def _bot(self, request: Request) -> Response:
        return JSONResponse(await run_in_threadpool(self.stage.perform, await request.json()))

    async def _state(self, request: Request) -> Response:
        plug = await run_in_threadpool(self.stage.count)
        with self._workspace.lock:
            return JSONResponse(self._state_for(self._person(request), plug))

    async def _messages(self, request: Request) -> Response:
        with self._workspace.lock:
            person = self._person(request)
            channel = self._workspace.channels.get(request.query_params.get("channel", ""))
            if channel is None or not self._workspace.may_see(person.id, channel):
                return JSONResponse({"messages": []})
            shown = _shown(channel, person, request.query_params.get("thread") or None)
            if shown:
                channel.read_until[person.id] = shown[-1].ts
            return JSONResponse({"messages": [self._message(channel, m) for m in shown]})

    async def _views(self, request: Request) -> Response:
        with self._workspace.lock:
            stack = self._workspace.stack(self._person(request).id)
            shown = [modals.as_slack(self._workspace, view) for view in stack]
        return JSONResponse({"stack": shown, "view": shown[-1] if shown else None})

    async def _home(self, request: Request) -> Response:
        with self._workspace.lock:
            home = self._workspace.homes.get(self._person(request).id)
            return JSONResponse({"view": modals.as_slack(self._workspace, home) if home else None})

    async def _live(self, request: Request) -> Response:
        kind = "text/event-stream"
        headers = {"cache-control": "no-store"}
        person = self._person(request).id
        return StreamingResponse(self._changes(person), media_type=kind, headers=headers)

    async def _changes(self, person: str) -> AsyncIterator[str]:
        """What changed for this person, one small event each."""
        loop, changes = asyncio.get_running_loop(), asyncio.Queue[Json]()

        def listen(change: Json) -> None:
            if self._concerns(person, change):
                loop.call_soon_threadsafe(changes.put_nowait, change)

        self._workspace.listeners.append(listen)
        try:
            yield ": here\n\n"
            while True:
                try:
                    change = await asyncio.wait_for(changes.get(), _STILL_THERE_SECONDS)
                    yield f"data: {json.dumps(change)}\n\n"
                except TimeoutError:
                    yield ": still here\n\n"
        finally:
            self._workspace.listeners.remove(listen)

    def _concerns(self, person: str, change: Json) -> bool:
        if change.get("user") not in (None, person):
            return False
        channel = self._workspace.channels.get(change.get("channel", ""))
        return channel is None or self._workspace.may_see(person, channel)

    # Shapes

    def _person(self, request: Request) -> User:
        users = self._workspace.users
        first = next(user for user in users.values() if not user.is_bot)
        return users.get(request.query_params.get("as", ""), first)

    def _state_for(self, person: User, plug: Json) -> Json:
        app, channels = self._server.backstage.app, self._workspace.channels.values()
        seen = [c for c in channels if not c.im_with and self._workspace.may_see(person.id, c)]
        direct = [c for c in channels if c.im_with == person.id]
        direct = direct or [self._workspace.direct_channel(person.id)]
        return {
            "workspace": {"name": self._workspace.name},
            "people": [_person_shape(user) for user in self._workspace.users.values()],
            "me": person.id,
            "channels": [_channel_shape(c, person) for c in sorted(seen, key=lambda c: c.name)],
            "dms": [
                {
                    "id": channel.id,
                    "userId": BOT_USER_ID,
                    "name": self._workspace.bot.real_name,
                    "unread": _unread(channel, person),
                }
                for channel in direct
            ],
            "commands": [_command_shape(command) for command in app.commands or []],
            "shortcuts": app.shortcuts or [],
            "app": {"id": APP_ID, "name": app.name, "botUserId": BOT_USER_ID},
            "bot": self.stage.bot_state(),
            "plug": plug,
            "script": self.stage.script_state(),
        }

    def _message(self, channel: Channel, message: Message) -> Json:
        replies = [] if message.is_reply else channel.replies_to(message.ts)
        return {
            "ts": message.ts,
            "at": self.stage.shown_at(message.ts),
            "user": message.user,
            "name": self._workspace.name_of(message.user),
            "isBot": message.bot_id is not None,
            "text": message.text,
            "blocks": message.blocks,
            "attachments": message.attachments,
            "threadTs": message.thread_ts,
            "replyCount": len(replies),
            "latestReplyAt": self.stage.shown_at(replies[-1].ts) if replies else None,
            "edited": bool(message.edited) and message.bot_id is None,
            "deleted": message.deleted or message.subtype == "tombstone",
            "ephemeral": message.ephemeral,
            "subtype": message.subtype,
            "reactions": [{"name": n, "users": users} for n, users in message.reactions.items()],
            "files": [
                {
                    "id": file.id,
                    "name": file.name,
                    "size": file.size,
                    "url": f"/files/{file.id}/{file.name}",
                    "alt": file.alt,
                }
                for file in message.files
                if not file.deleted
            ],
            "pinned": message.ts in channel.pins,
        }


def _shown(channel: Channel, person: User, thread: str | None) -> list[Message]:
    own = [m for m in channel.ephemerals if m.seen_by == person.id and m.thread_ts == thread]
    if thread:
        root = [message for message in channel.messages if message.ts == thread]
        return root + sorted([*channel.replies_to(thread), *own], key=lambda m: m.ts)
    return sorted([*channel.top_level(), *own], key=lambda message: message.ts)


def _unread(channel: Channel, person: User) -> int:
    if person.id not in channel.members:
        return 0
    read = channel.read_until.get(person.id, "0")
    others = (m for m in channel.top_level() if m.ts > read and m.user != person.id)
    return sum(1 for m in others if not (m.subtype or "").startswith(("channel_", "group_")))


def _channel_shape(channel: Channel, person: User) -> Json:
    return {
        "id": channel.id,
        "name": channel.name,
        "private": channel.is_private,
        "archived": channel.is_archived,
        "member": person.id in channel.members,
        "topic": channel.topic,
        "unread": _unread(channel, person),
        "pins": channel.pins,
        "bookmarks": [{"id": b.id, "title": b.title, "link": b.link} for b in channel.bookmarks],
    }


def _person_shape(user: User) -> Json:
    return {
        "id": user.id,
        "name": user.real_name,
        "title": user.title,
        "tz": user.tz,
        "initials": user.initials,
        "color": user.color,
        "isBot": user.is_bot,
        "isGuest": user.is_guest,
    }


def _command_shape(command: Json) -> Json:
    return {key: command.get(key, "") for key in ("command", "description", "usage_hint")}
