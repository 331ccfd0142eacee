"""The document is posted when the review closes, and exported whenever somebody asks."""

import json
import time
from datetime import timedelta
from typing import Any

import pytest

from bot.flows.document import content_of
from storage.queries import incidents
from storage.tables import Entry
from tests.stories.conftest import House
from tests.stories.retro_steps import begun, card, go_on, walk_to

HOSTILE = "| a | b |\n# Heading\n```\n<b>*bold*</b> `x` _it_"


def files_in(house: House, channel: Any) -> list[Any]:
    """The files that were shared in a channel, in order."""
    return [file for message in channel.messages for file in message.files]


def text_of(file: Any) -> str:
    """What a shared file says."""
    content: bytes = file.content
    return content.decode()


def document_in(house: House, channel: Any) -> Any:
    """The Markdown that was shared first."""
    return next(file for file in files_in(house, channel) if file.name.endswith(".md"))


def closed(house: House) -> Any:
    """The channel of an incident whose review was walked through and closed."""
    channel = begun(house)
    ana = house.person("Ana")
    ana.command("/incident slice Answers in Spanish", channel=channel)
    ana.fills({"Baseline": "3 %", "Incident": "11 %", "Users affected": "1,200"})
    assert ana.submits() is None
    ana.command("/incident eval Refund for order 17?", channel=channel)
    ana.fills({"Observed": "10 USD", "Expected": "10 EUR"})
    assert ana.submits() is None
    walk_to(house, channel, 8)
    house.person("Chandra").replies(card(channel, 8), "We had kept the old prompt.")
    house.settle()
    walk_to(house, channel, 11)
    go_on(house, house.person("Ben"), card(channel, 11), "Close the retro")
    house.settle()
    return channel


def test_the_document_is_posted_once_with_a_bookmark_when_the_review_closes(
    any_house: House,
) -> None:
    channel = closed(any_house)

    file = document_in(any_house, channel)
    text = text_of(file)
    assert file.name.startswith("INC-1-")
    assert file.name.endswith(".md")
    assert text.startswith("# Incident INC-1: ")
    assert "**Draft.**" not in text
    assert "| Answers in Spanish | 3 % | 11 % | +8 pp (× 3.667) | 1,200 |" in text
    assert "> We had kept the old prompt." in text
    assert "Refund for order 17?" in text
    assert [mark.title for mark in channel.bookmarks].count("Document") == 1


def test_a_draft_is_marked_and_not_linked_to(house: House) -> None:
    channel = house.declare()

    answer = house.person("Ana").command("/incident export", channel=channel)
    house.settle()

    assert "on the way" in answer.visible_text()
    [file] = files_in(house, channel)
    assert "**Draft.**" in text_of(file)
    assert "No retrospective has been started yet." in text_of(file)
    assert "Document" not in [mark.title for mark in channel.bookmarks]


def test_a_review_in_which_everyone_was_silent_still_gives_a_whole_document(house: House) -> None:
    channel = begun(house)
    walk_to(house, channel, 11)
    go_on(house, house.person("Ben"), card(channel, 11), "Close the retro")
    house.settle()

    text = text_of(document_in(house, channel))
    for words in (
        "Nobody answered.",
        "No axis was named.",
        "There are no action items.",
        "One lesson for people outside the team (0 so far)",
        "moved on",
    ):
        assert words in text
    assert "{" not in text


@pytest.mark.parametrize(
    "method", ["files.getUploadURLExternal", "files.completeUploadExternal", "files.info"]
)
def test_a_lost_answer_shares_the_document_once(house: House, method: str) -> None:
    channel = house.declare()
    if method == "files.info":
        house.slack.faults.lose_answer("files.completeUploadExternal")
    house.slack.faults.lose_answer(method)

    house.person("Ana").command("/incident export", channel=channel)
    house.settle()

    assert len(files_in(house, channel)) == 1
    assert house.next_due_within(timedelta(days=1)) is None


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.completeUploadExternal"])
def test_an_overloaded_slack_gets_the_document_once_in_the_end(house: House, method: str) -> None:
    channel = house.declare()
    house.slack.faults.no_answer(method)
    house.slack.faults.fail(method, "ratelimited", retry_after=3)
    house.slack.faults.status(method, 503)

    house.person("Ana").command("/incident export", channel=channel)
    house.settle()

    assert len(files_in(house, channel)) == 1


def test_whoever_asked_is_told_when_slack_takes_no_files(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    house.slack.faults.revoke_scope("files:write")

    ana.command("/incident export", channel=channel)
    house.settle()

    assert files_in(house, channel) == []
    assert len(ana.direct_messages()) == 1


def test_the_eval_cases_are_a_json_object_a_line(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    for order in ("17", "18 „ü“"):
        ana.command(f"/incident eval Refund for order {order}?", channel=channel)
        ana.fills({"Observed": "10 USD", "Expected": "10\nEUR", "Axis": "data"})
        assert ana.submits() is None

    ana.command("/incident export evals", channel=channel)
    house.settle()

    [file] = files_in(house, channel)
    cases = [json.loads(line) for line in text_of(file).splitlines()]
    assert file.name.endswith("-evals.jsonl")
    assert [case["number"] for case in cases] == [1, 2]
    assert cases[1] == {
        "number": 2,
        "input": "Refund for order 18 „ü“?",
        "observed": "10 USD",
        "expected": "10\nEUR",
        "slice": None,
        "axis": "data",
    }


def test_without_eval_cases_nothing_is_shared_and_it_says_so(house: House) -> None:
    channel = house.declare()

    answer = house.person("Ana").command("/incident export evals", channel=channel)
    house.settle()

    assert "no eval cases yet" in answer.visible_text()
    assert files_in(house, channel) == []


def test_a_format_that_is_not_there_names_those_that_are(house: House) -> None:
    channel = house.declare()

    answer = house.person("Ana").command("/incident export pdf", channel=channel)

    assert "`evals`" in answer.visible_text()


def private_incident(house: House) -> Any:
    """The channel of a private incident of Ana's."""
    ana = house.person("Ana")
    ana.command("/incident declare", channel="general")
    ana.fills({"What is going wrong?": "Leak", "private": "private"})
    assert ana.submits() is None
    house.settle()
    return next(each for each in house.slack.workspace.channels.values() if each.is_private)


def test_a_private_incident_goes_nowhere_for_an_outsider(house: House) -> None:
    channel = private_incident(house)

    answer = house.person("Daiki").command("/incident INC-1 export", channel="general")
    unknown = house.person("Daiki").command("/incident INC-2 export", channel="general")
    house.settle()

    assert answer.visible_text() == unknown.visible_text().replace("INC-2", "INC-1")
    assert files_in(house, channel) == []


def test_a_private_document_stays_in_its_channel_wherever_it_was_asked_for(house: House) -> None:
    channel = private_incident(house)

    house.person("Ana").command("/incident INC-1 export", channel="general")
    house.settle()

    assert len(files_in(house, channel)) == 1
    assert "**Private.**" in text_of(files_in(house, channel)[0])
    assert files_in(house, house.slack.channel("general")) == []


def test_an_incident_without_a_channel_is_sent_to_the_asker_alone(house: House) -> None:
    ana = house.person("Ana")
    house.slack.faults.fail("conversations.create", "restricted_action")
    ana.command("/incident declare S2 No channel", channel="general")
    house.settle()

    answer = ana.command("/incident INC-1 export", channel="general")
    house.settle()

    assert "to you alone" in answer.visible_text()
    assert sum(len(message.files) for message in ana.direct_messages()) == 1


def test_people_who_left_keep_their_names(house: House) -> None:
    channel = house.declare(by="Daiki")
    house.person("Daiki").leaves_workspace()
    house.settle()

    house.person("Ana").command("/incident INC-1 export", channel="general")
    house.settle()

    assert "- **Owner:** Daiki Mori\n" in text_of(files_in(house, channel)[0])


def fill_timeline(house: House, count: int) -> None:
    """A long and hostile timeline."""
    with house.howbot.runtime.transaction() as unit:
        incident = incidents.by_number(unit.session, unit.team_id, 1)
        assert incident is not None
        assert incident.id is not None
        for number in range(count):
            unit.session.add(
                Entry(
                    team_id=unit.team_id,
                    incident_id=incident.id,
                    happened_at=unit.now - timedelta(minutes=count - number),
                    source="note",
                    text=f"{HOSTILE} {number}",
                    author=house.person("Ana").id,
                )
            )


def test_three_hundred_entries_are_all_there_and_hold_nobody_up(house: House) -> None:
    channel = house.declare()
    fill_timeline(house, 300)

    began = time.monotonic()
    house.person("Ana").command("/incident export", channel=channel)
    assert time.monotonic() - began < 2.5  # Slack gives up after three seconds.
    house.settle()

    text = text_of(files_in(house, channel)[0])
    assert all(f" {number}" in text for number in range(300))
    assert text.count("\n# ") == 0


def test_a_mention_in_an_entry_is_a_name_in_the_document(house: House) -> None:
    channel = house.declare()
    house.person("Ana").command("/incident note @Ben pinned the old prompt", channel=channel)
    house.settle()

    with house.howbot.runtime.reading() as unit:
        incident = incidents.by_number(unit.session, unit.team_id, 1)
        assert incident is not None
        text = content_of(unit, incident, "markdown").decode()

    assert "Ben Okafor" in text
    assert "U0BEN" not in text
