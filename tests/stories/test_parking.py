"""Ideas that come early are parked, and come back at stages 9 and 10."""

from typing import Any

from bot.flows.document import content_of
from storage.queries import incidents
from storage.tables import ActionItem, Parked
from tests.stories.conftest import House
from tests.stories.items import fill_item
from tests.stories.retro_steps import begun, card, rows, told, walk_to
from tests.stories.seen import read


def with_two_parked(house: House) -> Any:
    """A retrospective in which two ideas were parked: one typed, one from a message."""
    channel, chandra = begun(house), house.person("Chandra")
    chandra.command("/incident park pin the judge's version", channel=channel)
    said = chandra.replies(card(channel, 1), "we could buy more GPUs")
    house.settle()
    chandra.shortcut("Park it", said)
    house.settle()
    return channel


def test_what_was_parked_comes_back_at_stages_nine_and_ten(any_house: House) -> None:
    house = any_house
    channel = with_two_parked(house)
    assert "pin the judge's version" not in read(card(channel, 1))
    on = walk_to(house, channel, 9)
    assert "pin the judge's version" in read(on)
    assert "we could buy more GPUs" in read(on)
    assert on.buttons().count("Let it go") == 2


def test_it_becomes_an_action_item_or_is_let_go(house: House) -> None:
    channel, ben = with_two_parked(house), house.person("Ben")
    walk_to(house, channel, 10)
    first, second = rows(house, Parked)
    ben.clicks(card(channel, 10), "Make an action item", value=f"1:{first.id}")
    assert ben.modal.title == "New action item"
    assert "pin the judge's version" in str(ben.modal.blocks)
    assert fill_item(house, ben, title="Pin the judge's version") is None
    ben.clicks(card(channel, 10), "Let it go", value=f"1:{second.id}")
    house.settle()

    settled = [(each.state, each.item_number) for each in rows(house, Parked)]
    assert settled == [("item", 1), ("let_go", None)]
    assert len(rows(house, ActionItem)) == 1
    assert "Let it go" not in card(channel, 10).buttons()


def test_the_document_says_what_became_of_it(house: House) -> None:
    channel, ben = with_two_parked(house), house.person("Ben")
    walk_to(house, channel, 10)
    ben.clicks(card(channel, 10), "Let it go", value=f"1:{rows(house, Parked)[1].id}")
    house.settle()

    with house.howbot.runtime.reading() as unit:
        incident = incidents.by_number(unit.session, unit.team_id, 1)
        assert incident is not None
        text = content_of(unit, incident, "markdown").decode()
    assert "pin the judge's version (Chandra Rao; still parked)" in text
    assert "we could buy more GPUs (Chandra Rao; let go)" in text


def test_the_slower_of_two_is_told(house: House) -> None:
    channel, ben = with_two_parked(house), house.person("Ben")
    on = walk_to(house, channel, 9)
    first = rows(house, Parked)[0]
    for _ in range(2):
        ben.clicks(on, "Let it go", value=f"1:{first.id}")
    house.settle()
    assert house.slack.awaits(lambda: "Somebody was faster" in told(ben, channel))


def test_the_button_on_a_card_opens_the_form_and_an_empty_one_keeps_nothing(
    house: House,
) -> None:
    channel, ana = begun(house), house.person("Ana")
    ana.clicks(card(channel, 1), "Park it")
    assert ana.modal.title == "Park it"
    ana.fills({"What comes back later?": "a canary for the judge"})
    assert ana.submits() is None
    house.settle()
    assert [each.text for each in rows(house, Parked)] == ["a canary for the judge"]
