"""Other words are offered to their author alone, and only what the author takes is changed."""

from typing import Any

from bot.render.guard import load_guard
from storage.tables import StageAnswer, Wording
from tests.stories.conftest import House
from tests.stories.retro_steps import begun, card, rows
from tests.stories.seen import read, read_form, said_in, whispered

SHARP = "Marco broke the pricing bot yesterday."
KIND = "The pricing bot went out without a check on long inputs."


def answer_of(house: House) -> StageAnswer:
    """The one answer that is stored."""
    [answer] = rows(house, StageAnswer)
    return answer


def offers_to(person: Any, channel: Any) -> list[Any]:
    """What was offered to one person alone."""
    seen = [each for each in person.sees(channel) if each.seen_by == person.id]
    return [each for each in seen if "Only you see this" in each.visible_text()]


def told_instead(house: House, person: Any, channel: Any, words: str) -> bool:
    """Whether the offer was replaced by these words, for its person alone."""

    def seen() -> str:
        return "".join(m.visible_text() for m in person.sees(channel) if m.seen_by == person.id)

    return house.slack.awaits(lambda: words in seen()) and not offers_to(person, channel)


def test_a_reply_that_points_at_a_person_brings_its_author_other_words(any_house: House) -> None:
    house, chandra = any_house, any_house.person("Chandra")
    channel = begun(house)

    chandra.replies(card(channel, 1), SHARP)
    house.settle()

    [offer] = offers_to(chandra, channel)
    assert "Marco broke the pricing bot" in offer.visible_text()
    assert offer.thread_ts == card(channel, 1).ts
    assert not offers_to(house.person("Ben"), channel)
    assert answer_of(house).text == SHARP


def test_using_them_changes_the_review_and_leaves_the_message_alone(any_house: House) -> None:
    house, chandra = any_house, any_house.person("Chandra")
    channel = begun(house)
    said = chandra.replies(card(channel, 1), SHARP)
    house.settle()

    chandra.clicks(offers_to(chandra, channel)[0], "Use this")
    house.settle()

    [wording] = rows(house, Wording)
    assert wording.state == "used"
    assert answer_of(house).text == wording.suggestion
    assert told_instead(house, chandra, channel, f"The review now reads: {wording.suggestion}")
    assert said.text == SHARP
    house.restart()
    assert answer_of(house).text == wording.suggestion


def test_keeping_ones_words_changes_nothing(house: House) -> None:
    channel, chandra = begun(house), house.person("Chandra")
    chandra.replies(card(channel, 1), SHARP)
    house.settle()

    chandra.clicks(offers_to(chandra, channel)[0], "Keep my words")

    assert answer_of(house).text == SHARP
    assert told_instead(house, chandra, channel, "stay as they are")


def test_editing_the_message_later_is_the_answer_again(house: House) -> None:
    channel, chandra = begun(house), house.person("Chandra")
    said = chandra.replies(card(channel, 1), SHARP)
    house.settle()
    chandra.clicks(offers_to(chandra, channel)[0], "Use this")
    chandra.edits(said, KIND)

    assert answer_of(house).text == KIND


def test_words_from_the_form_are_offered_in_its_place_and_taken_into_the_thread(
    house: House,
) -> None:
    channel, chandra = begun(house), house.person("Chandra")
    chandra.clicks(card(channel, 1), "Answer")
    chandra.fills({"Your answer": SHARP})
    chandra.submits()

    assert chandra.modal.title == "Another wording?"
    assert "broke the pricing bot" in read_form(chandra)
    house.settle()
    assert SHARP in said_in(channel)
    assert chandra.submits() is None
    house.settle()

    [wording] = rows(house, Wording)
    assert answer_of(house).text == wording.suggestion
    assert wording.suggestion in said_in(channel)
    assert SHARP not in said_in(channel)


def test_closing_the_form_keeps_what_was_said(house: House) -> None:
    channel, chandra = begun(house), house.person("Chandra")
    chandra.clicks(card(channel, 1), "Answer")
    chandra.fills({"Your answer": SHARP})
    chandra.submits()
    chandra.closes()
    house.settle()

    assert answer_of(house).text == SHARP
    assert SHARP in said_in(channel)


def test_nobody_has_more_than_one_offer_in_a_stage(house: House) -> None:
    channel, chandra = begun(house), house.person("Chandra")
    for text in (SHARP, "You should have tested the prompt on long inputs."):
        chandra.replies(card(channel, 1), text)
        house.settle()

    assert len(offers_to(chandra, channel)) == 1


def test_what_is_said_outside_the_review_is_left_alone(house: House) -> None:
    channel, chandra = begun(house), house.person("Chandra")
    chandra.types(SHARP, channel=channel)
    first = chandra.types("did anyone look?", channel=channel)
    chandra.replies(first, SHARP)
    house.settle()

    assert not offers_to(chandra, channel)
    assert rows(house, Wording) == []


def test_words_of_distress_are_left_to_people(house: House) -> None:
    channel, chandra = begun(house), house.person("Chandra")
    chandra.replies(card(channel, 1), f"I can't sleep since. {SHARP}")
    house.settle()

    assert not offers_to(chandra, channel)
    assert answer_of(house).text.startswith("I can't sleep")


def test_who_asked_to_be_left_alone_is_offered_nothing(house: House) -> None:
    channel, chandra = begun(house), house.person("Chandra")
    chandra.clicks(card(channel, 1), "Pause, I need a person")
    house.settle()
    chandra.replies(card(channel, 1), SHARP)
    house.settle()

    assert not offers_to(chandra, channel)


def test_an_offer_whose_answer_was_taken_back_says_so(house: House) -> None:
    channel, chandra = begun(house), house.person("Chandra")
    said = chandra.replies(card(channel, 1), SHARP)
    house.settle()
    chandra.deletes(said)
    house.settle()

    chandra.clicks(offers_to(chandra, channel)[0], "Use this")

    assert "taken back" in whispered(house, chandra, channel, 2)


def test_a_facilitator_of_four_sees_how_many_offers_there_were_and_no_names(house: House) -> None:
    channel, ben = begun(house), house.person("Ben")
    house.person("Chandra").replies(card(channel, 1), SHARP)
    house.settle()
    assert "Another wording" not in read(ben.command("/incident retro", channel=channel))

    daiki = house.person("Daiki")
    daiki.joins(channel)
    daiki.replies(card(channel, 1), "clarity")
    house.settle()

    said = read(ben.command("/incident retro", channel=channel))
    assert "Another wording was offered privately 1 time so far" in said
    assert "Chandra" not in said
    ana = house.person("Ana")
    assert "Another wording" not in read(ana.command("/incident retro", channel=channel))


def test_where_a_person_is_needed_no_words_are_offered(house: House) -> None:
    channel, chandra = begun(house), house.person("Chandra")
    chandra.replies(card(channel, 1), f"{SHARP} I can't sleep since.")
    house.settle()

    assert offers_to(chandra, channel) == []
    assert rows(house, Wording) == []
    assert len(rows(house, StageAnswer)) == 1


def test_the_rules_are_read_when_a_review_runs_before_anybody_waits_for_them(
    house: House,
) -> None:
    load_guard.cache_clear()
    house.declare()
    house.tick()
    assert load_guard.cache_info().currsize == 0

    begun(house)
    house.tick()
    assert load_guard.cache_info().currsize == 1
