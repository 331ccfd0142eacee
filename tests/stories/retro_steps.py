"""How a story comes to a stage of a retrospective."""

from typing import Any

from sqlalchemy import select

from tests.stories.conftest import House

ELEVEN = (
    "Ground rules",
    "What we promised before",
    "What happened",
    "How we noticed",
    "Who and what it touched",
    "How it came about",
    "Which axis moved",
    "What helped",
    "What will stop it next time",
    "Action items",
    "What others can use",
)


def resolved(house: House, title: str = "Judge scores moved overnight") -> Any:
    """The channel of an incident that Ana leads and that works again; Ben and Chandra spoke."""
    channel = house.declare(title)
    for name in ("Ben", "Chandra"):
        house.person(name).joins(channel)
        house.person(name).types("I see it too", channel=channel)
    ana = house.person("Ana")
    ana.command("/incident resolve Rolled the judge back", channel=channel)
    house.settle()
    if ana.modal is not None:
        ana.fills({"What brought it back?": "Rolled the judge back"})
        ana.submits()
        ana.closes(everything=True)
    house.settle()
    return channel


def begun(house: House, facilitator: str = "Ben") -> Any:
    """The channel of an incident whose retrospective has begun."""
    channel = resolved(house)
    ana = house.person("Ana")
    ana.command("/incident retro", channel=channel)
    ana.fills({"Who facilitates?": facilitator})
    assert ana.submits() is None
    ana.closes(everything=True)
    house.settle()
    return channel


def cards(channel: Any) -> list[Any]:
    """The stage cards in the order in which they were posted."""
    return [each for each in channel.messages if " of 11 · " in each.visible_text()]


def card(channel: Any, stage: int) -> Any:
    """The card of one stage."""
    return next(each for each in cards(channel) if f"{stage} of 11 · " in each.visible_text())


def walk_to(house: House, channel: Any, stage: int, facilitator: str = "Ben") -> Any:
    """Go on to a stage, with a reason wherever something is missing; its card."""
    person = house.person(facilitator)
    for number in range(len(cards(channel)), stage):
        go_on(house, person, card(channel, number))
    return card(channel, stage)


def go_on(house: House, person: Any, on: Any, button: str = "Next stage") -> None:
    """Press *Next stage*, and give a reason if one is asked."""
    person.clicks(on, button)
    if person.modal is not None:
        person.fills({"How is it fine to go on without it?": "we know enough"})
        assert person.submits() is None
    house.settle()


def rows(house: House, table: Any) -> list[Any]:
    """What is stored of one kind."""
    with house.howbot.runtime.database.reading() as session:
        return list(session.execute(select(table).order_by(table.id)).scalars())


def told(person: Any, channel: Any) -> str:
    """What was last said to one person alone, in a channel."""
    own = [each for each in person.sees(channel) if each.seen_by == person.id]
    return str(own[-1].visible_text()) if own else ""


def whisper(person: Any, channel: Any) -> Any:
    """The message that was last shown to one person alone."""
    return [each for each in person.sees(channel) if each.seen_by == person.id][-1]
