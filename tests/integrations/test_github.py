"""Whether a pull request exists and is merged, asked of an API over HTTP."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.core.links import Look, PullRequest, Reason
from bot.integrations.github import GitHub
from tests.integrations.malice import Server, leading_to, said, serving

PULL = PullRequest("acme", "shop", 7)
PULL_PATH, REPO_PATH = "/repos/acme/shop/pulls/7", "/repos/acme/shop"


def as_json(body: dict[str, Any]) -> str:
    """An answer with an object in it."""
    return said("200 OK", "content-type: application/json", body=json.dumps(body))


def look(server: Server, token: str = "") -> Look:
    """What GitHub says of the pull request."""
    return GitHub(f"http://127.0.0.1:{server.port}/", token).look(PULL)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"state": "closed", "merged": True}, Reason.merged),
        ({"state": "closed", "merged_at": "2026-11-20T10:00:00Z"}, Reason.merged),
        ({"state": "open", "merged": False}, Reason.not_merged),
        ({"state": "closed", "merged": False, "merged_at": None}, Reason.closed_unmerged),
    ],
)
def test_a_pull_request_is_merged_open_or_closed(body: dict[str, Any], reason: Reason) -> None:
    with serving({PULL_PATH: as_json(body)}) as server:
        assert look(server) == Look(reason, "acme/shop")


def test_a_deleted_one_is_told_from_a_repository_that_is_private() -> None:
    missing = said("404 Not Found")
    with serving({PULL_PATH: missing, REPO_PATH: as_json({"id": 1})}) as server:
        assert look(server).reason is Reason.no_such_pull_request
    with serving({PULL_PATH: missing, REPO_PATH: missing}) as server:
        assert look(server).reason is Reason.not_visible


def test_a_token_that_was_revoked_says_nothing_of_the_link() -> None:
    with serving({PULL_PATH: said("401 Unauthorized")}) as server:
        assert look(server, "ghp_old").reason is Reason.token_refused
        assert "authorization: bearer ghp_old" in server.heads[-1].lower()


def test_a_stranger_shows_no_token() -> None:
    with serving({PULL_PATH: as_json({"state": "open"})}) as server:
        look(server)
        assert "authorization" not in server.heads[-1].lower()


def test_limits_are_honoured_as_told() -> None:
    later = int((datetime.now(UTC) + timedelta(minutes=20)).timestamp())
    spent = said("403 Forbidden", "x-ratelimit-remaining: 0", f"x-ratelimit-reset: {later}")
    with serving({PULL_PATH: spent}) as server:
        found = look(server)
    assert found.reason is Reason.rate_limited
    assert found.again_after is not None
    assert timedelta(minutes=19) < found.again_after <= timedelta(minutes=20)
    with serving({PULL_PATH: said("429 Too Many", "retry-after: 90")}) as server:
        assert look(server).again_after == timedelta(seconds=90)
    away = f"{datetime.now(UTC) + timedelta(minutes=3):%a, %d %b %Y %H:%M:%S} -0000"
    with serving({PULL_PATH: said("429 Too Many", f"retry-after: {away}")}) as server:
        waits = look(server).again_after
    assert waits is not None
    assert timedelta(minutes=2) < waits <= timedelta(minutes=3)
    for untold in ("soon", "²", "9" * 5_000):
        with serving({PULL_PATH: said("429 Too Many", f"retry-after: {untold}")}) as server:
            assert look(server).again_after == timedelta(minutes=5)


def test_a_repository_that_was_renamed_is_followed() -> None:
    answers = {PULL_PATH: leading_to("/repositories/9/pulls/7")}
    with serving({**answers, "/repositories/9/pulls/7": as_json({"state": "open"})}) as server:
        assert look(server).reason is Reason.not_merged


@pytest.mark.parametrize(
    "answer",
    [said("500 Oh"), said("200 OK", body="<html>"), said("200 OK", body="[1]"), as_json({})],
)
def test_an_answer_that_says_nothing_is_a_trouble_of_the_server(answer: str) -> None:
    with serving({PULL_PATH: answer}) as server:
        assert look(server).reason is Reason.server_trouble


def test_a_github_that_is_away_gives_no_answer() -> None:
    with serving({}) as server:
        port = server.port
    assert GitHub(f"http://127.0.0.1:{port}/").look(PULL).reason is Reason.no_answer
