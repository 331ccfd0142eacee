"""Each person is asked about what they wrote or did themselves, once, and may answer in a form."""

from typing import Any

from storage.tables import OwnQuestion, StageAnswer
from tests.stories.conftest import House
from tests.stories.items import MONDAY
from tests.stories.retro_steps import begun, card, go_on, resolved, rows, walk_to
from tests.stories.seen import said_in


def asked(person: Any) -> list[Any]:
    """The messages with a person's own questions."""
    said = person.direct_messages()
    return [each for each in said if "from where you stood" in each.visible_text()]


def with_a_story(house: House) -> Any:
    """An incident in which Ben wrote a good deal, some of it marked; its retrospective began."""
    channel, ben = resolved(house), house.person("Ben")
    for text in (
        "the judge scores dropped at once",
        "the traces show another model id",
        "I rolled the prompt back to v12",
        "the dashboards look green again to me",
    ):
        ben.types(text, channel=channel)
    house.settle()
    messages = {each.text: each for each in channel.messages}
    rolled_back = messages["I rolled the prompt back to v12"]
    ben.reacts(rolled_back, "pushpin")
    ben.reacts(rolled_back, "key")
    house.settle()
    ana = house.person("Ana")
    ana.command("/incident retro", channel=channel)
    ana.fills({"Who facilitates?": "Chandra"})
    assert ana.submits() is None
    ana.closes(everything=True)
    house.settle()
    return channel


def test_three_questions_about_ones_own_the_key_moment_first_of_all(any_house: House) -> None:
    house = any_house
    channel, ben = with_a_story(house), house.person("Ben")
    walk_to(house, channel, 3, facilitator="Chandra")

    [message] = asked(ben)
    text = message.visible_text()
    assert "“I rolled the prompt back to v12”" in text
    assert "What did you see then, and what did you expect to come next?" in text
    assert message.buttons().count("Answer") == 3
    assert len([each for each in rows(house, OwnQuestion) if each.user_id == ben.id]) == 3


def test_an_answer_lands_in_stage_three_with_what_it_is_about(house: House) -> None:
    channel, ben = with_a_story(house), house.person("Ben")
    walk_to(house, channel, 3, facilitator="Chandra")
    first = next(each for each in rows(house, OwnQuestion) if each.user_id == ben.id)
    ben.clicks(asked(ben)[0], "Answer", value=f"{first.retro_id}:{first.id}")
    assert ben.modal.title == "Your answer"
    shown = ben.modal.text()
    assert "What " in shown or "Which " in shown

    ben.fills({"Your answer": "the graph had a step at ten"})
    assert ben.submits() is None
    house.settle()

    stored = rows(house, StageAnswer)[-1]
    assert (stored.stage, stored.author) == ("what_happened", ben.id)
    assert stored.about == f"own:{first.id}"
    said = said_in(channel)
    assert "the graph had a step at ten" in said
    assert "About " in said


def test_it_is_asked_once_whatever_is_pressed_and_however_often_the_bot_restarts(
    house: House,
) -> None:
    channel = with_a_story(house)
    ben, chandra = house.person("Ben"), house.person("Chandra")
    walk_to(house, channel, 3, facilitator="Chandra")
    house.restart()
    chandra.clicks(card(channel, 3), "Back")
    house.settle()
    go_on(house, chandra, card(channel, 2))
    house.restart()
    house.turn(days=2)

    assert len(asked(ben)) == 1
    assert len([each for each in rows(house, OwnQuestion) if each.user_id == ben.id]) == 3


def test_nobody_is_asked_about_a_message_that_is_gone(house: House) -> None:
    channel, ben = with_a_story(house), house.person("Ben")
    gone = next(each for each in channel.messages if each.text.startswith("the judge scores"))
    ben.deletes(gone)
    house.settle()
    walk_to(house, channel, 3, facilitator="Chandra")

    assert "the judge scores dropped" not in asked(ben)[0].visible_text()


def test_over_several_days_the_questions_are_part_of_the_rounds_message(house: House) -> None:
    house.turn_to(MONDAY)
    channel, ben = with_a_story(house), house.person("Ben")
    house.person("Chandra").command("/incident retro days", channel=channel)
    house.settle()
    go_on(house, house.person("Chandra"), card(channel, 1), "Open the next round")
    house.tick()

    assert asked(ben) == []
    waits = [each for each in ben.direct_messages() if "round 2 of 4" in each.visible_text()]
    assert len(waits) == 1
    assert "“I rolled the prompt back to v12”" in waits[0].visible_text()
    first = next(each for each in rows(house, OwnQuestion) if each.user_id == ben.id)
    ben.clicks(waits[0], "Answer", value=f"{first.retro_id}:{first.id}")
    assert ben.modal.title == "Your answer"


def test_prompts_come_with_the_markers_there_are_and_the_axes_that_are_named(
    house: House,
) -> None:
    channel, ben = with_a_story(house), house.person("Ben")
    walk_to(house, channel, 3, facilitator="Chandra")
    thread = "\n".join(
        each.visible_text() for each in channel.messages if each.thread_ts == card(channel, 3).ts
    )
    assert "To ask about *key moment*" in thread
    assert "To ask about *detection*" not in thread

    on = walk_to(house, channel, 7, facilitator="Chandra")
    for axis in ("Judge", "Judge", "Model"):
        ben.clicks(card(channel, 7), "Which axis moved?")
        ben.fills({"Axis": axis, "How sure are we?": "Medium"})
        ben.submits()
        ben.closes(everything=True)
        house.settle()
    said = [each.visible_text() for each in channel.messages if each.thread_ts == on.ts]
    assert sum("To ask about *judge*" in text for text in said) == 1
    assert sum("To ask about *model*" in text for text in said) == 1


def test_who_wrote_nothing_is_asked_nothing(house: House) -> None:
    channel = begun(house)
    walk_to(house, channel, 3)
    assert "from where you stood" not in "".join(
        each.visible_text() for each in house.person("Daiki").direct_messages()
    )
