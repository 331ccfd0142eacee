"""After the reveal: what belongs together is put together, and three dots each say what matters."""

from typing import Any

from storage.tables import Retrospective
from tests.stories.answering import (
    answers,
    answers_anonymously,
    board,
    gives,
    hide_from_the_start,
    read,
    stored,
)
from tests.stories.conftest import House
from tests.stories.retro_steps import begun, card, go_on, rows, told
from tests.stories.seen import said_in


def revealed(house: House) -> Any:
    """A channel where three answers were revealed: two of Chandra, one of nobody's."""
    hide_from_the_start(house)
    channel, ben = begun(house), house.person("Ben")
    answers(house, "Chandra", card(channel, 1), "the gate was off")
    answers(house, "Ana", card(channel, 1), "nobody owned the judge")
    answers_anonymously(house, "Ben", card(channel, 1), "the gate had been off for weeks")
    ben.replies(card(channel, 1), "here we go")
    house.settle()
    ben.clicks(card(channel, 1), "Reveal")
    house.settle()
    return channel


def label_of(house: House, text: str) -> str:
    """A group as the menus name it."""
    for row in rows_on_board(house):
        if row[1] == text:
            return f"{row[0]} · {text}"
    raise AssertionError(text)


def rows_on_board(house: House) -> list[tuple[int, str]]:
    """Each answer's number and words, as the board shows them."""
    shown = read(board(house.person("Ben"), card(the_channel(house), 1)))
    found = [line.split("*  ") for line in shown.splitlines() if "*  " in line]
    return [(int(head.rpartition("*")[2]), words) for head, words in found]


def the_channel(house: House) -> Any:
    """The channel of the only incident."""
    return next(
        each for each in house.slack.workspace.channels.values() if each.name.startswith("inc-")
    )


def merges(house: House, name: str, text: str, into: str) -> Any:
    """Somebody puts an answer with another one; what the form said."""
    person = house.person(name)
    on, label = board(person, card(the_channel(house), 1)), label_of(house, into)
    number = label_of(house, text).split(" ")[0]
    retro = rows(house, Retrospective)[0].id
    person.clicks(on, "Merge with…", value=f"{retro}:ground_rules:{number}")
    person.fills({"Says the same as": label})
    said = person.submits()
    house.settle()
    return said


def test_a_group_keeps_the_words_of_its_first_answer_and_votes_stay_hidden(
    any_house: House,
) -> None:
    house, ben = any_house, any_house.person("Ben")
    channel = revealed(house)
    assert merges(house, "Ana", "the gate had been off for weeks", "the gate was off") is None
    shown = read(board(ben, card(channel, 1)))
    assert "_with " in shown
    assert "the gate had been off for weeks" not in shown

    gate = f"{label_of(house, 'the gate was off')}".replace(" · ", " +1 · ")
    judge = label_of(house, "nobody owned the judge")
    on = board(ben, card(channel, 1))
    gives(house, "Chandra", on, gate, gate, judge)
    gives(house, "Ana", on, judge)
    gives(house, "Ana", on, gate)
    assert "2 people have so far" in read(card(channel, 1))
    assert ":large_blue_circle:" not in said_in(channel)
    assert len(stored(house)["dot_vote"]) == 2

    ben.clicks(card(channel, 1), "Count the votes")
    house.settle()

    counted = read(board(ben, card(channel, 1)))
    assert ":large_blue_circle:" * 3 + " *" in counted
    assert counted.index("the gate was off") < counted.index("nobody owned the judge")
    assert "2 people gave their dots" in counted
    assert stored(house)["dot_vote"] == [], "who gave which is forgotten"
    assert "Count the votes" not in card(channel, 1).buttons()
    assert "Merge with…" not in board(ben, card(channel, 1)).buttons()


def test_back_after_a_vote_and_next_again_keeps_the_count(house: House) -> None:
    channel, ben = revealed(house), house.person("Ben")
    go_on(house, ben, card(channel, 1))
    ben.clicks(card(channel, 2), "Back")
    house.settle()
    gives(house, "Ana", board(ben, card(channel, 1)), label_of(house, "the gate was off"))
    go_on(house, ben, card(channel, 1))
    counted = read(board(ben, card(channel, 1)))
    assert "1 person gave their dots" in counted, "leaving counts them"
    assert stored(house)["dot_vote"] == []

    ben.clicks(card(channel, 2), "Back")
    house.settle()
    go_on(house, ben, card(channel, 1))

    assert read(board(ben, card(channel, 1))) == counted


def test_nobody_counts_before_there_is_a_vote(house: House) -> None:
    channel, ben = revealed(house), house.person("Ben")
    ben.clicks(card(channel, 1), "Count the votes")

    assert house.slack.awaits(lambda: "Nobody has given any dots" in told(ben, channel))


def test_who_looks_on_neither_groups_nor_votes(house: House) -> None:
    channel = revealed(house)
    dana = house.slack.add_person("Dana Weiss")
    dana.joins(channel)
    dana.clicks(board(dana, card(channel, 1)), "Give your dots")

    assert house.slack.awaits(lambda: "for those who take part" in told(dana, channel))
    assert dana.modal is None


def test_a_reply_that_was_taken_back_is_gone_from_the_board(house: House) -> None:
    channel, ben = revealed(house), house.person("Ben")
    reply = next(each for each in ben.thread(card(channel, 1)) if read(each) == "here we go")
    ben.deletes(reply)
    house.settle()

    assert "here we go" not in read(board(ben, card(channel, 1)))
    assert "3 answers" in read(board(ben, card(channel, 1)))


# --- accounts that differ -----------------------------------------------------------------------


def test_what_is_remembered_differently_stands_beside_and_is_never_merged(house: House) -> None:
    channel, ben = revealed(house), house.person("Ben")
    answers(
        house, "Chandra", card(channel, 1), "I had heard of it", differs="nobody owned the judge"
    )

    assert "Remembered differently than Ana Lindqvist, “nobody owned the judge”" in said_in(channel)
    errors = merges(house, "Ben", "I had heard of it", "nobody owned the judge")
    assert "stand side by side" in str(errors)
    ben.closes(everything=True)


# --- said in the room ---------------------------------------------------------------------------


def writes_down(house: House, channel: Any, text: str, speaker: str = "") -> None:
    """Ben, who facilitates, writes down what was said."""
    ben = house.person("Ben")
    ben.clicks(card(channel, 1), "Said in the room")
    ben.fills({"What was said": text} | ({"Who said it?": speaker} if speaker else {}))
    assert ben.submits() is None
    house.settle()


def test_what_was_said_in_the_room_has_no_name_until_its_speaker_agrees(any_house: House) -> None:
    house, chandra = any_house, any_house.person("Chandra")
    channel = begun(house)
    writes_down(house, channel, "we never test on Fridays", speaker="Chandra")
    assert "Said in the room: we never test on Fridays" in said_in(channel)
    assert "Chandra Rao:" not in said_in(channel)
    asked = chandra.direct_messages()[-1]

    chandra.clicks(asked, "That's right")
    house.settle()
    assert "Chandra Rao: we never test on Fridays" in said_in(channel)
    assert "Answered* 1 of 3 (@Chandra Rao)" in read(card(channel, 1))

    chandra.clicks(asked, "Leave my name out")
    house.settle()
    assert "Chandra Rao:" not in said_in(channel)
    assert said_in(channel).count("we never test on Fridays") == 1
    assert not [row for row in stored(house)["room_word"] if chandra.id in row]


def test_only_the_facilitator_writes_down_what_was_said(house: House) -> None:
    channel, chandra = begun(house), house.person("Chandra")
    chandra.clicks(card(channel, 1), "Said in the room")

    assert house.slack.awaits(lambda: "facilitates" in told(chandra, channel))
    assert chandra.modal is None
