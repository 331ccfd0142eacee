"""People write onto the timeline themselves: notes, and messages in their own words."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from rehearsal import happenings
from tests.stories.conftest import House
from tests.stories.test_timeline import alerts, lines_of, marks_of, texts_of


def now_in(zone: str, house: House) -> datetime:
    return house.rules.now().astimezone(ZoneInfo(zone))


def next_whisper(house: House, person: Any, channel: Any, former: Any) -> Any:
    """What only this person sees below, once it has come."""
    house.slack.workspace.awaits(lambda: person.sees(channel)[-1].ts > former.ts)
    return person.sees(channel)[-1]


def test_a_note_is_read_in_the_writers_zone_and_the_time_is_repeated(any_house: House) -> None:
    house, channel = any_house, any_house.declare()
    chandra = house.person("Chandra")
    chandra.joins(channel)
    past = now_in(chandra.tz, house) - timedelta(minutes=50)

    answer = chandra.types(f"/incident note {past:%H:%M} Rolled back the prompt", channel)

    (line,) = lines_of(house)
    assert line.at == past.replace(second=0, microsecond=0).astimezone(UTC)
    assert (line.text, line.who) == ("Rolled back the prompt", chandra.name)
    assert f"{line.at:%H:%M}" in answer.visible_text() or f"{past:%H:%M}" in answer.visible_text()
    assert chandra.tz in answer.visible_text()


def test_notes_stand_in_the_order_things_happened(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")

    ana.command("/incident note Scores are back", channel)
    ana.command("/incident note 20m ago Rolled back", channel)
    ana.command("/incident event yesterday 14:05 UTC The judge was updated", channel)

    assert texts_of(house) == ["The judge was updated", "Rolled back", "Scores are back"]


def test_a_note_works_from_any_channel_with_the_number_in_front(house: House) -> None:
    house.declare()
    ben = house.person("Ben")

    ben.command("/incident INC-1 note Support has nine tickets", "general")
    refused = ben.command("/incident note Support has ten tickets", "general")

    assert texts_of(house) == ["Support has nine tickets"]
    assert "INC-1" in refused.visible_text()


def test_a_note_from_the_future_is_told_and_given_back(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")

    answer = ana.command("/incident note 2031-01-01 14:05 UTC We are done", channel)

    assert lines_of(house) == []
    assert "ahead" in answer.visible_text()
    assert "We are done" in answer.visible_text()


def test_a_day_that_does_not_exist_is_kept_as_words_at_the_time_shown(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")

    answer = ana.command("/incident note 2026-02-29 14:05 The judge was updated", channel)

    assert texts_of(house) == ["2026-02-29 14:05 The judge was updated"]
    assert "now" in answer.visible_text()


def test_somebody_whose_zone_is_unknown_is_read_in_utc_and_told_so(house: House) -> None:
    channel = house.declare()
    workspace = house.slack.workspace
    with workspace.lock:
        stranger = workspace.add_user("Zoe Unknown", tz="Asia/Tokyo")
        channel.members.append(stranger.id)
    at = house.rules.now() - timedelta(minutes=30)

    answer = house.person("Zoe").command(f"/incident note {at:%H:%M} Saw it too", channel)
    house.settle()
    again = house.person("Zoe").command("/incident note 00:01 Saw it again", channel)

    assert lines_of(house)[-1].at == at.replace(second=0, microsecond=0)
    assert "UTC" in answer.visible_text()
    assert "Asia/Tokyo" in again.visible_text()


def test_a_note_without_words_opens_the_form_at_the_time_typed(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")

    ana.command("/incident note 20m ago", channel)
    assert ana.modal.title == "Add to timeline"
    assert ana.submits() is not None
    ana.fills({"Wording": "Rolled back", "Marker": "repair"})
    assert ana.submits() is None

    (line,) = lines_of(house)
    assert (line.text, line.markers) == ("Rolled back", ("repair",))
    assert abs(line.at - (house.rules.now() - timedelta(minutes=20))) < timedelta(minutes=2)


def test_a_note_can_be_changed_right_where_it_was_confirmed(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    answer = ana.command("/incident note Rolled bakc", channel)

    ana.clicks(answer, "Change it")
    ana.fills({"Wording": "Rolled back", "Time": house.rules.now() - timedelta(hours=1)})
    assert ana.submits() is None

    (line,) = lines_of(house)
    assert line.text == "Rolled back"
    assert house.rules.now() - line.at > timedelta(minutes=58)


def test_a_long_note_stays_whole_when_only_its_time_is_changed(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    long = " ".join(["Rolled back step by step,"] * 150) + " and it held"
    ana.clicks(ana.command(f"/incident note {long}", channel), "Change it")
    ana.fills({"Time": house.rules.now() - timedelta(hours=1)})
    assert ana.submits() is None
    assert [line.text for line in lines_of(house)] == [long]

    ana.clicks(ana.command(f"/incident note {long}", channel), "Change it")
    ana.fills({"Wording": "Rolled back"})
    assert ana.submits() is None
    assert sorted(line.text for line in lines_of(house)) == ["Rolled back", long]


def test_a_message_is_added_with_other_words_another_time_and_a_marker(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    said = ana.types("ok it was v12, an hour ago", channel)
    happened = house.rules.now() - timedelta(hours=1)

    ana.shortcut("Add to timeline", said)
    ana.fills({"Wording": "Prompt v12 went out", "Marker": "Diagnosis", "Time": happened})
    assert ana.submits() is None
    house.settle()

    (line,) = lines_of(house)
    assert (line.text, line.markers) == ("Prompt v12 went out", ("diagnosis",))
    assert abs(line.at - happened) < timedelta(minutes=1)
    assert marks_of(said) == ["white_check_mark"]


def test_a_message_added_as_it_is_keeps_its_time_and_follows_its_edits(house: House) -> None:
    channel, ana, ben = house.declare(), house.person("Ana"), house.person("Ben")
    said = ana.types("word " * 2_400 + "end", channel)

    ben.shortcut("Add to timeline", said)
    assert ben.submits() is None
    assert texts_of(house) == ["word " * 2_400 + "end"]
    assert f"{lines_of(house)[0].at.timestamp():.6f}" == said.ts

    ana.edits(said, "Much shorter")
    assert texts_of(house) == ["Much shorter"]


def test_a_message_added_by_form_stays_when_its_pin_goes(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    said = ana.types("Rolled back", channel)
    ana.reacts(said, "pushpin")

    ana.shortcut("Add to timeline", said)
    ana.fills({"Marker": "Repair"})
    ana.submits()
    ana.unreacts(said, "pushpin")
    house.settle()

    assert texts_of(house) == ["Rolled back"]
    assert marks_of(said) == ["white_check_mark"]


def test_an_alert_can_be_added_by_form(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    alert = alerts(house, channel, text="Error rate 4 %")

    ana.shortcut("Add to timeline", alert)
    ana.submits()

    assert [(line.who, line.text) for line in lines_of(house)] == [("Grafana", "Error rate 4 %")]


def test_a_message_of_another_channel_is_added_to_the_incident_chosen(house: House) -> None:
    house.declare()
    house.declare("Refunds in the wrong currency", by="Ben")
    ana = house.person("Ana")
    said = ana.types("Customers ask about refunds", "general")

    ana.shortcut("Add to timeline", said)
    ana.fills({"Incident": "INC-2"})
    ana.submits()

    assert lines_of(house, 1) == []
    (line,) = lines_of(house, 2)
    assert line.text == "Customers ask about refunds"
    assert said.channel_id in line.link
    assert f"{line.at.timestamp():.6f}" == said.ts


def test_a_long_message_of_another_channel_is_kept_whole_unless_reworded(house: House) -> None:
    house.declare()
    ben = house.person("Ben")
    long = "it began " + "with <prompt> 12 & so on " * 300 + "at noon"
    said = ben.types(long, "general")

    ben.shortcut("Add to timeline", said)
    assert "all of it stays" in str(ben.modal.blocks)
    assert ben.submits() is None
    ben.closes(everything=True)
    ben.shortcut("Add to timeline", said)
    ben.fills({"Wording": "Prompt 12"})
    assert ben.submits() is None

    assert [" ".join(text.split()) for text in texts_of(house)] == [long, "Prompt 12"]


def test_what_was_cut_on_a_page_of_the_timeline_says_where_all_of_it_is(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    ana.command(f"/incident note {'step by step ' * 20}", channel)
    assert "export" not in ana.command("/incident timeline", channel).visible_text()
    ana.command(f"/incident note {'step by step ' * 100}", channel)
    shown = ana.command("/incident timeline", channel).visible_text()
    assert "…" in shown
    assert "INC-1 export" in shown


def test_a_time_ahead_is_told_in_the_form_and_nothing_typed_is_lost(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    said = ana.types("Done", channel)

    ana.shortcut("Add to timeline", said)
    ana.fills({"Time": house.rules.now() + timedelta(days=1), "Wording": "All done"})
    errors = ana.submits()

    assert errors is not None
    assert "ahead" in errors["Time"]
    assert ana.modal is not None
    assert lines_of(house) == []


def test_the_timeline_is_shown_latest_first_with_marks_and_tombstones(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    first, second = ana.types("Prompt v12 went out", channel), ana.types("secret", channel)
    for message in (first, second):
        ana.reacts(message, "pushpin")
    ana.reacts(first, "mag")
    ana.edits(first, "Prompt v13 went out")
    ana.deletes(second)

    shown = ana.command("/incident timeline", channel).visible_text()

    assert "Diagnosis" in shown
    assert "Prompt v13 went out" in shown
    assert "v12" not in shown
    assert "secret" not in shown
    assert "deleted by its author" in shown
    assert shown.index("deleted by its author") < shown.index("Prompt v13 went out")
    assert shown.index("Prompt v13 went out") < shown.index("declared")


def test_a_long_timeline_is_shown_page_by_page(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    for number in range(45):
        ana.command(f"/incident note {50 - number}m ago step {number:02d}", channel)

    page = ana.command("/incident timeline", channel)
    seen = re.findall(r"step \d\d", page.visible_text())
    while "Show earlier" in str(page.blocks):
        ana.clicks(page, "Show earlier")
        page = next_whisper(house, ana, channel, page)
        seen += re.findall(r"step \d\d", page.visible_text())

    assert seen == [f"step {number:02d}" for number in reversed(range(45))]


def test_the_timeline_of_a_private_incident_is_for_its_members(house: House) -> None:
    ana, ben = house.person("Ana"), house.person("Ben")
    ana.command("/incident declare", "general")
    ana.fills(
        {"What is going wrong?": "Leaked prompt", "Keep it private": "Only invited people see it"}
    )
    ana.submits()
    house.settle()

    answer = ben.command("/incident INC-1 timeline", "general")

    assert "Leaked" not in answer.visible_text()
    assert "INC-1" in answer.visible_text()


def test_nothing_is_added_to_a_cancelled_incident(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    ana.command("/incident cancel It was the test set", channel)
    house.settle()

    answer = ana.command("/incident note One more thing", channel)

    assert lines_of(house) == []
    assert "One more thing" in answer.visible_text()


def test_what_people_write_cannot_mark_up_or_call_anyone(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    ana.command("/incident note <!channel> & *bold* {{ 191*7193 }}", channel)

    answer = ana.command("/incident timeline", channel)

    assert "<!channel>" not in str(answer.blocks)
    assert "1373863" not in str(answer.blocks)


def test_a_deleted_message_can_still_be_spoken_of_in_ones_own_words(house: House) -> None:
    channel, ana, ben = house.declare(), house.person("Ana"), house.person("Ben")
    said = ana.types("we served the wrong index, sorry", channel)
    ben.shortcut("Add to timeline", said)
    ben.fills({"Wording": "The wrong index was served"})
    ben.submits()

    with house.slack.backstage.events.acknowledged():
        happenings.delete(house.slack.workspace, said)

    (line,) = lines_of(house)
    assert line.deleted
    assert line.text == "The wrong index was served"
