"""Owners of earlier items who are not at the retrospective are asked by DM, once, all in one."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from storage.tables import ActionItem, Incident, Participant
from tests.stories.conftest import House
from tests.stories.items import MONDAY
from tests.stories.retro_steps import begun, card, resolved, rows, walk_to
from tests.stories.seen import read, whispered
from tests.stories.test_retrospective_content import promised

MORNING = MONDAY + timedelta(hours=10, minutes=1)
"""Tuesday, just after nine in Tokyo, where Daiki lives; Monday, 09:00 in New York is before."""


def owned_by(house: House, *names: str) -> None:
    """An earlier incident, with one open item for each of these people."""
    house.turn_to(MONDAY)
    promised(house, count=len(names))
    with house.howbot.runtime.transaction() as unit:
        items = unit.session.execute(select(ActionItem).order_by(ActionItem.number)).scalars()
        for item, name in zip(items, names, strict=True):
            item.owner = house.person(name).id


def asked(person: Any) -> list[Any]:
    """The questions about earlier items that somebody got."""
    return [each for each in person.direct_messages() if "promised after earlier" in read(each)]


def choose(house: House, person: Any, number: int, label: str) -> None:
    """Somebody chooses how one of the items in their last message stands."""
    person.selects(asked(person)[-1], f"asked:{number}", label)
    house.settle()


def test_an_owner_elsewhere_is_asked_once_about_all_and_the_card_shows_it(
    any_house: House,
) -> None:
    house, daiki = any_house, any_house.person("Daiki")
    owned_by(house, "Daiki", "Chandra", "Daiki")
    channel = begun(house)
    house.tick()
    assert asked(daiki) == []  # It is the middle of the night there.

    house.turn_to(MORNING)
    house.restart()
    house.tick()
    (message,) = asked(daiki)
    assert "2 of these items are yours" in read(message)
    assert "INC-1/1 Pin the index, part 1" in read(message)
    assert "INC-1/2" not in read(message)
    assert asked(house.person("Chandra")) == []  # She takes part.

    choose(house, daiki, 1, "Still open")
    on = walk_to(house, channel, 2)
    assert "INC-1/3: still open (@Daiki" in read(on)
    assert "(1 of 3)" in read(on)
    choose(house, daiki, 2, "No longer needed")
    assert "INC-1/1: no longer needed (@Daiki" in read(card(channel, 2))
    house.turn(days=1)
    assert len(asked(daiki)) == 1
    people = [row.user_id for row in rows(house, Participant)]
    assert daiki.id not in people


def test_what_an_owner_says_changes_nothing_of_the_item_but_leads_there(house: House) -> None:
    owned_by(house, "Daiki")
    begun(house)
    house.turn_to(MORNING)
    daiki = house.person("Daiki")
    choose(house, daiki, 1, "Done")
    dm = house.slack.workspace.direct_channel(daiki.id)
    assert "The item itself is done once it has a proof" in whispered(house, daiki, dm)
    assert rows(house, ActionItem)[0].state == "open"
    daiki.clicks(dm.ephemerals[-1], "Done…")
    assert daiki.modal.title == "Close with proof"


def test_after_the_stage_is_over_it_is_taken_as_late_and_after_the_end_refused(
    house: House,
) -> None:
    owned_by(house, "Daiki", "Daiki")
    channel = begun(house)
    house.turn_to(MORNING)
    walk_to(house, channel, 3)
    daiki = house.person("Daiki")
    choose(house, daiki, 1, "Still open")
    assert "INC-1/2: still open" in read(card(channel, 2)).replace("Pin the index, part 2: ", "")
    last = walk_to(house, channel, 11)
    ben = house.person("Ben")
    ben.clicks(last, "Close the retro")
    while ben.modal is not None:
        ben.fills({"How is it fine to go on without it?": "we know enough"})
        assert ben.submits() is None
    house.settle()
    choose(house, daiki, 2, "Still open")
    dm = house.slack.workspace.direct_channel(daiki.id)
    assert "is closed. Nothing was changed" in whispered(house, daiki, dm, count=2)


def test_who_comes_into_the_channel_meanwhile_or_left_is_not_asked(house: House) -> None:
    house.slack.add_person("Elif Aydin", tz="Asia/Tokyo")
    owned_by(house, "Daiki", "Elif")
    channel = begun(house)
    house.person("Daiki").joins(channel)
    house.person("Elif").leaves_workspace()
    house.settle()
    house.turn_to(MORNING)
    house.turn(hours=12)
    assert asked(house.person("Daiki")) == []
    assert asked(house.person("Elif")) == []


def test_nobody_outside_hears_of_a_retrospective_that_became_private(house: House) -> None:
    owned_by(house, "Daiki")
    begun(house)
    with house.howbot.runtime.transaction() as unit:
        incident = unit.session.get(Incident, 2)
        assert incident is not None
        incident.private = True
    house.turn_to(MORNING)
    assert asked(house.person("Daiki")) == []


def test_nobody_outside_is_asked_for_a_drill(house: House) -> None:
    owned_by(house, "Daiki")
    ana, channel = house.person("Ana"), resolved(house)
    with house.howbot.runtime.transaction() as unit:
        for incident in unit.session.execute(select(Incident)).scalars():
            incident.drill = True
    ana.command("/incident retro", channel=channel)
    ana.fills({"Who facilitates?": "Ben"})
    assert ana.submits() is None
    ana.closes(everything=True)
    house.turn_to(MORNING)
    assert asked(house.person("Daiki")) == []
    assert "INC-1/1" in read(walk_to(house, channel, 2))


def test_an_item_that_was_done_or_answered_for_meanwhile_is_left_out(house: House) -> None:
    owned_by(house, "Daiki", "Daiki")
    channel = begun(house)
    on = walk_to(house, channel, 2)
    house.person("Ben").replies(on, "inc 1/1 waits for the vendor")
    with house.howbot.runtime.transaction() as unit:
        item = unit.session.get(ActionItem, 2)
        assert item is not None
        item.state = "done"
    house.settle()
    house.turn_to(MORNING)
    assert asked(house.person("Daiki")) == []


def test_whom_the_group_asks_can_answer_where_they_read_it(house: House) -> None:
    owned_by(house, "Daiki")
    channel = begun(house)
    ben, daiki = house.person("Ben"), house.person("Daiki")
    ben.selects(walk_to(house, channel, 2), "How does it stand?", "Ask its owner")
    house.settle()
    (message,) = [each for each in daiki.direct_messages() if "asks about yours" in read(each)]
    daiki.selects(message, "asked:1", "Still open")
    house.settle()
    assert "INC-1/1: still open (@Daiki" in read(card(channel, 2))
