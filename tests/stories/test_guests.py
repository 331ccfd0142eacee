"""Guests of a workspace declare, and see only incidents whose channel they are in."""

from typing import Any

import pytest

from tests.stories.conftest import House
from tests.stories.items import in_days, new_item, on_monday, shown
from tests.stories.seen import read
from tests.stories.test_app_home import home_of
from tests.stories.test_board import board_of


@pytest.fixture
def gus(house: House) -> Any:
    """A guest, while there is an incident with a late item they are not in."""
    guest = house.slack.add_person("Gus Visitor", guest=True, channels=("general", "incidents"))
    channel = on_monday(house)
    new_item(house, house.person("Ana"), channel, due_on=in_days(house, 1))
    house.turn(days=3)
    return guest


def all_surfaces(house: House, guest: Any) -> str:
    """Everything that somebody can look at."""
    asked = [
        read(guest.command(f"/incident {typed}", channel="general"))
        for typed in ("list", "mine", "INC-1 show", "INC-1 timeline", "INC-1 actions", "update x")
    ]
    return "\n".join([*asked, board_of(guest), shown(home_of(house, guest))])


def test_a_guest_sees_no_incident_they_are_not_in(house: House, gus: Any) -> None:
    seen = all_surfaces(house, gus)
    assert "Judge scores" not in seen
    assert "cart prompts" not in seen
    assert "I know no INC-1" in seen


def test_a_guest_in_the_channel_sees_it_everywhere(house: House, gus: Any) -> None:
    channel = house.slack.channel("inc-1-judge-scores-moved-overnight")
    house.person("Ana").invites("Gus", channel)
    house.settle()
    seen = all_surfaces(house, gus)
    assert "I know no INC-1" not in seen
    assert seen.count("INC-1/1") >= 3


def test_a_guest_who_is_put_out_sees_it_no_more(house: House, gus: Any) -> None:
    channel = house.slack.channel("inc-1-judge-scores-moved-overnight")
    house.person("Ana").invites("Gus", channel)
    house.settle()
    home_of(house, gus)
    gus.leaves(channel)
    house.settle()
    published = house.slack.calls_of("views.publish")[-1]
    assert published.args["user_id"] == gus.id
    assert "INC-1" not in str(published.args)


def test_a_guest_put_out_while_the_bot_was_away_sees_it_no_more(house: House, gus: Any) -> None:
    channel = house.slack.channel("inc-1-judge-scores-moved-overnight")
    house.person("Ana").invites("Gus", channel)
    house.settle()
    house.howbot.connection.close()
    gus.leaves(channel)
    house.restart()
    assert "Judge scores" not in all_surfaces(house, gus)


def test_a_guest_is_not_offered_the_incidents_of_others(house: House, gus: Any) -> None:
    answer = read(gus.command("/incident show", channel="general"))
    assert "Judge scores" not in answer
