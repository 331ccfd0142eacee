"""The real bot as a child process: started with environment only, killed, started again.

Imports nothing of the bot. Several of them can run side by side, on one database or on many.
"""

from __future__ import annotations

import atexit
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Protocol

_PATIENCE_SECONDS = 10.0
_ROOT = Path(__file__).parent.parent


class Slack(Protocol):
    """What a bot has to know of the workspace it lives in."""

    @property
    def api_url(self) -> str: ...
    @property
    def bot_token(self) -> str: ...
    @property
    def app_token(self) -> str: ...
    @property
    def signing_secret(self) -> str: ...


class BotProcess:
    """One bot. `database_url` defaults to SQLite in `folder`; `environment` is added on top."""

    def __init__(
        self,
        slack: Slack,
        folder: Path,
        *,
        database_url: str | None = None,
        environment: Mapping[str, str] | None = None,
        name: str = "howbot",
        command: list[str] | None = None,
    ) -> None:
        self.folder = folder.resolve()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.database = self.folder / "howbot.db"
        self.log_file = self.folder / f"{name}.log"
        self.ahead = timedelta()
        self._jumps: list[tuple[float, timedelta]] = []
        self.restarts = 0
        self._command = command or [sys.executable, "-m", "bot", "start"]
        self._environment = {
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_APP_TOKEN": slack.app_token,
            "SLACK_SIGNING_SECRET": slack.signing_secret,
            "SLACK_API_URL": slack.api_url,
            "DATABASE_URL": database_url or f"sqlite:///{self.database}",
            # Nothing leaves this machine: links given as proof are kept and not opened.
            "HOWBOT_LINK_HOSTS": "",
            **(environment or {}),
        }
        self._process: subprocess.Popen[bytes] | None = None
        atexit.register(self.stop)

    def start(self) -> None:
        """Starts it in a process group of its own, writing to its log file."""
        ahead = {"HOWBOT_CLOCK_OFFSET": _spelled(self.ahead)} if self.ahead else {}
        with self.log_file.open("ab") as log:
            self._process = subprocess.Popen(
                self._command,
                env={**_inherited(), **self._environment, **ahead},
                cwd=_ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        """Its number in the system, once it was started."""
        assert self._process is not None
        return self._process.pid

    def kill(self) -> None:
        """kill -9, whatever it is doing."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Asks it to end; kills it when it does not."""
        if self.is_running():
            self._end(signal.SIGTERM)

    def restart(self) -> None:
        """Ends it in good order and starts it again."""
        self.stop()
        self.restarts += 1
        self.start()

    def pull_the_plug(self) -> None:
        """Kills it in the middle of things and starts it again."""
        self.kill()
        self.restarts += 1
        self.start()

    def jump(self, further: timedelta) -> None:
        """Starts it again with a clock that is further ahead, by whole minutes."""
        self.ahead += further
        self._jumps.append((time.time(), self.ahead))
        self.restart()

    def ahead_at(self, moment: float) -> timedelta:
        """How far ahead its clock was at a moment of the machine's."""
        return next((ahead for at, ahead in reversed(self._jumps) if at <= moment), timedelta())

    def last_words(self, lines: int = 20) -> str:
        """The end of its log."""
        if not self.log_file.exists():
            return ""
        return "\n".join(self.log_file.read_text(errors="replace").splitlines()[-lines:])

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        self._signal(how)
        try:
            self._process.wait(_PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self._signal(signal.SIGKILL)
            self._process.wait(_PATIENCE_SECONDS)

    def _signal(self, how: signal.Signals) -> None:
        assert self._process is not None
        if self._process.poll() is None:
            os.killpg(self._process.pid, how)


def _spelled(ahead: timedelta) -> str:
    """As the bot's setting takes it: +3d, +3d90m."""
    minutes = ahead.seconds // 60
    return f"+{ahead.days}d{minutes}m" if minutes else f"+{ahead.days}d"


def _inherited() -> dict[str, str]:
    """This process's environment without settings meant for a bot elsewhere."""
    foreign = ("SLACK_", "HOWBOT_", "DATABASE_")
    return {key: value for key, value in os.environ.items() if not key.startswith(foreign)}
