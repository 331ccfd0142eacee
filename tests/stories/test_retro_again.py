"""An incident that comes back after it was learned from is reviewed a second time."""

from storage.tables import Incident, Retrospective
from tests.stories.conftest import House
from tests.stories.retro_steps import begun, cards, go_on, rows, walk_to
from tests.stories.seen import said_in


def test_it_comes_back_and_gets_a_second_review_beside_the_first(any_house: House) -> None:
    house = any_house
    channel, ana, ben = begun(house), house.person("Ana"), house.person("Ben")
    ben.replies(cards(channel)[0], "what we said the first time")
    house.settle()
    go_on(house, ben, walk_to(house, channel, 11), "Close the retro")
    ana.command("/incident reopen it is back", channel=channel)
    answer = ana.command("/incident retro", channel=channel)
    assert "is closed since" in answer.visible_text()
    ana.command("/incident resolve", channel=channel)
    ana.fills({"What brought it back?": "Pinned the judge"})
    ana.submits()
    house.settle()

    ana.command("/incident retro", channel=channel)
    assert ana.modal.title == "Start the retro"
    ana.fills({"Who facilitates?": "Chandra"})
    assert ana.submits() is None
    ana.closes(everything=True)
    house.settle()

    first, second = rows(house, Retrospective)
    assert (first.status, first.ordinal) == ("closed", 1)
    assert (second.status, second.ordinal) == ("running", 2)
    assert rows(house, Incident)[0].status == "reviewing"
    assert len(cards(channel)) == 12
    assert "The second retrospective of INC-1 begins." in said_in(channel)
    chandra = house.person("Chandra")
    chandra.replies(cards(channel)[-1], "what we say the second time")
    house.settle()
    ana.command("/incident export markdown", channel=channel)
    house.settle()
    [*_, document] = [file for each in channel.messages for file in each.files]
    text = document.content.decode()
    assert "what we said the first time" in text
    assert "what we say the second time" in text
    assert "closed the retrospective" in text
