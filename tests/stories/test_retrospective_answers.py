"""What people say in a stage is taken, wherever and whenever they say it, and stays theirs."""

from typing import Any

from storage.tables import Incident, StageAnswer
from tests.stories.conftest import House
from tests.stories.retro_steps import begun, card, cards, go_on, rows, walk_to

YOUR_ANSWER = "Your answer"


def answers(house: House) -> list[StageAnswer]:
    """What is stored, taken back or not."""
    return rows(house, StageAnswer)


def writes(person: Any, on: Any, text: str) -> None:
    """Fills in the form *Your answer*."""
    person.clicks(on, "Answer")
    assert person.modal.title == YOUR_ANSWER
    person.fills({YOUR_ANSWER: text})
    assert person.submits() is None


def test_a_reply_in_the_thread_is_an_answer_and_gets_a_tick(any_house: House) -> None:
    house, chandra = any_house, any_house.person("Chandra")
    channel = begun(house)

    said = chandra.replies(card(channel, 1), "clarity")
    house.settle()

    assert "white_check_mark" in str(said.reactions)
    [answer] = answers(house)
    assert (answer.text, answer.author, answer.late) == ("clarity", chandra.id, False)
    assert "(1 of 3)" in card(channel, 1).visible_text()


def test_an_edited_reply_is_the_answer_as_it_reads_now(house: House) -> None:
    channel, chandra = begun(house), house.person("Chandra")
    said = chandra.replies(card(channel, 1), "calrity")
    chandra.edits(said, "clarity")

    assert [answer.text for answer in answers(house)] == ["clarity"]


def test_a_deleted_reply_is_no_answer_any_more(house: House) -> None:
    channel, chandra = begun(house), house.person("Chandra")
    said = chandra.replies(card(channel, 1), "clarity")
    house.settle()
    chandra.deletes(said)
    house.settle()

    assert answers(house)[0].deleted_at is not None
    assert "Chandra" not in card(channel, 1).visible_text()


def test_a_message_elsewhere_is_no_answer(house: House) -> None:
    channel, ben = begun(house), house.person("Ben")
    first = ben.types("shall we begin?", channel=channel)
    ben.replies(first, "yes")

    assert answers(house) == []


def test_the_form_is_said_in_the_thread_in_the_writers_name(house: House) -> None:
    channel, chandra = begun(house), house.person("Chandra")
    writes(chandra, card(channel, 1), "a *bold* <!channel> & honest hour")
    house.settle()

    said = chandra.thread(card(channel, 1))[-1]
    assert "*Chandra Rao*: a *bold* <!channel> & honest hour" in said.visible_text()
    assert "<!channel>" not in str(said.blocks)
    assert len(answers(house)) == 1
    assert chandra.modal is None


def test_an_answer_that_meets_a_group_that_moved_on_is_kept_and_told_where(house: House) -> None:
    channel, chandra = begun(house), house.person("Chandra")
    chandra.clicks(card(channel, 1), "Answer")
    go_on(house, house.person("Ben"), card(channel, 1))
    chandra.fills({YOUR_ANSWER: "I was still typing"})
    chandra.submits()
    house.settle()

    assert "had moved on to What we promised before" in chandra.modal.text().replace("*", "")
    [answer] = answers(house)
    assert (answer.stage, answer.late, answer.text) == ("ground_rules", True, "I was still typing")
    assert "Late" in card(channel, 1).visible_text()
    assert "Late" in chandra.thread(card(channel, 1))[-1].visible_text()


def test_a_late_reply_is_taken_and_shown_as_late(house: House) -> None:
    channel, chandra = begun(house), house.person("Chandra")
    walk_to(house, channel, 2)
    said = chandra.replies(card(channel, 1), "one more thing")
    house.settle()

    assert "white_check_mark" in str(said.reactions)
    assert answers(house)[0].late
    assert "Late* @Chandra" in card(channel, 1).visible_text()


def test_a_reply_of_ten_thousand_characters_is_kept_whole(house: House) -> None:
    channel, chandra = begun(house), house.person("Chandra")
    long = "日本語 and words " * 700
    chandra.replies(card(channel, 1), long.strip())
    house.settle()

    assert answers(house)[0].text == long.strip()


def test_an_answer_of_emoji_alone_is_an_answer(house: House) -> None:
    channel = begun(house)
    house.person("Chandra").replies(card(channel, 1), ":thumbsup:")

    assert [answer.text for answer in answers(house)] == [":thumbsup:"]


def test_blanks_alone_are_no_answer_and_the_form_stays(house: House) -> None:
    channel, chandra = begun(house), house.person("Chandra")
    chandra.clicks(card(channel, 1), "Answer")
    chandra.fills({YOUR_ANSWER: "   "})

    assert "no words in it" in str(chandra.submits())
    assert answers(house) == []


def test_whoever_answers_takes_part(house: House) -> None:
    channel, dana = begun(house), house.slack.add_person("Dana Weiss")
    dana.joins(channel)
    dana.replies(card(channel, 1), "may I join?")
    house.settle()

    assert "(1 of 4)" in card(channel, 1).visible_text()


def test_done_without_a_word_counts_and_twice_counts_once(house: House) -> None:
    channel, chandra = begun(house), house.person("Chandra")
    for _ in range(2):
        chandra.clicks(card(channel, 1), "I'm done")
        house.settle()

    shown = card(channel, 1).visible_text()
    assert "Done* 1 of 3" in shown
    assert "(1 of 3)" in shown
    assert answers(house) == []


def test_sixty_answers_leave_the_card_within_what_slack_takes(house: House) -> None:
    channel = begun(house)
    for number in range(60):
        person = house.slack.add_person(f"Guest{number} Person")
        person.joins(channel)
        person.replies(card(channel, 1), "word " * 40)
    house.settle()

    shown = card(channel, 1)
    assert "and 40 more" in shown.visible_text()
    assert len(answers(house)) == 60
    assert len(shown.blocks) <= 50


def test_a_reply_after_the_end_is_left_alone(house: House) -> None:
    channel = begun(house)
    walk_to(house, channel, 11)
    go_on(house, house.person("Ben"), card(channel, 11), "Close the retro")
    said = house.person("Chandra").replies(card(channel, 11), "thank you")
    house.settle()

    assert answers(house) == []
    assert "white_check_mark" not in str(said.reactions)


def test_answers_are_taken_while_the_incident_is_open_again(house: House) -> None:
    channel, chandra, ben = begun(house), house.person("Chandra"), house.person("Ben")
    house.person("Ana").command("/incident reopen it is back", channel=channel)
    house.settle()
    assert "Paused" in card(channel, 1).visible_text()
    assert "Next stage" not in card(channel, 1).buttons()

    writes(chandra, card(channel, 1), "still here")
    ben.replies(card(channel, 1), "so am I")
    house.settle()

    assert len(answers(house)) == 2
    [incident] = rows(house, Incident)
    assert incident.status == "open"


def test_who_replies_before_the_bot_knows_where_its_card_stands_is_heard(any_house: House) -> None:
    house, ben, chandra = any_house, any_house.person("Ben"), any_house.person("Chandra")
    channel = begun(house)
    ben.clicks(card(channel, 1), "Skip with a reason")
    house.slack.faults.lose_answer("chat.postMessage", times=5)
    ben.fills({"reason": "agreed by word of mouth"})
    ben.submits()
    house.howbot.courier.tick()
    chandra.replies(card(channel, 2), "nothing is open")
    assert answers(house) == []

    house.slack.faults.clear()
    house.settle()

    assert [answer.text for answer in answers(house)] == ["nothing is open"]
    assert len(cards(channel)) == 2
