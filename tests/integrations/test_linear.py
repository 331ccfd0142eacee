"""Linear's issues over HTTP, from a small server that answers as Linear does."""

from datetime import timedelta

import pytest

from bot.core.trackers import TrackerHouse
from bot.integrations import linear
from bot.integrations.linear import LinearIssues
from bot.integrations.trackers import Doubtful, Later, NotTaken
from tests.integrations.conftest import SINCE, draft
from tests.tracker_servers import LinearServer, Mishap

SERVER = LinearServer


def connected(server: LinearServer) -> LinearIssues:
    """The issues of the team ENG."""
    return linear.connect(server.url, "lin_api_secret", "ENG")


def test_an_issue_is_made_with_title_owner_and_date(issues: LinearIssues) -> None:
    made = issues.create(draft())
    assert (made.key, made.title, made.due_on) == ("ENG-1", "Pin the judge", "2031-03-24")
    assert "ben@acme.com" in made.owner_names
    assert made.state == "open"


def test_an_issue_is_found_by_its_marker_and_none_where_there_is_none(
    issues: LinearIssues,
) -> None:
    wanted = draft()
    assert issues.find(wanted.marker, SINCE) is None
    made = issues.create(wanted)
    assert issues.find(wanted.marker, SINCE) == made


@pytest.mark.parametrize("state", ["started", "done", "dropped", "open"])
def test_each_state_is_written_and_read_back(issues: LinearIssues, state: str) -> None:
    made = issues.create(draft())
    assert issues.change(made.id, {"state": state}).state == state


def test_the_name_somebody_chose_to_be_shown_by_makes_them_nobody_else(
    issues: LinearIssues, server: LinearServer
) -> None:
    made = issues.create(draft())
    server.issues[made.id]["assignee"] = {"id": "u-eve", "displayName": "ben@acme.com"}
    house = TrackerHouse("linear", "ENG", people={"UBEN": "ben@acme.com"})
    assert house.user_of(issues.read(made.id)) == ""
    server.issues[made.id]["assignee"]["email"] = "Ben@acme.com"
    assert house.user_of(issues.read(made.id)) == "UBEN"


def test_somebody_linear_does_not_know_leaves_the_issue_unassigned(issues: LinearIssues) -> None:
    assert issues.create(draft(owner="eve@acme.com")).owner == ""


def test_what_changed_is_listed_the_longest_ago_first(issues: LinearIssues) -> None:
    first, second = issues.create(draft()), issues.create(draft(title="Gate on kappa"))
    issues.change(first.id, {"title": "Pin the judge's version", "due_on": "2031-04-01"})
    listed = issues.changed_since(SINCE)
    assert listed.is_all
    assert [each.id for each in listed.issues] == [second.id, first.id]
    assert listed.issues[1].due_on == "2031-04-01"


def test_a_limit_a_refused_token_and_a_server_in_trouble_are_told_apart(
    server: LinearServer, issues: LinearIssues
) -> None:
    server.mishaps.append(Mishap("POST", 429, headers={"retry-after": "60"}))
    with pytest.raises(Later) as limited:
        issues.read("x")
    assert (limited.value.code, limited.value.after) == ("tracker_limited", timedelta(minutes=1))
    server.mishaps.append(Mishap("POST", 401))
    with pytest.raises(Later, match="tracker_token_refused"):
        issues.read("x")
    server.mishaps.append(Mishap("POST", 502))
    with pytest.raises(Doubtful):
        issues.read("x")
    with pytest.raises(NotTaken, match="tracker_not_found"):
        issues.read("x")


def test_a_server_that_takes_no_id_gets_a_mark_and_is_read_as_a_whole(
    server: LinearServer, issues: LinearIssues
) -> None:
    server.is_plain = True
    other, wanted = issues.create(draft()), draft(title="Gate on kappa", body="")
    assert issues.find(wanted.marker, SINCE) is None
    made = issues.create(wanted)
    assert made.id != wanted.marker
    assert issues.find(wanted.marker, SINCE) == made
    issues.change(other.id, {"title": "Pin the judge's version"})
    assert [each.id for each in issues.changed_since(SINCE).issues] == [made.id, other.id]
    assert issues.changed_since(server.now + timedelta(seconds=1)).issues == []


def test_so_many_changes_that_no_list_shows_them_all_hold_no_new_issue_up(
    server: LinearServer, issues: LinearIssues
) -> None:
    issues.create(draft())
    server.is_endless = True
    with pytest.raises(Later, match="tracker_too_many_changes"):
        issues.changed_since(SINCE)
    assert issues.find(draft().marker, SINCE) is None
