"""Putting an item off: snoozes, changes of date, and what the third one asks."""

from typing import Any

from tests.stories.conftest import House
from tests.stories.items import (
    close,
    in_days,
    new_item,
    on_monday,
    reminders_of,
    shown,
)
from tests.stories.test_reminders import at


def test_snooze_is_quiet_for_some_days_and_twice_at_most(house: House) -> None:
    ben, channel = house.person("Ben"), on_monday(house)
    new_item(house, house.person("Ana"), channel, due_on="2031-03-05")
    house.tick()
    house.turn(days=1)
    for _ in range(2):
        ben.clicks(reminders_of(ben)[-1], "Snooze")
        assert ben.modal.title == "Snooze"
        ben.fills({"days": "3", "reason": "Waiting for labels"})
        assert ben.submits() is None
        ben.closes()
        before = len(reminders_of(ben))
        house.turn(days=2)
        assert len(reminders_of(ben)) == before
        house.turn(days=1)
        assert len(reminders_of(ben)) == before + 1

    assert reminders_of(ben)[-1].buttons() == [
        "Done…",
        "Change the date",
        "Blocked",
        "Drop",
        "Hand over",
    ]
    ben.clicks(reminders_of(ben)[1], "Snooze")
    assert ben.modal.title == "Change the date"
    assert "snoozed twice" in shown(ben.modal)


def test_snooze_wants_a_reason_and_an_item_that_is_open(house: House) -> None:
    ben, ana, channel = house.person("Ben"), house.person("Ana"), on_monday(house)
    new_item(house, ana, channel, due_on="2031-03-05")
    house.tick()
    house.turn(days=1)
    ben.clicks(reminders_of(ben)[-1], "Snooze")
    ben.fills({"days": "1", "reason": "…"})
    assert "reason" in str(ben.submits())
    close(house, ana, "1", channel)
    ben.fills({"reason": "Waiting"})
    assert "done already" in str(ben.submits())


def test_a_new_date_starts_a_new_ladder(house: House) -> None:
    ben, channel = house.person("Ben"), on_monday(house)
    new_item(house, house.person("Ana"), channel, due_on="2031-03-12")
    house.tick()
    ben.clicks(reminders_of(ben)[0], "Change the date")
    ben.fills({"New date": "2031-03-26", "What changed?": "Labels come later"})
    assert ben.submits() is None

    house.turn_to(at(20, "15:00"))
    assert len(reminders_of(ben)) == 1
    house.turn_to(at(21, "13:00"))
    assert len(reminders_of(ben)) == 2


def test_the_third_change_of_date_asks_for_a_smaller_step(house: House) -> None:
    ben, channel = house.person("Ben"), on_monday(house)
    new_item(house, house.person("Ana"), channel)
    house.tick()
    for days in (20, 30):
        ben.clicks(reminders_of(ben)[0], "Change the date")
        assert "smaller step" not in shown(ben.modal)
        ben.fills({"New date": in_days(house, days), "What changed?": "Later"})
        ben.submits()
        ben.closes()
    ben.clicks(reminders_of(ben)[0], "Change the date")
    assert "Do it, make it a smaller step, or drop it" in shown(ben.modal)
    ben.fills({"New date": in_days(house, 40), "What changed?": "Later"})
    assert ben.submits() == {"What becomes of it?": "Please complete this required field."}
    ben.fills({"What becomes of it?": "Make it smaller"})
    assert "in a few words" in str(ben.submits())
    ben.fills({"The smaller step": "Add one failing cart prompt"})
    assert ben.submits() is None
    ben.closes()

    listed = ben.command("/incident actions", channel=channel).visible_text()
    assert "Add one failing cart prompt" in listed
    house.settle()
    document = ben.command("/incident timeline", channel=channel).visible_text()
    assert "12 failing cart prompts" in document


def test_the_third_time_it_can_be_dropped_with_a_reason_and_without_a_date(house: House) -> None:
    ben, channel = house.person("Ben"), on_monday(house)
    new_item(house, house.person("Ana"), channel)
    house.tick()
    twice_later(house, ben)
    ben.clicks(reminders_of(ben)[0], "Change the date")
    ben.fills(
        {"What becomes of it?": "Drop it", "New date": None, "What changed?": "The cart goes"}
    )
    assert ben.submits() is None
    ben.closes()
    assert "Dropped" in ben.command("/incident actions", channel=channel).visible_text()
    house.turn(days=30)
    assert len(reminders_of(ben)) == 1


def test_a_form_from_before_the_second_change_does_not_make_a_third(house: House) -> None:
    ben, ana, channel = house.person("Ben"), house.person("Ana"), on_monday(house)
    new_item(house, ana, channel)
    house.tick()
    listed = ana.command("/incident actions", channel=channel)
    ana.clicks(listed, "Change the date")
    ana.fills({"New date": in_days(house, 50), "What changed?": "Later"})
    twice_later(house, ben)
    assert "changed twice by now" in str(ana.submits())


def twice_later(house: House, ben: Any) -> None:
    """Ben moves his first item twice."""
    for days in (20, 30):
        ben.clicks(reminders_of(ben)[0], "Change the date")
        ben.fills({"New date": in_days(house, days), "What changed?": "Later"})
        assert ben.submits() is None
        ben.closes()
