"""An incident gets its error category, the axis that moved first, and what a provider calls for."""

from typing import Any

from storage.tables import (
    AxisMove,
    ChosenCategory,
    Decision,
    ErrorCategory,
    FormerFinding,
    Incident,
    Remedy,
)
from tests.stories.conftest import House
from tests.stories.retro_steps import begun, card, rows, walk_to

NEW = "If none fits: what do we call it?"


def at_the_axes(house: House) -> Any:
    """A review at stage 7; its channel."""
    channel = begun(house)
    walk_to(house, channel, 7)
    return channel


def names(person: Any, channel: Any, **fields: Any) -> Any:
    """Names the category from the card; what is wrong, if anything."""
    person.clicks(card(channel, 7), "Error category")
    person.fills(fields)
    return person.submits()


def earlier(house: House, name: str, *, private: bool = False, drill: bool = False) -> None:
    """An earlier incident of a category."""
    with house.howbot.runtime.transaction() as unit:
        incident = Incident(
            team_id=unit.team_id,
            number=90 + len(rows(house, Incident)),
            title="Earlier",
            severity="S2",
            category="silent_regression",
            status="learned",
            declared_by="U0ANA",
            lead="U0ANA",
            declared_at=unit.now,
            private=private,
            drill=drill,
        )
        category = ErrorCategory(
            team_id=unit.team_id,
            name=name,
            folded=name.casefold().replace(" ", ""),
            by="U0ANA",
            at=unit.now,
        )
        unit.session.add_all([incident, category])
        unit.session.flush()
        unit.session.add(
            ChosenCategory(
                team_id=unit.team_id,
                incident_id=incident.id or 0,
                category_id=category.id or 0,
                by="U0ANA",
                at=unit.now,
            )
        )


def test_a_new_category_joins_the_taxonomy_and_the_document(any_house: House) -> None:
    house = any_house
    channel, ana = at_the_axes(house), house.person("Ana")
    assert names(ana, channel, name="Judge  drift") is None
    ana.closes(everything=True)
    house.settle()
    assert "Judge drift" in card(channel, 7).visible_text()

    ana.clicks(card(channel, 7), "Error category")
    assert "Judge drift (1)" in str(ana.modal.blocks)
    ana.closes(everything=True)
    ana.command("/incident export", channel=channel)
    house.settle()
    content = list(house.slack.workspace.files.values())[-1].content
    text = content.decode() if isinstance(content, bytes) else str(content)
    assert "Error category: Judge drift." in text
    assert "put it into the category “Judge drift”" in text


def test_the_same_name_in_other_letters_is_the_same_category(house: House) -> None:
    earlier(house, "Judge drift")
    channel, ana = at_the_axes(house), house.person("Ana")

    assert names(ana, channel, name="JUDGE-drift") is None

    assert [each.name for each in rows(house, ErrorCategory)] == ["Judge drift"]
    assert len(rows(house, ChosenCategory)) == 2


def test_a_name_that_is_close_is_offered_and_can_be_another_all_the_same(house: House) -> None:
    earlier(house, "Judge drift")
    channel, ana = at_the_axes(house), house.person("Ana")

    errors = names(ana, channel, name="Judges drift")
    assert errors is not None
    assert "“Judge drift” (1 incident)" in errors[NEW]
    ana.fills({"another": "another"})
    assert ana.submits() is None
    ana.closes(everything=True)
    assert names(ana, channel, chosen="1") is None

    assert [each.name for each in rows(house, ErrorCategory)] == ["Judge drift", "Judges drift"]
    chosen = [each for each in rows(house, Decision) if each.kind == "chose_category"]
    assert [each.facts["before"] for each in chosen] == ["", "Judges drift"]


def test_categories_of_private_incidents_show_nowhere_else_and_drills_do_not_count(
    house: House,
) -> None:
    earlier(house, "Leaked contract", private=True)
    earlier(house, "Drilled", drill=True)
    channel, ana = at_the_axes(house), house.person("Ana")

    ana.clicks(card(channel, 7), "Error category")

    assert "Leaked" not in str(ana.modal.blocks)
    assert "Drilled (0)" in str(ana.modal.blocks)
    ana.fills({"name": "Leaked contracts"})
    assert ana.submits() is None


def test_a_category_needs_a_name_of_some_words(house: House) -> None:
    channel, ana = at_the_axes(house), house.person("Ana")
    assert names(ana, channel, name=" !! ") is not None
    ana.closes(everything=True)
    errors = names(ana, channel, name="x" * 61)
    assert errors is not None
    assert "at most 60" in errors[NEW]
    assert rows(house, ErrorCategory) == []


def adds_axis(person: Any, channel: Any, axis: str, **fields: Any) -> None:
    """Names an axis from the card."""
    person.clicks(card(channel, 7), "Which axis moved?")
    person.fills({"Axis": axis, "What changed?": f"The {axis} changed.", **fields})
    assert person.submits() is None


def test_one_axis_moves_first_and_the_one_marked_before_is_so_no_longer(house: House) -> None:
    channel, ana = at_the_axes(house), house.person("Ana")
    adds_axis(ana, channel, "judge", Order="first")
    ana.closes(everything=True)
    adds_axis(ana, channel, "prompt", Order="first")

    assert [(row.axis, row.moved_first) for row in rows(house, AxisMove)] == [
        ("judge", False),
        ("prompt", True),
    ]
    assert [each.former["moved_first"] for each in rows(house, FormerFinding)] == [True]


def test_who_cannot_tell_which_moved_first_says_so(house: House) -> None:
    channel, ana = at_the_axes(house), house.person("Ana")
    adds_axis(ana, channel, "judge")
    ana.closes(everything=True)
    adds_axis(ana, channel, "prompt")
    assert "Which one moved first?" in ana.modal.text()
    ana.closes(everything=True)
    ana.clicks(card(channel, 7), "Cross-check")
    ana.fills({"undetermined": "undetermined"})
    assert ana.submits() is None
    ana.closes(everything=True)

    ana.command("/incident export", channel=channel)
    house.settle()
    content = list(house.slack.workspace.files.values())[-1].content
    text = content.decode() if isinstance(content, bytes) else str(content)
    assert "First mover: undetermined." in text
    assert "Which one moved first?" not in text


def test_after_a_provider_change_one_click_adds_each_remedy_once(any_house: House) -> None:
    house = any_house
    channel = begun(house)
    with house.howbot.runtime.transaction() as unit:
        unit.session.get_one(Incident, 1).category = "provider_change"
    on = walk_to(house, channel, 9)
    chandra = house.person("Chandra")
    chandra.clicks(on, "Daily smoke")
    house.settle()
    assert "canonical prompt" in card(channel, 9).visible_text()
    assert "Daily smoke" not in card(channel, 9).buttons()
    assert "Pin the version" in card(channel, 9).buttons()

    chandra.clicks(card(channel, 9), "Pin the version")
    house.settle()

    assert [row.kind for row in rows(house, Remedy)] == ["eval_set", "code"]
    assert all(row.verified_how for row in rows(house, Remedy))


def test_other_incidents_are_offered_nothing_of_a_provider(house: House) -> None:
    channel = begun(house)
    assert "Pin the version" not in walk_to(house, channel, 9).buttons()
