"""Nobody hears anything on a day off of the house, nor out of its own hours."""

from datetime import UTC, datetime, time
from typing import Any

import pytest

from tests.stories.conftest import House
from tests.stories.seen import read
from tests.stories.test_effects import done_item, questions_to
from tests.stories.test_preparation import plan_card, reminders, resolved_on_monday
from tests.stories.test_retro_days import at, begun_over_days, reminders_to, words_to
from tests.stories.test_retro_days import questions_to as rounds_over


def wants(house: House, **settings: Any) -> None:
    """The house is started anew with settings of its own."""
    house.settings = house.settings.model_copy(update=settings)
    house.restart()


def test_a_round_steps_over_a_day_off(house: House) -> None:
    wants(house, howbot_holidays=("2031-03-04",))
    begun_over_days(house)
    ben, chandra = house.person("Ben"), house.person("Chandra")

    for moment in (at(4, "03:30"), at(4, "14:00"), at(4, "17:00")):
        house.turn_to(moment)
    assert words_to(chandra) == []
    assert (reminders_to(ben), rounds_over(ben)) == ([], [])

    house.turn_to(at(5, "03:30"))  # 09:00 in Kolkata
    assert len(words_to(chandra)) == 1
    house.turn_to(at(5, "14:00"))  # 09:00 in New York
    assert (len(reminders_to(ben)), len(rounds_over(ben))) == (1, 0)
    house.turn_to(at(5, "17:00"))
    assert len(rounds_over(ben)) == 1


def test_a_round_is_told_in_the_hours_of_the_house(house: House) -> None:
    wants(house, howbot_working_hours="10:00-15:00", howbot_due_at=time(10))
    begun_over_days(house)
    ana, ben = house.person("Ana"), house.person("Ben")

    assert (words_to(ana), words_to(ben)) == ([], []), "15:00 in Stockholm, 09:00 in New York"
    house.turn_to(at(3, "15:00"))
    assert (len(words_to(ana)), len(words_to(ben))) == (0, 1)
    house.turn_to(at(4, "09:00"))
    assert len(words_to(ana)) == 1


def test_a_retrospective_is_planned_and_reminded_of_around_a_day_off(house: House) -> None:
    wants(house, howbot_holidays=("2031-03-10",))
    channel = resolved_on_monday(house)
    ana, ben = house.person("Ana"), house.person("Ben")

    assert "Due Tue 11 Mar 2031" in read(plan_card(channel))
    house.turn_to(at(7, "15:00"))
    assert len(reminders(ana)) == 1, "the working day before Tuesday is Friday"
    house.turn_to(at(10, "15:00"))
    assert reminders(ben) == []
    house.turn_to(at(11, "15:00"))
    assert len(reminders(ben)) == 1


@pytest.mark.parametrize(
    ("settings", "too_early", "in_time"),
    [
        ({"howbot_holidays": ("2031-04-02",)}, (2, 20), (3, 13)),
        ({"howbot_working_hours": "11:00-16:00", "howbot_due_at": time(11)}, (2, 14), (2, 15)),
    ],
)
def test_the_question_whether_it_held_waits_for_a_working_hour(
    house: House,
    settings: dict[str, Any],
    too_early: tuple[int, int],
    in_time: tuple[int, int],
) -> None:
    """Done on a Monday at 09:00 in New York; 30 days later is Wednesday 2 April, 13:00 UTC."""
    wants(house, **settings)
    done_item(house)
    ben = house.person("Ben")

    house.turn_to(datetime(2031, 4, *too_early, tzinfo=UTC))
    assert questions_to(ben) == []
    house.turn_to(datetime(2031, 4, *in_time, 5, tzinfo=UTC))
    assert len(questions_to(ben)) == 1
