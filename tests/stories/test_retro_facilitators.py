"""The facilitation goes to somebody else: by name, or because who had it left."""

from storage.tables import Decision, Retrospective
from tests.stories.conftest import House
from tests.stories.retro_steps import begun, card, go_on, rows, told, walk_to
from tests.stories.seen import direct_messages, said_in


def test_the_channel_is_told_once_that_the_facilitator_left_and_anybody_steps_in(
    any_house: House,
) -> None:
    house = any_house
    channel, ben, chandra = begun(house), house.person("Ben"), house.person("Chandra")
    walk_to(house, channel, 6)
    ben.leaves_workspace()
    house.tick()
    house.restart()
    house.turn(days=1)
    assert said_in(channel).count("needs somebody to facilitate it") == 1
    chandra.replies(card(channel, 6), "the gate saw English alone")
    house.settle()
    assert "1 of 2" in card(channel, 6).visible_text(), "nobody waits for who left"

    notice = next(each for each in channel.messages if "needs somebody" in each.visible_text())
    chandra.clicks(notice, "Take over")
    house.settle()

    assert rows(house, Retrospective)[0].facilitator == chandra.id
    go_on(house, chandra, card(channel, 6))
    assert "7 of 11" in card(channel, 7).visible_text()

    ana = house.person("Ana")
    ana.clicks(notice, "Take over")
    assert house.slack.awaits(lambda: "Chandra Rao facilitates" in told(ana, channel))
    assert rows(house, Retrospective)[0].facilitator == chandra.id


def test_the_role_typed_during_a_review_hands_it_over(house: House) -> None:
    channel, ana, ben = begun(house), house.person("Ana"), house.person("Ben")
    daiki = house.person("Daiki")
    ana.command(f"/incident role facilitator <@{daiki.id}>", channel=channel)
    house.settle()

    assert "@Daiki Mori facilitates" in card(channel, 1).visible_text()
    handed = rows(house, Decision)[-1]
    assert (handed.kind, handed.by, handed.facts) == ("handed_over", ana.id, {"person": daiki.id})
    assert "Daiki" in direct_messages(ben)
    ben.clicks(card(channel, 1), "Next stage")
    assert house.slack.awaits(lambda: "facilitates" in told(ben, channel))
    go_on(house, daiki, card(channel, 1))
    assert "2 of 11" in card(channel, 2).visible_text()


def test_who_does_not_take_part_hands_nothing_over(house: House) -> None:
    channel, dana = begun(house), house.slack.add_person("Dana Weiss")
    dana.joins(channel)
    answer = dana.command(f"/incident role facilitator <@{dana.id}>", channel=channel)
    assert "By answering" in answer.visible_text()
    assert rows(house, Retrospective)[0].facilitator == house.person("Ben").id
