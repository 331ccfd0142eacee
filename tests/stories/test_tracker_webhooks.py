"""The tracker says by itself that an issue changed, truly or not, once or again."""

import contextlib
import json
import socket
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select
from sqlmodel import col

from bot.core.webhooks import KINDS, MOST_BYTES, signature
from bot.web.door import MOST_AT_ONCE
from rehearsal.server import RehearsalServer
from storage.tables import Inbox
from tests.jira_server import JiraServer
from tests.stories import test_tracker_jira as with_jira
from tests.stories import test_trackers as with_github
from tests.stories.conftest import House, furnish
from tests.stories.items import close, new_item, on_monday
from tests.stories.test_trackers import asked_for_proof, items
from tests.tracker_servers import GitHubServer, LinearServer

SECRET = "a secret of sixteen or more"
HEARD_HERE = {
    "howbot_webhook_address": "127.0.0.1:0",
    "howbot_tracker_webhook_secret": SECRET,
}


@pytest.fixture
def github() -> Iterator[GitHubServer]:
    """GitHub, with the repository acme/shop."""
    server = GitHubServer()
    with server.running():
        yield server


@pytest.fixture
def any_house(
    slack: RehearsalServer, github: GitHubServer, migrated_address: str
) -> Iterator[House]:
    """The bot, which hears GitHub; once on each kind of database."""
    settings = with_github.settings_of(slack, github, **HEARD_HERE)
    yield from with_open_door(furnish(slack, migrated_address, **settings))


@pytest.fixture
def house(slack: RehearsalServer, github: GitHubServer, sqlite_address: str) -> Iterator[House]:
    """The same, on SQLite."""
    settings = with_github.settings_of(slack, github, **HEARD_HERE)
    yield from with_open_door(furnish(slack, sqlite_address, **settings))


def with_open_door(houses: Iterator[House]) -> Iterator[House]:
    """The houses, with their door open."""
    for house in houses:
        assert house.howbot.door is not None
        house.howbot.door.open()
        yield house
        house.howbot.door.close()


def tell(house: House, kind: str, body: Any, *, delivery: str = "", **headers: str) -> int:
    """A tracker, or somebody else, says something; what is answered once all is delivered."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    named = {KINDS[kind].delivery: delivery} if delivery else {}
    signed = {KINDS[kind].signature: signature(kind, content, SECRET)}
    assert house.howbot.door is not None
    status = httpx.post(
        f"http://127.0.0.1:{house.howbot.door.open()}/webhooks/{kind}",
        content=content,
        headers=signed | named | headers,
    ).status_code
    house.settle()
    return status


def closing(number: int = 1, **others: Any) -> dict[str, Any]:
    """What GitHub says when somebody closes an issue."""
    issue = {"number": number, "state": "closed", "title": "As it was then"}
    return {
        "action": "closed",
        "issue": issue,
        "repository": {"full_name": "acme/shop"},
        **others,
    }


def arrivals(house: House) -> int:
    """How many words of trackers were noted."""
    with house.howbot.runtime.reading() as unit:
        question = select(func.count()).where(col(Inbox.key).startswith("webhook:"))
        return int(unit.session.execute(question).scalar_one())


def test_what_github_says_is_there_at_once(any_house: House, github: GitHubServer) -> None:
    house, channel = any_house, on_monday(any_house)
    new_item(house, house.person("Ana"), channel)
    github.edit(1, state="closed")
    assert tell(house, "github", closing(), delivery="72d3162e") == 200
    assert len(asked_for_proof(house)) == 1


def test_what_is_told_again_is_looked_at_once(house: House, github: GitHubServer) -> None:
    new_item(house, house.person("Ana"), house.declare())
    assert tell(house, "github", closing(), delivery="72d3162e") == 200
    asked = len(github.asked)
    assert tell(house, "github", closing(), delivery="72d3162e") == 200
    noted = arrivals(house)
    assert tell(house, "github", closing(), delivery="somebody's own") == 200
    assert len(github.asked) == asked
    assert arrivals(house) == noted


def test_what_comes_out_of_order_undoes_nothing(house: House, github: GitHubServer) -> None:
    ana, channel = house.person("Ana"), on_monday(house)
    new_item(house, ana, channel)
    github.edit(1, title="Second thoughts")
    assert tell(house, "github", closing(action="edited"), delivery="second") == 200
    old = closing()
    old["issue"]["title"] = "First thoughts"
    assert tell(house, "github", old, delivery="first") == 200
    listed = items(house, channel)
    assert "Second thoughts" in listed
    assert "First thoughts" not in listed
    assert asked_for_proof(house) == []  # It stands open in GitHub, whatever was said of it.


def test_what_arrives_while_the_item_is_closed_here_closes_it_once(
    house: House, github: GitHubServer
) -> None:
    ana, channel = house.person("Ana"), on_monday(house)
    new_item(house, ana, channel)
    github.edit(1, state="closed")
    close(house, ana, "INC-1/1", channel)
    assert tell(house, "github", closing(), delivery="72d3162e") == 200
    assert "Done" in items(house, channel)
    assert asked_for_proof(house) == []
    assert github.issues[1]["state"] == "closed"


def test_a_forged_word_is_refused_and_nothing_of_it_kept_or_logged(
    house: House, github: GitHubServer, capsys: pytest.CaptureFixture[str]
) -> None:
    new_item(house, house.person("Ana"), house.declare())
    asked = len(github.asked)
    forged = {KINDS["github"].signature: "sha256=" + "0" * 64}
    assert tell(house, "github", closing(said="a private word"), delivery="x", **forged) == 401
    assert len(github.asked) == asked
    assert arrivals(house) == 0
    told = "".join(capsys.readouterr())
    assert "webhook_refused" in told
    assert "a private word" not in told


def test_a_word_of_more_than_a_mebibyte_is_not_read_to_its_end(house: House) -> None:
    assert tell(house, "github", b"x" * (MOST_BYTES + 1)) == 413


def test_who_hangs_up_in_the_middle_keeps_nobody_else_out(house: House) -> None:
    assert house.howbot.door is not None
    address = ("127.0.0.1", house.howbot.door.open())
    for _ in range(40):
        with socket.create_connection(address) as caller:
            caller.sendall(
                b"POST /webhooks/github HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n{"
            )
    assert tell(house, "github", {"zen": "Approachable is better than simple."}) == 200


def test_who_says_nothing_is_hung_up_on_and_keeps_nobody_else_out(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.web.protocol.FIRST_REQUEST_SECONDS", 0.2)
    assert house.howbot.door is not None
    address = ("127.0.0.1", house.howbot.door.open())
    with contextlib.ExitStack() as callers:
        silent = [
            callers.enter_context(socket.create_connection(address, timeout=5))
            for _ in range(MOST_AT_ONCE)
        ]
        silent[0].sendall(b"POST /webhooks/github HTTP/1.1\r\nhost: ")
        assert [each.recv(1) for each in silent] == [b""] * MOST_AT_ONCE
        assert tell(house, "github", {"zen": "Keep it logically awesome."}) == 200


def test_what_is_about_others_is_acknowledged_and_not_kept(
    house: House, github: GitHubServer
) -> None:
    new_item(house, house.person("Ana"), house.declare())
    asked = len(github.asked)
    assert tell(house, "github", {"zen": "Design for failure."}) == 200
    assert tell(house, "github", closing(number=7), delivery="y") == 200
    assert tell(house, "github", b"payload=form") == 400
    assert tell(house, "jira", {"issue": {"id": "1"}}) == 404
    assert len(github.asked) == asked
    assert arrivals(house) == 0


def test_an_issue_that_was_deleted_is_said_on_its_item(house: House, github: GitHubServer) -> None:
    channel = house.declare()
    new_item(house, house.person("Ana"), channel)
    github.issues.clear()
    assert tell(house, "github", closing(action="deleted"), delivery="z") == 200
    assert "its issue is gone from the tracker" in items(house, channel)


def test_a_database_that_is_away_has_the_tracker_tell_it_again(
    house: House, github: GitHubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel = on_monday(house)
    new_item(house, house.person("Ana"), channel)
    github.edit(1, state="closed")

    def away(*_: Any) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr("bot.web.webhooks.look_at", away)
        assert tell(house, "github", closing(), delivery="72d3162e") == 503
    assert tell(house, "github", closing(), delivery="72d3162e") == 200
    assert len(asked_for_proof(house)) == 1


def test_jira_is_heard_too(slack: RehearsalServer, sqlite_address: str) -> None:
    jira = JiraServer()
    with jira.running():
        settings = with_jira.settings_of(slack, jira) | HEARD_HERE
        for house in with_open_door(furnish(slack, sqlite_address, **settings)):
            channel = on_monday(house)
            new_item(house, house.person("Ana"), channel)
            jira.edit("ENG-1", summary="Cart prompts, all 13")
            told = {"webhookEvent": "jira:issue_updated", "issue": {"id": "10001"}}
            assert tell(house, "jira", told) == 200
            assert "Cart prompts, all 13" in items(house, channel)


def test_linear_is_heard_but_not_what_it_said_long_ago(
    slack: RehearsalServer, sqlite_address: str
) -> None:
    linear = LinearServer()
    with linear.running():
        settings = {
            **HEARD_HERE,
            "howbot_tracker": "linear",
            "howbot_tracker_place": "ENG",
            "howbot_tracker_token": "lin_api_secret",
            "howbot_tracker_url": linear.url,
        }
        for house in with_open_door(furnish(slack, sqlite_address, **settings)):
            channel = on_monday(house)
            new_item(house, house.person("Ana"), channel)
            [issue] = linear.issues.values()
            issue |= {"title": "Cart prompts, all 13", "updatedAt": linear.stamp()}
            told = {"type": "Issue", "action": "update", "data": {"id": issue["id"]}}
            now = house.howbot.runtime.clock.machine_now()
            long_ago = int((now - timedelta(minutes=6)).timestamp() * 1000)
            assert tell(house, "linear", told | {"webhookTimestamp": long_ago}) == 401
            assert "Cart prompts, all 13" not in items(house, channel)
            just_now = int(now.timestamp() * 1000)
            assert tell(house, "linear", told | {"webhookTimestamp": just_now}) == 200
            assert "Cart prompts, all 13" in items(house, channel)


def test_the_door_closes_with_the_bot(house: House) -> None:
    door = house.howbot.door
    assert door is not None
    port = door.open()
    door.close()
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"http://127.0.0.1:{port}/webhooks/github")
    socket.create_server(("127.0.0.1", port)).close()  # The port is free again.
