"""Titles and texts as people really type them."""

from typing import Any

import pytest

from storage.queries import timeline
from tests.stories.conftest import House, newest_incident_channel
from tests.stories.seen import announced, card_of, read, read_form

ODD_TITLES = [
    "🔥🔥🔥",
    "評価スコアが動いた",
    "تحركت درجات الحكم",
    "<!channel> look <!here>",
    "*bold* _and_ ~gone~",
    "`rm -rf` & ```more```",
    "\"quotes\" and 'more' \\ backslash",
    "<b>not html</b> &amp; {{ 7*7 }} {% raw %}",
    "a|b <https://example.com|click me>",
]


def pings(message: Any) -> bool:
    """Whether a message would call everyone: in its marked-up texts, not in plain ones."""
    texts = [message.text, *marked_up(message.blocks)]
    return any(mark in text for text in texts for mark in ("<!channel", "<!here", "<!everyone"))


def marked_up(part: Any) -> list[str]:
    if isinstance(part, list):
        return [text for each in part for text in marked_up(each)]
    if not isinstance(part, dict):
        return []
    if part.get("type") == "mrkdwn":
        return [part["text"]]
    return [text for each in part.values() for text in marked_up(each)]


@pytest.mark.parametrize("title", ODD_TITLES)
@pytest.mark.parametrize("way", ["typed", "form"])
def test_an_odd_title_stands_everywhere_as_it_was_meant(house: House, title: str, way: str) -> None:
    ana = house.person("Ana")
    if way == "typed":
        ana.command(f"/incident declare S2 {title}")
    else:
        ana.command("/incident declare")
        ana.fills({"What is going wrong?": title})
        assert ana.submits() is None
    house.settle()

    channel = newest_incident_channel(house.slack)
    card = card_of(channel)
    assert not pings(card)
    assert channel.name.startswith("inc-1")
    assert len(channel.topic) <= 250
    assert "<!channel>" not in channel.topic
    assert [each.title for each in channel.bookmarks] == ["INC-1 card"]
    line = house.slack.channel("incidents").messages[-1]
    assert not pings(line)
    assert "INC-1" in announced(house)
    header = card.blocks[0]["text"]["text"]
    assert header.startswith("INC-1 · ")
    assert "&amp;" not in header or "&amp;" in title
    if "<http" not in title and "<!" not in title and title != ODD_TITLES[7]:
        assert header == f"INC-1 · {title}"


@pytest.mark.parametrize("typed", ["", "   ", "S1", "\u200b\u200b"])
def test_an_empty_title_opens_the_form(house: House, typed: str) -> None:
    ana = house.person("Ana")

    ana.command(f"/incident declare {typed}")

    assert ana.modal.title == "Declare an incident"


def test_a_title_of_ten_thousand_characters_is_shortened_and_kept_whole(house: House) -> None:
    ana = house.person("Ana")
    title = "scores " * 1428 + "END"

    answer = ana.command(f"/incident declare {title}")
    house.settle()

    assert "the whole of it is the first note" in read(answer)
    channel = newest_incident_channel(house.slack)
    assert "…" in read(card_of(channel))
    assert len(channel.name) <= 80
    with house.howbot.runtime.reading() as unit:
        entries = timeline.entries(unit.session, unit.team_id, 1)
    assert [each.text for each in entries if each.source == "note"] == [title]


def test_the_same_title_within_two_minutes_is_a_question(house: House) -> None:
    ana = house.person("Ana")
    ana.command("/incident declare S1 --drill Scores moved")
    question = ana.command("/incident declare S1 --drill scores  MOVED")

    assert question.buttons() == ["Declare another one"]
    assert not house.slack.has_channel("inc-2-scores-moved")
    ana.clicks(question, "Declare another one")
    house.settle()

    channel = newest_incident_channel(house.slack)
    assert channel.name == "inc-2-scores-moved"
    assert "S1" in channel.topic
    assert "drill" in channel.topic


def test_the_same_title_two_minutes_later_is_another_incident(house: House) -> None:
    house.declare("Scores moved")
    house.turn(minutes=3)

    assert house.declare("Scores moved").name == "inc-2-scores-moved"


def test_two_people_may_declare_the_same(house: House) -> None:
    house.declare("Scores moved", by="Ana")

    assert house.declare("Scores moved", by="Ben").name == "inc-2-scores-moved"


def test_the_question_in_the_form_keeps_all_that_was_typed(house: House) -> None:
    ana = house.person("Ana")
    house.declare("Scores moved")

    ana.command("/incident declare")
    ana.fills(
        {
            "What is going wrong?": "Scores moved",
            "Severity": "S1",
            "Who leads?": "Ben",
            "What do we know?": "Since the release",
            "Keep it private": ["private"],
        }
    )
    assert ana.submits() is None
    assert "Is this another one?" in read_form(ana)
    assert ana.submits() is None
    house.settle()

    channel = newest_incident_channel(house.slack)
    assert channel.is_private
    assert "Since the release" in read(card_of(channel))
    assert "Lead @Ben Okafor" in read(card_of(channel))
    assert "S1" in channel.topic


@pytest.mark.parametrize("text", ["それは" * 400, "\"'\\" * 500, "x" * 9000])
def test_a_long_message_becomes_an_incident(house: House, text: str) -> None:
    ben = house.person("Ben")
    message = ben.types(text)

    ben.shortcut("Declare from message", message)
    assert ben.modal.title == "Declare an incident"
    assert ben.submits() is None
    house.settle()

    channel = newest_incident_channel(house.slack)
    assert text[:100] in read(card_of(channel)).replace("\n", "")
