"""*Pause, I need a person*: somebody is left alone, and a person is called; nobody else sees it."""

from dataclasses import replace
from typing import Any

from storage.tables import CarePause, Decision, Entry
from tests.stories.conftest import House
from tests.stories.items import MONDAY
from tests.stories.retro_steps import begun, card, resolved, rows, told
from tests.stories.seen import direct_messages, said_in

PAUSE = "Pause, I need a person"


def care_of(house: House, person: Any) -> None:
    """The settings name this person."""
    house.howbot.runtime.house = replace(house.howbot.runtime.house, care_person=person.id)


def test_the_person_of_the_settings_is_called_and_the_asker_told_privately(
    any_house: House,
) -> None:
    house = any_house
    ben, chandra, daiki = map(house.person, ("Ben", "Chandra", "Daiki"))
    care_of(house, daiki)
    channel = begun(house)
    before = said_in(channel)

    chandra.clicks(card(channel, 1), PAUSE)
    house.settle()

    assert "Chandra Rao asks for a person" in direct_messages(daiki)
    assert house.slack.awaits(lambda: "You are left alone" in told(chandra, channel))
    assert "I have asked" in direct_messages(chandra)
    assert "Daiki" in direct_messages(chandra)
    assert "asks for a person" not in direct_messages(ben), "the facilitator is not told"
    assert said_in(channel) == before
    assert [each.kind for each in rows(house, Decision)] == ["chose_facilitator"]
    assert "person" not in {each.code for each in rows(house, Entry)}


def test_nothing_of_the_retro_reaches_them_until_they_are_back(house: House) -> None:
    house.turn_to(MONDAY)
    channel, ana, chandra = resolved(house), house.person("Ana"), house.person("Chandra")
    care_of(house, house.person("Daiki"))
    ana.command("/incident retro days", channel=channel)
    ana.fills({"Who facilitates?": "Ben"})
    ana.submits()
    ana.closes(everything=True)
    house.settle()
    chandra.clicks(card(channel, 1), PAUSE)
    house.settle()
    house.turn(hours=20)
    assert "waits for you" not in direct_messages(chandra)

    pause = next(each for each in chandra.direct_messages() if "I'm back" in each.buttons())
    chandra.clicks(pause, "I'm back")
    house.settle()

    assert rows(house, CarePause)[0].ended_at is not None
    ben = house.person("Ben")
    ben.clicks(card(channel, 1), "Open the next round")
    ben.fills({"How is it fine to go on without it?": "we know enough"})
    ben.submits()
    house.settle()
    house.turn(hours=24)
    assert "round 2 of 4" in direct_messages(chandra)


def test_without_a_setting_nobody_is_called_and_the_asker_may_choose(house: House) -> None:
    channel, ben, chandra = begun(house), house.person("Ben"), house.person("Chandra")
    chandra.clicks(card(channel, 1), PAUSE)
    house.settle()

    said = direct_messages(chandra)
    assert "I have called nobody" in said
    assert "HOWBOT_CARE_PERSON" in said
    assert "asks for a person" not in direct_messages(ben)

    message = next(each for each in chandra.direct_messages() if "I'm back" in each.buttons())
    chandra.clicks(message, "Tell the facilitator")
    house.settle()
    assert "Chandra Rao asks for a person" in direct_messages(ben)


def test_a_second_press_calls_nobody_twice(house: House) -> None:
    daiki, chandra = house.person("Daiki"), house.person("Chandra")
    care_of(house, daiki)
    channel = begun(house)
    for _ in range(2):
        chandra.clicks(card(channel, 1), PAUSE)
        house.settle()

    assert direct_messages(daiki).count("asks for a person") == 1
    assert len(rows(house, CarePause)) == 1


def test_a_person_who_left_cannot_be_called_and_that_is_said(house: House) -> None:
    daiki, chandra = house.person("Daiki"), house.person("Chandra")
    care_of(house, daiki)
    channel = begun(house)
    daiki.leaves_workspace()
    chandra.clicks(card(channel, 1), PAUSE)
    house.settle()

    assert "is not in this workspace any more" in direct_messages(chandra)
