"""Owners are reminded in their own hours, once a day, of what is due, until it is done."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.flows.people import keep_person
from storage.tables import ActionItem
from tests.stories.conftest import House
from tests.stories.items import (
    MONDAY,
    close,
    in_days,
    new_item,
    on_monday,
    reminders_of,
)


def texts(person: Any) -> list[str]:
    """What the reminders of somebody say."""
    return [each.visible_text() for each in reminders_of(person)]


def at(day: int, clock: str, *, month: int = 3) -> datetime:
    """A moment in UTC in the spring of 2031."""
    hour, minute = map(int, clock.split(":"))
    return datetime(2031, month, day, hour, minute, tzinfo=UTC)


def test_the_owner_is_told_at_once_in_working_hours(any_house: House) -> None:
    house, ben = any_house, any_house.person("Ben")
    channel = on_monday(house)
    new_item(house, house.person("Ana"), channel)

    house.tick()

    assert len(reminders_of(ben)) == 1
    assert "INC-1/1" in texts(ben)[0]
    assert "It is yours" in texts(ben)[0]
    assert reminders_of(ben)[0].buttons() == ["Accept", "Hand over", "Change the date", "Done…"]


def test_the_whole_ladder_keeps_to_the_owners_hours(house: House) -> None:
    """Due on Monday 17 March; the clocks in New York change on the 9th: 09:00 is 13:00 UTC."""
    ben, channel = house.person("Ben"), on_monday(house)
    new_item(house, house.person("Ana"), channel, due_on="2031-03-17")
    house.tick()
    came: list[datetime] = []
    moment = MONDAY
    while moment < at(1, "00:00", month=7):
        before = len(reminders_of(ben))
        house.turn_to(moment)
        came += [moment] * (len(reminders_of(ben)) - before)
        moment += timedelta(minutes=30)
        if moment.hour == 14 and moment.minute == 30:
            moment += timedelta(hours=22)  # 12:30 to 14:00 is where the reminders fall

    assert came[:5] == [
        at(12, "13:00"),
        at(14, "13:00"),
        at(17, "13:30"),
        at(18, "13:00"),
        at(20, "13:00"),
    ]
    weekly = came[5:]
    assert weekly == [at(27, "13:00") + timedelta(weeks=n) for n in range(8)]
    said_last = ["the last time I ask" in each for each in texts(ben)]
    assert said_last == [False] * (len(said_last) - 1) + [True]


def test_nobody_is_reminded_on_a_holiday(house: House) -> None:
    house.settings = house.settings.model_copy(update={"howbot_holidays": ("2031-03-14", "US")})
    house.restart()
    ben, channel = house.person("Ben"), on_monday(house)
    new_item(house, house.person("Ana"), channel, due_on="2031-03-17")
    house.tick()
    told = len(reminders_of(ben))

    house.turn_to(at(13, "13:00"))
    assert len(reminders_of(ben)) == told + 1, "the last working day before comes a day earlier"
    house.turn_to(at(14, "13:00"))
    assert len(reminders_of(ben)) == told + 1
    house.turn_to(at(17, "13:30"))
    assert len(reminders_of(ben)) == told + 2


def test_the_message_at_night_waits_for_the_morning(house: House) -> None:
    house.turn_to(at(4, "03:00"))  # Monday evening in New York
    ben, channel = house.person("Ben"), house.declare()
    new_item(house, house.person("Ana"), channel)
    house.tick()
    assert reminders_of(ben) == []
    house.turn_to(at(4, "13:59"))
    assert reminders_of(ben) == []
    house.turn_to(at(4, "14:00"))
    assert len(reminders_of(ben)) == 1


def test_nobody_is_reminded_at_the_weekend(house: House) -> None:
    house.turn_to(at(8, "15:00"))  # a Saturday
    ben, channel = house.person("Ben"), house.declare()
    new_item(house, house.person("Ana"), channel)
    house.turn_to(at(9, "15:00"))
    assert reminders_of(ben) == []
    house.turn_to(at(10, "13:00"))
    assert len(reminders_of(ben)) == 1


def test_several_items_make_one_message_a_day(any_house: House) -> None:
    house, ben = any_house, any_house.person("Ben")
    channel, ana = on_monday(house), house.person("Ana")
    for days in (9, 9, 9):
        new_item(house, ana, channel, due_on=in_days(house, days))
    house.tick()
    house.turn(minutes=5)
    assert len(reminders_of(ben)) == 1
    assert all(f"INC-1/{n}" in texts(ben)[0] for n in (1, 2, 3))

    house.turn_to(at(7, "14:00"))  # three working days before Wednesday, the 12th

    assert len(reminders_of(ben)) == 2
    assert all(f"INC-1/{n}" in texts(ben)[1] for n in (1, 2, 3))


def test_that_days_message_waits_for_what_is_due_at_half_past_nine(house: House) -> None:
    ben, channel, ana = house.person("Ben"), on_monday(house), house.person("Ana")
    new_item(house, ana, channel, due_on="2031-03-12")
    new_item(house, ana, channel, due_on="2031-03-17")  # three working days before: the 12th
    house.turn_to(at(11, "21:30"))
    before = len(reminders_of(ben))
    house.turn_to(at(12, "13:10"))
    assert len(reminders_of(ben)) == before
    house.turn_to(at(12, "13:30"))
    assert len(reminders_of(ben)) == before + 1
    assert "INC-1/1" in texts(ben)[-1]
    assert "INC-1/2" in texts(ben)[-1]


def test_nothing_comes_for_what_was_done_a_minute_ago(house: House) -> None:
    ben, channel, ana = house.person("Ben"), on_monday(house), house.person("Ana")
    new_item(house, ana, channel, due_on="2031-03-12")
    house.tick()
    house.turn_to(at(12, "13:29"))
    before = len(reminders_of(ben))
    close(house, ana, "1", channel)
    house.turn_to(at(12, "13:30"))
    house.turn_to(at(27, "14:00"))
    assert len(reminders_of(ben)) == before


def test_what_is_done_after_the_hand_over_is_not_in_the_message(any_house: House) -> None:
    house, ben = any_house, any_house.person("Ben")
    channel, ana = on_monday(house), house.person("Ana")
    new_item(house, ana, channel)
    new_item(house, ana, channel, title="Pin the judge")
    house.howbot.ticker.tick()  # handed over, not delivered
    ana.command("/incident done 1", channel=channel)
    ana.fills({"Link": "https://example.com/1"})
    ana.submits()

    house.settle()

    assert len(reminders_of(ben)) == 1
    assert "Pin the judge" in texts(ben)[0]
    assert "cart prompts" not in texts(ben)[0]


def test_a_message_that_lapsed_does_not_keep_the_next_one_of_the_day(house: House) -> None:
    ben, channel, ana = house.person("Ben"), on_monday(house), house.person("Ana")
    new_item(house, ana, channel)
    house.howbot.ticker.tick()
    ana.command("/incident done 1", channel=channel)
    ana.fills({"Link": "https://example.com/1"})
    ana.submits()
    house.settle()
    assert reminders_of(ben) == []

    new_item(house, ana, channel, title="Pin the judge")
    house.tick()

    assert len(reminders_of(ben)) == 1


def test_after_a_long_absence_only_the_latest_rung_is_sent_once(any_house: House) -> None:
    house, ben = any_house, any_house.person("Ben")
    channel = on_monday(house)
    new_item(house, house.person("Ana"), channel, due_on="2031-03-12")
    house.tick()

    house.rules.offset += timedelta(days=10, hours=1)  # to Thursday, the 13th
    house.restart()
    house.tick()
    house.turn(minutes=10)

    assert len(reminders_of(ben)) == 2
    assert "a working day ago" in texts(ben)[1]


def test_a_message_handed_over_before_a_jump_comes_after_it(house: House) -> None:
    ben, channel = house.person("Ben"), on_monday(house)
    new_item(house, house.person("Ana"), channel)
    house.howbot.ticker.tick()
    house.rules.offset += timedelta(days=5)  # a Saturday
    house.restart()
    house.tick()
    assert reminders_of(ben) == []
    house.rules.offset += timedelta(days=2)
    house.restart()
    house.tick()
    assert len(reminders_of(ben)) == 1


def test_an_answer_lost_on_the_wire_is_neither_lost_nor_doubled(any_house: House) -> None:
    house, ben = any_house, any_house.person("Ben")
    channel = on_monday(house)
    new_item(house, house.person("Ana"), channel)
    house.slack.faults.lose_answer("chat.postMessage")

    house.tick()
    house.settle()
    house.turn(minutes=10)

    assert len(reminders_of(ben)) == 1


def test_what_was_sent_without_an_answer_counts_although_it_is_done_by_now(house: House) -> None:
    ben, ana, channel = house.person("Ben"), house.person("Ana"), on_monday(house)
    new_item(house, ana, channel)
    house.slack.faults.lose_answer("chat.postMessage")
    house.howbot.ticker.tick()
    house.howbot.courier.tick()
    assert len(reminders_of(ben)) == 1
    close(house, ana, "1", channel)
    new_item(house, ana, channel, title="Pin the judge")

    house.tick()
    house.turn(minutes=10)
    assert len(reminders_of(ben)) == 1
    house.turn_to(at(4, "14:00"))
    assert len(reminders_of(ben)) == 2


def test_done_in_the_message_takes_the_proof(house: House) -> None:
    ben, channel = house.person("Ben"), on_monday(house)
    new_item(house, house.person("Ana"), channel)
    house.tick()
    ben.clicks(reminders_of(ben)[0], "Done…")
    ben.fills({"Link": "https://example.com/pr/1"})
    assert ben.submits() is None
    house.settle()
    assert "Done" in channel.messages[-1].visible_text()
    house.turn(days=40)
    assert len(reminders_of(ben)) == 1


def test_reminders_follow_their_owner_to_another_zone(house: House) -> None:
    ben, channel = house.person("Ben"), on_monday(house)
    new_item(house, house.person("Ana"), channel, due_on="2031-03-20")
    house.tick()
    ben.changes_zone("Pacific/Kiritimati")  # 09:00 there is 19:00 UTC of the day before
    house.settle()
    house.turn_to(at(16, "18:00"))
    assert len(reminders_of(ben)) == 1
    house.turn_to(at(16, "19:00"))
    assert len(reminders_of(ben)) == 2


@pytest.mark.parametrize("zone", ["Nowhere/Atlantis", ""])
def test_an_owner_without_a_known_zone_is_reminded_by_utc(house: House, zone: str) -> None:
    ben, channel = house.person("Ben"), on_monday(house)
    with house.howbot.runtime.transaction() as unit:
        keep_person(unit, {"id": ben.id, "real_name": "Ben", "tz": zone})
    house.turn_to(at(4, "08:00"))
    new_item(house, house.person("Ana"), channel)
    house.tick()
    assert reminders_of(ben) == []
    house.turn_to(at(4, "09:00"))
    assert len(reminders_of(ben)) == 1


def test_who_left_is_not_reminded_and_nothing_breaks(house: House) -> None:
    ben, channel, ana = house.person("Ben"), on_monday(house), house.person("Ana")
    new_item(house, ana, channel)
    ben.leaves_workspace()
    house.settle()
    house.turn(days=1)
    house.turn(days=30)
    assert reminders_of(ben) == []
    asked = house.slack.calls_of("conversations.open")
    assert ben.id not in [call.args["users"] for call in asked]
    assert "INC-1/1" in ana.command("/incident actions", channel=channel).visible_text()


def test_five_hundred_items_are_one_message_that_tells_how_many_more_there_are(
    house: House,
) -> None:
    ben, channel, ana = house.person("Ben"), on_monday(house), house.person("Ana")
    new_item(house, ana, channel, title="Gate <on> & *kappa*")
    copies_of_the_first(house, 499)
    house.tick()
    assert len(reminders_of(ben)) == 1
    assert "INC-1/20" in texts(ben)[0]
    assert "And 480 more" in texts(ben)[0]
    assert len(reminders_of(ben)[0].blocks) <= 50
    house.turn(minutes=10)
    house.turn(hours=4)
    assert len(reminders_of(ben)) == 1
    close(house, ana, "1", channel)
    house.turn_to(at(12, "14:00"))
    assert len(reminders_of(ben)) == 2
    assert "And 479 more" in texts(ben)[1]
    assert "INC-1/1 " not in texts(ben)[1]


def copies_of_the_first(house: House, count: int) -> None:
    """As many more items, as if they had been added one by one."""
    with house.howbot.runtime.transaction() as unit:
        first = unit.session.execute(select(ActionItem)).scalar_one()
        kept = first.model_dump(exclude={"id", "number"})
        unit.session.add_all(ActionItem(**kept, number=2 + n) for n in range(count))
