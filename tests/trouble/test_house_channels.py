"""Channels of the house that are missing, or where nobody invited Howbot: the doctor names them."""

from typing import Any

import pytest

from bot.doctor import examine
from bot.render.environment import Words
from tests.stories.conftest import House

SETTINGS = {"board": "howbot_board_channel", "leaders": "howbot_leaders_channel"}


def told(house: House, purpose: str) -> str:
    """What the doctor says of a channel; it begins with whether it is well."""
    found = {each.code: each for each in examine(house.settings)}[f"{purpose}_channel"]
    words = Words().console(found.code, well=found.well, **found.facts)
    return f"{'well' if found.well else 'amiss'}: {words}"


def named(house: House, purpose: str) -> Any:
    """The house names a channel of its own for a purpose; Ana, who looks after it."""
    house.settings = house.settings.model_copy(update={SETTINGS[purpose]: "retro-matters"})
    house.restart()
    return house.person("Ana")


@pytest.mark.parametrize("purpose", SETTINGS)
def test_a_channel_that_is_not_there_is_named_until_howbot_is_in_it(
    house: House, purpose: str
) -> None:
    ana = named(house, purpose)
    said = told(house, purpose)
    assert said.startswith("amiss: Howbot is not in #retro-matters")
    assert SETTINGS[purpose].upper() in said

    channel = ana.creates_channel("retro-matters")
    house.settle()
    assert told(house, purpose).startswith("amiss"), "nobody invited Howbot yet"

    ana.invites("bot", channel)
    house.settle()
    assert told(house, purpose).startswith("well: Howbot is in #retro-matters")


@pytest.mark.parametrize("purpose", SETTINGS)
def test_a_channel_that_howbot_was_put_out_of_is_named_again(house: House, purpose: str) -> None:
    ana = named(house, purpose)
    channel = ana.creates_channel("retro-matters")
    ana.invites("bot", channel)
    house.settle()

    ana.removes_bot(channel)
    house.settle()
    assert told(house, purpose).startswith("amiss")
    ana.invites("bot", channel)
    house.settle()
    ana.archives(channel)
    house.settle()
    assert told(house, purpose).startswith("amiss")


def test_a_house_without_channels_of_its_own_hears_of_one_alone(house: House) -> None:
    found = [each for each in examine(house.settings) if each.code.endswith("_channel")]
    assert [(each.code, each.well) for each in found] == [("incidents_channel", True)]
