"""What keeps the bot from starting is said in a sentence, and what passes is waited for."""

from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import main
from rehearsal.server import RehearsalServer


@pytest.fixture
def start(
    slack: RehearsalServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Any:
    """`howbot start` with these tokens; its exit status and what it said."""

    def run(bot_token: str, app_token: str) -> tuple[int, str]:
        monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/howbot.db")
        monkeypatch.setenv("SLACK_API_URL", slack.api_url)
        monkeypatch.setenv("SLACK_BOT_TOKEN", bot_token)
        monkeypatch.setenv("SLACK_APP_TOKEN", app_token)
        return main(["start"]), capsys.readouterr().err

    return run


def test_a_wrong_bot_token_is_told_without_a_trace(slack: RehearsalServer, start: Any) -> None:
    status, said = start("xoxb-wrong", slack.app_token)

    assert status == 1
    assert "invalid_auth" in said
    assert "Traceback" not in said
    assert "xoxb-wrong" not in said


def test_a_wrong_app_token_is_told_without_a_trace(slack: RehearsalServer, start: Any) -> None:
    status, said = start(slack.bot_token, "xapp-wrong")

    assert status == 1
    assert "invalid_auth" in said
    assert "Traceback" not in said
    assert "xapp-wrong" not in said


def test_a_stage_text_with_a_missing_part_keeps_the_bot_from_starting(
    slack: RehearsalServer, start: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own" / "stages"
    own.mkdir(parents=True)
    (own / "08_what_helped.md").write_text("# What held\n\n## Goal\nTo see what held.\n")
    monkeypatch.setenv("HOWBOT_TEMPLATES", str(own.parent))

    status, said = start(slack.bot_token, slack.app_token)

    assert status == 2
    for part in ("Question", "How to answer", "Prompts", "Minutes"):
        assert f'08_what_helped.md: the part "{part}" is missing' in said
    assert "Traceback" not in said
