"""How people answer in a story, and everything that is stored or was said of it."""

from dataclasses import replace
from typing import Any

from sqlmodel import SQLModel

from bot.core.stages import Stage
from tests.stories.conftest import House

YOUR_ANSWER = "Your answer"


def hide_from_the_start(house: House) -> None:
    """This team hides answers at stage 1 already."""
    stages = house.howbot.runtime.stages
    stages[Stage.ground_rules] = replace(stages[Stage.ground_rules], hides_answers=True)


def answers(house: House, name: str, on: Any, text: str, *, differs: str = "") -> None:
    """Somebody fills in *Your answer*."""
    _fills(house, name, on, text, "Answer", differs)


def answers_anonymously(house: House, name: str, on: Any, text: str) -> None:
    """Somebody fills in *Answer anonymously*."""
    _fills(house, name, on, text, "Answer anonymously", "")


def _fills(house: House, name: str, on: Any, text: str, button: str, differs: str) -> None:
    person = house.person(name)
    person.clicks(on, button)
    given = {YOUR_ANSWER: text}
    if differs:
        given["I remember it differently than …"] = differs
    person.fills(given)
    assert person.submits() is None
    if person.modal is not None:
        person.closes(everything=True)
    house.settle()


def gives(house: House, name: str, on: Any, *groups: str) -> None:
    """Somebody gives their dots, to groups as the menu names them."""
    person = house.person(name)
    person.clicks(on, "Give your dots")
    person.fills({f"Dot {number}": group for number, group in enumerate(groups, 1)})
    assert person.submits() is None
    house.settle()


def board(person: Any, on: Any) -> Any:
    """The first page of the board under a card."""
    return next(each for each in person.thread(on) if "What belongs together" in read(each))


def read(message: Any) -> str:
    """What a message says."""
    return str(message.visible_text())


def stored(house: House) -> dict[str, list[str]]:
    """Every row of every table, in words."""
    with house.howbot.runtime.database.reading() as session:
        return {
            table.name: [str(tuple(row)) for row in session.execute(table.select())]
            for table in SQLModel.metadata.sorted_tables
        }


def places_of(house: House, text: str) -> set[str]:
    """The tables in which something stands."""
    found = stored(house)
    return {name for name, rows in found.items() if any(text in row for row in rows)}
