"""Who leads, and who has which duty."""

import pytest

from tests.stories.conftest import House
from tests.stories.seen import card_of, direct_messages, read, said_in, whispered


def test_a_new_lead_is_invited_and_stands_on_card_and_topic(house: House) -> None:
    channel, ana, ben = house.declare(), house.person("Ana"), house.person("Ben")

    answer = ana.command("/incident lead @Ben", channel=channel)
    house.settle()

    assert "leads INC-1 from now on" in read(answer)
    assert ben.id in channel.members
    assert ben.id in channel.topic
    assert "Ben Okafor leads INC-1" in said_in(channel)
    assert "You joined" in direct_messages(ben)


def test_a_duty_is_given_and_handed_on(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")

    ana.command("/incident role communicator @Daiki", channel=channel)
    ana.command("/incident role Communicator @Chandra", channel=channel)
    house.settle()

    card = read(card_of(channel))
    assert "Communicator @Chandra Rao" in card
    assert "Daiki" not in card
    assert house.person("Daiki").id in channel.members


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("lead", "lead @someone"),
        ("lead @Ana", "already"),
        ("lead me", "already"),
        ("lead @Bot", "is a bot"),
        ("lead @Guest", "is a guest"),
        ("lead @Gone", "has left"),
        ("role wizard @Ben", "I know no role wizard"),
        ("role preparer", "Name the role and the person"),
        ("role", "Name the role and the person"),
    ],
)
def test_who_cannot_have_it_is_said_and_nothing_changes(
    house: House, typed: str, said: str
) -> None:
    channel, ana = house.declare(), house.person("Ana")
    house.slack.add_person("Bot Robot", bot=True)
    house.slack.add_person("Guest Visitor", guest=True)
    house.slack.add_person("Gone Away", deleted=True)

    answer = ana.command(f"/incident {typed}", channel=channel)
    house.settle()

    assert said in read(answer)
    assert "Lead @Ana Lindqvist" in read(card_of(channel))


def test_of_two_who_take_the_lead_at_once_the_second_is_asked_again(house: House) -> None:
    channel, ben, chandra = house.declare(), house.person("Ben"), house.person("Chandra")
    ben.joins(channel)
    chandra.joins(channel)

    ben.clicks(card_of(channel), "Take the lead")
    chandra.clicks(card_of(channel), "Take the lead")
    assert "Ben Okafor took the lead" in whispered(house, chandra, channel)
    house.settle()
    assert "Lead @Ben Okafor" in read(card_of(channel))

    chandra.clicks(card_of(channel), "Take the lead")
    house.settle()
    assert "Lead @Chandra Rao" in read(card_of(channel))


def test_a_guest_may_declare(house: House) -> None:
    guest = house.slack.add_person("Gus Visitor", guest=True)

    house.declare(by="Gus")

    assert "Lead" in read(card_of(house.slack.channel("inc-1-judge-scores-moved-overnight")))
    assert "Slack did not let me invite @Gus Visitor" in direct_messages(guest)


def test_a_lead_who_cannot_lead_is_said_in_the_form_and_the_text_stays(house: House) -> None:
    house.slack.add_person("Guest Visitor", guest=True)
    ana = house.person("Ana")
    ana.command("/incident declare")
    ana.fills({"What is going wrong?": "Scores moved", "Who leads?": "Guest"})

    errors = ana.submits()

    assert errors is not None
    assert "is a guest" in errors["Who leads?"]
    ana.fills({"Who leads?": "Ben"})
    assert ana.submits() is None
