"""Items are accepted, handed over, blocked, asked again about, and outlive their incident."""

from typing import Any

from tests.stories.conftest import House, newest_incident_channel
from tests.stories.items import (
    MONDAY,
    close,
    fill_item,
    in_days,
    new_item,
    on_monday,
    reminders_of,
    shown,
)
from tests.stories.seen import card_of, direct_messages, read, read_form, said_in, whispered


def told_ben(house: House, **changes: Any) -> Any:
    """Ben's item, of which he was told; the incident's channel."""
    ana, channel = house.person("Ana"), on_monday(house)
    new_item(house, ana, channel, **changes)
    ana.closes()
    house.tick()
    return channel


def listed(house: House, channel: Any, by: str = "Ana") -> Any:
    """The list of the incident's items, as somebody sees it."""
    return house.person(by).command("/incident actions", channel=channel)


def test_the_owner_accepts_and_nobody_else(any_house: House) -> None:
    house, ben = any_house, any_house.person("Ben")
    channel = told_ben(house)
    told = reminders_of(ben)[0]
    assert told.buttons() == ["Accept", "Hand over", "Change the date", "Done…"]
    ben.clicks(told, "Accept")
    answer = whispered(house, ben, house.slack.workspace.direct_channel(ben.id))
    assert "is with you" in answer
    # Due in two weeks; three working days before that is the next word.
    assert "I come back to it on Wed 12 Mar 2031" in answer

    ana = house.person("Ana")
    ana.clicks(listed(house, channel), "Hand over")
    ana.fills({"Who takes it?": "Daiki"})
    assert ana.submits() is None
    house.settle()
    ben.clicks(told, "Accept")
    answer = whispered(house, ben, house.slack.workspace.direct_channel(ben.id), count=2)
    assert "nothing for you to accept" in answer


def test_hand_over_tells_the_new_owner_and_the_former_one(any_house: House) -> None:
    house, ben, daiki = any_house, any_house.person("Ben"), any_house.person("Daiki")
    ana, channel = house.person("Ana"), told_ben(house)

    ana.clicks(listed(house, channel), "Hand over")
    assert ana.modal.title == "Hand over"
    ana.fills({"Who takes it?": "Ben"})
    assert "has it already" in str(ana.submits())
    ana.fills({"Who takes it?": "Daiki", "Anything they should know?": "Ben is on leave"})
    assert ana.submits() is None
    house.turn(hours=11)  # Ten in the morning in Tokyo, nine in the evening in New York.
    assert "It is yours" in read(reminders_of(daiki)[-1])
    assert "\n@Ana Lindqvist handed it to you: Ben is on leave\n" in read(reminders_of(daiki)[-1])
    assert "\n\n" not in read(reminders_of(daiki)[-1])
    assert "handed INC-1/1" not in direct_messages(ben)

    house.turn(hours=13)
    assert "handed INC-1/1" in direct_messages(ben)
    assert "Ben is on leave" in direct_messages(ben)
    assert len(reminders_of(ben)) == 1
    house.turn(days=11)
    assert len(reminders_of(ben)) == 1


def test_where_an_item_was_announced_it_stands_as_it_is_now(house: House) -> None:
    channel, ana, ben = on_monday(house), house.person("Ana"), house.person("Ben")
    new_item(house, ana, channel)
    (card,) = [each for each in channel.messages if "New action item" in each.visible_text()]

    ana.clicks(card, "Hand over")
    ana.fills({"Who takes it?": "Chandra"})
    assert ana.submits() is None
    house.settle()
    assert "Chandra" in card.visible_text()
    assert "Ben" not in card.visible_text()

    ben.clicks(card, "Change the date")
    assert house.person("Chandra").id in shown(ben.modal), (
        "whoever had it before sees whose it is now"
    )
    ben.closes()
    close(house, ana, "1", channel)
    assert "Done" in card.visible_text()
    assert card.buttons() == []


def test_what_nobody_took_falls_to_somebody_who_may_have_it(house: House) -> None:
    house.turn_to(MONDAY)
    gus = house.slack.add_person("Gus Visitor", guest=True)
    gus.command("/incident declare S2 Judge scores moved", channel="general")
    house.settle()
    channel = newest_incident_channel(house.slack)
    ana = house.person("Ana")
    ana.joins(channel)
    house.settle()
    new_item(house, ana, channel, owner=None)
    house.turn(days=2)
    assert "to be assigned" in read(ana.command("/incident actions", channel=channel))

    ana.clicks(card_of(channel), "Take the lead")
    house.settle()
    house.turn(days=1)
    assert "INC-1/1" in read(ana.command("/incident mine", channel=channel))


def test_a_reminder_on_its_way_does_not_reach_who_handed_the_item_over(any_house: House) -> None:
    house, ben, daiki = any_house, any_house.person("Ben"), any_house.person("Daiki")
    ana, channel = house.person("Ana"), on_monday(house)
    new_item(house, ana, channel)
    ana.closes()
    house.howbot.ticker.tick()  # Written for Ben, not delivered.

    ana.clicks(listed(house, channel), "Hand over")
    ana.fills({"Who takes it?": "Daiki"})
    assert ana.submits() is None
    house.settle()

    assert reminders_of(ben) == []
    house.turn(hours=11)
    assert len(reminders_of(daiki)) == 1
    assert reminders_of(ben) == []


def test_what_is_blocked_is_quiet_until_the_way_is_free(any_house: House) -> None:
    house, ben = any_house, any_house.person("Ben")
    channel = told_ben(house, due_on="2031-03-10")
    house.turn(days=2)  # Wednesday: three working days before.
    assert len(reminders_of(ben)) == 2

    ben.clicks(reminders_of(ben)[-1], "Blocked")
    assert ben.modal.title == "Blocked"
    ben.fills({"What is in the way?": "…"})
    assert "in the way" in str(ben.submits())
    ben.fills({"What is in the way?": "The labelled set from the vendor"})
    assert ben.submits() is None
    ben.closes()
    house.turn(days=9)
    assert len(reminders_of(ben)) == 2
    assert "Blocked by The labelled set from the vendor" in read(listed(house, channel))

    house.person("Ana").clicks(listed(house, channel), "Unblocked")
    house.tick()
    assert len(reminders_of(ben)) == 3
    timeline = ben.command("/incident timeline", channel=channel).visible_text()
    assert "no longer blocked" in timeline


def test_a_vague_item_is_asked_again_once_and_its_words_may_stay(house: House) -> None:
    ana, channel = house.person("Ana"), house.declare()
    new_item(house, ana, channel, title="Improve monitoring", criterion="Nobody is surprised")
    form = read_form(ana)
    assert ana.modal.title == "New action item"
    assert "can't be finished" in form
    assert "Which signal, which threshold" in form
    assert "no action items yet" in read(listed(house, channel))
    assert "'initial_value': 'Improve monitoring'" in str(ana.modal.blocks)

    assert ana.submits() is None
    house.settle()

    assert "INC-1/1 is kept" in shown(ana.modal)
    assert "Improve monitoring" in read(listed(house, channel))


def test_a_late_quick_win_and_a_large_item_are_asked_about(house: House) -> None:
    ana, channel = house.person("Ana"), on_monday(house)
    new_item(house, ana, channel, impact="High", effort="Low", due_on=in_days(house, 20))
    assert "within a week" in read_form(ana)
    ana.fills({"Due": in_days(house, 6)})
    assert ana.submits() is None
    ana.closes()

    new_item(house, ana, channel, impact="High", effort="High", due_on="2031-04-03")
    assert "which steps lead there" in read_form(ana)
    ana.fills({"Milestones": "2031-03-20 Labelled set\nsomeday Gate"})
    assert "someday Gate" in str(ana.submits())
    ana.fills({"Milestones": "2031-03-27: Gate in CI\n2031-03-20 Labelled set"})
    assert ana.submits() is None
    house.settle()

    item = listed(house, channel)
    assert "checkpoint Thu 20 Mar 2031: Labelled set" in read(item)
    ana.clicks(item, "Checkpoint reached")
    house.settle()
    assert "checkpoint Thu 27 Mar 2031: Gate in CI" in read(listed(house, channel))


def test_what_nobody_takes_falls_to_the_lead_after_a_working_day(any_house: House) -> None:
    house, ana = any_house, any_house.person("Ana")
    channel = on_monday(house)
    ana.command("/incident action", channel=channel)
    assert fill_item(house, ana, owner=None) is None
    assert "falls to" in shown(ana.modal)
    ana.closes()
    assert "to be assigned" in read(listed(house, channel))
    house.tick()
    assert reminders_of(ana) == []

    house.turn(days=1)

    (told,) = reminders_of(ana)
    assert "Nobody had taken it for a working day" in read(told)
    house.turn(days=1)
    assert len(reminders_of(ana)) == 1


def test_items_go_along_when_their_incident_is_merged(any_house: House) -> None:
    house, ana, ben = any_house, any_house.person("Ana"), any_house.person("Ben")
    target = house.declare("Judge scores moved")
    new_item(house, ana, target)
    ana.closes()
    merged = house.declare("Scores dropped too", by="Ben")
    new_item(house, ana, merged, title="Pin the judge at the request")
    ana.closes()

    ben.command("/incident merge INC-1", channel=merged)
    house.settle()

    assert "INC-1/2 Pin the judge" in read(listed(house, target))
    ana.command("/incident done INC-2/1", channel="general")
    assert ana.modal.title == "Close with proof"
    assert "INC-1/2" in read_form(ana)


def test_the_lead_is_asked_about_what_is_open_when_an_incident_is_cancelled(house: House) -> None:
    ana, channel = house.person("Ana"), house.declare()
    for title in ("Pin the judge at the request", "Add the 12 cart prompts to the suite"):
        new_item(house, ana, channel, title=title)
        ana.closes()
    house.person("Ben").command("/incident cancel False alarm", channel=channel)
    house.settle()

    asked = ana.direct_messages()[-1]
    assert "2 of its action items are still open" in read(asked)
    ana.clicks(asked, "Drop them")
    house.settle()
    assert read(listed(house, channel)).count("Dropped") == 2
    assert "INC-1" in said_in(channel)
