"""An admin deletes what the bot posted: what people work with comes back, the rest stays away."""

from typing import Any

from bot.doctor import examine
from rehearsal import happenings
from tests.stories.conftest import House
from tests.stories.items import new_item
from tests.stories.seen import card_of, read, said_in


def delete_it(house: House, message: Any) -> None:
    """An admin of the workspace may delete anybody's message."""
    with house.slack.backstage.events.acknowledged():
        happenings.delete(house.slack.workspace, message)
    house.settle()


def test_the_incident_card_is_there_again_at_the_next_change(any_house: House) -> None:
    house, channel = any_house, any_house.declare()
    delete_it(house, card_of(channel))
    house.person("Ana").command("/incident severity S1", channel=channel)
    house.settle()
    assert "S1" in read(card_of(channel))
    house.person("Ana").command("/incident mitigate Rolled back", channel=channel)
    house.settle()
    assert "Mitigated" in read(card_of(channel))
    assert sum("INC-1 · Judge" in read(each) for each in channel.messages if not each.deleted) == 1


def test_an_item_that_was_announced_is_not_announced_again(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    new_item(house, ana, channel)
    (announced,) = [each for each in channel.messages if "New action item" in read(each)]
    delete_it(house, announced)
    ana.clicks(ana.command("/incident actions", channel=channel), "Start")
    house.settle()
    assert "New action item" not in said_in(channel)
    assert {each.code: each.well for each in examine(house.settings)}["deliveries"]
