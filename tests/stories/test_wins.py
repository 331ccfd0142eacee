"""Better figures than before are told once, with the people whose work it was."""

from typing import Any

from tests.stories.conftest import House, newest_incident_channel
from tests.stories.items import LINK, new_item, on_monday
from tests.stories.seen import read, said_in, whispered
from tests.stories.test_action_items import declare_private


def finish(house: House, channel: Any, number: int = 1, **figures: str) -> None:
    """Ana closes an item with figures, by the labels of the form."""
    ana = house.person("Ana")
    ana.command(f"/incident done {number}", channel=channel)
    ana.fills({"Link": LINK} | {label.replace("_", " "): said for label, said in figures.items()})
    assert ana.submits() is None
    ana.closes(everything=True)
    house.settle()


BETTER = {
    "Figure_before": "0.62",
    "Figure_after": "0.81",
    "Unit_of_both": "kappa",
    "Better_is": "Higher",
}


def with_item(house: House, **changes: Any) -> Any:
    """Ben's item in an incident of Ana's; the incident's channel."""
    channel, ana = on_monday(house), house.person("Ana")
    new_item(house, ana, channel, **changes)
    ana.closes(everything=True)
    return channel


def wins_in(house: House, channel: str = "incidents") -> list[Any]:
    """What was told of an item's figures in a channel."""
    messages = house.slack.channel(channel).messages
    return [each for each in messages if "It came out of INC-" in read(each)]


def done_card(channel: Any) -> Any:
    """The message in the incident's channel that says that the item is done."""
    return next(each for each in reversed(channel.messages) if "Done: INC-1/1" in read(each))


def test_better_figures_are_told_once_with_owner_and_who_confirmed(any_house: House) -> None:
    house, daiki = any_house, any_house.person("Daiki")
    channel = with_item(house, title="判定のしきい値を直す")
    finish(house, channel, **BETTER)
    (told,) = wins_in(house)
    assert "INC-1/1 判定のしきい値を直す" in read(told)
    assert "Before 0.62 → after 0.81 kappa (higher is better)" in read(told)
    assert "Thanks to @Ben Okafor. It came out of INC-1 Judge scores moved" in read(told)

    daiki.joins(channel)
    daiki.clicks(done_card(channel), "Confirm")
    house.restart()
    house.tick()
    (told,) = wins_in(house)
    assert "Thanks to @Ben Okafor; @Daiki" in read(told)
    assert "confirmed that it works" in read(told)


def test_taken_up_again_and_done_again_it_is_not_told_twice(house: House) -> None:
    channel, ana = with_item(house), house.person("Ana")
    finish(house, channel, **BETTER)
    ana.clicks(done_card(channel), "Reopen")
    house.settle()
    (told,) = wins_in(house)
    assert "was taken up again" in read(told)
    assert "Thanks" not in read(told)

    finish(house, channel, **(BETTER | {"Figure_after": "0.9"}))
    (told,) = wins_in(house)
    assert "after 0.9 kappa" in read(told)
    assert "Thanks to @Ben Okafor" in read(told)

    ana.clicks(done_card(channel), "Add a proof")
    ana.fills({"Link": LINK, "Figure after": "0.5"})
    assert ana.submits() is None
    house.settle()
    (told,) = wins_in(house)
    assert "its figures were corrected" in read(told)


def test_figures_that_are_equal_worse_or_not_comparable_are_not_told(house: House) -> None:
    channel = with_item(house)
    for number, after in enumerate(["0.62", "0.5", "better", "0.81 F1"], start=1):
        if number > 1:
            new_item(house, house.person("Ana"), channel, title=f"Pin judge number {number}")
            house.person("Ana").closes(everything=True)
        finish(house, channel, number, **(BETTER | {"Figure_after": after}))
    assert wins_in(house) == []


def test_without_a_direction_it_is_asked_and_told_once_somebody_says_it(house: House) -> None:
    channel, ben = with_item(house), house.person("Ben")
    finish(house, channel, Figure_before="11 %", Figure_after="3 %")
    assert wins_in(house) == []
    card = done_card(channel)
    assert "Is lower or higher better for these figures?" in read(card)
    ben.joins(channel)
    ben.clicks(card, "Lower is better")
    assert "lower is better. It is told in the wins channel" in whispered(house, ben, channel)
    ben.clicks(card, "Higher is better")
    assert "was said meanwhile" in whispered(house, ben, channel, count=2)
    house.settle()
    assert len(wins_in(house)) == 1
    assert "Is lower or higher better" not in read(done_card(channel))
    assert "(lower is better)" in read(wins_in(house)[0])


def test_private_incidents_and_drills_are_never_told(house: House) -> None:
    ana = house.person("Ana")
    ana.command("/incident declare S2 --drill Practice", channel="general")
    house.settle()
    drill = newest_incident_channel(house.slack)
    for channel in (drill, declare_private(house)):
        assert new_item(house, ana, channel, owner="Ana") is None
        ana.closes(everything=True)
        finish(house, channel, **BETTER)
        assert "Before 0.62 → after 0.81 kappa" in said_in(channel)
    assert wins_in(house) == []


def test_wins_have_a_channel_of_their_own_and_wait_for_us_to_be_in_it(house: House) -> None:
    house.settings = house.settings.model_copy(update={"howbot_wins_channel": "wins"})
    house.restart()
    channel, ana = with_item(house), house.person("Ana")
    finish(house, channel, **BETTER)
    house.turn(days=2)
    assert wins_in(house) == []
    ana.invites("bot", ana.creates_channel("wins"))
    house.settle()
    assert len(wins_in(house, "wins")) == 1
    assert wins_in(house) == []
