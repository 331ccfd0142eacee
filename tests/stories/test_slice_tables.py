"""People paste the figures they have, see how they were understood, and save them."""

from typing import Any

import pytest

from bot.core.errors import Refused
from bot.flows.slice_tables import keep_table, save_table
from bot.slack.requests import SubmissionRequest
from commands.registry import everything
from storage.tables import Decision, FormerFinding, Incident, Slice, SlicesSent
from tests.stories.conftest import House
from tests.stories.retro_steps import begun, card, rows, told, walk_to

TABLE = "Table of slices"


def at_the_scope(house: House) -> Any:
    """A review at stage 5; its channel."""
    channel = begun(house)
    walk_to(house, channel, 5)
    return channel


def pastes(person: Any, channel: Any, text: str) -> dict[str, str] | None:
    """Pastes a table from the stage's card."""
    person.clicks(card(channel, 5), "Paste a table")
    person.fills({TABLE: text})
    errors: dict[str, str] | None = person.submits()
    return errors


def test_a_pasted_table_is_looked_at_before_it_is_saved(any_house: House) -> None:
    house = any_house
    channel, ana = at_the_scope(house), house.person("Ana")

    assert pastes(ana, channel, "Users;Segment;Before;During\n1200;Spanish;0,74;0,61\n") is None
    assert "1 row understood" in ana.modal.text()
    assert "-0.13" in ana.modal.text()
    assert rows(house, Slice) == []
    assert ana.submits() is None
    house.settle()

    assert "Spanish" in card(channel, 5).visible_text()
    assert "0.74 → 0.61" in card(channel, 5).visible_text()
    assert "(1 so far)" in card(channel, 5).visible_text()


def test_lines_that_are_no_rows_are_told_by_their_number(house: House) -> None:
    channel, ana = at_the_scope(house), house.person("Ana")
    pastes(
        ana,
        channel,
        "slice,baseline,incident,p\nSpanish,0.74,0.61,1\n,1,2,3\nFrench,,,\nspanish,1,2,3\nA,1,2,3,4,x",
    )

    shown = ana.modal.text()
    assert "2 rows understood" in shown
    assert "line 3: no slice is named" in shown
    assert "line 4: it has no figure" in shown
    assert "line 6: it has more cells" in shown
    assert "Columns that were not read: p" in shown
    assert "Named a second time, and kept: line 5" in shown
    assert "Not among the columns: users affected" in shown


def test_what_is_no_table_stays_in_the_form(house: House) -> None:
    channel, ana = at_the_scope(house), house.person("Ana")

    errors = pastes(ana, channel, "we have no idea")

    assert errors is not None
    assert "Nothing was saved" in errors[TABLE]
    assert rows(house, SlicesSent) == []


def test_the_same_slice_again_gets_new_figures_and_keeps_the_former(house: House) -> None:
    channel, ana = at_the_scope(house), house.person("Ana")
    for figure in ("0.61", "0.59"):
        pastes(ana, channel, f"slice,baseline,incident\nSpanish,0.74,{figure}")
        assert ana.submits() is None
        ana.closes(everything=True)

    assert [row.observed for row in rows(house, Slice)] == ["0.59"]
    assert [each.former["observed"] for each in rows(house, FormerFinding)] == ["0.61"]


def test_a_table_is_saved_once_however_often_it_is_confirmed(house: House) -> None:
    channel, ana = at_the_scope(house), house.person("Ana")
    pastes(ana, channel, "slice,baseline,incident\nSpanish,0.74,0.61\nSPANISH,1,2")
    data = {"incident": 1, "table": 1}
    first, second = (
        everything.submissions["slices_preview"](
            house.howbot.runtime,
            SubmissionRequest("view:V1:h", ana.id, "slices_preview", {}, data, "V1"),
        )
        for _ in range(2)
    )

    assert first == second
    assert len(rows(house, Slice)) == 2
    errors = ana.submits()
    assert errors is None
    assert "saved or left out in the meantime" in ana.modal.text()
    assert len(rows(house, Slice)) == 2


def test_all_users_needs_a_row_that_shows_it(house: House) -> None:
    channel, ana = at_the_scope(house), house.person("Ana")
    with house.howbot.runtime.transaction() as unit:
        unit.session.get_one(Incident, 1).affected = "It hit all users."
    pastes(ana, channel, "slice,baseline,incident\nSpanish,0.74,0.61")
    assert ana.submits() is None
    assert "no row shows it" in ana.modal.text()
    ana.closes(everything=True)
    pastes(ana, channel, "slice,baseline,incident\nAll users,3 %,11 %")
    assert ana.submits() is None

    assert "no row shows it" not in ana.modal.text()


def test_the_severity_is_held_against_the_figures(house: House) -> None:
    channel, ana, ben = at_the_scope(house), house.person("Ana"), house.person("Ben")
    pastes(ana, channel, "slice,baseline,incident\nSpanish,0.74,0.61")
    ana.submits()
    ana.closes(everything=True)
    ben.clicks(card(channel, 5), "Does the severity fit?")
    assert "-0.13" in ben.modal.text()
    assert ben.submits() is None
    ben.clicks(card(channel, 5), "Does the severity fit?")
    ben.fills({"severity": "S1", "reason": "Refunds went out twice"})
    assert ben.submits() is None
    house.settle()

    assert rows(house, Incident)[0].severity == "S1"
    judged = [each for each in rows(house, Decision) if each.kind == "judged_severity"]
    assert [(each.facts["before"], each.facts["verdict"]) for each in judged] == [
        ("S2", "S2"),
        ("S2", "S1"),
    ]
    ana.command("/incident export", channel=channel)
    house.settle()
    content = list(house.slack.workspace.files.values())[-1].content
    text = content.decode() if isinstance(content, bytes) else str(content)
    assert "found that S2 fits" in text
    assert "changed the severity from S2 to S1" in text


def test_ten_thousand_rows_join_as_the_worst_and_are_kept_whole(any_house: House) -> None:
    house = any_house
    channel, ana = at_the_scope(house), house.person("Ana")
    text = "\n".join(
        ["slice,baseline,incident", *(f"slice {n},1000,{1000 + n}" for n in range(10_000))]
    )
    with house.howbot.runtime.transaction() as unit:
        kept = keep_table(unit, unit.session.get_one(Incident, 1), text, by=ana.id)
        table_id = kept.id or 0
    with house.howbot.runtime.transaction() as unit:
        save_table(unit, 1, table_id, by=ana.id)
    house.settle()

    shown = card(channel, 5).visible_text()
    assert "slice 9999" in shown
    assert "And 9992 more" in shown
    [sent] = rows(house, SlicesSent)
    assert (sent.rows, sent.saved, sent.text) == (10_000, 200, text)
    ana.command("/incident export", channel=channel)
    house.settle()
    content = list(house.slack.workspace.files.values())[-1].content
    document = content.decode() if isinstance(content, bytes) else str(content)
    assert "And 9950 more" in document
    assert sent.sha256 in document


def test_an_outsider_saves_no_table_of_a_private_incident(house: House) -> None:
    channel, ana, daiki = at_the_scope(house), house.person("Ana"), house.person("Daiki")
    pastes(ana, channel, "slice,baseline,incident\nSpanish,0.74,0.61")
    with house.howbot.runtime.transaction() as unit:
        unit.session.get_one(Incident, 1).private = True
    with (
        house.howbot.runtime.transaction() as unit,
        pytest.raises(Refused, match="no_such_incident"),
    ):
        save_table(unit, 1, 1, by=daiki.id)

    assert told(daiki, channel) == ""
