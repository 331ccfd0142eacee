"""What becomes of an action item in Slack and of its issue in a tracker, both ways."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from bot.doctor import examine
from rehearsal.server import RehearsalServer
from tests.stories.conftest import House, furnish
from tests.stories.items import LINK, close, in_days, new_item, on_monday, shown
from tests.tracker_servers import GitHubServer, Mishap

TITLE = "Add the 12 failing cart prompts to the regression suite"


@pytest.fixture
def github() -> Iterator[GitHubServer]:
    """GitHub, with the repository acme/shop."""
    server = GitHubServer()
    with server.running():
        yield server


def settings_of(slack: RehearsalServer, github: GitHubServer, **others: Any) -> dict[str, Any]:
    """A house whose items have issues in acme/shop."""
    ids = {name: slack.person(name).id for name in ("Ana", "Ben")}
    return {
        "howbot_tracker": "github",
        "howbot_tracker_place": "acme/shop",
        "howbot_tracker_token": "secret-token",
        "howbot_tracker_url": github.url,
        "howbot_tracker_people": f"{ids['Ana']}=ana-gh,{ids['Ben']}=ben-gh",
        **others,
    }


@pytest.fixture
def house(slack: RehearsalServer, github: GitHubServer, sqlite_address: str) -> Iterator[House]:
    """The bot, with GitHub as its tracker."""
    yield from furnish(slack, sqlite_address, **settings_of(slack, github))


@pytest.fixture
def any_house(
    slack: RehearsalServer, github: GitHubServer, migrated_address: str
) -> Iterator[House]:
    """The same, once on each kind of database."""
    yield from furnish(slack, migrated_address, **settings_of(slack, github))


def items(house: House, channel: Any) -> str:
    """What `actions` lists."""
    return str(house.person("Ana").command("/incident actions", channel=channel).visible_text())


def read_changes(house: House) -> None:
    """The minute passes after which the tracker is asked what changed."""
    house.turn(minutes=1, seconds=1)


def pass_hours(house: House, hours: int) -> None:
    """The day goes on, for machines too."""
    for _ in range(hours // 2):
        house.machine.ahead += timedelta(hours=2)
        house.tick()


def asked_for_proof(house: House, name: str = "Ben") -> list[Any]:
    """How often somebody was asked for the proof of what was closed in the tracker."""
    return [
        each
        for each in house.person(name).direct_messages()
        if "was closed in the tracker" in each.visible_text()
    ]


def doctored(house: House) -> dict[str, bool]:
    """What is well, by `howbot doctor`, of the tracker and what is on its way to it."""
    asked = ("tracker", "deliveries", "issues")
    return {each.code: each.well for each in examine(house.settings) if each.code in asked}


def test_an_item_is_an_issue_and_each_names_the_other(
    any_house: House, github: GitHubServer
) -> None:
    house, ana = any_house, any_house.person("Ana")
    channel = house.declare()
    assert new_item(house, ana, channel) is None
    [issue] = github.issues.values()
    assert issue["title"] == TITLE
    assert issue["assignees"] == [{"login": "ben-gh"}]
    assert f"Due: {in_days(house, 14)}" in issue["body"]
    assert "INC-1/1" in issue["body"]
    assert f"/archives/{channel.id}" in issue["body"]
    assert "acme/shop#1" in items(house, channel)
    timeline = ana.command("/incident timeline", channel=channel).visible_text()
    assert "Action item 1 has the issue acme/shop#1" in timeline
    [announced] = [each for each in ana.sees(channel) if "New action item" in each.visible_text()]
    assert "acme/shop#1" in announced.visible_text()


def test_closing_here_closes_there_and_reopening_reopens(
    house: House, github: GitHubServer
) -> None:
    ana, channel = house.person("Ana"), house.declare()
    new_item(house, ana, channel)
    assert close(house, ana, "INC-1/1", channel) is None
    assert github.issues[1]["state"] == "closed"
    assert github.issues[1]["state_reason"] == "completed"
    ana.clicks(ana.command("/incident actions", channel=channel), "Reopen")
    house.settle()
    assert github.issues[1]["state"] == "open"
    read_changes(house)
    assert asked_for_proof(house) == []
    assert "Open" in items(house, channel)


def test_an_issue_closed_there_asks_its_owner_for_the_proof_once(
    any_house: House, github: GitHubServer
) -> None:
    house, channel = any_house, on_monday(any_house)
    new_item(house, house.person("Ana"), channel)
    github.edit(1, state="closed")
    read_changes(house)
    read_changes(house)
    [asked] = asked_for_proof(house)
    assert "acme/shop#1" in asked.visible_text()
    assert "Open · acme/shop#1 is closed there; done here takes its proof" in items(house, channel)
    assert "is closed there" in shown(house.person("Ben").opens_home())
    assert github.issues[1]["state"] == "closed"
    assert close(house, house.person("Ben"), "INC-1/1", channel) is None
    read_changes(house)
    assert github.issues[1]["state"] == "closed"
    assert len(asked_for_proof(house)) == 1
    assert "is closed there" not in items(house, channel)


def test_an_issue_opened_again_there_needs_no_proof_any_more(
    house: House, github: GitHubServer
) -> None:
    channel = house.declare()
    new_item(house, house.person("Ana"), channel)
    for state in ("closed", "open"):
        github.edit(1, state=state)
        read_changes(house)
        told = "is closed there" in items(house, channel)
        assert told == (state == "closed")


def test_title_owner_and_date_changed_there_are_changed_here(
    house: House, github: GitHubServer
) -> None:
    channel = house.declare()
    new_item(house, house.person("Ana"), channel)
    due = in_days(house, 21)
    body = github.issues[1]["body"].replace(f"Due: {in_days(house, 14)}", f"Due: {due}")
    github.edit(1, title="Cart prompts, all 13", assignees=["ana-gh"], body=body + "\nA remark")
    written = github.count("PATCH")
    read_changes(house)
    listed = items(house, channel)
    assert "Cart prompts, all 13" in listed
    assert "Ana" in listed
    assert f"{due:%a} {due.day} {due:%b %Y}" in listed
    read_changes(house)
    assert github.count("PATCH") == written  # Nothing bounces back.


def test_a_date_changed_here_is_changed_there_and_other_words_stay(
    house: House, github: GitHubServer
) -> None:
    ana, channel = house.person("Ana"), house.declare()
    new_item(house, ana, channel)
    github.edit(1, body=github.issues[1]["body"] + "\n\nSomebody's own remark")
    ana.clicks(ana.command("/incident actions", channel=channel), "Change the date")
    ana.fills({"due_on": in_days(house, 25), "reason": "The labellers are away"})
    assert ana.submits() is None
    house.settle()
    assert f"Due: {in_days(house, 25)}" in github.issues[1]["body"]
    assert f"Due: {in_days(house, 14)}" not in github.issues[1]["body"]
    assert "Somebody's own remark" in github.issues[1]["body"]


def test_a_criterion_that_reads_like_a_due_date_is_none(house: House, github: GitHubServer) -> None:
    ana, channel = house.person("Ana"), house.declare()
    new_item(house, ana, channel, criterion="The report is out\nDue: 2031-01-01")
    ana.clicks(ana.command("/incident actions", channel=channel), "Change the date")
    ana.fills({"due_on": in_days(house, 25), "reason": "The labellers are away"})
    assert ana.submits() is None
    house.settle()
    assert "Due: 2031-01-01" in github.issues[1]["body"]
    assert f"Due: {in_days(house, 25)}" in github.issues[1]["body"]
    assert f"Due: {in_days(house, 14)}" not in github.issues[1]["body"]


def test_closed_in_both_in_the_same_second_is_one_closing(
    house: House, github: GitHubServer
) -> None:
    ana, channel = house.person("Ana"), house.declare()
    new_item(house, ana, channel)
    ana.command("/incident done INC-1/1", channel=channel)
    ana.fills({"Link": LINK})
    github.edit(1, state="closed")
    assert ana.submits() is None
    read_changes(house)
    read_changes(house)
    assert github.issues[1]["state"] == "closed"
    assert "Done" in items(house, channel)
    assert asked_for_proof(house) == []
    timeline = ana.command("/incident timeline", channel=channel).visible_text()
    assert timeline.count("Action item 1 done") <= 1
    writes = github.count("PATCH")
    read_changes(house)
    assert github.count("PATCH") == writes


def test_an_item_that_goes_on_here_does_not_open_what_was_closed_there(
    house: House, github: GitHubServer
) -> None:
    ana, channel = house.person("Ana"), on_monday(house)
    new_item(house, ana, channel)
    github.edit(1, state="closed")
    ana.clicks(ana.command("/incident actions", channel=channel), "Start")
    house.settle()
    assert github.issues[1]["state"] == "closed"
    assert len(asked_for_proof(house)) == 1
    assert "In progress" in items(house, channel)


@pytest.mark.parametrize("is_done", [True, False], ids=["arrived", "lost"])
@pytest.mark.parametrize("status", [0, 502])
def test_an_issue_whose_making_is_in_doubt_is_made_once(
    house: House, github: GitHubServer, status: int, is_done: bool
) -> None:
    channel = house.declare()
    github.mishaps.append(Mishap("POST", status, is_done=is_done))
    new_item(house, house.person("Ana"), channel)
    assert len(github.issues) == 1
    assert "acme/shop#1" in items(house, channel)


def test_a_tracker_that_is_away_for_two_days_loses_nothing(
    house: House, github: GitHubServer
) -> None:
    ana, channel = house.person("Ana"), house.declare()
    github.mishaps.append(Mishap("*", 503, lasts=True))
    new_item(house, ana, channel)
    pass_hours(house, 40)
    assert github.issues == {}
    assert "INC-1/1" in items(house, channel)
    github.mishaps.clear()
    pass_hours(house, 8)
    assert [issue["title"] for issue in github.issues.values()] == [TITLE]


def test_a_revoked_token_makes_items_wait(house: House, github: GitHubServer) -> None:
    channel = house.declare()
    github.mishaps.append(Mishap("*", 401, lasts=True))
    new_item(house, house.person("Ana"), channel)
    tried = len(github.asked)
    house.settle()
    assert len(github.asked) == tried  # It is not asked again and again.
    assert "does not take my token" in items(house, channel)
    github.mishaps.clear()
    pass_hours(house, 2)
    assert len(github.issues) == 1
    assert "token" not in items(house, channel)


def test_a_limit_is_kept_by_whatever_waits(house: House, github: GitHubServer) -> None:
    ana, channel = house.person("Ana"), house.declare()
    github.mishaps.append(Mishap("POST", 429, headers={"retry-after": "3600"}))
    new_item(house, ana, channel)
    tried = len(github.asked)
    new_item(house, ana, channel, title="Gate on kappa >= 0.7")
    house.settle()
    assert len(github.asked) == tried


def test_what_is_private_never_becomes_an_issue(house: House, github: GitHubServer) -> None:
    ana = house.person("Ana")
    ana.command("/incident declare", channel="general")
    ana.fills({"What is going wrong?": "Leak", "Keep it private": ["private"]})
    ana.submits()
    house.settle()
    ana.command("/incident action INC-1", channel="general")
    channel = next(
        each for each in house.slack.workspace.channels.values() if each.name.startswith("inc-")
    )
    new_item(house, ana, channel, owner="Ana")
    assert "INC-1/1" in items(house, channel)
    assert github.asked == []


def test_somebody_github_does_not_know_leaves_the_issue_unassigned(
    house: House, github: GitHubServer
) -> None:
    github.collaborators = ("ana-gh",)
    channel = house.declare()
    new_item(house, house.person("Ana"), channel)
    assert github.issues[1]["assignees"] == []
    assert "Ben" in items(house, channel)


def test_an_issue_that_is_deleted_leaves_its_item(house: House, github: GitHubServer) -> None:
    ana, channel = house.person("Ana"), house.declare()
    new_item(house, ana, channel)
    github.issues.clear()
    assert close(house, ana, "INC-1/1", channel) is None
    assert "Done" in items(house, channel)
    assert "closed" in shown(ana.modal) or "done" in shown(ana.modal)
    assert doctored(house) == {"tracker": True, "deliveries": True, "issues": True}


def test_what_the_tracker_refuses_stands_on_its_item_and_is_told_by_doctor_until_it_is_taken(
    house: House, github: GitHubServer
) -> None:
    channel = house.declare()
    github.mishaps.append(Mishap("POST", 422, lasts=True))
    new_item(house, house.person("Ana"), channel)
    assert "has not taken it yet" in items(house, channel)
    assert doctored(house) == {"tracker": True, "deliveries": True, "issues": False}
    github.mishaps.clear()
    house.turn(hours=6, minutes=1)
    assert "acme/shop#1" in items(house, channel)
    assert doctored(house) == {"tracker": True, "deliveries": True, "issues": True}
