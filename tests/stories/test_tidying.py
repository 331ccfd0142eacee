"""What was delivered long ago is let go, and yet nothing is said a second time."""

from datetime import timedelta
from typing import Any

from bot.flows import workspace
from storage.tables import Inbox, Outbox
from tests.stories.conftest import House
from tests.stories.items import in_days, new_item, on_monday, reminders_of
from tests.stories.retro_steps import rows
from tests.stories.seen import said_in


def all_said(house: House) -> list[Any]:
    """Everything that anybody can read by now."""
    for name in ("Ana", "Ben", "Chandra", "Daiki"):
        house.person(name).direct_messages()
    return [said_in(each) for each in house.slack.workspace.channels.values()]


def test_after_a_month_only_the_keys_of_what_was_delivered_are_kept(any_house: House) -> None:
    house, channel = any_house, on_monday(any_house)
    new_item(house, house.person("Ana"), channel, due_on=in_days(house, 60))
    said, kept = all_said(house), {each.dedupe_key for each in rows(house, Outbox)}

    house.machine.ahead += timedelta(days=31)
    for _ in range(3):
        workspace.tidy(house.howbot.runtime)

    left = rows(house, Outbox)
    assert {each.dedupe_key for each in left} - {None} == kept - {None} != set()
    *older, _newest = sorted(left, key=lambda each: each.id or 0)
    assert all(each.dedupe_key and not each.payload for each in older)
    assert rows(house, Inbox) == []
    assert all_said(house) == said


def test_who_was_caught_up_is_not_caught_up_again_and_reminders_go_on(house: House) -> None:
    channel = on_monday(house)
    new_item(house, house.person("Ana"), channel, due_on=in_days(house, 42))
    daiki = house.person("Daiki")
    daiki.joins(channel)
    house.settle()
    heard = len(daiki.direct_messages())
    assert heard == 1

    house.machine.ahead += timedelta(days=32)
    house.tick()
    daiki.leaves(channel)
    daiki.joins(channel)
    house.settle()
    assert len(daiki.direct_messages()) == heard

    before = len(reminders_of(house.person("Ben")))
    house.turn(days=7)
    assert len(reminders_of(house.person("Ben"))) == before + 1
