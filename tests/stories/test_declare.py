"""Somebody says that something is going wrong, and finds everything they need."""

from typing import Any

from tests.stories.conftest import House, newest_incident_channel
from tests.stories.items import shown
from tests.stories.test_timeline import lines_of


def card_of(channel: Any) -> Any:
    """The pinned incident card."""
    return next(message for message in channel.messages if message.ts in channel.pins)


def test_ana_declares_and_finds_a_channel_with_everything_in_it(any_house: House) -> None:
    house, ana = any_house, any_house.person("Ana")

    answer = ana.command("/incident declare S2 Judge scores moved overnight", channel="general")
    house.settle()

    assert "INC-1" in answer.visible_text()
    channel = house.slack.channel("inc-1-judge-scores-moved-overnight")
    assert ana.id in channel.members
    assert "S2 · Open" in channel.topic
    assert [bookmark.title for bookmark in channel.bookmarks] == ["INC-1 card"]
    assert "Judge scores moved overnight" in card_of(channel).visible_text()
    assert "Preserve before you repair" in channel.messages[-1].visible_text()
    announced = house.slack.channel("incidents").messages[-1]
    assert "INC-1" in announced.visible_text()


def test_ben_fills_the_form_and_chandra_leads(house: House) -> None:
    ben, chandra = house.person("Ben"), house.person("Chandra")

    ben.command("/incident declare", channel="general")
    assert ben.modal.title == "Declare an incident"
    ben.fills(
        {
            "What is going wrong?": "Refund answers name the wrong currency",
            "Severity": "S1",
            "Category": "provider_change",
            "Who leads?": "Chandra",
            "What do we know?": "Began after the provider's update.",
        }
    )
    assert ben.submits() is None
    house.settle()

    channel = newest_incident_channel(house.slack)
    assert {ben.id, chandra.id} <= set(channel.members)
    card = card_of(channel).visible_text()
    assert "S1" in card
    assert "Provider change" in card
    assert "Began after the provider's update." in card


def test_anyone_declares_from_anywhere_by_the_global_shortcut(house: House) -> None:
    daiki = house.person("Daiki")

    daiki.global_shortcut("Declare an incident")
    daiki.fills({"What is going wrong?": "Search is empty"})
    assert daiki.submits() is None
    house.settle()

    assert "INC-1" in daiki.modal.title or "Declare" in daiki.modal.title
    assert newest_incident_channel(house.slack).name == "inc-1-search-is-empty"


def test_a_message_becomes_the_first_entry_of_the_incident(house: House) -> None:
    ben, chandra = house.person("Ben"), house.person("Chandra")
    message = ben.types("The judge gives everything a 5 since noon")

    chandra.shortcut("Declare from message", message)
    assert chandra.submits() is None
    house.settle()

    channel = newest_incident_channel(house.slack)
    timeline = chandra.command("/incident timeline", channel=channel).visible_text()
    assert "The judge gives everything a 5 since noon" in timeline
    assert "Ben Okafor" in timeline
    assert "The judge gives everything a 5 since noon" in card_of(channel).visible_text()


def test_a_long_message_is_the_first_entry_with_every_word_of_it(house: House) -> None:
    ben, chandra = house.person("Ben"), house.person("Chandra")
    long = "The judge " + "gives <everything> & all a 5 " * 300 + "since noon"
    message = ben.types(long)

    for _ in range(2):
        chandra.shortcut("Declare from message", message)
        assert chandra.submits() is None
        house.settle()
    assert "another one" in shown(chandra.modal)
    assert chandra.submits() is None
    house.settle()

    for number in (1, 2):
        first = lines_of(house, number)[0]
        assert " ".join(first.text.split()) == long


def test_a_taken_name_gets_a_suffix_and_nobody_elses_channel_is_taken_over(house: House) -> None:
    theirs = house.person("Ben").creates_channel("inc-1-search-is-empty")

    house.declare("Search is empty")

    channel = house.slack.channel("inc-1-search-is-empty-2")
    assert "INC-1" in card_of(channel).visible_text()
    assert house.person("Ana").id not in theirs.members


def test_without_a_private_channel_a_private_incident_goes_nowhere_else(house: House) -> None:
    ana = house.person("Ana")
    before = set(house.slack.workspace.channels)
    house.slack.faults.revoke_scope("groups:write")

    ana.command("/incident declare")
    ana.fills({"What is going wrong?": "A leak", "Keep it private": ["private"]})
    assert ana.submits() is None
    house.settle()

    told = "\n".join(each.visible_text() for each in ana.direct_messages())
    assert "did not let me open a private channel; nothing was posted anywhere else" in told
    opened = [c for c in house.slack.workspace.channels.values() if c.id not in before]
    assert [c.name for c in opened if not c.im_with] == []
    assert "A leak" not in str(house.slack.channel("incidents").messages)
    assert "INC-1" in ana.command("/incident INC-1 resolve fixed").visible_text()
