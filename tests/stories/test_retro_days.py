"""Over several days: four rounds, one message a round to each, and a facilitator who is asked."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from storage.tables import Decision, Retrospective
from tests.stories.conftest import House
from tests.stories.items import MONDAY
from tests.stories.retro_steps import card, cards, resolved, rows

# Monday 3 March 2031, 14:00 UTC: 09:00 with Ben in New York, 15:00 with Ana in Stockholm,
# 19:30 with Chandra in Kolkata.


def at(day: int, clock: str) -> datetime:
    """A moment in UTC in March 2031."""
    hour, minute = map(int, clock.split(":"))
    return datetime(2031, 3, day, hour, minute, tzinfo=UTC)


def begun_over_days(house: House, *, leaders: tuple[str, ...] = ()) -> Any:
    """The channel of an incident whose retrospective began on a Monday; Ben facilitates."""
    house.howbot.runtime.house = replace(house.howbot.runtime.house, leaders=leaders)
    house.turn_to(MONDAY)
    channel, ana = resolved(house), house.person("Ana")
    ana.command("/incident retro days", channel=channel)
    ana.fills({"Who facilitates?": "Ben"})
    assert ana.submits() is None
    ana.closes(everything=True)
    house.tick()
    return channel


def words_to(person: Any) -> list[str]:
    """What somebody was told of rounds."""
    said = [each.visible_text() for each in person.direct_messages()]
    return [text for text in said if "round" in text and "waits for you" in text]


def reminders_to(person: Any) -> list[str]:
    """What somebody was reminded of."""
    said = [each.visible_text() for each in person.direct_messages()]
    return [text for text in said if "still open for you" in text]


def questions_to(person: Any) -> list[Any]:
    """The messages that ask the facilitator how to go on."""
    return [
        each
        for each in person.direct_messages()
        if "How does the retrospective go on?" in each.visible_text()
    ]


def go_on(house: House, person: Any, message: Any, button: str) -> None:
    """Press a button in a direct message, with a reason where one is asked."""
    person.clicks(message, button)
    if person.modal is not None:
        person.fills({"How is it fine to go on without it?": "we know enough"})
        assert person.submits() is None
    house.settle()


def test_all_stages_of_the_round_take_answers_at_once(any_house: House) -> None:
    house = any_house
    channel, chandra = begun_over_days(house), house.person("Chandra")
    assert len(cards(channel)) == 2
    assert "round 1 of 4, open until" in card(channel, 1).visible_text()

    chandra.replies(card(channel, 2), "none of mine is open")
    chandra.replies(card(channel, 1), "yes")
    house.settle()

    for number in (1, 2):
        assert "Chandra" in card(channel, number).visible_text()
        assert "Late" not in card(channel, number).visible_text()


def test_each_is_told_once_a_round_in_their_own_hours(any_house: House) -> None:
    house = any_house
    begun_over_days(house)
    ana, ben, chandra = map(house.person, ("Ana", "Ben", "Chandra"))
    assert (len(words_to(ana)), len(words_to(ben)), len(words_to(chandra))) == (1, 1, 0)
    assert "Ground rules" in words_to(ana)[0]
    assert "What we promised before" in words_to(ana)[0]

    house.turn_to(at(4, "03:00"))  # 08:30 in Kolkata
    assert words_to(chandra) == []
    house.turn_to(at(4, "03:30"))
    house.restart()
    house.tick()

    assert (len(words_to(ana)), len(words_to(ben)), len(words_to(chandra))) == (1, 1, 1)


def test_one_reminder_on_the_last_morning_and_none_when_nothing_waits(house: House) -> None:
    channel = begun_over_days(house)
    ana, ben = house.person("Ana"), house.person("Ben")
    ana.replies(card(channel, 1), "yes")
    ana.clicks(card(channel, 2), "I'm done")
    house.settle()

    house.turn_to(at(4, "14:00"))  # Tuesday 09:00 with Ben; the round ends at noon
    house.turn_to(at(4, "15:00"))
    house.turn_to(at(5, "15:00"))

    assert len(reminders_to(ben)) == 1
    assert "the only reminder" in reminders_to(ben)[0]
    assert reminders_to(ana) == []


def test_the_facilitator_is_asked_once_and_nothing_moves_by_itself(any_house: House) -> None:
    house = any_house
    channel, ben = begun_over_days(house), house.person("Ben")
    house.turn_to(at(4, "16:59"))
    assert questions_to(ben) == []
    house.turn_to(at(4, "17:00"))
    house.restart()
    house.turn_to(at(7, "17:00"))

    [asked] = questions_to(ben)
    wanted = ["Open the next round", "One more day", "Go on live", "Close with gaps"]
    assert asked.buttons() == wanted
    assert "3 of those taking part have said nothing" in asked.visible_text()
    assert len(cards(channel)) == 2

    go_on(house, ben, asked, "Open the next round")

    assert len(cards(channel)) == 5
    assert card(channel, 1).buttons() == []
    assert "round 2 of 4" in card(channel, 4).visible_text()


def test_one_more_day_asks_again_a_day_later(house: House) -> None:
    begun_over_days(house)
    ben = house.person("Ben")
    house.turn_to(at(4, "17:00"))

    ben.clicks(questions_to(ben)[0], "One more day")
    house.settle()
    house.turn_to(at(5, "16:00"))
    assert len(questions_to(ben)) == 1
    house.turn_to(at(5, "17:30"))

    assert len(questions_to(ben)) == 2
    assert len(reminders_to(ben)) == 1, "the extra day brings no second reminder"


def test_somebody_else_facilitates_and_is_asked_instead(house: House) -> None:
    channel, ana, ben = begun_over_days(house), house.person("Ana"), house.person("Ben")
    house.turn_to(at(4, "17:00"))
    ana.clicks(card(channel, 1), "Take over")
    house.settle()

    ben.clicks(questions_to(ben)[0], "One more day")
    house.turn_to(at(5, "14:00"))  # 15:00 in Stockholm

    assert len(questions_to(ana)) == 1
    assert rows(house, Retrospective)[0].facilitator == ana.id


def test_what_the_third_round_found_soaks_for_two_working_days(house: House) -> None:
    channel, ben = begun_over_days(house), house.person("Ben")
    for moment in (at(4, "17:30"), at(5, "18:00")):
        house.turn_to(moment)
        go_on(house, ben, questions_to(ben)[-1], "Open the next round")
    assert "round 3 of 4" in card(channel, 6).visible_text()

    house.turn_to(at(6, "18:30"))  # Thursday
    assert "soaked for two working days" in questions_to(ben)[-1].visible_text()
    assert "soaks until" in card(channel, 6).visible_text()
    asked = len(questions_to(ben))
    house.turn_to(at(10, "16:00"))  # Monday; the clocks have changed in New York
    assert len(questions_to(ben)) == asked
    house.turn_to(at(10, "17:30"))

    assert len(questions_to(ben)) == asked + 1
    assert "has soaked" in questions_to(ben)[-1].visible_text()
    go_on(house, ben, questions_to(ben)[-1], "Open the next round")
    assert [number for number in range(9, 12) if card(channel, number).buttons()] == [9, 10, 11]


def test_it_goes_on_live_where_it_was(house: House) -> None:
    channel, ben = begun_over_days(house), house.person("Ben")
    house.turn_to(at(4, "17:00"))
    ben.clicks(questions_to(ben)[0], "Go on live")
    house.settle()

    assert "Next stage" in card(channel, 1).buttons()
    assert card(channel, 2).buttons() == []
    house.turn_to(at(6, "17:00"))
    assert len(questions_to(ben)) == 1


def test_it_is_closed_with_gaps_and_the_record_says_which(house: House) -> None:
    channel, ben = begun_over_days(house), house.person("Ben")
    house.turn_to(at(4, "17:00"))
    ben.clicks(questions_to(ben)[0], "Close with gaps")
    assert "Action items" in ben.modal.text()
    ben.fills({"How is it fine to go on without it?": "the system was retired"})
    assert ben.submits() is None
    house.settle()

    assert rows(house, Retrospective)[0].status == "closed"
    assert "Learned" in channel.topic
    skipped = [each for each in rows(house, Decision) if each.kind == "skipped"]
    assert len(skipped) == 9
    assert {each.reason for each in skipped} == {"the system was retired"}


def test_leaders_hear_of_the_round_half_a_day_later_and_are_told_so(house: House) -> None:
    ben = house.person("Ben")
    begun_over_days(house, leaders=(ben.id,))
    assert words_to(ben) == []
    house.turn_to(at(3, "18:30"))
    assert len(words_to(ben)) == 1
    assert "Leaders are asked last" in words_to(ben)[0]


def test_everyone_silent_still_comes_to_an_end(house: House) -> None:
    channel, ben = begun_over_days(house), house.person("Ben")
    for _ in range(3):
        _until_asked(house, ben)
        go_on(house, ben, questions_to(ben)[-1], "Open the next round")
    _until_asked(house, ben)
    go_on(house, ben, questions_to(ben)[-1], "Close the retro")

    assert rows(house, Retrospective)[0].status == "closed"
    left = [each for each in rows(house, Decision) if each.kind in ("moved_on", "closed")]
    assert all(each.reason == "we know enough" for each in left)
    assert len(words_to(house.person("Chandra"))) == 4
    assert len(cards(channel)) == 11


def _until_asked(house: House, person: Any) -> None:
    """Turn the clock by half days until the facilitator is asked once more."""
    before = len(questions_to(person))
    for _ in range(20):
        if len(questions_to(person)) > before:
            return
        house.turn(hours=6)
    raise AssertionError("the facilitator was never asked")


def test_nothing_is_sent_while_the_incident_needs_people(house: House) -> None:
    channel, ana = begun_over_days(house), house.person("Ana")
    ben, chandra = house.person("Ben"), house.person("Chandra")
    ana.command("/incident reopen it is back", channel=channel)
    house.turn_to(at(5, "17:00"))
    assert words_to(chandra) == reminders_to(ben) == questions_to(ben) == []

    ana.command("/incident resolve", channel=channel)
    ana.fills({"What brought it back?": "Rolled back again"})
    ana.submits()
    house.tick()
    assert questions_to(ben) == [], "the round begins anew"
    house.turn_to(at(6, "17:30"))
    assert len(questions_to(ben)) == 1
