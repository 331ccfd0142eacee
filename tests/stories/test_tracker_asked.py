"""Items that get their issue only when somebody asks for it."""

from collections.abc import Iterator
from typing import Any

import pytest

from rehearsal.server import RehearsalServer
from tests.stories.conftest import House, furnish, settings_for
from tests.stories.items import close, in_days, new_item, shown
from tests.stories.seen import whispered
from tests.stories.test_action_items import declare_private
from tests.stories.test_app_home import home_of
from tests.stories.test_trackers import items, read_changes, settings_of
from tests.tracker_servers import GitHubServer

BUTTON = "Open in tracker"


@pytest.fixture
def github() -> Iterator[GitHubServer]:
    """GitHub, with the repository acme/shop."""
    server = GitHubServer()
    with server.running():
        yield server


@pytest.fixture
def house(slack: RehearsalServer, github: GitHubServer, sqlite_address: str) -> Iterator[House]:
    """The bot, which makes issues when it is asked to."""
    asked = settings_of(slack, github, howbot_tracker_when="asked")
    yield from furnish(slack, sqlite_address, **asked)


@pytest.fixture
def any_house(
    slack: RehearsalServer, github: GitHubServer, migrated_address: str
) -> Iterator[House]:
    """The same, once on each kind of database."""
    asked = settings_of(slack, github, howbot_tracker_when="asked")
    yield from furnish(slack, migrated_address, **asked)


def listed(house: House, channel: Any) -> Any:
    """The list that `actions` answers with."""
    return house.person("Ana").command("/incident actions", channel=channel)


def answer_to(house: House, person: Any, seen: Any, channel: Any) -> str:
    """What somebody reads when they press the button in a list."""
    already = sum(1 for each in channel.ephemerals if each.seen_by == person.id)
    person.clicks(seen, BUTTON)
    return whispered(house, person, channel, count=already + 1)


def test_an_item_gets_its_issue_when_somebody_asks(any_house: House, github: GitHubServer) -> None:
    house, ana = any_house, any_house.person("Ana")
    channel = house.declare()
    new_item(house, ana, channel)
    assert github.issues == {}
    seen = listed(house, channel)
    assert "I make an issue for INC-1/1" in answer_to(house, ana, seen, channel)
    house.settle()
    [issue] = github.issues.values()
    assert f"/archives/{channel.id}" in issue["body"]
    assert "acme/shop#1" in items(house, channel)
    assert BUTTON not in listed(house, channel).buttons()
    github.edit(1, title="Cart prompts, all 13")
    read_changes(house)
    assert "Cart prompts, all 13" in items(house, channel)


def test_who_presses_second_hears_of_the_first(house: House, github: GitHubServer) -> None:
    ana, ben = house.person("Ana"), house.person("Ben")
    channel = house.declare()
    new_item(house, ana, channel)
    first, second = listed(house, channel), ben.command("/incident actions", channel=channel)
    ana.clicks(first, BUTTON)
    house.settle()
    assert "has an issue already" in answer_to(house, ben, second, channel)
    house.settle()
    assert len(github.issues) == 1


def test_an_item_from_before_the_tracker_offers_it(
    slack: RehearsalServer, github: GitHubServer, sqlite_address: str
) -> None:
    for house in furnish(slack, sqlite_address):
        channel = house.declare()
        new_item(house, house.person("Ana"), channel)
        assert BUTTON not in listed(house, channel).buttons()
        house.settings = settings_for(slack, sqlite_address, **settings_of(slack, github))
        house.restart()
        house.person("Ana").clicks(listed(house, channel), BUTTON)
        house.settle()
        assert len(github.issues) == 1


def test_a_new_issue_takes_the_place_of_one_that_is_gone(
    house: House, github: GitHubServer
) -> None:
    ana, channel = house.person("Ana"), house.declare()
    new_item(house, ana, channel)
    ana.clicks(listed(house, channel), BUTTON)
    house.settle()
    del github.issues[1]
    ana.clicks(listed(house, channel), "Change the date")
    ana.fills({"due_on": in_days(house, 25), "reason": "The labellers are away"})
    assert ana.submits() is None
    house.settle()
    assert "its issue is gone from the tracker" in items(house, channel)
    github.issues[1] = {"number": 1, "updated_at": "", "created_at": ""}  # Numbers are used once.
    ana.clicks(listed(house, channel), BUTTON)
    house.settle()
    assert f"Due: {in_days(house, 25)}" in github.issues[2]["body"]
    assert "acme/shop#2" in items(house, channel)


def test_what_is_finished_is_not_offered(house: House, github: GitHubServer) -> None:
    ana, channel = house.person("Ana"), house.declare()
    new_item(house, ana, channel)
    stale = listed(house, channel)
    close(house, ana, "INC-1/1", channel)
    assert BUTTON not in listed(house, channel).buttons()
    assert "done already" in answer_to(house, ana, stale, channel)
    house.settle()
    assert github.issues == {}


def test_what_is_private_is_not_offered(house: House) -> None:
    channel = declare_private(house)
    new_item(house, house.person("Ana"), channel, owner="Ana")
    assert "INC-1/1" in items(house, channel)
    assert BUTTON not in listed(house, channel).buttons()


def test_app_home_offers_it_and_shows_the_issue(house: House, github: GitHubServer) -> None:
    ben, channel = house.person("Ben"), house.declare()
    new_item(house, house.person("Ana"), channel)
    ben.clicks(home_of(house, ben), BUTTON)
    house.settle()
    assert "acme/shop#1" in shown(home_of(house, ben))
    assert len(github.issues) == 1
