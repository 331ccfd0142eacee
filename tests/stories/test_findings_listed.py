"""What was found, as it is listed, changed and read again."""

from typing import Any

from storage.tables import Lesson, Slice
from tests.stories.conftest import House
from tests.stories.test_findings import FAR_AHEAD, add_slice, clicks_in_list, incident_of, rows


def press(house: House, person: Any, action: str) -> None:
    """Presses a button as the stage cards carry it."""
    from rehearsal.records import Message

    number = incident_of(house).number
    button = {
        "type": "button",
        "action_id": action,
        "block_id": "b",
        "value": str(number),
        "text": {"type": "plain_text", "text": action},
    }
    answer = person.command("/incident slice", channel=f"inc-{number}-judge-scores-moved-overnight")
    assert isinstance(answer, Message)
    answer.blocks = [{"type": "actions", "block_id": "b", "elements": [button]}]
    person.clicks(answer, action)


def test_detection_is_written_down_and_read_again(any_house: House) -> None:
    house, ana = any_house, any_house.person("Ana")
    house.declare()
    detected = int(house.rules.now().timestamp()) - 3600

    press(house, ana, "finding.detection")
    assert ana.modal.title == "How it was noticed"
    ana.fills({"how": "A customer wrote.", "signal": "Support", "detected_at": detected})
    assert ana.submits() is None
    press(house, ana, "finding.detection")
    ana.fills({"missed": "The dashboard."})
    assert ana.submits() is None

    incident = incident_of(house)
    assert (incident.detection_how, incident.detection_missed) == (
        "A customer wrote.",
        "The dashboard.",
    )
    assert incident.detected_at is not None
    assert int(incident.detected_at.timestamp()) == detected
    assert incident.detected_source == ana.id


def test_a_detection_that_is_still_ahead_is_asked_again(house: House) -> None:
    ana = house.person("Ana")
    house.declare()
    press(house, ana, "finding.detection")

    ana.fills({"how": "A customer wrote.", "detected_at": FAR_AHEAD})
    errors = ana.submits()

    assert errors is not None
    assert "still ahead" in errors["When was it detected?"]
    assert incident_of(house).detection_how == ""


def test_remedies_and_lessons_are_listed_in_their_form_and_changed_there(house: House) -> None:
    ana = house.person("Ana")
    house.declare()
    press(house, ana, "finding.remedy")
    assert ana.modal.title == "What will stop it"
    ana.fills({"Kind": "gates", "text": "Hold the release below kappa 0.6"})
    assert ana.submits() is None
    press(house, ana, "finding.lesson")
    assert ana.modal.title == "Add a lesson"
    ana.fills({"text": "Judges drift silently."})
    assert ana.submits() is None

    press(house, ana, "finding.lesson")
    ana.clicks(ana.modal, "Change")
    assert ana.modal.title == "Change a lesson"
    ana.fills({"applies_to": "Every team with a judge"})
    assert ana.submits() is None

    [lesson] = rows(house, Lesson)
    assert (lesson.text, lesson.applies_to) == (
        "Judges drift silently.",
        "Every team with a judge",
    )


def test_texts_of_any_length_and_script_fit_into_the_list(house: House) -> None:
    ana = house.person("Ana")
    channel = house.declare()
    for text in (
        "x" * 3000,
        "判定" * 1500,
        "🔥" * 700,
        "*_~`<!channel> & <@U1>" * 100,
        "שלום" * 500,
    ):
        assert add_slice(ana, channel, name=text[:3000], baseline=text[:3000], incident="1") is None

    listed = ana.command("/incident slice", channel=channel)

    assert len(rows(house, Slice)) == 5
    assert "<!channel>" not in str(listed.blocks)
    clicks_in_list(ana, channel, "slice", "Add a slice")


def test_many_findings_still_leave_a_button_to_add_one(house: House) -> None:
    ana = house.person("Ana")
    channel = house.declare()
    incident = incident_of(house)
    with house.howbot.runtime.transaction() as unit:
        for number in range(120):
            unit.session.add(
                Slice(
                    team_id=unit.team_id,
                    incident_id=incident.id or 0,
                    name=f"Slice {number}",
                    baseline="1",
                    observed="2",
                    by=ana.id,
                    at=unit.now,
                )
            )

    clicks_in_list(ana, channel, "slice", "Add a slice")

    assert ana.modal.title == "Add a slice"


def test_an_outsider_finds_no_private_incident_by_its_number(house: House) -> None:
    daiki = house.person("Daiki")
    ana = house.person("Ana")
    ana.command("/incident declare", channel="general")
    ana.fills({"What is going wrong?": "Leak", "private": "private"})
    ana.submits()
    house.settle()

    for verb in ("slice", "cause prompt", "eval x"):
        answer = daiki.command(f"/incident INC-1 {verb}", channel="general").visible_text()
        assert "I know no INC-1" in answer
