"""A tracker that is not set up is told at the start, and `howbot doctor` says what is amiss."""

import socket
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import main
from rehearsal.server import RehearsalServer
from tests.jira_server import JiraServer
from tests.tracker_servers import GitHubServer, LinearServer, Mishap, TrackerServer

SECRET = "s3cret-token"
KINDS: dict[str, tuple[Callable[[], TrackerServer], str]] = {
    "github": (GitHubServer, "acme/shop"),
    "jira": (JiraServer, "ENG"),
    "linear": (LinearServer, "ENG"),
}


@pytest.fixture
def doctor(
    slack: RehearsalServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Any:
    """`howbot doctor` with these settings of the tracker; its exit status and what it said."""

    def run(**settings: str) -> tuple[int, str]:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/howbot.db")
        monkeypatch.setenv("SLACK_API_URL", slack.api_url)
        for name, value in settings.items():
            monkeypatch.setenv(f"HOWBOT_TRACKER_{name}".rstrip("_"), value)
        status = main(["doctor"])
        told = capsys.readouterr()
        assert SECRET not in told.out + told.err
        return status, told.out + told.err

    return run


def settings_of(kind: str, server: TrackerServer, **others: str) -> dict[str, str]:
    """How such a tracker is set up; the empty name is `HOWBOT_TRACKER` itself."""
    return {
        "_": kind,
        "URL": server.url,
        "PLACE": KINDS[kind][1],
        "TOKEN": SECRET,
        "ACCOUNT": "howbot@acme.com",
        **others,
    }


def serving(kind: str) -> AbstractContextManager[TrackerServer]:
    """A tracker of this kind."""
    return KINDS[kind][0]().running()


@pytest.mark.parametrize("kind", list(KINDS))
def test_each_tracker_is_asked_and_its_answer_told(doctor: Any, kind: str) -> None:
    with serving(kind) as server:
        told = doctor(**settings_of(kind, server))[1]
        assert "takes the token" in told
        assert KINDS[kind][1] in told
        server.mishaps.append(Mishap("*", 401, lasts=True))
        status, told = doctor(**settings_of(kind, server))
    assert status == 1
    assert "does not take HOWBOT_TRACKER_TOKEN" in told
    assert "does not answer as it should" in doctor(**settings_of(kind, server))[1]


def test_a_type_that_the_project_does_not_have_is_named(doctor: Any) -> None:
    with serving("jira") as server:
        told = doctor(**settings_of("jira", server, ISSUE_TYPE="Epic"))[1]
    assert "no issues of the type “Epic”" in told


def test_a_port_that_is_taken_is_told_and_nothing_starts(
    slack: RehearsalServer,
    doctor: Any,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", slack.bot_token)
    monkeypatch.setenv("SLACK_APP_TOKEN", slack.app_token)
    with serving("github") as server, socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        monkeypatch.setenv("HOWBOT_WEBHOOK_ADDRESS", address)
        doctor(**settings_of("github", server, WEBHOOK_SECRET="a secret of sixteen or more"))
        assert main(["start"]) == 1
    told = capsys.readouterr().err
    assert f"Webhooks cannot be heard at {address}: Address already in use" in told
    assert "Traceback" not in told


@pytest.mark.parametrize(
    ("address", "secret", "told"),
    [
        ("127.0.0.1:8086", "", "HOWBOT_TRACKER_WEBHOOK_SECRET has to be set"),
        ("127.0.0.1:8086", "short", "at least 16 characters"),
        ("", "a secret of sixteen or more", "HOWBOT_WEBHOOK_ADDRESS has to be set"),
        ("8086", "a secret of sixteen or more", "HOWBOT_WEBHOOK_ADDRESS"),
    ],
)
def test_half_a_door_is_told(
    doctor: Any, monkeypatch: pytest.MonkeyPatch, address: str, secret: str, told: str
) -> None:
    monkeypatch.setenv("HOWBOT_WEBHOOK_ADDRESS", address)
    github = settings_of("github", GitHubServer(url="http://x/"), WEBHOOK_SECRET=secret)
    status, said = doctor(**github)
    assert status == 2
    assert told in said


@pytest.mark.parametrize(
    ("kind", "name", "value", "told"),
    [
        ("github", "PLACE", "shop", "HOWBOT_TRACKER_PLACE has to be set for github"),
        ("jira", "PLACE", "eng", "the key of the project in capitals"),
        ("jira", "ACCOUNT", "", "HOWBOT_TRACKER_ACCOUNT has to be set for jira"),
        ("jira", "URL", "", "HOWBOT_TRACKER_URL has to be set for jira"),
        ("jira", "URL", "acme.atlassian.net", "https://"),
        ("linear", "TOKEN", "", "HOWBOT_TRACKER_TOKEN has to be set for linear"),
    ],
)
def test_settings_that_cannot_work_are_told_at_the_door(
    doctor: Any, kind: str, name: str, value: str, told: str
) -> None:
    status, said = doctor(**settings_of(kind, KINDS[kind][0](url="http://x/"), **{name: value}))
    assert status == 2
    assert told in said
    assert "Value error" not in said
