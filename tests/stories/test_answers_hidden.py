"""Where a stage hides answers, nobody sees what others wrote until all of it is revealed."""

from typing import Any

import pytest

from bot.export import content
from storage.tables import Retrospective
from tests.stories.answering import (
    answers,
    answers_anonymously,
    board,
    hide_from_the_start,
    places_of,
    read,
    stored,
)
from tests.stories.conftest import House, newest_incident_channel
from tests.stories.retro_steps import begun, card, go_on, rows, told, walk_to, whisper
from tests.stories.seen import direct_messages, said_in


def document(house: House) -> str:
    """The document as it would be exported now."""
    return content(house.settings, "INC-1", form="markdown").decode()


def test_what_is_hidden_stands_nowhere_but_in_the_record_until_it_is_revealed(
    any_house: House, capfd: pytest.CaptureFixture[str]
) -> None:
    house = any_house
    hide_from_the_start(house)
    channel, ben = begun(house), house.person("Ben")
    answers(house, "Chandra", card(channel, 1), "the prompt store has no owner")
    answers_anonymously(house, "Ana", card(channel, 1), "we were all asleep")
    ben.replies(card(channel, 1), "nobody looked at the judge")
    house.settle()

    shown = read(card(channel, 1))
    assert "2 answers wait" in shown
    assert "Answered* 3 of 3 ·" in shown, "a count, nobody's name"
    assert "has no owner" not in said_in(channel)
    assert "all asleep" not in said_in(channel)
    assert places_of(house, "has no owner") == {"stage_answer"}
    assert places_of(house, "all asleep") == {"anonymous_answer"}
    text = document(house)
    assert "has no owner" not in text
    assert "all asleep" not in text
    assert "nobody looked at the judge" in text, "a reply is open at once"

    ben.clicks(card(channel, 1), "Reveal")
    house.settle()

    thread = [read(each) for each in ben.thread(card(channel, 1))]
    [revealed] = [each for each in thread if "the answers*" in each]
    assert "*Chandra Rao*: the prompt store has no owner" in revealed
    assert "*Someone, without a name*: we were all asleep" in revealed
    assert "1 more stands in this thread already" in revealed
    assert "3 answers" in read(board(ben, card(channel, 1)))
    assert "Reveal" not in card(channel, 1).buttons()
    text = document(house)
    assert "has no owner" in text
    assert "**Without a name**" in text
    assert "all asleep" not in capfd.readouterr().out


def test_two_who_press_reveal_at_once_reveal_once(house: House) -> None:
    hide_from_the_start(house)
    channel, ben = begun(house), house.person("Ben")
    answers(house, "Chandra", card(channel, 1), "one thing")
    old = card(channel, 1)
    ben.clicks(old, "Reveal")
    ben.clicks(old, "Reveal")
    house.settle()

    assert house.slack.awaits(lambda: "older than the retrospective" in told(ben, channel))
    assert said_in(channel).count("Chandra Rao: one thing") == 1


def test_somebody_else_is_told_who_facilitates_and_may_take_over(house: House) -> None:
    hide_from_the_start(house)
    channel, chandra = begun(house), house.person("Chandra")
    answers(house, "Ana", card(channel, 1), "one thing")
    chandra.clicks(card(channel, 1), "Reveal")
    assert house.slack.awaits(lambda: "facilitates" in told(chandra, channel))
    assert "one thing" not in said_in(channel)

    chandra.replies(card(channel, 1), "I take part")
    house.settle()
    chandra.clicks(whisper(chandra, channel), "Take over")
    house.settle()
    chandra.clicks(card(channel, 1), "Reveal")
    house.settle()

    assert "Ana Lindqvist: one thing" in said_in(channel)


def test_nothing_is_revealed_before_anybody_answered(house: House) -> None:
    hide_from_the_start(house)
    channel, ben = begun(house), house.person("Ben")
    ben.clicks(card(channel, 1), "Reveal")

    assert house.slack.awaits(lambda: "Nobody has answered yet" in told(ben, channel))
    assert "Reveal" in card(channel, 1).buttons()


def test_going_on_loses_nothing_that_was_hidden(house: House) -> None:
    hide_from_the_start(house)
    channel, ben = begun(house), house.person("Ben")
    answers(house, "Chandra", card(channel, 1), "said in time")
    ana = house.person("Ana")
    ana.clicks(card(channel, 1), "Answer")
    go_on(house, ben, card(channel, 1))

    assert "Chandra Rao: said in time" in said_in(channel)
    ana.fills({"Your answer": "said after that"})
    ana.submits()
    house.settle()
    assert "Ana Lindqvist: said after that" in said_in(channel), "late, and open at once"


def test_going_back_keeps_what_is_hidden_hidden(house: House) -> None:
    channel, ben = begun(house), house.person("Ben")
    walk_to(house, channel, 6)
    answers(house, "Chandra", card(channel, 6), "not yet to be seen")
    ben.clicks(card(channel, 6), "Back")
    house.settle()

    assert "not yet to be seen" not in said_in(channel)
    go_on(house, ben, card(channel, 5))
    assert "1 answer waits" in read(card(channel, 6))


def test_the_bot_restarts_while_answers_are_hidden_revealed_and_voted(house: House) -> None:
    channel, ben = begun(house), house.person("Ben")
    walk_to(house, channel, 6)
    answers(house, "Chandra", card(channel, 6), "the gate was off")
    house.restart()
    assert "1 answer waits" in read(card(channel, 6))

    ben.clicks(card(channel, 6), "Reveal")
    house.restart()
    assert said_in(channel).count("Chandra Rao: the gate was off") == 1
    _vote(ben, board(ben, card(channel, 6)))
    house.restart()
    assert "1 person has so far" in read(card(channel, 6))
    ben.clicks(card(channel, 6), "Count the votes")
    house.restart()

    assert ":large_blue_circle:" in read(board(ben, card(channel, 6)))


def _vote(person: Any, on: Any) -> None:
    person.clicks(on, "Give your dots")
    person.fills({"Dot 1": "1 · the gate was off"})
    assert person.submits() is None


def test_sixty_long_answers_to_one_stage_are_revealed_whole(house: House) -> None:
    hide_from_the_start(house)
    channel, ben = begun(house), house.person("Ben")
    for number in range(60):
        ben.clicks(card(channel, 1), "Answer")
        ben.fills({"Your answer": f"start{number}. " + "how it was <then> & there " * 100})
        assert ben.submits() is None
    house.settle()
    ben.clicks(card(channel, 1), "Reveal")
    house.settle()

    said = said_in(channel)
    assert all(f"start{number}." in said for number in range(60))
    retro = rows(house, Retrospective)[0].id
    on = board(ben, card(channel, 1))
    ben.clicks(on, "Merge with…", value=f"{retro}:ground_rules:1")
    assert "Says the same as" in ben.modal.text()
    assert len(stored(house)["board_answer"]) == 60


def test_while_the_incident_is_back_nothing_is_revealed(house: House) -> None:
    hide_from_the_start(house)
    channel, ana, ben = begun(house), house.person("Ana"), house.person("Ben")
    answers(house, "Chandra", card(channel, 1), "the prompt store has no owner")
    ana.command("/incident reopen it is back", channel=channel)
    house.settle()

    assert "Reveal" not in card(channel, 1).buttons()
    assert "the prompt store has no owner" not in said_in(channel)

    ana.command("/incident resolve", channel=channel)
    ana.fills({"What brought it back?": "Rolled back again"})
    ana.submits()
    house.settle()
    ben.clicks(card(channel, 1), "Reveal")
    house.settle()
    assert "the prompt store has no owner" in said_in(channel)


def test_what_is_revealed_of_a_private_incident_stays_in_its_channel(house: House) -> None:
    hide_from_the_start(house)
    ana = house.person("Ana")
    ana.command("/incident declare")
    ana.fills({"What is going wrong?": "Customer data leaked", "Keep it private": ["private"]})
    assert ana.submits() is None
    house.settle()
    secret = newest_incident_channel(house.slack)
    ana.invites("Ben", secret)
    ana.command("/incident resolve Access withdrawn", channel=secret)
    ana.command("/incident retro", channel=secret)
    ana.fills({"Who facilitates?": "Ben"})
    assert ana.submits() is None
    ana.closes(everything=True)
    house.settle()
    answers(house, "Ana", card(secret, 1), "the export had no second pair of eyes")
    ben = house.person("Ben")
    ben.clicks(card(secret, 1), "Reveal")
    house.settle()

    assert "the export had no second pair of eyes" in read(board(ben, card(secret, 1)))
    elsewhere = [each for each in house.slack.workspace.channels.values() if each is not secret]
    assert not any("second pair of eyes" in said_in(each) for each in elsewhere)
    chandra = house.person("Chandra")
    assert "second pair of eyes" not in direct_messages(chandra)
    assert "INC-1" not in read(chandra.command("/incident retro INC-1"))
