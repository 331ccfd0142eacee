"""A month and a quarter after an item was done, its owner says whether it held."""

from datetime import timedelta
from typing import Any

from storage.tables import EffectAnswer
from tests.stories.conftest import House, newest_incident_channel
from tests.stories.items import MONDAY, close, new_item, on_monday
from tests.stories.seen import read, said_in, whispered
from tests.stories.test_action_items import declare_private
from tests.stories.test_findings import open_axis, rows


def questions_to(person: Any) -> list[Any]:
    """The questions somebody got about what they finished."""
    return [each for each in person.direct_messages() if "How has it gone since" in read(each)]


def done_item(house: House) -> Any:
    """Ben's item, done on a Monday at 09:00 his time; the incident's channel."""
    channel, ana = on_monday(house), house.person("Ana")
    new_item(house, ana, channel)
    ana.closes()
    assert close(house, ana, "1", channel) is None
    ana.closes()
    return channel


def test_the_owner_is_asked_after_30_and_90_days_once(any_house: House) -> None:
    house, ben = any_house, any_house.person("Ben")
    done_item(house)
    house.turn(days=29)
    assert questions_to(ben) == []
    house.turn(days=1, minutes=1)
    house.restart()
    house.turn(hours=1)
    (asked,) = questions_to(ben)
    assert "INC-1/1" in read(asked)
    assert "was done 30 days ago" in read(asked)
    assert asked.buttons() == ["It held", "It came back", "It brought something new", "Can't tell"]
    house.turn(days=61)
    house.turn(days=30)
    assert len(questions_to(ben)) == 2
    assert "90 days ago" in read(questions_to(ben)[1])


def test_it_waits_for_working_hours(house: House) -> None:
    channel, ana, ben = on_monday(house), house.person("Ana"), house.person("Ben")
    new_item(house, ana, channel)
    ana.closes()
    house.turn_to(MONDAY + timedelta(days=3))
    close(house, ana, "1", channel)
    house.turn_to(MONDAY + timedelta(days=33, hours=1))  # a Saturday
    assert questions_to(ben) == []
    house.turn_to(MONDAY + timedelta(days=35, hours=1))
    assert len(questions_to(ben)) == 1


def test_what_came_back_is_kept_and_can_be_reopened(house: House) -> None:
    channel, ben = done_item(house), house.person("Ben")
    house.turn(days=31)
    (asked,) = questions_to(ben)
    ben.clicks(asked, "It came back")
    house.settle()
    [answer] = rows(house, EffectAnswer)
    assert (answer.effect, answer.after_days, answer.by) == ("came_back", 30, ben.id)
    dm = house.slack.workspace.direct_channel(ben.id)
    assert "Kept for INC-1/1" in whispered(house, ben, dm)
    noted = dm.ephemerals[-1]
    assert noted.buttons() == ["Reopen"]

    ben.clicks(asked, "Can't tell")
    house.settle()
    [answer] = rows(house, EffectAnswer)
    assert answer.effect == "cannot_tell"

    ben.clicks(noted, "Reopen")
    house.settle()
    assert "taken up again" in said_in(channel)
    ben.clicks(asked, "It held")
    house.settle()
    [answer] = rows(house, EffectAnswer)
    assert answer.effect == "cannot_tell"
    house.turn(days=60)
    assert len(questions_to(ben)) == 1


def touch(house: House, channel: Any, axis: str, name: str) -> None:
    """Ana writes down which axis moved in an incident, and a slice it touched."""
    ana = house.person("Ana")
    open_axis(ana, channel)
    ana.fills({"Axis": axis, "What changed?": "Something at night."})
    assert ana.submits() is None
    ana.closes()
    ana.command(f"/incident slice {name}", channel=channel)
    ana.fills({"Baseline": "1", "Incident": "2"})
    assert ana.submits() is None
    ana.closes()


def test_later_incidents_of_the_same_kind_are_a_hint(house: House) -> None:
    touch(house, done_item(house), "judge", "Spanish carts")
    house.turn(days=3)
    touch(house, house.declare("Drift again"), "judge", "spanish carts")
    touch(house, house.declare("Something else"), "data", "spanish carts")
    house.turn(days=28)
    (asked,) = questions_to(house.person("Ben"))
    assert "INC-2 since then has the same axis, category and slice" in read(asked)
    assert "INC-3" not in read(asked)


def test_nobody_is_asked_of_drills_or_of_what_they_may_not_see(house: House) -> None:
    house.turn_to(MONDAY)
    ana, ben = house.person("Ana"), house.person("Ben")
    ana.command("/incident declare S2 --drill Practice", channel="general")
    house.settle()
    drill = newest_incident_channel(house.slack)
    new_item(house, ana, drill)
    ana.closes()
    close(house, ana, "1", drill)
    private = declare_private(house)
    ana.invites(ben, private)
    house.settle()
    new_item(house, ana, private)
    ana.closes()
    close(house, ana, "1", private)
    ben.leaves(private)
    house.settle()
    house.turn(days=31)
    assert questions_to(ben) == []
