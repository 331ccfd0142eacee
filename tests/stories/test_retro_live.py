"""Live: a soft time box for each stage. It is told once, can be extended, and moves nothing."""

from dataclasses import replace
from typing import Any

from storage.tables import Decision, RetroPace
from tests.stories.conftest import House
from tests.stories.retro_steps import begun, card, cards, go_on, rows, told
from tests.stories.seen import said_in

OVER = "The time box of this stage is over"


def warnings(channel: Any) -> list[Any]:
    """The words that a time box is over, as they stand."""
    return [each for each in channel.messages if OVER in each.visible_text()]


def test_the_time_box_is_told_once_in_the_stages_thread(any_house: House) -> None:
    house = any_house
    channel = begun(house)
    assert "about 5 minutes, until" in card(channel, 1).visible_text()
    house.turn(minutes=4)
    assert warnings(channel) == []

    house.turn(minutes=2)
    house.turn(minutes=30)
    house.restart()
    house.turn(minutes=30)

    [warning] = warnings(channel)
    assert warning.thread_ts == card(channel, 1).ts
    assert "Whoever takes part has agreed" in warning.visible_text()
    assert len(cards(channel)) == 1, "nothing moves by itself"


def test_five_more_minutes_for_all_to_see_and_then_it_is_told_again(house: House) -> None:
    channel, ben = begun(house), house.person("Ben")
    house.turn(minutes=6)

    ben.clicks(warnings(channel)[0], "Extend by 5 minutes")
    house.settle()

    assert warnings(channel) == [], "the warning gives way to what was decided"
    assert "has extended this stage until" in said_in(channel)
    house.turn(minutes=4)
    assert warnings(channel) == []
    house.turn(minutes=2)
    assert len(warnings(channel)) == 1


def test_only_the_facilitator_extends(house: House) -> None:
    channel, chandra = begun(house), house.person("Chandra")
    house.turn(minutes=6)
    before = rows(house, RetroPace)[0].ends_at

    chandra.clicks(warnings(channel)[0], "Extend by 5 minutes")

    assert house.slack.awaits(lambda: "facilitates" in told(chandra, channel))
    assert rows(house, RetroPace)[0].ends_at == before


def test_a_stage_that_was_left_is_not_told_of(house: House) -> None:
    channel, ben = begun(house), house.person("Ben")
    house.turn(minutes=4)
    go_on(house, ben, card(channel, 1))
    house.turn(minutes=4)
    assert warnings(channel) == []
    house.turn(minutes=2)

    [warning] = warnings(channel)
    assert warning.thread_ts == card(channel, 2).ts
    go_on(house, ben, card(channel, 2))
    ben.clicks(warning, "Extend by 5 minutes")
    assert house.slack.awaits(lambda: "not open any more" in told(ben, channel))


def test_nothing_is_told_while_the_incident_needs_people(house: House) -> None:
    channel, ana = begun(house), house.person("Ana")
    ana.command("/incident reopen it is back", channel=channel)
    house.turn(minutes=30)
    assert warnings(channel) == []

    ana.command("/incident resolve", channel=channel)
    ana.fills({"What brought it back?": "Rolled back again"})
    ana.submits()
    house.settle()
    house.tick()
    assert warnings(channel) == [], "the time begins anew"
    house.turn(minutes=6)
    assert len(warnings(channel)) == 1


def test_a_live_one_goes_on_over_several_days_and_the_log_says_so(house: House) -> None:
    channel, ben = begun(house), house.person("Ben")
    house.turn(minutes=6)

    ben.clicks(warnings(channel)[0], "Go on over several days")
    house.settle()

    assert len(cards(channel)) == 2, "the whole round is open"
    assert "Next stage" not in card(channel, 1).buttons()
    assert "Open the next round" in card(channel, 1).buttons()
    assert "goes on over several days" in said_in(channel)
    changed = rows(house, Decision)[-1]
    assert (changed.kind, changed.by, changed.facts) == ("changed_pace", ben.id, {"pace": "days"})

    ben.command("/incident retro live", channel=channel)
    house.settle()
    assert "Next stage" in card(channel, 1).buttons()
    assert card(channel, 2).buttons() == []
    assert "opened again later" in card(channel, 2).visible_text()


def test_leaders_are_asked_last_on_a_live_card(house: House) -> None:
    ana = house.person("Ana")
    house.howbot.runtime.house = replace_house(house, leaders=(ana.id,))
    channel = begun(house)
    assert "Asked last" in card(channel, 1).visible_text()
    assert "Ana" in card(channel, 1).visible_text().partition("Asked last")[2]


def replace_house(house: House, **changes: Any) -> Any:
    """The settings of the house, changed."""
    return replace(house.howbot.runtime.house, **changes)
