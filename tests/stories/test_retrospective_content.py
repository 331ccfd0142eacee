"""What the group has gathered shows on the card of its stage, and lets it move on."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from storage.tables import ActionItem, AxisMove, Incident, StageAnswer
from tests.stories.conftest import House
from tests.stories.retro_steps import begun, card, rows, told, walk_to

HOW = "How does it stand?"


def promised(house: House, *, private: bool = False, count: int = 1) -> Incident:
    """An earlier incident of the same kind, with Chandra's items still open."""
    house.declare("Retrieval served an old index")
    with house.howbot.runtime.transaction() as unit:
        incident = unit.session.get(Incident, 1)
        assert incident is not None
        incident.private = private
        for number in range(1, count + 1):
            unit.session.add(
                ActionItem(
                    team_id=incident.team_id,
                    incident_id=1,
                    number=number,
                    title=f"Pin the index, part {number}",
                    owner=house.person("Chandra").id,
                    due_on=date(2026, 12, 1),
                    criterion="A stale index fails the gate",
                    kind="gate",
                    impact="high",
                    effort="low",
                    created_by="UX",
                    created_at=unit.now,
                    assigned_at=unit.now,
                    ladder_started_at=unit.now,
                )
            )
    return incident


def with_silence(house: House) -> Any:
    """A review at stage 3 of an incident with a silent hour between detection and mitigation."""
    channel = begun(house)
    with house.howbot.runtime.transaction() as unit:
        [incident] = rows(house, Incident)
        found = unit.session.get(Incident, incident.id)
        assert found is not None
        now = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
        noon = now - timedelta(days=1)
        found.started_at, found.detected_at = noon, noon
        found.mitigated_at, found.resolved_at = noon + timedelta(hours=1), noon + timedelta(hours=2)
    walk_to(house, channel, 3)
    return channel


def test_earlier_items_are_shown_newest_first_and_get_a_state(any_house: House) -> None:
    house = any_house
    promised(house, count=2)
    channel = begun(house)
    on = walk_to(house, channel, 2)
    shown = on.visible_text()
    assert shown.index("INC-1/2") < shown.index("INC-1/1")
    assert "(0 of 2)" in shown

    first = on.blocks[next(i for i, b in enumerate(on.blocks) if b.get("accessory"))]
    house.person("Chandra").selects(on, first["block_id"], "Still open")
    house.person("Ben").replies(on, "inc 1/1 waits for the vendor")
    house.settle()

    shown = card(channel, 2).visible_text()
    assert "INC-1/2: still open" in shown
    assert "inc 1/1 waits for the vendor" in shown
    assert "(2 of 2)" in shown


def test_the_owner_of_an_earlier_item_is_asked_once(house: House) -> None:
    promised(house)
    channel, chandra = begun(house), house.person("Chandra")
    on = walk_to(house, channel, 2)
    for name in ("Ben", "Ana"):
        house.person(name).selects(card(channel, 2), HOW, "Ask its owner")
        house.settle()

    asked = [m for m in chandra.direct_messages() if "INC-1/1" in m.visible_text()]
    assert len(asked) == 1
    assert on.ts.replace(".", "") in str(asked[0].blocks)
    assert "(1 of 1)" in card(channel, 2).visible_text()
    assert rows(house, ActionItem)[0].state == "open"


def test_items_of_a_private_incident_stay_there(house: House) -> None:
    promised(house, private=True)
    channel = begun(house)
    assert "Pin the index" not in walk_to(house, channel, 2).visible_text()


def test_nobody_outside_hears_of_a_private_review(house: House) -> None:
    promised(house)
    outside = house.slack.add_person("Dana Weiss")
    channel = begun(house)
    with house.howbot.runtime.transaction() as unit:
        incident, item = unit.session.get(Incident, 2), unit.session.get(ActionItem, 1)
        assert incident is not None
        assert item is not None
        incident.private, item.owner = True, outside.id
    on = walk_to(house, channel, 2)
    ben = house.person("Ben")
    before = len(outside.direct_messages())
    ben.selects(on, HOW, "Ask its owner")
    house.settle()

    assert house.slack.awaits(lambda: "ask about INC-1/1 yourself" in told(ben, channel))
    assert len(outside.direct_messages()) == before
    assert "(0 of 1)" in card(channel, 2).visible_text()


def test_forty_earlier_items_show_the_newest_eight(house: House) -> None:
    promised(house, count=40)
    channel = begun(house)
    on = walk_to(house, channel, 2)
    assert "INC-1/40" in on.visible_text()
    assert "(0 of 8)" in on.visible_text()


def test_a_silent_hour_is_a_question_and_a_time_in_it_answers(any_house: House) -> None:
    house = any_house
    channel = with_silence(house)
    assert "How did the team see the system between" in card(channel, 3).visible_text()
    assert "(0 of 1)" in card(channel, 3).visible_text()

    house.person("Chandra").replies(card(channel, 3), "at 12:20 UTC I compared two prompts")
    house.settle()

    assert "(1 of 1)" in card(channel, 3).visible_text()
    assert "Answer this" not in card(channel, 3).buttons()


def test_a_gap_is_answered_in_its_form(house: House) -> None:
    channel, chandra = with_silence(house), house.person("Chandra")
    chandra.clicks(card(channel, 3), "Answer this")
    assert "How did the team see the system between" in chandra.modal.text()
    chandra.fills({"Your answer": "we watched the canary"})
    chandra.submits()
    house.settle()

    assert "(1 of 1)" in card(channel, 3).visible_text()
    assert "About" in chandra.thread(card(channel, 3))[-1].visible_text()


def test_a_gap_is_accepted_once(house: House) -> None:
    channel, ben = with_silence(house), house.person("Ben")
    seen = card(channel, 3)
    ben.clicks(seen, "Accept the gap")
    house.settle()

    assert "(1 of 1)" in card(channel, 3).visible_text()
    assert "12:00 UTC" in rows(house, StageAnswer)[-1].text


def test_times_that_contradict_one_another_are_asked_about(house: House) -> None:
    channel = with_silence(house)
    with house.howbot.runtime.transaction() as unit:
        incident = unit.session.get(Incident, 1)
        assert incident is not None
        assert incident.detected_at is not None
        incident.started_at = incident.detected_at + timedelta(hours=5)
    house.person("Ben").replies(card(channel, 3), "hm")
    house.settle()

    assert "stands before" in card(channel, 3).visible_text()


def test_findings_show_on_the_card_as_they_are_saved(house: House) -> None:
    channel, chandra = begun(house), house.person("Chandra")
    on = walk_to(house, channel, 5)
    chandra.clicks(on, "Add a slice")
    chandra.fills({"name": "Spanish", "baseline": "0.74", "incident": "0.61"})
    assert chandra.submits() is None
    house.settle()

    shown = card(channel, 5).visible_text()
    assert "Spanish" in shown
    assert "-0.13" in shown
    assert ":white_check_mark: One slice" in shown


def test_every_button_of_every_stage_answers(house: House) -> None:
    channel, chandra = begun(house), house.person("Chandra")
    own = {
        4: "How it was noticed",
        5: "Add a slice",
        6: "Add to the how-chain",
        7: "Which axis moved?",
        9: "Add an eval case",
        10: "New action item",
        11: "Add a lesson",
    }
    for stage, label in own.items():
        on = walk_to(house, channel, stage)
        chandra.clicks(on, label)
        assert chandra.modal is not None, label
        chandra.closes(everything=True)
        assert "does nothing any more" not in told(chandra, channel)


def test_earlier_items_of_another_category_with_the_same_axis_are_asked_after(
    any_house: House,
) -> None:
    house = any_house
    promised(house)
    with house.howbot.runtime.transaction() as unit:
        earlier = unit.session.get(Incident, 1)
        assert earlier is not None
        earlier.category = "near_miss"
    channel = begun(house)
    assert "INC-1/1" not in walk_to(house, channel, 2).visible_text()

    with house.howbot.runtime.transaction() as unit:
        for incident_id in (1, 2):
            unit.session.add(
                AxisMove(
                    team_id=unit.team_id,
                    incident_id=incident_id,
                    axis="data",
                    what_changed="The index was rebuilt",
                    confidence="high",
                    by="UX",
                    at=unit.now,
                )
            )
    house.person("Ben").replies(card(channel, 2), "Let us look at the index")
    house.settle()
    assert "INC-1/1" in card(channel, 2).visible_text()
