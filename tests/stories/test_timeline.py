"""People talk while they work, and what matters stands on the timeline exactly once."""

from typing import Any

from bot.flows import timeline
from bot.render.timeline import TimelineLine
from rehearsal import happenings
from storage.queries import timeline as stored
from tests.stories.conftest import House


def lines_of(house: House, incident_id: int = 1) -> list[TimelineLine]:
    """The timeline without what the bot itself noted."""
    with house.howbot.runtime.reading() as unit:
        return [each for each in timeline.lines(unit, incident_id) if each.source != "bot"]


def texts_of(house: House) -> list[str]:
    return [line.text for line in lines_of(house)]


def wordings_of(house: House, message: Any) -> list[str]:
    """What a message said before."""
    with house.howbot.runtime.reading() as unit:
        found = stored.message(unit.session, unit.team_id, message.channel_id, message.ts)
        assert found is not None
        assert found.id is not None
        return [each.text for each in stored.wordings(unit.session, unit.team_id, found.id)]


def marks_of(message: Any) -> list[str]:
    """The bot's own reactions on a message."""
    return [name for name in message.reactions if name == "white_check_mark"]


def alerts(house: House, channel: Any, **message: Any) -> Any:
    """A message of another app."""
    grafana = house.slack.add_person("Grafana", bot=True)
    extra = {"bot_id": "B0GRAFANA", "bot_profile": {"name": "Grafana"}}
    with house.slack.backstage.events.acknowledged():
        return happenings.post(house.slack.workspace, channel, grafana.id, extra=extra, **message)


def test_a_pinned_message_stands_on_the_timeline_at_the_time_it_was_said(any_house: House) -> None:
    house, channel = any_house, any_house.declare()
    ana, ben = house.person("Ana"), house.person("Ben")
    first = ana.types("Scores fell for Japanese first", channel)
    ana.types("I look at the judge", channel)

    ben.reacts(first, "pushpin")
    house.settle()

    (line,) = lines_of(house)
    assert line.text == "Scores fell for Japanese first"
    assert line.who == ana.name
    assert f"{line.at.timestamp():.6f}" == first.ts
    assert marks_of(first) == ["white_check_mark"]
    assert not [each for each in channel.messages if each.user == ben.id]


def test_an_entry_goes_with_the_last_pin_and_comes_back_with_a_new_one(house: House) -> None:
    channel, ana, ben = house.declare(), house.person("Ana"), house.person("Ben")
    said = ana.types("Rolled back the prompt", channel)
    ana.reacts(said, "pushpin")
    ben.reacts(said, "pushpin")
    house.settle()

    ana.unreacts(said, "pushpin")
    house.settle()
    assert texts_of(house) == ["Rolled back the prompt"]

    ben.unreacts(said, "pushpin")
    house.settle()
    assert texts_of(house) == []
    assert marks_of(said) == []

    ben.reacts(said, "pushpin")
    house.settle()
    assert texts_of(house) == ["Rolled back the prompt"]
    assert marks_of(said) == ["white_check_mark"]


def test_an_edit_changes_the_entry_and_keeps_the_former_wording(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    said = ana.types("Rolled back to v11", channel)
    ana.reacts(said, "pushpin")

    ana.edits(said, "Rolled back to v12")
    with house.slack.backstage.events.acknowledged():
        happenings.unfurl(house.slack.workspace, said, [{"text": "a preview"}])
    ana.edits(said, "Rolled back to v13")

    assert texts_of(house) == ["Rolled back to v13"]
    assert wordings_of(house, said) == ["Rolled back to v11", "Rolled back to v12"]


def test_a_deleted_message_leaves_a_tombstone(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    said = ana.types("The key is hunter2", channel)
    ana.reacts(said, "pushpin")

    ana.deletes(said)
    house.settle()

    (line,) = lines_of(house)
    assert line.deleted
    assert line.text == ""
    assert line.who == ana.name
    assert line.deleted_at is not None
    assert line.deleted_at > line.at


def test_the_deleted_root_of_a_thread_leaves_a_tombstone_too(house: House) -> None:
    channel, ana, ben = house.declare(), house.person("Ana"), house.person("Ben")
    ben.joins(channel)
    root = ana.types("Which index is served?", channel)
    reply = ben.replies(root, "The one of Tuesday")
    ana.reacts(root, "pushpin")
    ana.reacts(reply, "pushpin")

    ana.deletes(root)
    house.settle()

    assert [line.deleted for line in lines_of(house)] == [True, False]


def test_a_reply_can_be_pinned_and_knows_its_thread(house: House) -> None:
    channel, ana, ben = house.declare(), house.person("Ana"), house.person("Ben")
    ben.joins(channel)
    root = ana.types("Which judge version ran?", channel)
    reply = ben.replies(root, "v7, since Monday")
    loud = ben.broadcasts(root, "v7, for all of you")

    ana.reacts(reply, "pushpin")
    ana.reacts(loud, "pushpin")
    house.settle()

    assert texts_of(house) == ["v7, since Monday", "v7, for all of you"]
    assert f"thread_ts={root.ts}" in lines_of(house)[0].link


def test_eyes_and_other_marks_say_what_an_entry_was(house: House) -> None:
    channel, ana, ben = house.declare(), house.person("Ana"), house.person("Ben")
    said = ana.types("The judge prompt was changed at noon", channel)
    ben.reacts(said, "eyes")
    assert lines_of(house) == []

    ana.reacts(said, "pushpin")
    ben.reacts(said, "key")
    assert lines_of(house)[0].markers == ("detection", "key_moment")

    ben.unreacts(said, "eyes")
    assert lines_of(house)[0].markers == ("key_moment",)
    ben.unreacts(said, "key")
    assert lines_of(house)[0].marker is None


def test_a_pin_elsewhere_means_nothing(house: House) -> None:
    house.declare()
    ana = house.person("Ana")
    said = ana.types("Lunch?", "general")

    ana.reacts(said, "pushpin")
    house.settle()

    assert lines_of(house) == []
    assert marks_of(said) == []


def test_a_pin_on_the_bots_own_card_means_nothing(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    card = next(message for message in channel.messages if message.ts in channel.pins)

    ana.reacts(card, "pushpin")
    house.settle()

    assert lines_of(house) == []


def test_an_alert_that_somebody_pins_is_read_and_kept(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    alert = alerts(house, channel, attachments=[{"title": "Scores < 0.8"}])
    ana.types("That is it", channel)

    ana.reacts(alert, "pushpin")
    house.settle()

    (line,) = lines_of(house)
    assert line.text == "Scores < 0.8"
    assert line.who == "Grafana"
    assert marks_of(alert) == ["white_check_mark"]


def test_an_alert_in_a_thread_is_found_as_well(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    root = ana.types("Alerts go here", channel)
    alert = alerts(house, channel, text="Error rate 4 %", thread_ts=root.ts)

    ana.reacts(alert, "pushpin")
    house.settle()

    assert texts_of(house) == ["Error rate 4 %"]


def test_what_slack_repeats_and_reorders_stands_once(house: House) -> None:
    house.slack.faults.duplicate_events(1)
    house.slack.faults.out_of_order()
    channel, ana, ben = house.declare(), house.person("Ana"), house.person("Ben")

    messages = [ana.types(f"step {number}", channel) for number in range(6)]
    for message in messages:
        ben.reacts(message, "pushpin")
    for message in messages:
        ana.edits(message, message.text.replace("step", "Step"))
    ben.unreacts(messages[0], "pushpin")
    ana.deletes(messages[1])
    ana.types("one more, so that nothing waits for a neighbour", channel)
    house.settle()

    assert [line.text for line in lines_of(house)] == ["", "Step 2", "Step 3", "Step 4", "Step 5"]
    assert wordings_of(house, messages[2]) == ["step 2"]


def test_files_are_kept_with_their_message(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    shared = ana.uploads(channel, "scores.csv", b"a,b\n1,2\n", text="")

    ana.reacts(shared, "pushpin")

    (line,) = lines_of(house)
    (file,) = line.files
    assert (file.name, file.size) == ("scores.csv", 8)
    assert file.link.startswith("http")


def test_long_strange_and_marked_up_texts_are_kept_whole(house: House) -> None:
    channel, ana, ben = house.declare(), house.person("Ana"), house.person("Ben")
    texts = [
        "x" * 12_000,
        ":fire::fire:",
        "שלום <script> & *bold*",
        "スコアが下がった",
        "a\n> b\n```c```",
    ]
    for text in texts:
        ben.reacts(ana.types(text, channel), "pushpin")

    assert texts_of(house) == texts


def test_channels_are_written_by_name_but_private_ones_stay_hidden(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    ana.command("/incident declare", "general")
    ana.fills({"What is going wrong?": "Leaked prompt", "Keep it private": "private"})
    ana.submits()
    house.settle()
    private = next(
        each for each in house.slack.workspace.channels.values() if "leaked" in each.name
    )
    with house.slack.backstage.events.acknowledged():
        said = happenings.post(
            house.slack.workspace, channel, ana.id, f"see <#{channel.id}> and <#{private.id}>"
        )

    ana.reacts(said, "pushpin")

    assert texts_of(house) == [f"see #{channel.name} and #{private.id}"]


def test_mentions_are_written_as_names(house: House) -> None:
    channel, ana, ben = house.declare(), house.person("Ana"), house.person("Ben")

    ana.reacts(ana.types(f"<@{ben.id}> looks at it", channel), "pushpin")

    assert texts_of(house) == [f"@{ben.name} looks at it"]
