"""Once a month the board's channel looks back: finished, stalling, decoration, completion."""

from datetime import UTC, datetime
from typing import Any

from bot.flows import monthly_reviews
from bot.main import build
from rehearsal.block_kit import check_message_blocks
from storage.tables import ActionItem, MonthlyReview
from tests.stories.conftest import House
from tests.stories.items import MONDAY, close, new_item, on_monday, reminders_of
from tests.stories.retro_steps import rows
from tests.stories.seen import read
from tests.stories.test_action_items import declare_private


def at(month: int, day: int, clock: str = "10:00") -> datetime:
    """A moment in UTC in 2031; the house works from nine to five there."""
    hour, minute = map(int, clock.split(":"))
    return datetime(2031, month, day, hour, minute, tzinfo=UTC)


def reviews_in(house: House, channel: str = "incidents") -> list[str]:
    """The monthly reviews that stand in a channel."""
    found = [read(each) for each in house.slack.channel(channel).messages]
    return [each for each in found if each.startswith("Monthly review")]


def with_items(house: House, *titles: str, **changes: Any) -> Any:
    """Items of Ben's, agreed on early in March 2031 and due on the 17th; their channel."""
    channel, ana = on_monday(house), house.person("Ana")
    for title in titles:
        new_item(house, ana, channel, title=title, **changes)
        ana.closes(everything=True)
    return channel


def test_on_the_first_working_day_the_board_looks_back_once(any_house: House) -> None:
    house, ana = any_house, any_house.person("Ana")
    channel = with_items(house, "Pin the judge", "Label the carts", "Pin the prompt")
    close(house, ana, "1", channel)
    ana.closes(everything=True)
    house.turn_to(at(4, 1, "08:59"))
    assert reviews_in(house) == []

    house.turn_to(at(4, 1, "09:01"))
    (said,) = reviews_in(house)
    assert "Monthly review: March 2031" in said
    assert "Finished: 1 item, 0 of them with a checked artefact." in said
    assert "INC-1/1 Pin the judge · Dataset diff (unchecked)" in said
    assert "What stalls: 2 of 2 open items" in said
    assert "INC-1/2 Label the carts · 15 days late · no obstacle is named" in said
    assert "Completion rate: 33 %. Of the 3 items that were due by the end of March, 1 is" in said
    assert "Ben" not in said
    assert house.person("Ben").id not in house.slack.channel("incidents").messages[-1].text

    house.restart()
    house.tick()
    house.turn_to(at(4, 2))
    house.turn_to(at(4, 30))
    assert len(reviews_in(house)) == 1
    house.turn_to(at(5, 1))
    assert "Monthly review: April 2031" in reviews_in(house)[1]
    assert "Finished: nothing" in reviews_in(house)[1]


def test_two_processes_send_one_review(any_house: House) -> None:
    house = any_house
    with_items(house, "Pin the judge")
    second = build(house.settings, clock=house.rules)
    house.rules.offset += at(4, 1) - house.rules.now()
    monthly_reviews.hand_over(second.runtime)
    monthly_reviews.hand_over(house.howbot.runtime)
    second.courier.tick()
    house.settle()
    second.runtime.database.close()
    assert len(reviews_in(house)) == 1


def test_a_review_that_was_due_when_the_bot_was_away_comes_late_and_only_the_last(
    house: House,
) -> None:
    with_items(house, "Pin the judge")
    house.rules.offset += at(6, 12) - house.rules.now()
    house.restart()
    house.tick()
    (said,) = reviews_in(house)
    assert "Monthly review: May 2031" in said


def test_a_restart_between_due_and_sent_says_what_stands_then(house: House) -> None:
    channel, ana = with_items(house, "Pin the judge", "Label the carts"), house.person("Ana")
    house.rules.offset += at(4, 1) - house.rules.now()
    house.howbot.ticker.tick()
    ana.command("/incident actions", channel=channel)
    close(house, ana, "1", channel)
    ana.closes(everything=True)
    house.restart()
    (said,) = reviews_in(house)
    assert "What stalls: 1 of 1 open item" in said
    assert "Pin the judge" not in said


def test_an_answer_lost_on_the_wire_makes_one_review(house: House) -> None:
    with_items(house, "Pin the judge")
    house.slack.faults.lose_answer("chat.postMessage")
    house.turn_to(at(4, 1))
    house.settle()
    house.turn_to(at(4, 2))
    assert len(reviews_in(house)) == 1


def test_one_cut_off_at_closing_time_comes_on_the_next_working_day(house: House) -> None:
    with_items(house, "Pin the judge")
    house.rules.offset += at(4, 1, "16:59") - house.rules.now()
    house.howbot.ticker.tick()
    house.turn_to(at(4, 1, "17:01"))
    assert reviews_in(house) == []
    house.turn_to(at(4, 2, "09:01"))
    house.turn_to(at(4, 3))
    assert len(reviews_in(house)) == 1


def test_a_holiday_and_a_weekend_at_the_beginning_are_waited_for(house: House) -> None:
    house.settings = house.settings.model_copy(update={"howbot_holidays": ("2031-05-01",)})
    house.restart()
    with_items(house, "Pin the judge", due_on="2031-05-15")
    house.turn_to(at(4, 1))
    house.turn_to(at(5, 1))
    assert len(reviews_in(house)) == 1
    house.turn_to(at(5, 2))
    house.turn_to(at(5, 30))
    assert len(reviews_in(house)) == 2
    house.turn_to(at(6, 1))  # a Sunday
    assert len(reviews_in(house)) == 2
    house.turn_to(at(6, 2))
    assert len(reviews_in(house)) == 3


def test_a_month_without_items_is_not_spoken_of(house: House) -> None:
    house.turn_to(MONDAY)
    house.turn_to(at(4, 1))
    with_items_today = house.declare()
    new_item(house, house.person("Ana"), with_items_today, due_on="2031-04-02")
    house.turn_to(at(4, 3))
    assert reviews_in(house) == []
    assert [row.sent_at for row in rows(house, MonthlyReview)] == [None, None]


def test_private_incidents_and_drills_are_neither_named_nor_counted(house: House) -> None:
    with_items(house, "Pin the judge")
    ana, ben = house.person("Ana"), house.person("Ben")
    private = declare_private(house)
    ana.invites(ben, private)
    house.settle()
    new_item(house, ana, private, title="Rotate the secret")
    ana.closes(everything=True)
    ana.command("/incident declare S2 --drill Practice", channel="general")
    house.settle()
    drill = list(house.slack.workspace.channels.values())[-1]
    new_item(house, ana, drill, title="Practise more")
    house.turn_to(at(4, 1))
    (said,) = reviews_in(house)
    assert "Rotate the secret" not in said
    assert "Practise more" not in said
    assert "What stalls: 1 of 1 open item" in said


def test_what_is_blocked_is_named_with_its_obstacle_and_nobody(house: House) -> None:
    with_items(house, "Pin the judge", due_on="2031-04-02")
    ben = house.person("Ben")
    house.turn_to(at(3, 28, "15:00"))
    ben.clicks(reminders_of(ben)[-1], "Blocked")
    ben.fills({"obstacle": "No labels from the clinic"})
    assert ben.submits() is None
    house.turn_to(at(4, 1))
    (said,) = reviews_in(house)
    assert "INC-1/1 Pin the judge · not late yet · blocked by No labels from the clinic" in said
    assert "Completion rate: none" in said


def test_what_a_colleague_confirmed_is_no_decoration(house: House) -> None:
    channel, ana = with_items(house, "Pin the judge", "Label the carts"), house.person("Ana")
    for number in ("1", "2"):
        close(house, ana, number, channel)
        ana.closes(everything=True)
    done = [each for each in channel.messages if "Confirm" in each.buttons()]
    house.person("Chandra").joins(channel)
    house.person("Chandra").clicks(done[0], "Confirm")
    house.turn_to(at(4, 1))
    (said,) = reviews_in(house)
    assert "2 items, 1 of them with a checked artefact" in said
    assert "confirmed by a colleague" in said
    assert "Chandra" not in said
    decoration = said.partition("Decoration: 1 item.")[2]
    assert "INC-1/2 Label the carts · done without a checked artefact" in decoration
    assert "INC-1/1" not in decoration


def test_twice_running_mostly_long_late_is_the_organisation_s_and_goes_to_its_leaders(
    house: House,
) -> None:
    leaders = house.person("Ana").creates_channel("leaders")
    house.person("Ana").invites("bot", leaders)
    house.settings = house.settings.model_copy(update={"howbot_leaders_channel": "leaders"})
    house.restart()
    with_items(house, "Pin the judge", "Label the carts")
    house.turn_to(at(4, 1))
    house.turn_to(at(5, 1))
    assert "organisational" not in "".join(reviews_in(house))
    house.turn_to(at(6, 2))
    assert "organisational problem" in reviews_in(house)[2]
    (told,) = reviews_in(house, "leaders")
    assert "For the second review running more than half of the open items" in told
    assert "2 of 2" in told
    stored = rows(house, MonthlyReview)
    assert [(row.purpose, row.long_late) for row in stored if row.long_late] == [
        ("board", 2),
        ("board", 2),
        ("leaders", 2),
    ]


def test_without_the_channel_the_figures_are_kept_and_it_is_told_once_we_are_in(
    house: House, capfd: Any
) -> None:
    house.settings = house.settings.model_copy(update={"howbot_board_channel": "retro-board"})
    house.restart()
    with_items(house, "Pin the judge")
    house.turn_to(at(4, 1))
    house.turn_to(at(4, 1, "11:00"))
    assert capfd.readouterr().err.count("monthly_review_waits") == 1
    kept = rows(house, MonthlyReview)[-1]
    assert (kept.open, kept.sent_at) == (1, None)

    ana = house.person("Ana")
    ana.invites("bot", ana.creates_channel("retro-board"))
    house.settle()
    house.turn_to(at(4, 4))
    assert len(reviews_in(house, "retro-board")) == 1
    assert reviews_in(house) == []


def test_a_hundred_items_and_more_are_a_screenful(house: House) -> None:
    channel, ana = on_monday(house), house.person("Ana")
    new_item(house, ana, channel, title="判定のしきい値を直す")
    copy_item(house, 119)
    house.turn_to(at(4, 15))
    (said,) = reviews_in(house)
    assert said.count("INC-1/") == 16
    assert "判定のしきい値を直す" in said
    assert "What stalls: 120 of 120 open items" in said
    assert said.count("And 112 more.") == 2
    message = house.slack.channel("incidents").messages
    (posted,) = [each for each in message if read(each).startswith("Monthly review")]
    check_message_blocks(posted.blocks)
    assert len(posted.blocks) < 10


def copy_item(house: House, count: int) -> None:
    """As many more items of the same kind as the first one."""
    first = rows(house, ActionItem)[0].model_dump(exclude={"id", "number", "next_nudge_at"})
    with house.howbot.runtime.transaction() as unit:
        for number in range(count):
            unit.session.add(ActionItem(**first, number=number + 2))
