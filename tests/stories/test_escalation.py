"""What is late: its lead hears of it, then the board's channel, then the leaders'. Once each."""

from datetime import UTC, datetime
from typing import Any

from tests.stories.conftest import House
from tests.stories.items import MONDAY, close, new_item, on_monday, reminders_of
from tests.stories.seen import announced, read, said_in
from tests.stories.test_action_items import declare_private


def at(day: int, clock: str, *, month: int = 3) -> datetime:
    """A moment in UTC in the spring of 2031."""
    hour, minute = map(int, clock.split(":"))
    return datetime(2031, month, day, hour, minute, tzinfo=UTC)


def words_to(lead: Any) -> list[str]:
    """What a lead was told of items that wait."""
    return [read(each) for each in lead.direct_messages() if "you lead" in each.visible_text()]


def late_item(house: House, **changes: Any) -> Any:
    """An item of Ben's in Ana's incident, due on Wednesday, the 5th; the incident's channel."""
    channel = on_monday(house)
    new_item(house, house.person("Ana"), channel, **({"due_on": "2031-03-05"} | changes))
    house.tick()
    return channel


def days(house: House, *upto: tuple[int, int]) -> None:
    """Tick in the afternoon (UTC) of days given as (month, day)."""
    for month, day in upto:
        house.turn_to(at(day, "14:30", month=month))


def test_the_lead_hears_of_it_from_the_third_working_day_and_once(any_house: House) -> None:
    house, ana = any_house, any_house.person("Ana")
    late_item(house)
    days(house, (3, 6), (3, 7))
    assert words_to(ana) == []

    days(house, (3, 10))
    (word,) = words_to(ana)
    assert "INC-1/1" in word
    assert "3 working days late" in word
    assert "@Ben Okafor" in word
    assert "No obstacle is named" in word

    house.restart()
    days(house, (3, 11), (3, 12), (3, 13))
    assert len(words_to(ana)) == 1


def test_the_board_then_the_leaders_hear_of_it_and_never_who(any_house: House) -> None:
    house, ben = any_house, any_house.person("Ben")
    late_item(house)
    days(house, (3, 10), (3, 13))
    assert "INC-1/1" not in announced(house)

    days(house, (3, 14))  # seven working days
    said = announced(house)
    assert said.count("INC-1/1") == 1
    assert "Who can clear the way?" in said
    assert "7 working days late" in said
    assert "Ben" not in said.partition("Who can clear the way?")[2]
    assert ben.id not in house.slack.channel("incidents").messages[-1].visible_text()

    days(house, (3, 17), (3, 24))
    assert announced(house).count("INC-1/1") == 1
    days(house, (3, 25))  # fourteen
    assert "What would have to change" in announced(house)
    days(house, (3, 26), (4, 30), (5, 30), (9, 30))
    for asked in ("Who can clear the way?", "What would have to change"):
        (word,) = [
            each for each in house.slack.channel("incidents").messages if asked in read(each)
        ]
        assert read(word).count("INC-1/1") == 1
    assert len(words_to(house.person("Ana"))) == 1


def test_channels_of_their_own_and_an_obstacle_by_name(house: House) -> None:
    ana = house.person("Ana")
    board, leaders = ana.creates_channel("retro-board"), ana.creates_channel("leaders")
    for each in (board, leaders):
        ana.invites("bot", each)
    house.settings = house.settings.model_copy(
        update={"howbot_board_channel": "retro-board", "howbot_leaders_channel": "leaders"}
    )
    house.restart()
    late_item(house)
    ben = house.person("Ben")
    days(house, (3, 5))
    ben.clicks(reminders_of(ben)[-1], "Blocked")
    ben.fills({"obstacle": "No labels from the clinic"})
    assert ben.submits() is None
    days(house, (3, 14), (3, 25))
    assert "Blocked by No labels from the clinic" in said_in(board)
    assert "Blocked by No labels from the clinic" in said_in(leaders)
    assert "INC-1/1" not in announced(house)


def test_after_an_absence_only_the_latest_of_them_hears(house: House) -> None:
    late_item(house)
    house.rules.offset += at(17, "14:30") - house.rules.now()
    house.restart()
    house.tick()
    assert "7 working days" not in announced(house)
    assert announced(house).count("INC-1/1") == 1
    days(house, (3, 18), (3, 19))
    assert words_to(house.person("Ana")) == []


def test_a_private_incident_is_spoken_of_to_its_lead_only(house: House) -> None:
    house.turn_to(MONDAY)
    ana, channel = house.person("Ana"), declare_private(house)
    ana.invites(house.person("Ben"), channel)
    house.settle()
    new_item(house, ana, channel, due_on="2031-03-05")
    days(house, (3, 10), (3, 14), (3, 25), (4, 10))
    assert len(words_to(ana)) == 1
    assert "INC-1" not in announced(house)


def test_a_lead_at_night_hears_of_it_in_the_morning(house: House) -> None:
    late_item(house)
    ana = house.person("Ana")
    ana.changes_zone("Asia/Tokyo")
    house.settle()
    house.turn_to(at(10, "14:30"))  # half past eleven at night
    assert words_to(ana) == []
    house.turn_to(at(10, "23:59"))
    assert words_to(ana) == []
    house.turn_to(at(11, "00:00"))  # nine in the morning
    assert len(words_to(ana)) == 1


def test_several_items_are_one_word_to_the_lead(house: House) -> None:
    channel, ana = late_item(house), house.person("Ana")
    new_item(house, ana, channel, due_on="2031-03-05", title="Pin the judge")
    days(house, (3, 10), (3, 11))
    (word,) = words_to(ana)
    assert "INC-1/1" in word
    assert "INC-1/2" in word


def test_what_is_done_or_has_a_new_date_by_then_is_not_told(house: House) -> None:
    channel, ana, ben = late_item(house), house.person("Ana"), house.person("Ben")
    new_item(house, ana, channel, due_on="2031-03-05", title="Pin the judge")
    days(house, (3, 7))
    close(house, ana, "1", channel)
    ana.closes()
    ben.clicks(reminders_of(ben)[-1], "Change the date", value="INC-1/2")
    ben.fills({"New date": "2031-03-12", "What changed?": "Labels come later"})
    assert ben.submits() is None
    days(house, (3, 10), (3, 11), (3, 14))
    assert words_to(ana) == []
    days(house, (3, 17))
    (word,) = words_to(ana)
    assert "INC-1/2" in word
    assert "INC-1/1" not in word


def test_an_item_done_while_the_word_is_on_its_way_is_left_out(house: House) -> None:
    channel, ana = late_item(house), house.person("Ana")
    house.rules.offset += at(10, "14:30") - house.rules.now()
    house.howbot.ticker.tick()
    close(house, ana, "1", channel)
    house.settle()
    assert words_to(ana) == []


def test_the_item_of_who_left_is_offered_to_the_lead_once(any_house: House) -> None:
    house, ana, ben = any_house, any_house.person("Ana"), any_house.person("Ben")
    late_item(house, due_on="2031-03-20")
    ben.leaves_workspace()
    house.settle()
    house.turn(minutes=1)
    (word,) = words_to(ana)
    assert "@Ben Okafor left the workspace" in word
    days(house, (3, 4), (3, 5), (3, 20))
    assert len(words_to(ana)) == 1

    ana.clicks(ana.direct_messages()[-1], "Hand over")
    ana.fills({"owner": "Chandra"})
    assert ana.submits() is None
    house.settle()
    house.turn_to(at(21, "05:00"))  # Chandra works in Kolkata
    assert len(reminders_of(house.person("Chandra"))) == 1


def test_where_the_lead_left_too_the_board_is_asked(house: House) -> None:
    late_item(house, due_on="2031-03-20")
    for name in ("Ben", "Ana"):
        house.person(name).leaves_workspace()
    house.settle()
    house.turn(minutes=1)
    said = announced(house).partition("Who can clear the way?")[2]
    assert "INC-1/1" in said
    assert "It is nobody's now" in said
    assert "Ben" not in said
    assert house.slack.channel("incidents").messages[-1].buttons() == ["Hand over"]


def test_where_we_are_not_in_the_channel_it_is_left_out_and_nothing_else_fails(
    house: House,
) -> None:
    house.settings = house.settings.model_copy(update={"howbot_board_channel": "nowhere"})
    house.restart()
    late_item(house)
    days(house, (3, 10), (3, 14))
    assert len(words_to(house.person("Ana"))) == 1
    assert "INC-1/1" not in announced(house)
    days(house, (3, 25))
    assert "What would have to change" in announced(house)


def test_an_answer_lost_on_the_wire_tells_the_board_once(house: House) -> None:
    late_item(house)
    days(house, (3, 10))
    house.turn_to(at(14, "08:40"))
    house.slack.faults.lose_answer("chat.postMessage")
    house.turn_to(at(14, "09:00"))
    house.settle()
    days(house, (3, 17))
    assert announced(house).count("INC-1/1") == 1
