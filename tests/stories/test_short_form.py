"""S3 incidents are reviewed in a short form: six cards, one form, and the long form on request."""

from typing import Any

from storage.tables import AxisMove, Decision, Retrospective, Slice, StageAnswer
from tests.stories.conftest import House, newest_incident_channel
from tests.stories.retro_steps import ELEVEN, go_on, rows, told

SIX = (ELEVEN[0], ELEVEN[2], ELEVEN[5], ELEVEN[8], ELEVEN[9], ELEVEN[10])


def begun_in_short(house: House) -> Any:
    """The channel of a small incident whose retrospective has begun; Ben facilitates."""
    ana = house.person("Ana")
    ana.command("/incident declare S3 A label was cut off", channel="general")
    house.settle()
    channel = newest_incident_channel(house.slack)
    house.person("Ben").joins(channel)
    ana.command("/incident resolve Wider labels", channel=channel)
    house.settle()
    ana.command("/incident retro", channel=channel)
    ana.fills({"Who facilitates?": "Ben"})
    assert ana.submits() is None
    ana.closes(everything=True)
    house.settle()
    return channel


def stage_card(channel: Any, number: int, total: int = 6) -> Any:
    """The newest card with this number."""
    found = [m for m in channel.messages if f"{number} of {total} · " in m.visible_text()]
    return found[-1]


def test_a_small_incident_is_walked_in_six_stages(any_house: House) -> None:
    house = any_house
    channel = begun_in_short(house)
    ben = house.person("Ben")

    assert "short form" in "\n".join(each.visible_text() for each in channel.messages)
    for number, title in enumerate(SIX, start=1):
        assert title in stage_card(channel, number).visible_text()
        ben.replies(stage_card(channel, number), f"what I saw at {title}")
        house.settle()
        if number < len(SIX):
            go_on(house, ben, stage_card(channel, number))
    go_on(house, ben, stage_card(channel, 6), "Close the retro")

    assert "Learned" in channel.topic
    files = [file for message in channel.messages for file in message.files]
    [document] = [file for file in files if file.name.endswith(".md")]
    text = document.content.decode()
    assert "in its short form" in text
    assert "### 2. What happened" in text


def test_the_first_card_asks_for_everything_that_has_no_card_of_its_own(house: House) -> None:
    channel = begun_in_short(house)
    card = stage_card(channel, 1)

    text = card.visible_text()
    for asked in ("agreed to the ground rule", "slice", "axis", "signal"):
        assert asked in text, asked
    assert {"Detection, scope, axis", "Use the long form"} <= set(card.buttons())


def test_one_form_takes_detection_scope_and_axis(house: House) -> None:
    channel = begun_in_short(house)
    ben = house.person("Ben")
    ben.clicks(stage_card(channel, 1), "Detection, scope, axis")
    assert ben.modal.title == "Detection, scope, axis"
    ben.fills(
        {
            "How did we first learn of it?": "Chandra saw it",
            "Which signal told us?": "A screenshot",
            "Which slice?": "German labels",
            "Baseline": "0",
            "Incident": "12",
            "Axis": "Environment",
            "What changed?": "The font",
        }
    )
    assert ben.submits() is None
    ben.closes(everything=True)
    house.settle()

    card = stage_card(channel, 1).visible_text()
    for written in ("Chandra saw it", "German labels", "The font"):
        assert written in card
    assert (
        [row.name for row in rows(house, Slice)],
        [row.axis for row in rows(house, AxisMove)],
    ) == (
        ["German labels"],
        ["environment"],
    )


def test_the_form_opens_with_what_is_known_and_writes_only_what_is_new(house: House) -> None:
    channel = begun_in_short(house)
    ben = house.person("Ben")
    for users in ("", "about 40"):
        ben.clicks(stage_card(channel, 1), "Detection, scope, axis")
        given = {"Which slice?": "German labels", "Baseline": "0", "Incident": "12"}
        ben.fills({"Users affected": users} if users else given)
        assert ben.submits() is None
        ben.closes(everything=True)
        house.settle()

    (row,) = rows(house, Slice)
    assert (row.name, row.users_affected) == ("German labels", "about 40")


def test_an_empty_form_says_so_and_stays(house: House) -> None:
    channel = begun_in_short(house)
    ben = house.person("Ben")
    ben.clicks(stage_card(channel, 1), "Detection, scope, axis")
    assert ben.submits()
    assert ben.modal.title == "Detection, scope, axis"


def test_anyone_gets_the_long_form_and_no_answer_is_lost(any_house: House) -> None:
    house = any_house
    channel = begun_in_short(house)
    ben, chandra = house.person("Ben"), house.person("Chandra")
    chandra.joins(channel)
    for number in (1, 2, 3):
        chandra.replies(stage_card(channel, number), f"answer {number}")
        house.settle()
        if number < 3:
            go_on(house, ben, stage_card(channel, number))

    chandra.clicks(stage_card(channel, 3), "Use the long form")
    house.settle()

    (retro,) = rows(house, Retrospective)
    assert (retro.form, retro.stage) == ("long", "how_we_noticed")
    assert "Next stage" in stage_card(channel, 4, 11).buttons()
    assert stage_card(channel, 6, 11).buttons() == []
    decision = rows(house, Decision)[-1]
    assert (decision.kind, decision.by) == ("went_long", chandra.id)
    assert [each.text for each in rows(house, StageAnswer)] == ["answer 1", "answer 2", "answer 3"]
    for number in range(4, 11):
        go_on(house, ben, stage_card(channel, number, 11))
    assert ELEVEN[10] in stage_card(channel, 11, 11).visible_text()
    assert "Chandra" in stage_card(channel, 6, 11).visible_text()


def test_the_second_who_asks_for_the_long_form_is_told(house: House) -> None:
    channel = begun_in_short(house)
    ben, ana = house.person("Ben"), house.person("Ana")
    first = stage_card(channel, 1)
    ben.clicks(first, "Use the long form")
    ana.clicks(first, "Use the long form")
    house.settle()
    assert house.slack.awaits(lambda: bool(told(ana, channel)))
    assert [each.kind for each in rows(house, Decision)].count("went_long") == 1
