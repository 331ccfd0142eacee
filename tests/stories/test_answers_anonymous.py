"""Anonymous means that the author is stored nowhere, and that nothing is left to find them by."""

import pytest
from sqlalchemy import inspect, text

from storage.tables import AnonymousAnswer, HasAnswered, SafetyGiven
from tests.stories.answering import answers_anonymously, places_of, read, stored
from tests.stories.conftest import House
from tests.stories.retro_steps import begun, card, go_on, told
from tests.stories.seen import direct_messages, said_in

SECRET = "I was afraid to ask"


def test_no_row_and_no_log_line_holds_both_the_words_and_the_person(
    any_house: House, capfd: pytest.CaptureFixture[str]
) -> None:
    house, chandra = any_house, any_house.person("Chandra")
    channel = begun(house)
    answers_anonymously(house, "Chandra", card(channel, 1), SECRET)

    assert f"Someone, without a name: {SECRET}" in said_in(channel)
    assert places_of(house, SECRET) == {"anonymous_answer", "outbox"}
    for name, rows in stored(house).items():
        for row in rows:
            assert not (SECRET in row and chandra.id in row), name
    assert SECRET not in capfd.readouterr().out


def test_nothing_is_left_to_join_the_two_by(any_house: House) -> None:
    house = any_house
    channel = begun(house)
    for name in ("Chandra", "Ana", "Ben"):
        answers_anonymously(house, name, card(channel, 1), f"something of {len(name)} letters")

    database = house.howbot.runtime.database
    tables = inspect(database.engine)
    for table in (AnonymousAnswer, HasAnswered, SafetyGiven):
        kinds = {
            column["name"]: str(column["type"])
            for column in tables.get_columns(table.__tablename__)
        }
        assert not [each for each in kinds.values() if "TIME" in each]
        assert [name for name, kind in kinds.items() if kind == "INTEGER"] == ["retro_id"]
    with database.engine.connect() as connection:
        for name, key in (("anonymous_answer", "id"), ("has_answered", "user_id")):
            if database.is_sqlite:
                asked = text("SELECT sql FROM sqlite_master WHERE name = :name")
                words = connection.execute(asked, {"name": name}).scalar_one()
                assert "WITHOUT ROWID" in words
                continue
            asked = text(f"SELECT xmin::text, {key} FROM {name} ORDER BY ctid")
            marks, keys = zip(*connection.execute(asked).all(), strict=True)
            assert len(set(marks)) == 1, "one transaction wrote them all"
            assert list(keys) == sorted(keys)


def test_who_answered_without_a_name_counts_as_having_answered_and_agreed(house: House) -> None:
    channel = begun(house)
    answers_anonymously(house, "Chandra", card(channel, 1), SECRET)

    shown = read(card(channel, 1))
    assert "(1 of 3)" in shown
    assert "Answered* 1 of 3 ·" in shown
    assert "Chandra" not in shown


def test_among_three_the_form_says_that_a_guess_is_easy_among_four_not(house: House) -> None:
    channel, chandra = begun(house), house.person("Chandra")
    chandra.clicks(card(channel, 1), "Answer anonymously")
    assert "Only 3 people take part" in chandra.modal.text()
    assert "can't be changed or taken back" in chandra.modal.text()
    chandra.closes(everything=True)

    dana = house.slack.add_person("Dana Weiss")
    dana.joins(channel)
    dana.replies(card(channel, 1), "may I join?")
    house.settle()
    chandra.clicks(card(channel, 1), "Answer anonymously")
    assert "guess" not in chandra.modal.text()


def test_to_a_skipped_stage_it_is_taken_as_late_and_told_so(house: House) -> None:
    channel, ben, ana = begun(house), house.person("Ben"), house.person("Ana")
    ana.clicks(card(channel, 1), "Answer anonymously")
    ben.clicks(card(channel, 1), "Skip with a reason")
    ben.fills({"reason": "we know them by heart"})
    ben.submits()
    house.settle()
    house.person("Chandra").replies(card(channel, 1), "one more rule")
    ana.fills({"Your answer": SECRET})
    ana.submits()
    house.settle()

    assert "was skipped. Your answer stands in its thread all the same" in ana.modal.text()
    assert "Late* @Chandra Rao, 1 without a name" in read(card(channel, 1))
    assert "Late: the group had moved on." in said_in(channel)


# --- the safety check ---------------------------------------------------------------------------


def _feels(house: House, name: str, channel: object, value: int) -> None:
    words = {5: "5: I can say anything here", 3: "3: Some things", 2: "2: I would rather hold back"}
    house.person(name).selects(card(channel, 1), "1 to 5", words[value])
    house.settle()


def test_below_four_answers_the_safety_check_shows_nothing_then_someone(any_house: House) -> None:
    house, ben = any_house, any_house.person("Ben")
    channel, dana = begun(house), house.slack.add_person("Dana Weiss")
    dana.joins(channel)
    for name in ("Ana", "Ben", "Chandra"):
        _feels(house, name, channel, 2)
    assert "3 given so far." in read(card(channel, 1))
    assert "someone" not in direct_messages(ben)
    assert "in writing only" not in said_in(channel)

    _feels(house, "Dana", channel, 5)

    assert "4 given so far, below 3 on average" in read(card(channel, 1))
    assert direct_messages(ben).count("someone gave a 1 or a 2") == 1
    assert "we answer in writing only" in said_in(channel)
    assert "[0, 3, 0, 0, 1]" in str(stored(house)["safety_tally"])


def test_each_gives_one_and_nobody_finds_out_which(house: House) -> None:
    channel, chandra = begun(house), house.person("Chandra")
    _feels(house, "Chandra", channel, 2)
    _feels(house, "Chandra", channel, 5)

    assert house.slack.awaits(lambda: "taken part in the safety check" in told(chandra, channel))
    assert "1 given so far." in read(card(channel, 1))
    given = stored(house)["safety_given"]
    assert len(given) == 1
    go_on(house, house.person("Ben"), card(channel, 1))
    assert "How safe" not in read(card(channel, 1))
