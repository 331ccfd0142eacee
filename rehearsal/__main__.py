"""`python -m rehearsal`: a workspace on this machine with the real bot in it, and a page to use it.

`--script` plays a whole incident and ends with its document. Ctrl-C stops everything.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
import time
import webbrowser
from pathlib import Path

import yaml

from rehearsal import keeping
from rehearsal.bot_process import BotProcess
from rehearsal.errors import NotAcknowledged, NotThere
from rehearsal.ledger import Ledger
from rehearsal.script import StoryStuck, play
from rehearsal.server import RehearsalServer

_MANIFEST = Path(__file__).parent.parent / "app_manifest.yml"
_WORKSPACE_FILE = "workspace.pickle"
_LEFT_BEHIND = ("howbot.db", "howbot.db-wal", "howbot.db-shm", "howbot.log", _WORKSPACE_FILE)
_BOT_READY_SECONDS = 30.0


def main(arguments: list[str] | None = None) -> int:
    """Runs until Ctrl-C, or until the script has been played where no page is wanted."""
    options = _parser().parse_args(arguments)
    folder = Path(options.folder)
    if not options.keep:
        _clear(folder)
    slack = _server_at(options.port)
    if options.keep and keeping.load(slack.workspace, folder / _WORKSPACE_FILE):
        print("Going on with the workspace of last time.")
    slack.install(yaml.safe_load(_MANIFEST.read_text()))
    # As in Slack, people see their own messages at once, whatever the bot makes of them.
    slack.backstage.events.strict, slack.backstage.events.patience_seconds = False, 3.0
    slack.faults.tiers(True, generosity=5)
    bot = BotProcess(slack, folder, environment=dict(options.setting))
    stage = slack.page.stage
    stage.bot, stage.ledger = bot, Ledger(slack.backstage, bot.database)
    stage.play = play
    over = _until_told_to_stop()
    with slack:
        try:
            return _run(slack, bot, over, options)
        finally:
            print("Stopping the bot and the workspace.")
            bot.stop()
            keeping.save(slack.workspace, folder / _WORKSPACE_FILE)


def _run(
    slack: RehearsalServer, bot: BotProcess, over: threading.Event, options: argparse.Namespace
) -> int:
    print("Starting the bot on a SQLite database of its own …")
    bot.start()
    if not _is_up(slack, bot):
        print(f"The bot did not come up. The end of {bot.log_file}:\n{bot.last_words()}")
        return 1
    print(f"The bot is up.\n\n    Open {slack.url}\n\nCtrl-C stops everything.", flush=True)
    _open_browser(slack.url, options)
    if options.script:
        return _play(slack)
    over.wait()
    return 0


def _play(slack: RehearsalServer) -> int:
    """Plays the story, says how it goes on, and where the document lies."""
    began = time.monotonic()

    def tell(step: int, steps: int, label: str) -> None:
        print(f"[{step:2}/{steps}] {label}", flush=True)

    try:
        document = slack.page.stage.run_script(tell)
    except (StoryStuck, NotThere, NotAcknowledged) as stuck:
        print(f"The story does not go on: {stuck}")
        return 1
    count = slack.page.stage.count()
    print(f"\nPlayed in {time.monotonic() - began:.0f} s.")
    print("People did {did}, stored {stored}, lost {lost}, doubled {doubled}.".format(**count))
    print(f"The document: {document}", flush=True)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m rehearsal", description=__doc__)
    parser.add_argument("--script", action="store_true", help="play a whole incident and end")
    parser.add_argument("--port", type=int, default=8900, help="the page's port")
    parser.add_argument("--folder", default=".rehearsal", help="for the database and the log")
    parser.add_argument("--keep", action="store_true", help="go on with the workspace of last time")
    parser.add_argument("--no-browser", action="store_true", help="do not open the page by itself")
    parser.add_argument(
        "--setting",
        action="append",
        default=[],
        type=_setting,
        metavar="NAME=VALUE",
        help="a setting of the bot, as HOWBOT_TRACKER=github; may be given several times",
    )
    return parser


def _setting(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not (sign and name.startswith("HOWBOT_")):
        raise argparse.ArgumentTypeError(f"{text!r} is not HOWBOT_…=value")
    return name, value


def _server_at(port: int) -> RehearsalServer:
    try:
        return RehearsalServer(port)
    except OSError:
        slack = RehearsalServer()
        print(f"Port {port} is taken; using {slack.url.rsplit(':', 1)[1]} instead.")
        return slack


def _clear(folder: Path) -> None:
    """A fresh start; touches nothing but what a rehearsal leaves behind."""
    for name in _LEFT_BEHIND:
        (folder / name).unlink(missing_ok=True)


def _is_up(slack: RehearsalServer, bot: BotProcess) -> bool:
    """Waits for a socket, but not for one of a bot that has ended already."""
    hub = slack.backstage.hub
    for _ in range(int(_BOT_READY_SECONDS)):
        if slack.awaits(lambda: bool(hub.connections), 1.0):
            return True
        if not bot.is_running():
            return False
    return False


def _until_told_to_stop() -> threading.Event:
    over = threading.Event()

    def stop(_number: int, _frame: object) -> None:
        over.set()
        raise KeyboardInterrupt

    # Ctrl-C too: whoever starts this in the background may have had it ignored.
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, stop)
    return over


def _open_browser(url: str, options: argparse.Namespace) -> None:
    has_display = bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    if not options.no_browser and (has_display or sys.platform == "darwin"):
        webbrowser.open(url)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(0)
