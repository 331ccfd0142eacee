"""What a team promises, and how it is closed with proof."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.stories.conftest import House, newest_incident_channel
from tests.stories.items import LINK, close, fill_item, in_days, new_item, on_monday, shown
from tests.stories.seen import said_in, whispered


def declare_private(house: House) -> Any:
    """Ana's private incident; its channel."""
    ana = house.person("Ana")
    ana.command("/incident declare", channel="general")
    ana.fills({"What is going wrong?": "Leak", "Keep it private": ["private"]})
    ana.submits()
    house.settle()
    return newest_incident_channel(house.slack)


def items_of(house: House, channel: Any, by: str = "Ana") -> str:
    """What `actions` lists."""
    return str(house.person(by).command("/incident actions", channel=channel).visible_text())


def test_an_item_is_added_announced_and_listed(any_house: House) -> None:
    house, ana = any_house, any_house.person("Ana")
    channel = house.declare()

    assert new_item(house, ana, channel) is None

    assert "INC-1/1 is kept" in shown(ana.modal)
    announced = channel.messages[-1].visible_text()
    assert "Add the 12 failing cart prompts" in announced
    assert "Ben" in announced
    assert "INC-1/1" in items_of(house, channel)
    assert "INC-1/1" in house.person("Ben").command("/incident mine").visible_text()
    assert "no open action items" in ana.command("/incident mine").visible_text()
    timeline = ana.command("/incident timeline", channel=channel).visible_text()
    assert "Action item 1 for Ben Okafor, added by Ana Lindqvist" in timeline


def test_the_form_suggests_a_working_day_three_weeks_ahead(house: House) -> None:
    ana, channel = house.person("Ana"), on_monday(house)
    ana.command("/incident todo", channel=channel)
    assert ana.modal.title == "New action item"
    assert "2031-03-24" in str(ana.modal.blocks)


def test_what_was_typed_is_in_the_form_already(house: House) -> None:
    ana, channel = house.person("Ana"), house.declare()
    ana.command("/incident follow-up Gate on kappa >= 0.7 & tell <team>", channel=channel)
    assert "Gate on kappa >= 0.7 & tell <team>" in str(ana.modal.blocks)


def test_a_text_of_3000_characters_is_shortened_in_the_form(house: House) -> None:
    ana, channel = house.person("Ana"), house.declare()
    ana.command("/incident action " + "judge drift " * 250, channel=channel)
    assert fill_item(house, ana, title="Pin the judge") is None


def test_a_quick_win_and_the_number_of_items_are_told_once(house: House) -> None:
    ana, channel = house.person("Ana"), house.declare()

    new_item(house, ana, channel, impact="High", effort="Low", due_on=in_days(house, 7))
    assert "quick win" in shown(ana.modal)
    assert "Two to five" in shown(ana.modal)
    told = []
    for _ in range(6):
        ana.closes()
        new_item(house, ana, channel)
        told.append("more than five" in shown(ana.modal))

    assert told == [False, False, False, False, True, False]


@pytest.mark.parametrize(
    ("changes", "label", "words"),
    [
        ({"title": "…"}, "What will change?", "what will change"),
        ({"owner": "U0HOWBOT"}, "Owner", "bot"),
        ({"due_on": date(2020, 1, 1)}, "Due", "passed"),
        ({"due_on": date(2062, 12, 31)}, "Due", "two years"),
        ({"due_on": date.max}, "Due", "two years"),
        ({"criterion": " - "}, "How will we know it worked?", "third person"),
    ],
)
def test_what_is_amiss_stands_under_its_field_and_the_text_stays(
    house: House, changes: dict[str, Any], label: str, words: str
) -> None:
    ana, channel = house.person("Ana"), house.declare()

    errors = new_item(house, ana, channel, **changes)

    assert errors is not None
    assert list(errors) == [label]
    assert words in errors[label]
    assert ana.modal.title == "New action item"
    assert "no action items yet" in items_of(house, channel)


def test_everything_amiss_is_said_at_once(house: House) -> None:
    ana, channel = house.person("Ana"), house.declare()
    errors = new_item(
        house, ana, channel, title="!", due_on=date(2020, 1, 1), criterion="?", owner="U0HOWBOT"
    )
    assert errors is not None
    assert list(errors) == ["What will change?", "Owner", "Due", "How will we know it worked?"]


def test_a_text_that_turns_the_direction_of_writing_turns_nothing_beside_it(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    assert new_item(house, ana, channel, title="\u202eNIP\u2066", criterion="\u202edne") is None
    house.settle()
    assert "*INC-1/1* NIP" in items_of(house, channel)
    assert not {"\u202e", "\u2066"} & set(said_in(channel))


def test_letters_that_nobody_sees_name_no_item(house: House) -> None:
    errors = new_item(house, house.person("Ana"), house.declare(), title="\u3164\u2800\u115f")
    assert errors is not None
    assert "Say in a few words" in errors["What will change?"]


def test_the_29th_of_february_is_a_day_in_leap_years_only(house: House) -> None:
    ana, channel = house.person("Ana"), on_monday(house)
    errors = new_item(house, ana, channel, due_on="2031-02-29")
    assert errors is not None
    assert "Due" in errors
    house.turn(days=240)
    assert fill_item(house, ana, due_on="2032-02-29") is None


def test_a_guest_and_somebody_who_left_own_nothing(house: House) -> None:
    channel = house.declare()
    guest = house.slack.add_person("Gast Gustavsson", guest=True)
    house.person("Daiki").leaves_workspace()
    house.settle()
    ana = house.person("Ana")

    errors = new_item(house, ana, channel, owner=guest.id)
    assert errors is not None
    assert "guest" in errors["Owner"]
    ana.closes()
    errors = new_item(house, ana, channel, owner="U0DAIKI")
    assert errors is not None
    assert "left" in errors["Owner"]


def test_a_form_sent_after_the_incident_was_cancelled_keeps_its_text(house: House) -> None:
    ana, channel = house.person("Ana"), house.declare()
    ana.command("/incident action", channel=channel)
    house.person("Ben").command("/incident INC-1 cancel false alarm", channel="general")
    house.settle()

    errors = fill_item(house, ana)

    assert errors is not None
    assert ana.modal.title == "New action item"
    assert "cancelled" in str(errors).lower()


def test_a_message_becomes_an_item(house: House) -> None:
    ana, channel = house.person("Ana"), house.declare()
    message = ana.types("We should pin the judge's version & *log* it", channel)
    ana.shortcut("Make an action item", message)
    assert "We should pin the judge's version & *log* it" in str(ana.modal.blocks)
    assert fill_item(house, ana, title="Pin the judge") is None
    assert "Pin the judge" in items_of(house, channel)


def test_a_message_elsewhere_asks_for_the_incident(house: House) -> None:
    ana = house.person("Ana")
    house.declare()
    other = house.declare("Refund answers name the wrong currency")
    message = ana.types("Pin the judge", "general")

    ana.shortcut("Make an action item", message)
    assert fill_item(house, ana, incident="INC-2") is None

    assert "INC-2/1" in items_of(house, other)


def test_a_message_elsewhere_is_answered_when_there_is_no_incident(house: House) -> None:
    ana = house.person("Ana")
    message = ana.types("Pin the judge", "general")
    ana.shortcut("Make an action item", message)
    assert ana.modal is None


def test_done_takes_a_link_and_shows_it_unchecked(any_house: House) -> None:
    house, ana, ben = any_house, any_house.person("Ana"), any_house.person("Ben")
    channel = house.declare()
    new_item(house, ana, channel)

    assert close(house, ben, "1", channel) is None

    assert "INC-1/1 is done" in shown(ben.modal)
    told = channel.messages[-1]
    assert "Done" in told.visible_text()
    assert "Ben" in told.visible_text()
    assert LINK in str(told.blocks)
    assert "unchecked: I open links of allowed hosts only" in told.visible_text()
    assert "unchecked" in items_of(house, channel)
    assert "no open action items" in ben.command("/incident mine").visible_text()


def test_done_takes_the_whole_key_from_anywhere_and_a_link_behind_it(house: House) -> None:
    ana, channel = house.person("Ana"), house.declare()
    new_item(house, ana, channel)
    ana.command(f"/incident done INC-1/1 {LINK}", channel="general")
    assert ana.modal.title == "Close with proof"
    assert ana.submits() is None
    house.settle()
    assert LINK in str(channel.messages[-1].blocks)


@pytest.mark.parametrize("which", ["7", "INC-1/7", "INC-9/1"])
def test_an_unknown_item_is_answered_plainly(house: House, which: str) -> None:
    ana, channel = house.person("Ana"), house.declare()
    new_item(house, ana, channel)
    answer = ana.command(f"/incident done {which}", channel=channel)
    assert "I know no item" in answer.visible_text()


def test_done_without_a_number_shows_what_is_open_here(house: House) -> None:
    ana, channel = house.person("Ana"), house.declare()
    new_item(house, ana, channel)
    answer = ana.command("/incident done", channel=channel).visible_text()
    assert "Which item?" in answer
    assert "INC-1/1" in answer


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "http://", "https://ana:secret@example.com", "no link", "  "]
)
def test_a_link_that_is_none_keeps_the_item_open(house: House, link: str) -> None:
    ana, channel = house.person("Ana"), house.declare()
    new_item(house, ana, channel)
    errors = close(house, ana, "1", channel, link=link)
    assert list(errors) == ["Link"]
    assert "Open" in items_of(house, channel)


def test_two_who_close_at_once_are_one_winner_and_one_who_is_told(any_house: House) -> None:
    house, ana, ben = any_house, any_house.person("Ana"), any_house.person("Ben")
    channel = house.declare()
    new_item(house, ana, channel)
    ana.command("/incident done 1", channel=channel)
    assert close(house, ben, "1", channel) is None

    ana.fills({"Link": "https://example.com/other"})
    errors = ana.submits()
    house.settle()

    assert errors is not None
    assert "done already" in str(errors)
    assert "Ben" in str(errors)
    assert not {"<", "`"} & set(str(errors))
    assert len([each for each in channel.messages if "Done:" in each.visible_text()]) == 1


def test_an_old_button_of_a_done_item_says_so(house: House) -> None:
    ana, channel = house.person("Ana"), house.declare()
    new_item(house, ana, channel)
    old = ana.command("/incident actions", channel=channel)
    close(house, ana, "1", channel)
    ana.closes()

    ana.clicks(old, "Done…")

    assert ana.modal is None
    assert "INC-1/1 is done already: @Ana Lindqvist closed it" in whispered(house, ana, channel, 2)


def test_a_done_item_is_taken_up_again(house: House) -> None:
    ana, channel = house.person("Ana"), house.declare()
    new_item(house, ana, channel)
    close(house, ana, "1", channel)
    ana.closes()

    listed = ana.command("/incident actions", channel=channel)
    ana.clicks(listed, "Reopen")
    house.settle()

    assert "Open" in items_of(house, channel)
    assert "unchecked" in items_of(house, channel)  # The proof stays.
    assert "INC-1/1" in house.person("Ben").command("/incident mine").visible_text()
    ana.clicks(listed, "Reopen")
    house.settle()
    assert "Open" in items_of(house, channel)


def test_an_item_is_started_moved_and_dropped_with_reasons(house: House) -> None:
    ana, channel = house.person("Ana"), house.declare()
    new_item(house, ana, channel)
    listed = ana.command("/incident actions", channel=channel)

    ana.clicks(listed, "Start")
    assert "In progress" in items_of(house, channel)
    ana.clicks(listed, "Change the date")
    ana.fills({"New date": in_days(house, 30), "What changed?": "The labels come later"})
    assert ana.submits() is None
    ana.closes()
    ana.clicks(listed, "Drop")
    ana.fills({"reason": "The provider retired the endpoint"})
    assert ana.submits() is None

    assert "Dropped" in items_of(house, channel)
    assert "no open action items" in house.person("Ben").command("/incident mine").visible_text()


def test_the_same_date_a_past_one_and_no_reason_are_told(house: House) -> None:
    ana, channel = house.person("Ana"), house.declare()
    due = in_days(house, 14)
    new_item(house, ana, channel, due_on=due)
    ana.clicks(channel.messages[-1], "Change the date")

    ana.fills({"New date": due, "What changed?": "x"})
    assert "New date" in (ana.submits() or {})
    ana.fills({"New date": due - timedelta(days=400)})
    assert "New date" in (ana.submits() or {})
    ana.fills({"New date": due + timedelta(days=1), "What changed?": "…"})
    assert "What changed?" in (ana.submits() or {})
