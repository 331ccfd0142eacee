"""The retro board: what is open, by whom it can be seen, and where."""

import json
from datetime import UTC, datetime
from typing import Any

from tests.stories.conftest import House, newest_incident_channel
from tests.stories.items import MONDAY, in_days, new_item, on_monday, shown
from tests.stories.seen import read
from tests.stories.test_action_items import declare_private
from tests.stories.test_app_home import home_of
from tests.stories.test_document_command_line import run
from tests.stories.test_findings import open_axis


def board_of(person: Any, text: str = "") -> str:
    """What `board` answers."""
    return read(person.command(f"/incident board {text}", channel="general"))


def two_items(house: House) -> Any:
    """One item of Ben's due in two days, one of Ana's in ten; the incident's channel."""
    channel, ana = on_monday(house), house.person("Ana")
    new_item(house, ana, channel, title="Pin the judge", owner="Ana", due_on=in_days(house, 10))
    ana.closes()
    new_item(house, ana, channel, title="Label 50 refunds", due_on=in_days(house, 2))
    ana.closes()
    return channel


def test_the_board_shows_open_items_the_longest_late_first(any_house: House) -> None:
    house = any_house
    two_items(house)
    house.turn(days=5)
    seen = board_of(house.person("Daiki"))
    assert "2 open items, 1 late" in seen
    assert seen.index("INC-1/2") < seen.index("INC-1/1")
    assert "3 days late" in seen


def test_late_is_what_is_late_where_its_owner_is(any_house: House) -> None:
    house, channel = any_house, on_monday(any_house)
    ana, ben, daiki = map(house.person, ("Ana", "Ben", "Daiki"))
    ben.changes_zone("Pacific/Pago_Pago")
    daiki.changes_zone("Pacific/Kiritimati")
    house.settle()
    for owner in ("Ben", "Daiki"):
        new_item(house, ana, channel, owner=owner, due_on="2031-03-05")
        ana.closes()
    for hour, late in ((9, 0), (11, 1)):
        house.turn_to(datetime(2031, 3, 5, hour, tzinfo=UTC))  # the sixth at +14 from 10:00 on
        assert f"2 open items, {late} late" in board_of(ana)
    house.turn_to(datetime(2031, 3, 6, 10, 59, tzinfo=UTC))
    assert "2 open items, 1 late" in board_of(ana)
    house.turn_to(datetime(2031, 3, 6, 11, tzinfo=UTC))  # the sixth at -11
    assert "2 open items, 2 late" in board_of(ana)


def test_the_board_is_narrowed_and_sorted_by_words_and_buttons(house: House) -> None:
    two_items(house)
    ana = house.person("Ana")
    mine = board_of(ana, "owner:me")
    assert "Pin the judge" in mine
    assert "Label 50 refunds" not in mine
    assert "Nothing that is asked for is open" in board_of(ana, "severity:S1")
    told = board_of(ana, "loudest")
    assert "“loudest”" in told
    answer = ana.command("/incident board", channel="general")
    assert answer.buttons() == ["By owner", "By axis", "By severity"]


def test_the_board_has_pages(house: House) -> None:
    ana, channel = house.person("Ana"), on_monday(house)
    for _ in range(17):
        new_item(house, ana, channel, owner="Ana")
        ana.closes()
    first = ana.command("/incident board", channel="general")
    assert "Page 1 of 2" in read(first)
    assert "INC-1/16" not in read(first)
    assert first.buttons()[0] == "Next page"
    assert "INC-1/16" in board_of(ana, "2")


def test_an_axis_not_known_yet_stands_there_with_who_finds_out(house: House) -> None:
    ana, channel = house.person("Ana"), house.declare()
    open_axis(ana, channel)
    ana.fills({"Axis": "unknown", "What changed?": "Something at night.", "owner": "Ben"})
    assert ana.submits() is None
    seen = board_of(ana)
    assert "INC-1 Judge scores moved overnight · which axis moved is not known yet" in seen
    assert "@Ben Okafor finds out" in seen
    assert "1 axis debt" in seen


def test_nobody_outside_reads_of_a_private_incident(house: House) -> None:
    house.turn_to(MONDAY)
    ana, ben, channel = house.person("Ana"), house.person("Ben"), declare_private(house)
    new_item(house, ana, channel, title="Rotate the keys", owner="Ana")
    ana.closes()
    assert "Rotate the keys" in board_of(ana)
    assert "Nothing is open that you can see" in board_of(ben)
    assert "0 open items" in board_of(ben)
    assert "Rotate the keys" not in shown(home_of(house, ben))


def test_drills_do_not_stand_on_the_board(house: House) -> None:
    house.turn_to(MONDAY)
    house.person("Ana").command("/incident declare S2 --drill Practice", channel="general")
    house.settle()
    new_item(house, house.person("Ana"), newest_incident_channel(house.slack))
    house.person("Ana").closes()
    assert "INC-1/1" in shown(home_of(house, house.person("Ben")))
    assert "Nothing is open that you can see" in board_of(house.person("Ana"))


def test_home_shows_the_board(house: House) -> None:
    two_items(house)
    seen = shown(home_of(house, house.person("Daiki")))
    assert "Label 50 refunds" in seen
    assert "2 open, 0 late" in seen


def test_nothing_that_people_wrote_steers_the_terminal(house: House) -> None:
    channel = on_monday(house)
    new_item(house, house.person("Ana"), channel, title="Label\x1b[2J 50 \u202erefunds\x9b1m")
    _, table, _ = run(house, "board")
    assert "Label [2J 50 refunds 1m" in table.decode()


def test_the_console_prints_everything_as_a_table_and_as_json(house: House) -> None:
    two_items(house)
    status, table, errors = run(house, "board", "--by", "owner")
    assert (status, errors) == (0, "")
    assert "private incidents included" in table.decode()
    assert "Ben Okafor" in table.decode()
    _, listed, _ = run(house, "board", "--json")
    assert [each["key"] for each in json.loads(listed)["items"]] == ["INC-1/2", "INC-1/1"]
