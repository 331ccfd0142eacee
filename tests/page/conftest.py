"""A rehearsal with the real bot in it, and a real browser looking at it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect, sync_playwright

from rehearsal.bot_process import BotProcess
from rehearsal.ledger import Ledger
from rehearsal.server import RehearsalServer
from tests.conftest import ROOT, chromium

PATIENCE_MS = 20_000
expect.set_options(timeout=PATIENCE_MS)

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's chromium."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield launched
        launched.close()


@dataclass
class Rehearsal:
    """The workspace, its bot, and a way to look at it."""

    slack: RehearsalServer
    browser: Browser

    def looks(self, *, width: int = 1280, height: int = 860) -> Page:
        """A fresh page on the workspace."""
        page = self.browser.new_page(viewport={"width": width, "height": height})
        page.set_default_timeout(PATIENCE_MS)
        page.goto(self.slack.url)
        return page


@pytest.fixture
def rehearsal(browser: Browser, tmp_path: Path) -> Iterator[Rehearsal]:
    """A workspace with the bot as a process of its own."""
    with RehearsalServer(port=0) as slack:
        slack.install(yaml.safe_load((ROOT / "app_manifest.yml").read_text()))
        bot = BotProcess(slack, tmp_path)
        slack.page.stage.bot = bot
        slack.page.stage.ledger = Ledger(slack.backstage, bot.database)
        bot.start()
        try:
            slack.wait_connected(30)
            yield Rehearsal(slack, browser)
        finally:
            for context in browser.contexts:
                context.close()
            bot.stop()
