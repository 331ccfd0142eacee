"""What goes on around the workspace while the page is open: the bot, the count, the script.

Without a bot of its own (in tests) it only reports whether a socket is up.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from rehearsal.bot_process import BotProcess
from rehearsal.ledger import Ledger

if TYPE_CHECKING:
    from rehearsal.server import RehearsalServer

Json = dict[str, Any]
Progress = Callable[..., None]
Play = Callable[["RehearsalServer", BotProcess, Progress], Path]
_BACK_AFTER_SECONDS = 30.0
MORNING = time(9, 30)


class Stage:
    """Set `bot`, `ledger` and `play` to have them on the page."""

    def __init__(self, server: RehearsalServer) -> None:
        self._server = server
        self._workspace = server.backstage.workspace
        self.bot: BotProcess | None = None
        self.ledger: Ledger | None = None
        self.play: Play | None = None
        self._script: Json = {"running": False, "step": 0, "steps": 0, "label": ""}

    def perform(self, order: Json) -> Json:
        """Jumps ahead, pulls the plug or starts the script."""
        what = order.get("do")
        if what == "script":
            return self._start_script()
        if self.bot is None:
            return {"ok": False, "error": "The bot is not this rehearsal's to restart."}
        if what == "jump":
            self.bot.jump(self._further(order))
        elif what == "pull":
            self.bot.pull_the_plug()
        else:
            return {"ok": False, "error": f"unknown order {what}"}
        with self._workspace.lock:
            self._workspace.announce("plug")
        self._server.wait_connected(_BACK_AFTER_SECONDS)
        return {"ok": True}

    def _further(self, order: Json) -> timedelta:
        """So many hours, or until it is half past nine where somebody is: mornings' words are out.

        By whole minutes, as the bot's clock is set.
        """
        if order.get("to") != "morning":
            return timedelta(hours=int(order.get("hours", 24)))
        zone = ZoneInfo(self._workspace.users[order["as"]].tz)
        now = self.now().astimezone(zone)
        morning = datetime.combine(now.date(), MORNING, zone)
        if morning <= now:
            morning = datetime.combine(now.date() + timedelta(days=1), MORNING, zone)
        seconds = (morning.astimezone(UTC) - now.astimezone(UTC)).total_seconds()
        return timedelta(minutes=math.ceil(seconds / 60))

    def now(self) -> datetime:
        """What time the bot believes it is."""
        ahead = self.bot.ahead if self.bot else timedelta()
        return datetime.fromtimestamp(self._workspace.clock.now(), UTC) + ahead

    def shown_at(self, ts: str) -> float:
        """When something was said, by the clock that was turned, in seconds."""
        at = float(ts)
        return at + (self.bot.ahead_at(at).total_seconds() if self.bot else 0)

    def bot_state(self) -> Json:
        """Up, down or starting, and what time the bot believes it is."""
        connected = bool(self._server.backstage.hub.connections)
        started = self.bot is not None and self.bot.is_running()
        state = "up" if connected else "starting" if started else "down"
        ahead = self.bot.ahead if self.bot else timedelta()
        hours = round(ahead.total_seconds() / 3600)
        return {"state": state, "hoursAhead": hours, "now": self.now().timestamp()}

    def script_state(self) -> Json:
        return dict(self._script)

    def count(self) -> Json:
        """The live count of the page: did, stored, lost, doubled, restarts."""
        restarts = self.bot.restarts if self.bot else 0
        nothing = {"did": 0, "stored": 0, "lost": 0, "doubled": 0}
        count = self.ledger.count() if self.ledger else nothing
        return {**count, "restarts": restarts}

    def run_script(self, told: Progress = lambda *_: None) -> Path:
        """Plays the script to its end in this thread; where the document lies that it ends with.

        `told` hears of each step as the page does: number, of how many, and its label.
        """
        assert self.play is not None
        assert self.bot is not None

        def progress(step: int, steps: int, label: str, channel: str | None = None) -> None:
            told(step, steps, label)
            self._progress(step, steps, label, channel)

        self._script["running"] = True
        try:
            return self.play(self._server, self.bot, progress)
        finally:
            self._script["running"] = False
            with self._workspace.lock:
                self._workspace.announce("script")

    def _start_script(self) -> Json:
        if self.play is None:
            return {"ok": False, "error": "There is no script to play here."}
        if self._script["running"]:
            return {"ok": False, "error": "It is being played already."}
        threading.Thread(target=self.run_script, name="script", daemon=True).start()
        return {"ok": True}

    def _progress(self, step: int, steps: int, label: str, channel: str | None = None) -> None:
        self._script |= {"step": step, "steps": steps, "label": label, "channel": channel}
        with self._workspace.lock:
            self._workspace.announce("script", **{k: v for k, v in self._script.items() if v})
