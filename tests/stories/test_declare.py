"""Somebody says that something is going wrong, and finds everything they need."""

from typing import Any

from tests.stories.conftest import House, newest_incident_channel


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
