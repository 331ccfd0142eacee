"""Reads back what was said and done in incident channels while nobody was listening.

At start, whenever the connection to Slack is made again, and for channels whose last check was
cut off. One thread, patient with Slack's limits; where it has come to is stored, so that a crash
costs one page.
"""

import threading
from collections.abc import Callable
from typing import TypeVar

import structlog

from bot.flows import catch_up
from bot.flows.catch_up import Place
from bot.flows.runtime import Runtime
from bot.slack.errors import Permanent, Retry, SlackTrouble, Unknown
from bot.slack.history import History, Page

log = structlog.get_logger(__name__)

LOOK_EVERY_SECONDS = 60.0
UNCLEAR_PAUSE_SECONDS = 15.0
TRIES = 10
Read = TypeVar("Read")


class Stopped(Exception):  # noqa: N818 - nothing went wrong
    """The process is about to end; the rest is read after the next start."""


class CatchUp:
    """Compares channels for one process; several processes do no harm to one another."""

    def __init__(
        self,
        runtime: Runtime,
        history: History,
        *,
        wait: Callable[[float], bool] | None = None,
    ) -> None:
        """Be ready; `wait` pauses for some seconds and says whether to stop instead."""
        self.runtime = runtime
        self.history = history
        self._stopping = threading.Event()
        self._woken = threading.Event()
        self._asked = threading.Event()
        self._wait = wait or self._stopping.wait
        self._was_connected = False
        self._thread: threading.Thread | None = None

    def ask(self) -> None:
        """Something may have been missed in any channel."""
        self._asked.set()
        self._woken.set()

    def connected(self) -> None:
        """The connection to Slack was made; before it was made again, things were missed."""
        if self._was_connected:
            self.ask()
        self._was_connected = True

    @property
    def is_asked(self) -> bool:
        """Whether all channels are still to be compared."""
        return self._asked.is_set()

    def start(self) -> None:
        """Read back in the background until `stop`."""
        self.ask()
        self._thread = threading.Thread(target=self._run, name="catch-up", daemon=True)
        self._thread.start()

    def stop(self, *, timeout_seconds: float = 20) -> None:
        """Stop after the page under way."""
        self._stopping.set()
        self._woken.set()
        if self._thread is not None:
            self._thread.join(timeout_seconds)

    def tick(self) -> None:
        """Compare all channels that have to be."""
        if self._asked.is_set():
            self._asked.clear()
            catch_up.ask(self.runtime)
        for place in catch_up.due(self.runtime):
            self._check(place)

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._woken.clear()
            try:
                self.tick()
            except Stopped:
                return
            except Exception as error:
                # Whatever it is, the timeline of the next hours must not depend on it.
                log.error("catch_up_broke", exc_info=error)
            self._woken.wait(LOOK_EVERY_SECONDS)

    def _check(self, place: Place) -> None:
        try:
            self._read_channel(place)
        except Permanent as trouble:
            catch_up.gave_up(self.runtime, place.channel, trouble.code)
            log.warning("catch_up_refused", channel=place.channel, slack_error=trouble.code)
        except SlackTrouble as trouble:
            log.warning("catch_up_put_off", channel=place.channel, slack_error=trouble.code)
        except Stopped:
            raise
        except Exception as error:
            # Whatever it is about this channel, the others are read all the same.
            log.error("catch_up_broke", channel=place.channel, exc_info=error)
        else:
            catch_up.finished(self.runtime, place.channel)
            log.info("catch_up_done", channel=place.channel)

    def _read_channel(self, place: Place) -> None:
        below = place.read_until
        while True:
            before = catch_up.known(self.runtime, place.channel)
            page = self._page_below(place.channel, below)
            roots = catch_up.take_page(
                self.runtime, place.channel, page.messages, before, below=below
            )
            for root in roots:
                self._read_thread(place.channel, root)
                catch_up.reached(self.runtime, place.channel, root)
            if page.cursor is None:
                return
            below = page.messages[0]["ts"]
            catch_up.reached(self.runtime, place.channel, below)

    def _read_thread(self, channel: str, root: str) -> None:
        above, cursor = root, None
        while True:
            before = catch_up.known(self.runtime, channel)
            page = self._thread_page(channel, root, cursor)
            catch_up.take_replies(
                self.runtime,
                channel,
                page.messages,
                before,
                root=root,
                above=above,
                is_last=page.cursor is None,
            )
            if page.cursor is None:
                return
            above = page.messages[-1]["ts"] if page.messages else above
            cursor = page.cursor

    def _page_below(self, channel: str, below: str | None) -> Page:
        return self._patiently(lambda: self.history.channel(channel, before=below))

    def _thread_page(self, channel: str, root: str, cursor: str | None) -> Page:
        def read() -> Page:
            try:
                return self.history.thread(channel, root, cursor=cursor)
            except Permanent as trouble:
                if trouble.code == "thread_not_found":
                    return Page([], None)
                raise

        return self._patiently(read)

    def _patiently(self, read: Callable[[], Read]) -> Read:
        """Read, and wait as long as Slack says before reading again."""
        for _ in range(TRIES - 1):
            self._rest(0)
            try:
                return read()
            except Retry as trouble:
                pause = trouble.after.total_seconds() if trouble.after else UNCLEAR_PAUSE_SECONDS
            except Unknown:
                pause = UNCLEAR_PAUSE_SECONDS
            self._rest(pause)
        return read()

    def _rest(self, seconds: float) -> None:
        if self._wait(seconds) or self._stopping.is_set():
            raise Stopped
