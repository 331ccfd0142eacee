"""How people in the stories add action items and close them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from rehearsal import plain
from tests.stories.conftest import House

LINK = "https://github.com/acme/shop/pull/7"
MONDAY = datetime(2031, 3, 3, 14, 0, tzinfo=UTC)
"""A Monday, 09:00 in New York, where Ben lives; a week before the clocks change there."""


def on_monday(house: House) -> Any:
    """An incident's channel, early in a week."""
    house.turn_to(MONDAY)
    return house.declare()


def in_days(house: House, days: int) -> date:
    """A day so many days ahead by the rules' clock."""
    return (house.rules.now() + timedelta(days=days)).date()


def new_item(house: House, by: Any, channel: Any, **changes: Any) -> dict[str, str] | None:
    """Somebody fills *New action item* and sends it; what is amiss, if anything."""
    by.command("/incident action", channel=channel)
    return fill_item(house, by, **changes)


def fill_item(house: House, by: Any, **changes: Any) -> dict[str, str] | None:
    """The same, with the form open already. `changes` by field, `title`, `owner`, `due_on` …"""
    assert by.modal.title == "New action item"
    fields = {
        "title": "Add the 12 failing cart prompts to the regression suite",
        "owner": "Ben",
        "due_on": in_days(house, 14),
        "criterion": "The suite is red on the old prompt, green on the new",
        "kind": "Eval set",
        "impact": "Medium",
        "effort": "Medium",
    }
    by.fills(fields | changes)
    errors: dict[str, str] | None = by.submits()
    house.settle()
    return errors


def close(house: House, by: Any, which: str, channel: Any = "general", link: str = LINK) -> Any:
    """Somebody types `done` and sends the proof; what is amiss, if anything."""
    by.command(f"/incident done {which}", channel=channel)
    assert by.modal.title == "Close with proof"
    by.fills({"Link": link})
    errors = by.submits()
    house.settle()
    return errors


def shown(view: Any) -> str:
    """What a modal or App Home shows, in words."""
    return str(plain.of_blocks(view.blocks)).replace("*", "")


def reminders_of(person: Any) -> list[Any]:
    """The reminders somebody got, the one on assignment among them."""
    first_words = ("How is it going with", "New for you.")
    return [
        each for each in person.direct_messages() if each.visible_text().startswith(first_words)
    ]
