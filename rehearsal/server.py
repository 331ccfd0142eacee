"""The rehearsal workspace as a server on 127.0.0.1, with the people in it at hand.

with RehearsalServer() as slack:
    ana = slack.person("Ana")
    ana.types("good morning")
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from rehearsal import membership
from rehearsal.backstage import Backstage, Call
from rehearsal.calls import WebApi
from rehearsal.doors import Doors
from rehearsal.faults import Faults
from rehearsal.installed_app import InstalledApp
from rehearsal.interactions import Interactions
from rehearsal.page_api import PageApi
from rehearsal.person import Person
from rehearsal.records import Channel
from rehearsal.workspace import BOT_USER_ID, Workspace

Json = dict[str, Any]


class RehearsalServer:
    """A Slack of one's own. `port=0` takes any free one."""

    def __init__(self, port: int = 0) -> None:
        self.backstage = Backstage()
        self.interactions = Interactions(self.backstage)
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind(("127.0.0.1", port))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self.workspace.url = self.url
        self.page = PageApi(self)
        self._ready = threading.Event()
        self._thread: threading.Thread | None = None
        self._uvicorn: _Listening | None = None

    # Addresses and tokens

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/"

    @property
    def bot_token(self) -> str:
        return self.backstage.app.bot_token

    @property
    def app_token(self) -> str:
        return self.backstage.app.app_token

    @property
    def signing_secret(self) -> str:
        return self.backstage.app.signing_secret

    # What is inside

    @property
    def workspace(self) -> Workspace:
        return self.backstage.workspace

    @property
    def calls(self) -> list[Call]:
        """Every Web API call, in the order they were answered."""
        return self.backstage.calls

    @property
    def faults(self) -> Faults:
        return self.backstage.faults

    @property
    def clock(self) -> Any:
        return self.workspace.clock

    def calls_of(self, method: str) -> list[Call]:
        """The calls of one method."""
        with self.workspace.lock:
            return [call for call in self.calls if call.method == method]

    def install(self, manifest: Json) -> None:
        """Installs the app an app manifest describes, with no more rights than that."""
        with self.workspace.lock:
            app = InstalledApp.from_manifest(manifest)
            self.backstage.events.app = app
            self.workspace.unfurl_domains = app.unfurl_domains
            self.workspace.bot.real_name, self.workspace.bot.name = app.name, app.handle

    def uninstall(self) -> None:
        """Takes the app out of the workspace: its token is worth nothing from now on."""
        with self.backstage.events.acknowledged():
            moment = {"event_ts": self.workspace.new_ts()}
            tokens = {"oauth": [], "bot": [BOT_USER_ID]}
            revoked = {"type": "tokens_revoked", "tokens": tokens}
            self.workspace.publish({**revoked, **moment}, None)
            self.workspace.publish({"type": "app_uninstalled", **moment}, None)
            self.backstage.app.installed = False

    def person(self, name: str) -> Person:
        """Somebody by first name, full name or id."""
        for user in self.workspace.users.values():
            if name in (user.first_name, user.real_name, user.id) and user.id != BOT_USER_ID:
                return Person(self.backstage, self.interactions, user)
        raise LookupError(f"there is no {name} in the workspace")

    def add_person(
        self,
        name: str,
        *,
        tz: str = "Etc/UTC",
        guest: bool = False,
        deleted: bool = False,
        bot: bool = False,
        external: bool = False,
        channels: tuple[str, ...] = ("general",),
    ) -> Person:
        """Somebody new; the app hears of it as `team_join`."""
        with self.backstage.events.acknowledged():
            user = self.workspace.add_user(name, tz=tz)
            user.is_guest, user.deleted = guest, deleted
            user.is_bot, user.is_external = bot, external
            if not external:
                membership.change_user(self.workspace, user, "team_join")
            for channel in () if deleted else channels:
                membership.join(self.workspace, self.channel(channel), user.id)
        return self.person(user.id)

    def channel(self, name: str) -> Channel:
        """A channel by name or id."""
        channel = self.workspace.channel_named(name)
        if channel is None:
            raise LookupError(f"there is no channel {name}")
        return channel

    def has_channel(self, name: str) -> bool:
        return self.workspace.channel_named(name) is not None

    # Sockets

    def wait_connected(self, timeout: float = 10.0) -> None:
        """Until a socket of the app is up."""
        if not self.workspace.awaits(lambda: bool(self.backstage.hub.connections), timeout):
            raise TimeoutError(f"no socket of the app within {timeout} s")

    def wait_disconnected(self, timeout: float = 10.0) -> None:
        """Until the last socket of the app is gone."""
        if not self.workspace.awaits(lambda: not self.backstage.hub.connections, timeout):
            raise TimeoutError(f"a socket of the app is still up after {timeout} s")

    def awaits(self, condition: Any, timeout: float = 5.0) -> bool:
        """Until something is so in the workspace; False when it does not happen.

        The condition runs under the workspace's lock: it must look, not call the server.
        """
        return self.workspace.awaits(condition, timeout)

    def refresh_sockets(self) -> None:
        """Asks the app to reconnect."""
        self.backstage.hub.refresh()

    def hang_up(self) -> None:
        """Closes the app's sockets from this side, before a test closes its own."""
        self.backstage.hub.hang_up()

    # Running

    def start(self) -> Self:
        """Serves in a thread of its own; returns when it can be reached."""
        config = uvicorn.Config(
            self._application(),
            log_level="error",
            access_log=False,
            ws="websockets-sansio",
            http="h11",
            lifespan="off",
        )
        self._uvicorn = _Listening(config, self._listening)
        self._thread = threading.Thread(target=self._serve, name="rehearsal", daemon=True)
        self._thread.start()
        if not self._ready.wait(10):
            raise RuntimeError("the rehearsal server did not start")
        return self

    def stop(self) -> None:
        """Closes everything; open calls are broken off."""
        if self._uvicorn is not None and self._thread is not None:
            self._uvicorn.end()
            self._thread.join(10)
        self._socket.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _serve(self) -> None:
        assert self._uvicorn is not None
        self._uvicorn.run(sockets=[self._socket])

    def _listening(self, loop: asyncio.AbstractEventLoop) -> None:
        self.backstage.hub.loop = loop
        self._ready.set()

    def _application(self) -> ASGIApp:
        routes: list[BaseRoute] = Doors(self.backstage, self.interactions).routes()
        rest = Starlette(routes=[*routes, *self.page.routes()])
        web_api = WebApi(self.backstage)

        # The Web API stands outside Starlette: only there `send` still leads to the connection,
        # which some faults have to break.
        async def application(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] == "http" and scope["path"].startswith("/api/"):
                await web_api(scope, receive, send)
            else:
                await rest(scope, receive, send)

        return application


class _Listening(uvicorn.Server):
    """Says when it can be reached, and in which event loop."""

    def __init__(
        self, config: uvicorn.Config, tell: Callable[[asyncio.AbstractEventLoop], None]
    ) -> None:
        super().__init__(config)
        self._tell = tell

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        self._tell(self._loop)

    async def main_loop(self) -> None:
        """Waits to be told instead of looking ten times a second: tests start many servers."""
        await self.on_tick(0)
        await self._over.wait()

    def end(self) -> None:
        """Ends it from another thread, without waiting for open calls."""
        self.should_exit = self.force_exit = True
        self._loop.call_soon_threadsafe(self._over.set)
