"""Who may say that an issue changed, and what is believed of it."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.core.webhooks import KINDS, NotHeard, Told, heard, signature

SECRET = "It's a Secret to Everybody"
NOW = datetime(2031, 3, 3, 14, 0, tzinfo=UTC)
BODIES: dict[str, dict[str, Any]] = {
    "github": {
        "action": "closed",
        "issue": {"number": 12, "state": "closed"},
        "repository": {"full_name": "Acme/Shop"},
    },
    "jira": {
        "timestamp": 1930312800000,
        "webhookEvent": "jira:issue_updated",
        "issue": {"id": "10012", "key": "ENG-12"},
    },
    "linear": {
        "action": "update",
        "type": "Issue",
        "data": {"id": "2174add1", "identifier": "ENG-12"},
        "webhookTimestamp": int(NOW.timestamp() * 1000),
    },
}
ISSUES = {"github": "12", "jira": "10012", "linear": "2174add1"}


def said(
    kind: str, body: dict[str, Any] | bytes, *, place: str = "acme/shop", **headers: str
) -> Told:
    """What is heard of this body, signed by the tracker unless the headers say otherwise."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    signed = {KINDS[kind].signature: signature(kind, content, SECRET)}
    return heard(kind, signed | headers, content, secret=SECRET, place=place, now=NOW)


@pytest.mark.parametrize(
    ("kind", "body", "digest"),
    [
        # The examples in GitHub's and in Atlassian's own documentation.
        (
            "github",
            b"Hello, World!",
            "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
        ),
        (
            "jira",
            b"Hello World!",
            "sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9",
        ),
    ],
)
def test_signatures_are_those_of_the_trackers(kind: str, body: bytes, digest: str) -> None:
    assert signature(kind, body, SECRET) == digest


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_signed_word_names_the_issue_to_look_at(kind: str) -> None:
    assert said(kind, BODIES[kind]).issues == (ISSUES[kind],)


@pytest.mark.parametrize("kind", list(KINDS))
@pytest.mark.parametrize("given", ["", "sha256=", "ünïcode", "sha256=" + "0" * 64])
def test_who_does_not_sign_rightly_is_not_heard(kind: str, given: str) -> None:
    with pytest.raises(NotHeard, match="bad_signature"):
        heard(
            kind,
            {KINDS[kind].signature: given},
            json.dumps(BODIES[kind]).encode(),
            secret=SECRET,
            place="acme/shop",
            now=NOW,
        )


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_word_that_was_changed_on_the_way_is_not_heard(kind: str) -> None:
    content = json.dumps(BODIES[kind]).encode()
    signed = {KINDS[kind].signature: signature(kind, content, SECRET)}
    with pytest.raises(NotHeard, match="bad_signature"):
        heard(kind, signed, content + b" ", secret=SECRET, place="acme/shop", now=NOW)


@pytest.mark.parametrize("body", [b"Hello, World!", b"[1]", b"[" * 100_000, b"\xff"])
def test_what_cannot_be_read_is_not_heard(body: bytes) -> None:
    with pytest.raises(NotHeard, match="unreadable"):
        said("github", body)


@pytest.mark.parametrize("apart", [timedelta(minutes=6), -timedelta(minutes=6)])
def test_what_linear_said_long_ago_or_is_yet_to_say_is_not_heard(apart: timedelta) -> None:
    stamp = int((NOW - apart).timestamp() * 1000)
    with pytest.raises(NotHeard, match="stale"):
        said("linear", BODIES["linear"] | {"webhookTimestamp": stamp})


@pytest.mark.parametrize("stamp", [None, "soon", 10**30])
def test_what_linear_says_without_a_time_is_not_heard(stamp: Any) -> None:
    with pytest.raises(NotHeard, match="stale"):
        said("linear", BODIES["linear"] | {"webhookTimestamp": stamp})


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("github", {"zen": "Keep it logically awesome.", "repository": {"full_name": "acme/shop"}}),
        ("github", BODIES["github"] | {"repository": {"full_name": "acme/other"}}),
        ("github", BODIES["github"] | {"issue": "12"}),
        ("jira", {"webhookEvent": "sprint_started"}),
        ("linear", BODIES["linear"] | {"type": "Comment"}),
    ],
)
def test_what_is_about_something_else_names_no_issue(kind: str, body: dict[str, Any]) -> None:
    assert said(kind, body).issues == ()


def test_what_is_told_again_is_known_by_its_id_and_by_its_signature() -> None:
    first = said("github", BODIES["github"], **{"x-github-delivery": "72d3162e"})
    renamed = said("github", BODIES["github"], **{"x-github-delivery": "another"})
    assert len(first.keys) == 2
    assert set(first.keys) & set(renamed.keys)
