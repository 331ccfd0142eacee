"""Who was put out of a private incident's channel hears and does nothing of it any more."""

from typing import Any

import pytest

from storage.tables import StageAnswer
from tests.stories.conftest import House, newest_incident_channel
from tests.stories.items import MONDAY, fill_item, new_item
from tests.stories.retro_steps import card, go_on, rows, walk_to
from tests.stories.seen import said_in


@pytest.fixture
def secret(house: House) -> Any:
    """The channel of a private incident whose retrospective Ben facilitates for Ana."""
    house.turn_to(MONDAY)
    ana = house.person("Ana")
    ana.command("/incident declare")
    ana.fills({"What is going wrong?": "Customer data leaked", "Keep it private": ["private"]})
    assert ana.submits() is None
    house.settle()
    channel = newest_incident_channel(house.slack)
    for name in ("Ben", "Chandra"):
        ana.invites(name, channel)
        house.person(name).types("I see it too", channel=channel)
    ana.command("/incident resolve Access withdrawn", channel=channel)
    ana.command("/incident retro", channel=channel)
    ana.fills({"Who facilitates?": "Ben"})
    assert ana.submits() is None
    ana.closes(everything=True)
    house.settle()
    return channel


def out(house: House, name: str, channel: Any) -> int:
    """Somebody leaves the channel; how many direct messages they have by then."""
    person = house.person(name)
    person.leaves(channel)
    house.settle()
    return len(person.direct_messages())


@pytest.mark.parametrize(
    ("button", "field"),
    [("Answer", "Your answer"), ("Answer anonymously", "Your answer")],
)
def test_a_form_that_was_open_is_not_taken_any_more(
    house: House, secret: Any, button: str, field: str
) -> None:
    chandra = house.person("Chandra")
    chandra.clicks(card(secret, 1), button)
    out(house, "Chandra", secret)
    chandra.fills({field: "Said from outside"})
    errors = chandra.submits()
    house.settle()
    assert "I know no INC-1" in str(errors)
    assert "Said from outside" not in said_in(secret)
    assert rows(house, StageAnswer) == []


def test_nor_is_a_move_of_the_facilitator(house: House, secret: Any) -> None:
    ben = house.person("Ben")
    ben.clicks(card(secret, 1), "Skip with a reason")
    out(house, "Ben", secret)
    ben.fills({"reason": "we know them by heart"})
    assert "I know no INC-1" in str(ben.submits())


def test_nor_is_a_new_item(house: House, secret: Any) -> None:
    chandra = house.person("Chandra")
    chandra.command("/incident action", channel=secret)
    out(house, "Chandra", secret)
    assert "I know no INC-1" in str(fill_item(house, chandra, owner="Ana"))


def test_the_former_facilitator_is_not_told_who_took_over(house: House, secret: Any) -> None:
    heard = out(house, "Ben", secret)
    house.person("Ana").clicks(card(secret, 1), "Take over")
    house.settle()
    assert len(house.person("Ben").direct_messages()) == heard


def test_who_took_part_is_not_asked_about_it_afterwards(house: House, secret: Any) -> None:
    house.person("Chandra").replies(card(secret, 1), "I agree to the rule")
    house.settle()
    walk_to(house, secret, 11)
    heard = out(house, "Chandra", secret)
    go_on(house, house.person("Ben"), card(secret, 11), "Close the retro")
    house.tick()
    house.turn(hours=20)
    assert len(house.person("Chandra").direct_messages()) == heard
    assert any(
        "Answer three questions" in each.buttons() for each in house.person("Ana").direct_messages()
    )


def home_shown_to(house: House, name: str) -> str:
    """App Home as somebody has it before their eyes, without opening it again."""
    person = house.person(name)
    return next(
        str(call.args["view"])
        for call in reversed(house.slack.calls_of("views.publish"))
        if call.args["user_id"] == person.id
    )


def test_it_leaves_the_app_home_of_who_was_put_out(house: House, secret: Any) -> None:
    new_item(house, house.person("Ana"), secret, owner="Chandra")
    house.person("Chandra").opens_home()
    house.settle()
    assert "INC-1/1" in home_shown_to(house, "Chandra")
    out(house, "Chandra", secret)
    assert "INC-1" not in home_shown_to(house, "Chandra")


def test_so_does_it_when_nobody_told_us_that_they_are_out(house: House, secret: Any) -> None:
    new_item(house, house.person("Ana"), secret, owner="Chandra")
    house.howbot.connection.close()
    house.person("Chandra").leaves(secret)
    house.restart()
    assert "INC-1" not in home_shown_to(house, "Chandra")


def test_a_lead_is_not_asked_about_items_of_what_was_cancelled(house: House) -> None:
    house.turn_to(MONDAY)
    ana, ben = house.person("Ana"), house.person("Ben")
    ana.command("/incident declare")
    ana.fills({"What is going wrong?": "Customer data leaked", "Keep it private": ["private"]})
    assert ana.submits() is None
    house.settle()
    channel = newest_incident_channel(house.slack)
    ana.invites("Ben", channel)
    house.settle()
    assert new_item(house, ben, channel) is None
    ben.closes(everything=True)
    heard = out(house, "Ana", channel)
    ben.command("/incident cancel It was a test account", channel=channel)
    house.settle()
    assert len(ana.direct_messages()) == heard
    assert any("Customer data leaked" in each.visible_text() for each in ben.direct_messages())
