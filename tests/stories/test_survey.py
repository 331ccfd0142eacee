"""After a retrospective everyone is asked about it once, and nobody's answer can be told."""

from typing import Any

from storage.tables import Inbox, Outbox, SurveyAsked, SurveyTally
from tests.stories.conftest import House
from tests.stories.items import MONDAY
from tests.stories.retro_steps import begun, card, go_on, rows, walk_to
from tests.stories.seen import read, read_form, said_in, whispered

LEARNED, AGAIN, SAFE = (
    "Did you learn something that changes your work?",
    "Would you come again?",
    "How safe was it to speak?",
)


def closed(house: House) -> Any:
    """The channel of an incident whose retrospective three people held on a Monday."""
    house.turn_to(MONDAY)
    channel = begun(house)
    walk_to(house, channel, 11)
    go_on(house, house.person("Ben"), card(channel, 11), "Close the retro")
    house.tick()
    house.turn(hours=20)
    return channel


def asked(person: Any) -> list[Any]:
    """The DMs with the three questions."""
    return [m for m in person.direct_messages() if "Answer three questions" in m.buttons()]


def answers(house: House, name: str, *, safe: str = "4") -> None:
    """Somebody answers all three."""
    person = house.person(name)
    person.clicks(asked(person)[-1], "Answer three questions")
    person.fills({LEARNED: "yes", AGAIN: "no", SAFE: safe})
    assert person.submits() is None
    assert "It is counted" in read_form(person)
    person.closes(everything=True)


def test_everyone_who_took_part_is_asked_once(any_house: House) -> None:
    house = any_house
    closed(house)
    house.restart()
    house.tick()
    for name in ("Ana", "Ben", "Chandra"):
        assert len(asked(house.person(name))) == 1
    assert asked(house.person("Daiki")) == []


def test_answers_are_counts_and_nothing_tells_whose(any_house: House) -> None:
    house = any_house
    closed(house)
    for name, safe in (("Chandra", "2"), ("Ana", "5"), ("Ben", "5")):
        answers(house, name, safe=safe)

    with house.howbot.runtime.database.reading() as session:
        (tally,) = session.query(SurveyTally).all()
        people = session.query(SurveyAsked).all()
    assert (tally.answers, tally.learned, tally.again) == (3, 3, 0)
    assert (tally.safe_2, tally.safe_5) == (1, 2)
    assert all(person.answered for person in people)
    columns = {column.name for column in SurveyTally.__table__.columns}
    assert not columns & {"user_id", "author", "by", "at", "id"}
    ids = {house.person(name).id for name in ("Ana", "Ben", "Chandra")}
    kept = [str(row.model_dump()) for row in rows(house, Inbox)]
    counted = [text for text in kept if "It is counted" in text]
    assert counted
    assert not [text for text in counted if any(user in text for user in ids)]


def test_nobody_answers_twice(house: House) -> None:
    closed(house)
    answers(house, "Ana")
    ana = house.person("Ana")
    message = asked(ana)[-1]
    ana.clicks(message, "Answer three questions")
    place = house.slack.workspace.channels[message.channel_id]
    assert "answered about the retrospective of INC-1 already" in whispered(house, ana, place)
    assert ana.modal is None


def test_a_question_left_out_is_told_and_nothing_is_counted(house: House) -> None:
    closed(house)
    ana = house.person("Ana")
    ana.clicks(asked(ana)[-1], "Answer three questions")
    ana.fills({LEARNED: "yes"})
    assert ana.submits()
    with house.howbot.runtime.database.reading() as session:
        assert session.query(SurveyTally).one().answers == 0


def test_what_is_said_over_time_waits_for_five_answers(house: House) -> None:
    closed(house)
    for name in ("Ana", "Ben", "Chandra"):
        answers(house, name)
    house.turn(days=8)
    shown = house.person("Daiki").command("/incident survey", channel="general")
    assert "nothing to show yet" in read(shown)

    with house.howbot.runtime.transaction() as unit:
        tally = unit.session.query(SurveyTally).one()
        tally.answers, tally.learned, tally.safe_4 = 5, 4, 5
    text = read(house.person("Daiki").command("/incident survey", channel="general"))
    assert "n = 5" in text
    assert "4 of 5" in text
    assert "median 4" in text


def test_after_a_week_no_answer_is_taken(house: House) -> None:
    closed(house)
    ana = house.person("Ana")
    message = asked(ana)[-1]
    house.turn(days=8)
    ana.clicks(message, "Answer three questions")
    place = house.slack.workspace.channels[message.channel_id]
    assert "is over, so nothing was counted" in whispered(house, ana, place)


def test_the_channel_hears_nothing_of_the_survey(house: House) -> None:
    channel = closed(house)
    answers(house, "Ana")
    house.settle()
    assert "three questions" not in said_in(channel).lower()
    assert not [row for row in rows(house, Outbox) if row.state == "failed"]
