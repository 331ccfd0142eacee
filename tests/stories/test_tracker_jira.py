"""An action item and its issue in Jira, whose projects have workflows of their own."""

from collections.abc import Iterator
from typing import Any

import pytest

from rehearsal.server import RehearsalServer
from tests.jira_server import JiraServer, status
from tests.stories.conftest import House, furnish
from tests.stories.items import close, in_days, new_item, on_monday
from tests.stories.test_trackers import asked_for_proof, items, read_changes
from tests.tracker_servers import Mishap


@pytest.fixture
def jira() -> Iterator[JiraServer]:
    """Jira, with the project ENG."""
    server = JiraServer()
    with server.running():
        yield server


def settings_of(slack: RehearsalServer, jira: JiraServer) -> dict[str, Any]:
    """A house whose items have issues in ENG."""
    ids = {name: slack.person(name).id for name in ("Ana", "Ben")}
    return {
        "howbot_tracker": "jira",
        "howbot_tracker_place": "ENG",
        "howbot_tracker_account": "howbot@acme.com",
        "howbot_tracker_token": "secret-token",
        "howbot_tracker_url": jira.url,
        "howbot_tracker_people": f"{ids['Ana']}=ana@acme.com,{ids['Ben']}=ben@acme.com",
    }


@pytest.fixture
def house(slack: RehearsalServer, jira: JiraServer, sqlite_address: str) -> Iterator[House]:
    """The bot, with Jira as its tracker."""
    yield from furnish(slack, sqlite_address, **settings_of(slack, jira))


@pytest.fixture
def any_house(slack: RehearsalServer, jira: JiraServer, migrated_address: str) -> Iterator[House]:
    """The same, once on each kind of database."""
    yield from furnish(slack, migrated_address, **settings_of(slack, jira))


def test_an_item_and_its_issue_follow_each_other(any_house: House, jira: JiraServer) -> None:
    house, channel = any_house, on_monday(any_house)
    ana = house.person("Ana")
    assert new_item(house, ana, channel) is None
    fields = jira.issues["ENG-1"]["fields"]
    assert fields["duedate"] == in_days(house, 14).isoformat()
    assert fields["assignee"]["accountId"] == "5b-ben"
    assert f"/archives/{channel.id}" in str(fields["description"])
    assert "ENG-1" in items(house, channel)

    due = in_days(house, 21)
    jira.edit("ENG-1", summary="Cart prompts, all 13", duedate=due.isoformat())
    jira.edit("ENG-1", assignee={"accountId": "5b-ana"})
    jira.move("ENG-1", "In Progress")
    read_changes(house)
    listed = items(house, channel)
    assert "Cart prompts, all 13" in listed
    assert f"{due:%a} {due.day} {due:%b %Y}" in listed
    assert "Ana" in listed
    assert "In progress" in listed

    jira.move("ENG-1", "Done", "Done")
    written = jira.count("PUT")
    read_changes(house)
    assert len(asked_for_proof(house, "Ana")) == 1
    assert close(house, ana, "INC-1/1", channel) is None
    ana.clicks(ana.command("/incident actions", channel=channel), "Reopen")
    house.settle()
    read_changes(house)
    assert jira.issues["ENG-1"]["fields"]["status"]["name"] == "To Do"
    assert "Open" in items(house, channel)
    assert jira.count("PUT") == written  # Nothing bounced back.


def test_what_is_dropped_here_is_not_called_done_there(house: House, jira: JiraServer) -> None:
    ana, channel = house.person("Ana"), house.declare()
    new_item(house, ana, channel)
    ana.clicks(ana.command("/incident actions", channel=channel), "Drop")
    ana.fills({"reason": "The cart is gone"})
    assert ana.submits() is None
    house.settle()
    assert jira.issues["ENG-1"]["fields"]["resolution"]["name"] == "Won't Do"


@pytest.mark.parametrize("lags", [False, True], ids=["searchable", "not yet searchable"])
@pytest.mark.parametrize("is_done", [True, False], ids=["arrived", "lost"])
def test_an_issue_whose_making_is_in_doubt_is_made_once(
    house: House, jira: JiraServer, is_done: bool, lags: bool
) -> None:
    channel = house.declare()
    jira.lags = lags
    jira.mishaps.append(Mishap("POST", 0, is_done=is_done))
    new_item(house, house.person("Ana"), channel)
    assert list(jira.issues) == ["ENG-1"]
    assert "ENG-1" in items(house, channel)


def test_a_workflow_without_a_step_to_done_is_said_on_the_item_until_there_is_one(
    any_house: House, jira: JiraServer
) -> None:
    house, channel = any_house, any_house.declare()
    ana = house.person("Ana")
    new_item(house, ana, channel)
    done = jira.statuses.pop()
    assert close(house, ana, "INC-1/1", channel) is None
    listed = items(house, channel)
    assert "Done" in listed
    assert "has no step from where this issue stands" in listed
    jira.statuses.append(done)
    house.turn(hours=6, seconds=1)
    assert jira.issues["ENG-1"]["fields"]["status"]["name"] == "Done"
    assert "has no step" not in items(house, channel)


def test_a_step_that_somebody_took_by_hand_settles_it_too(house: House, jira: JiraServer) -> None:
    ana, channel = house.person("Ana"), house.declare()
    new_item(house, ana, channel)
    jira.statuses.pop()
    close(house, ana, "INC-1/1", channel)
    jira.statuses.append(status("Shipped", "done"))
    jira.move("ENG-1", "Shipped")
    read_changes(house)
    assert "has no step" not in items(house, channel)
    assert asked_for_proof(house) == []
