"""Jira Cloud's issues over HTTP, from a small server that answers as Jira does."""

import json
from base64 import b64encode
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from bot.integrations import jira
from bot.integrations.jira import JiraIssues
from bot.integrations.jira.text import as_document
from bot.integrations.trackers import Doubtful, Later, NotTaken
from bot.settings import DROPPED
from tests.integrations.conftest import SINCE, draft
from tests.jira_server import JiraServer, status
from tests.tracker_servers import Mishap

SERVER = JiraServer


def connected(server: JiraServer, issue_type: str = "Task") -> JiraIssues:
    """The issues of ENG, as the account of the bot."""
    return jira.connect(
        server.url, "bot@acme.com", "s3cret", "ENG", issue_type=issue_type, dropped=DROPPED
    )


def test_an_issue_is_made_with_title_owner_date_and_a_link_back(
    server: JiraServer, issues: JiraIssues
) -> None:
    made = issues.create(draft())
    assert (made.key, made.title, made.due_on) == ("ENG-1", "Pin the judge", "2031-03-24")
    assert (made.owner, made.owner_names) == ("5b-ben", ["5b-ben", "ben@acme.com"])
    assert made.state == "open"
    assert made.url == f"{server.url}browse/ENG-1"
    kept = server.issues["ENG-1"]["fields"]
    assert kept["issuetype"] == {"name": "Task"}
    assert "https://acme.slack.com/archives/C1" in json.dumps(kept["description"])
    assert server.authorization == f"Basic {b64encode(b'bot@acme.com:s3cret').decode()}"


def test_a_text_reads_there_as_it_was_typed() -> None:
    written = as_document("Recall \\> 0.9\\\nas \\*before\\*\n\nIn Slack: <https://a.slack.com/x>")
    first, second = written["content"]
    assert [each.get("text") for each in first["content"]] == ["Recall > 0.9", None, "as *before*"]
    assert first["content"][1] == {"type": "hardBreak"}
    assert second["content"][1]["marks"] == [
        {"type": "link", "attrs": {"href": "https://a.slack.com/x"}}
    ]


@pytest.mark.parametrize("lags", [False, True], ids=["searchable", "not yet searchable"])
def test_an_issue_is_found_by_its_marker_also_before_search_shows_it(
    server: JiraServer, issues: JiraIssues, lags: bool
) -> None:
    for number in range(3):
        issues.create(draft(title=f"Another {number}"))
    wanted = draft()
    assert issues.find(wanted.marker, SINCE) is None
    server.lags = lags
    made = issues.create(wanted)
    issues.create(draft(title="Made meanwhile"))
    assert issues.find(wanted.marker, SINCE) == made


def test_an_issue_is_found_in_a_project_that_search_calls_empty(
    server: JiraServer, issues: JiraIssues
) -> None:
    server.lags = True
    wanted = draft()
    assert issues.create(wanted) == issues.find(wanted.marker, SINCE)


def test_where_search_is_far_behind_nothing_is_said_to_be_missing(
    server: JiraServer, issues: JiraIssues
) -> None:
    server.lags = True
    for number in range(80):
        server._create({"project": {"key": "ENG"}, "issuetype": {"name": "Task"}, "n": number})
    with pytest.raises(Doubtful):
        issues.find(str(uuid4()), SINCE)


@pytest.mark.parametrize("state", ["started", "done", "dropped", "open"])
def test_each_state_is_written_and_read_back(issues: JiraIssues, state: str) -> None:
    made = issues.create(draft())
    assert issues.change(made.id, {"state": state}).state == state


@pytest.mark.parametrize("finished", ["done", "dropped"])
def test_what_is_finished_can_be_opened_again(issues: JiraIssues, finished: str) -> None:
    made = issues.create(draft())
    issues.change(made.id, {"state": finished})
    assert issues.change(made.id, {"state": "open", "title": "Again"}).state == "open"


def test_a_status_of_that_name_says_dropped_where_there_are_no_resolutions(
    server: JiraServer, issues: JiraIssues
) -> None:
    server.asks_for_resolution = False
    server.statuses.insert(2, status("Cancelled", "done"))
    dropped, done = issues.create(draft()), issues.create(draft())
    issues.change(dropped.id, {"state": "dropped"})
    issues.change(done.id, {"state": "done"})
    assert server.issues[dropped.key]["fields"]["status"]["name"] == "Cancelled"
    assert server.issues[done.key]["fields"]["status"]["name"] == "Done"
    assert issues.read(dropped.id).state == "dropped"


def test_where_dropping_cannot_be_said_it_is_done(server: JiraServer, issues: JiraIssues) -> None:
    server.asks_for_resolution = False
    made = issues.create(draft())
    assert issues.change(made.id, {"state": "dropped"}).state == "done"


def test_a_workflow_without_a_step_to_done_is_said_and_changes_nothing_else(
    server: JiraServer, issues: JiraIssues
) -> None:
    made = issues.create(draft())
    server.statuses.pop()
    with pytest.raises(NotTaken, match="tracker_no_such_state"):
        issues.change(made.id, {"state": "done"})
    assert issues.read(made.id).state == "open"


def test_closing_what_is_closed_already_takes_no_step(
    server: JiraServer, issues: JiraIssues
) -> None:
    made = issues.create(draft())
    server.move(made.key, "Done", "Won't Do")
    assert issues.change(made.id, {"state": "done"}).state == "dropped"


def test_title_date_and_owner_are_changed_and_taken_away(issues: JiraIssues) -> None:
    made = issues.create(draft())
    changed = issues.change(made.id, {"title": "Pin it", "due_on": "2031-04-01", "owner": "5b-ana"})
    assert (changed.title, changed.due_on, changed.owner) == ("Pin it", "2031-04-01", "5b-ana")
    assert issues.change(made.id, {"owner": ""}).owner == ""


def test_somebody_jira_does_not_know_leaves_the_issue_unassigned(issues: JiraIssues) -> None:
    assert issues.create(draft(owner="eve@acme.com")).owner == ""
    assert issues.create(draft(owner="5b-nobody")).owner == ""


def test_an_address_that_is_hidden_finds_its_account(
    server: JiraServer, issues: JiraIssues
) -> None:
    server.hides_addresses = True
    made = issues.create(draft())
    assert (made.owner, made.owner_names) == ("5b-ben", ["5b-ben"])


def test_a_project_without_due_dates_gets_its_issues_all_the_same(
    server: JiraServer, issues: JiraIssues
) -> None:
    server.unknown_fields = {"duedate"}
    made = issues.create(draft())
    assert (made.due_on, made.owner) == ("", "5b-ben")
    assert issues.change(made.id, {"due_on": "2031-04-01"}).due_on == ""


def test_a_project_that_takes_no_description_refuses_the_issue(
    server: JiraServer, issues: JiraIssues
) -> None:
    server.unknown_fields = {"description"}
    with pytest.raises(NotTaken, match="tracker_refused"):
        issues.create(draft())
    assert server.issues == {}


def test_what_changed_is_listed_the_longest_ago_first_over_several_pages(
    server: JiraServer, issues: JiraIssues, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jira, "PAGE", 1)
    monkeypatch.setattr(JiraIssues._searched, "__kwdefaults__", {"size": 1})
    first, second = issues.create(draft()), issues.create(draft(title="Gate on kappa"))
    before = datetime.fromisoformat(second.changed_at)
    issues.change(first.id, {"title": "Pin the judge's version"})
    listed = issues.changed_since(SINCE)
    assert listed.is_all
    assert [each.id for each in listed.issues] == [second.id, first.id]
    later = issues.changed_since(before + timedelta(milliseconds=1))
    assert [each.id for each in later.issues] == [first.id]


def test_limits_refused_tokens_and_gone_issues_are_told_apart(
    server: JiraServer, issues: JiraIssues
) -> None:
    server.mishaps.append(Mishap("GET", 429, headers={"retry-after": "60"}))
    with pytest.raises(Later) as limited:
        issues.read("10001")
    assert (limited.value.code, limited.value.after) == ("tracker_limited", timedelta(minutes=1))
    for told, code in ((401, "tracker_token_refused"), (403, "tracker_forbidden")):
        server.mishaps.append(Mishap("GET", told))
        with pytest.raises(Later, match=code):
            issues.read("10001")
    server.mishaps.append(Mishap("GET", 503))
    with pytest.raises(Doubtful):
        issues.read("10001")
    with pytest.raises(NotTaken, match="tracker_not_found"):
        issues.read("10001")


@pytest.mark.parametrize("status", [200, 404])
def test_being_served_as_a_stranger_is_not_taken_for_an_issue_that_is_gone(
    server: JiraServer, issues: JiraIssues, status: int
) -> None:
    failed = {"x-seraph-loginreason": "AUTHENTICATED_FAILED"}
    server.mishaps.append(Mishap("*", status, headers=failed, lasts=True))
    with pytest.raises(Later, match="tracker_token_refused"):
        issues.read("10001")
    with pytest.raises(Later, match="tracker_token_refused"):
        issues.find(str(uuid4()), SINCE)


def test_a_check_says_what_is_missing(server: JiraServer, issues: JiraIssues) -> None:
    issues.check()
    with pytest.raises(NotTaken, match="tracker_no_issue_type"):
        connected(server, "Epic").check()
    server.rights.remove("CREATE_ISSUES")
    with pytest.raises(Later, match="tracker_forbidden"):
        issues.check()
    nowhere = jira.connect(
        server.url, "bot@acme.com", "s3cret", "OPS", issue_type="Task", dropped=DROPPED
    )
    with pytest.raises(NotTaken, match="tracker_not_found"):
        nowhere.check()
