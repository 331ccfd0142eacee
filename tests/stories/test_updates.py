"""Status updates, and the reminders that ask for them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from bot.flows import update_reminders
from tests.stories.conftest import House
from tests.stories.seen import card_of, direct_messages, read, said_in, whispered

ASKED = "has had no update since"


def reminders_in(channel: Any) -> list[Any]:
    return [m for m in channel.messages if ASKED in read(m) and not m.deleted]


def test_an_update_is_told_in_the_channel_on_the_card_and_to_everyone(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")

    answer = ana.command("/incident update It is the judge, not the model", channel=channel)
    house.settle()

    assert "Your update on INC-1" in read(answer)
    assert "It is the judge, not the model" in read(channel.messages[-1])
    assert "It is the judge, not the model" in read(card_of(channel))
    messages = house.slack.channel("incidents").messages
    line = next(each for each in messages if "declared" in read(each))
    told = next(each for each in messages if "It is the judge, not the model" in read(each))
    assert told.thread_ts == line.ts


def test_without_words_the_form_opens_and_keeps_what_has_no_words(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")

    ana.command("/incident status", channel=channel)
    assert ana.modal.title == "Post an update"
    ana.fills({"What do we know now?": " \u200b "})
    assert "no words in it" in str(ana.submits())
    ana.fills({"What do we know now?": "🔥"})
    assert ana.submits() is None
    house.settle()

    assert "🔥" in read(channel.messages[-1])


def test_a_very_long_update_is_told_whole(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    text = "scores " * 1400 + "END"

    ana.command(f"/incident update {text}", channel=channel)
    house.settle()

    assert "END" in said_in(channel)


def test_an_update_with_markup_pings_nobody(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")

    ana.command("/incident update <!channel> *look* `at` <@U0BEN> & <b>", channel=channel)
    house.settle()

    shown = str(channel.messages[-1].blocks)
    assert "<!channel>" not in shown
    assert "<@U0BEN>" not in shown
    assert "Ben" in shown


def test_an_update_is_asked_for_once_an_interval_has_passed(house: House) -> None:
    channel = house.declare()

    house.turn(minutes=59)
    assert reminders_in(channel) == []
    house.turn(minutes=2)

    (reminder,) = reminders_in(channel)
    assert reminder.buttons() == ["Post update", "Snooze", "Stop"]


def test_the_former_reminder_goes_when_the_next_is_posted(house: House) -> None:
    channel = house.declare()

    house.turn(minutes=61)
    (first,) = reminders_in(channel)
    house.turn(minutes=61)

    (second,) = reminders_in(channel)
    assert first.deleted
    assert second.ts != first.ts


def test_after_long_downtime_one_reminder_is_sent(house: House) -> None:
    channel = house.declare()

    house.rules.offset += timedelta(hours=30)
    house.restart()
    house.tick()
    house.tick()

    posts = [c for c in house.slack.calls_of("chat.postMessage") if ASKED in str(c.args)]
    assert len(posts) == 1
    assert len(reminders_in(channel)) == 1


def test_any_number_of_processes_send_one_reminder(any_house: House) -> None:
    house = any_house
    channel = house.declare()
    house.rules.offset += timedelta(minutes=61)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(update_reminders.hand_over, [house.howbot.runtime] * 6))
    house.settle()

    posts = [c for c in house.slack.calls_of("chat.postMessage") if ASKED in str(c.args)]
    assert len(posts) == 1
    assert len(reminders_in(channel)) == 1


def test_a_lost_answer_does_not_remind_twice(house: House) -> None:
    channel = house.declare()

    house.slack.faults.lose_answer("chat.postMessage")
    house.turn(minutes=61)
    house.settle()
    house.turn(minutes=61)

    assert len(reminders_in(channel)) == 1


def test_an_update_answers_the_reminder_and_puts_the_next_off(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    house.turn(minutes=61)

    ana.command("/incident update Nothing new", channel=channel)
    house.settle()
    assert reminders_in(channel) == []
    house.turn(minutes=58)
    assert reminders_in(channel) == []
    house.turn(minutes=3)
    assert len(reminders_in(channel)) == 1


def test_a_reminder_written_before_an_update_lapses(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    house.rules.offset += timedelta(minutes=61)
    update_reminders.hand_over(house.howbot.runtime)

    ana.command("/incident update Nothing new", channel=channel)
    house.settle()

    assert reminders_in(channel) == []


def test_snoozing_leaves_one_reminder_out(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    house.turn(minutes=61)
    (reminder,) = reminders_in(channel)

    ana.clicks(reminder, "Snooze")
    house.settle()
    assert "Snoozed" in whispered(house, ana, channel)
    assert "snoozed the reminders" in read(reminder)
    house.turn(minutes=61)
    assert reminders_in(channel) == []
    house.turn(minutes=61)
    assert len(reminders_in(channel)) == 1


def test_stopping_ends_them_until_the_severity_changes(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    house.turn(minutes=61)

    ana.clicks(reminders_in(channel)[0], "Stop")
    house.turn(hours=5)
    assert reminders_in(channel) == []
    ana.command("/incident severity S1", channel=channel)
    house.turn(minutes=31)

    assert len(reminders_in(channel)) == 1


def test_nobody_is_reminded_of_what_is_mitigated(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    house.turn(minutes=61)
    reminder = reminders_in(channel)[0]

    ana.command("/incident mitigate", channel=channel)
    house.turn(hours=3)

    assert reminder.deleted
    assert reminders_in(channel) == []


def test_a_higher_severity_asks_sooner(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")

    answer = ana.command("/incident sev 1", channel=channel)
    house.turn(minutes=31)

    assert "INC-1 is S1 now; it was S2" in read(answer)
    assert "from S2 to S1" in said_in(channel)
    assert "S1 · Open" in channel.topic
    assert len(reminders_in(channel)) == 1


def test_an_unknown_or_unchanged_severity_changes_nothing(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")

    assert "S1, S2 and S3" in read(ana.command("/incident severity high", channel))
    assert "INC-1 is S2" in read(ana.command("/incident severity", channel))
    assert "already" in read(ana.command("/incident severity S2", channel))


def test_without_the_incidents_channel_an_update_says_where_it_goes(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    ana.removes_bot("incidents")
    house.settle()

    answer = read(ana.command("/incident update It is the judge", channel=channel))
    house.settle()

    assert "incidents channel" not in answer
    assert "It is the judge" in said_in(channel)
    assert "What you did is kept" not in direct_messages(ana)
