"""People write down what a review finds: scope, axes, the how-chain, remedies, cases, lessons."""

from typing import Any

from sqlalchemy import select

from bot.slack.requests import SubmissionRequest
from commands.registry import everything
from storage.tables import AxisMove, ChainStep, EvalEntry, FormerFinding, Incident, Slice
from tests.stories.conftest import House

FAR_AHEAD = 4102444800


def rows(house: House, table: Any) -> list[Any]:
    """What is stored of one kind."""
    with house.howbot.runtime.database.reading() as session:
        return list(session.execute(select(table).order_by(table.id)).scalars())


def incident_of(house: House) -> Incident:
    """The one incident of the story."""
    [incident] = rows(house, Incident)
    return incident


def clicks_in_list(person: Any, channel: Any, verb: str, label: str) -> None:
    """Types a verb that lists, and presses a button of the list."""
    number = channel.name.split("-")[1]
    answer = person.command(f"/incident INC-{number} {verb}", channel="general")
    person.clicks(answer, label)


def add_slice(person: Any, channel: Any, **fields: str) -> dict[str, str] | None:
    """Adds a slice through the list."""
    clicks_in_list(person, channel, "slice", "Add a slice")
    person.fills(fields)
    errors: dict[str, str] | None = person.submits()
    return errors


def test_a_slice_shows_its_delta_at_once(any_house: House) -> None:
    house, ana = any_house, any_house.person("Ana")
    channel = house.declare()

    assert add_slice(ana, channel, name="Spanish", baseline="0.74", incident="0.61") is None

    assert "-0.13" in ana.modal.text()
    listed = ana.command("/incident slice", channel=channel).visible_text()
    assert "Spanish" in listed
    assert "0.74 → 0.61" in listed


def test_percentages_differ_by_points(house: House) -> None:
    ana = house.person("Ana")
    channel = house.declare()

    add_slice(ana, channel, name="Refunds", baseline="3 %", incident="11 %", users="1,200")

    assert "+8 pp (× 3.667)" in ana.modal.text()
    assert "1,200" in ana.modal.text()


def test_figures_that_cannot_be_compared_are_kept_as_typed(house: House) -> None:
    ana = house.person("Ana")
    channel = house.declare()

    add_slice(ana, channel, name="Refunds", baseline="n/a", incident="11 %")

    assert "no delta" in ana.modal.text()
    [kept] = rows(house, Slice)
    assert (kept.baseline, kept.observed) == ("n/a", "11 %")


def test_a_verb_with_words_opens_the_form_begun_with_them(house: House) -> None:
    ana = house.person("Ana")
    channel = house.declare()

    ana.command("/incident slice Answers in <Spanish> & French", channel=channel)
    assert ana.modal.title == "Add a slice"
    ana.fills({"Baseline": "1", "Incident": "2"})
    assert ana.submits() is None
    ana.command("/incident cause prompt the judge prompt was reworded", channel=channel)
    assert ana.modal.title == "Which axis moved?"
    assert ana.submits() is None
    ana.command("/incident eval Refund for order 17?", channel=channel)
    assert ana.modal.title == "Add an eval case"

    assert rows(house, Slice)[0].name == "Answers in <Spanish> & French"
    [axis] = rows(house, AxisMove)
    assert (axis.axis, axis.what_changed) == ("prompt", "the judge prompt was reworded")


def test_half_a_slice_is_asked_for_and_keeps_what_was_typed(house: House) -> None:
    ana = house.person("Ana")
    channel = house.declare()

    errors = add_slice(ana, channel, name="Spanish", baseline="0.74")
    assert errors is not None
    assert "during the incident" in errors["Incident"]
    ana.fills({"Incident": "0.61"})
    assert ana.submits() is None

    assert len(rows(house, Slice)) == 1


def test_an_empty_form_saves_nothing(house: House) -> None:
    ana = house.person("Ana")
    channel = house.declare()

    errors = add_slice(ana, channel)

    assert errors is not None
    assert rows(house, Slice) == []


def test_what_cannot_be_measured_needs_a_reason_which_can_be_taken_back(house: House) -> None:
    ana = house.person("Ana")
    channel = house.declare()

    add_slice(ana, channel, reason="No traces were kept that week.")
    assert "Not measurable" in ana.modal.text()
    assert incident_of(house).scope_unmeasurable == "No traces were kept that week."
    add_slice(ana, channel, reason="")

    assert incident_of(house).scope_unmeasurable == ""
    assert [each.former for each in rows(house, FormerFinding)] == [
        {"reason": "No traces were kept that week."}
    ]


def test_a_slice_is_changed_and_its_former_wording_kept(house: House) -> None:
    ana, ben = house.person("Ana"), house.person("Ben")
    channel = house.declare()
    add_slice(ana, channel, name="Spanish", baseline="0.74", incident="0.61")

    clicks_in_list(ben, channel, "slice", "Change")
    ben.fills({"Incident": "0.59"})
    assert ben.submits() is None

    assert "-0.15" in ben.modal.text()
    [kept] = rows(house, Slice)
    assert (kept.observed, kept.by) == ("0.59", ana.id)
    [former] = rows(house, FormerFinding)
    assert (former.former["observed"], former.by, former.removed) == ("0.61", ben.id, False)


def test_a_finding_is_taken_out_once_and_the_second_form_says_so(house: House) -> None:
    ana, ben = house.person("Ana"), house.person("Ben")
    channel = house.declare()
    add_slice(ana, channel, name="Spanish", baseline="0.74", incident="0.61")
    clicks_in_list(ana, channel, "slice", "Change")
    clicks_in_list(ben, channel, "slice", "Change")

    ana.fills({"Take it out": "remove"})
    assert ana.submits() is None
    assert "Taken out" in ana.modal.text()
    errors = ben.submits()

    assert errors is not None
    assert "in the meantime" in next(iter(errors.values()))
    assert rows(house, Slice) == []
    assert [each.former["name"] for each in rows(house, FormerFinding)] == ["Spanish"]


def test_a_form_sent_in_after_the_incident_was_called_off_keeps_its_text(house: House) -> None:
    ana = house.person("Ana")
    channel = house.declare()
    ana.command("/incident slice Spanish", channel=channel)
    ana.fills({"Baseline": "0.74", "Incident": "0.61"})
    with house.howbot.runtime.database.transaction() as session:
        incident = session.get_one(Incident, incident_of(house).id)
        incident.status = "cancelled"

    errors = ana.submits()

    assert errors is not None
    assert "is cancelled" in next(iter(errors.values()))
    assert ana.modal.title == "Add a slice"


def test_a_form_that_arrives_twice_is_written_down_once(any_house: House) -> None:
    house = any_house
    house.declare()
    values = {"name": "Spanish", "baseline": "0.74", "incident": "0.61"}
    sent = SubmissionRequest(
        key="view:V1:h1",
        user=house.person("Ana").id,
        callback="finding_slice",
        values=values,
        data={"incident": 1},
        view_id="V1",
    )

    first = everything.submissions[sent.callback](house.howbot.runtime, sent)
    second = everything.submissions[sent.callback](house.howbot.runtime, sent)

    assert first == second
    assert len(rows(house, Slice)) == 1


def open_axis(person: Any, channel: Any) -> None:
    """The form *Which axis moved?*."""
    clicks_in_list(person, channel, "cause", "Which axis moved?")


def test_an_axis_is_saved_and_what_it_lacks_is_told_privately(any_house: House) -> None:
    house, ana = any_house, any_house.person("Ana")
    channel = house.declare()
    said_before = len(channel.messages)

    open_axis(ana, channel)
    ana.fills({"Axis": "judge", "What changed?": "The judge model was replaced."})
    assert ana.submits() is None

    shown = ana.modal.text()
    assert "What shows it, a record" in shown
    assert "How did our checks come to miss it?" in shown
    house.settle()
    assert len(channel.messages) == said_before
    open_axis(ana, channel)
    ana.fills(
        {
            "Axis": "prompt",
            "What changed?": "Reworded.",
            "Order": "first",
            "Link to the change": "https://example.org/pr/9",
            "Or": "recollection",
            "How did our checks come to miss it?": "No case had Spanish in it.",
        }
    )
    assert ana.submits() is None
    assert [row.moved_first for row in rows(house, AxisMove)] == [False, True]


def test_a_link_that_is_no_web_link_is_refused_with_the_text_kept(house: House) -> None:
    ana = house.person("Ana")
    channel = house.declare()
    open_axis(ana, channel)

    for link in ("javascript:alert(1)", "file:///etc/passwd", "https://me:secret@example.org"):
        ana.fills({"Axis": "prompt", "What changed?": "Reworded.", "Link to the change": link})
        errors = ana.submits()
        assert errors is not None
        assert "Link to the change" in errors
    ana.fills({"Link to the change": "https://example.org/pr/9"})

    assert ana.submits() is None
    assert rows(house, AxisMove)[0].what_changed == "Reworded."


def test_an_unknown_axis_is_told_to_find_an_owner(house: House) -> None:
    ana, ben = house.person("Ana"), house.person("Ben")
    channel = house.declare()

    open_axis(ana, channel)
    ana.fills({"Axis": "unknown"})
    assert ana.submits() is None
    assert "Who finds out?" in ana.modal.text()
    clicks_in_list(ana, channel, "cause", "Change")
    ana.fills({"owner": "Ben"})
    assert ana.submits() is None

    assert rows(house, AxisMove)[0].owner == ben.id
    assert "Still open" not in ana.modal.text()


def answer_chain(person: Any, answer: str, about: str, **more: Any) -> None:
    """Answers the question that the form shows."""
    fields = {"What is this answer about?": about, **more}
    label = "Your answer" if "Your answer" in person.modal.labels() else "How did it come to this?"
    person.fills({label: answer, **fields})
    assert person.submits() is None


def test_the_chain_asks_on_until_an_answer_is_about_the_system(any_house: House) -> None:
    house, ana = any_house, any_house.person("Ana")
    channel = house.declare()
    clicks_in_list(ana, channel, "cause", "How it came about")
    assert ana.modal.title == "How it came about"

    answer_chain(
        ana, "The judge prompt was edited.", "event", **{"Key moment": "Scores fell at 14:05"}
    )
    assert "How did it come to this: “The judge prompt was edited.”?" in ana.modal.text()
    answer_chain(ana, "Ben pressed save.", "person")
    assert "any responder" in ana.modal.text()
    answer_chain(ana, "The model got worse.", "model")
    assert "let this through" in ana.modal.text()
    answer_chain(ana, "Prompt edits are live without a review.", "system")

    assert "Saved" in ana.modal.text()
    steps = rows(house, ChainStep)
    assert [step.kind for step in steps] == ["event", "person", "model", "system"]
    assert steps[0].moment == "Scores fell at 14:05"
    assert "Scores fell at 14:05" in steps[0].question


def test_not_known_ends_a_chain_only_with_somebody_who_finds_out(house: House) -> None:
    ana = house.person("Ana")
    channel = house.declare()
    clicks_in_list(ana, channel, "cause", "How it came about")

    answer_chain(ana, "No idea.", "not_known", **{"Key moment": "Scores fell"})
    assert "Where could we find this out" in ana.modal.text()
    answer_chain(
        ana, "The provider's log.", "not_known", **{"If we don't know yet: who finds out?": "Ben"}
    )

    assert "Saved" in ana.modal.text()


def test_an_eval_case_keeps_its_number_when_another_is_taken_out(house: House) -> None:
    ana = house.person("Ana")
    channel = house.declare()
    for order in ("17", "18"):
        ana.command(f"/incident eval Refund for order {order}?", channel=channel)
        ana.fills({"Observed": "10 USD", "Expected": "10 EUR", "Axis": "data"})
        assert ana.submits() is None
    answer = ana.command("/incident eval", channel=channel)
    second = next(
        button["value"]
        for block in answer.blocks
        for button in [block.get("accessory") or {}]
        if button and button["value"].endswith(f"/{rows(house, EvalEntry)[1].id}")
    )
    ana.clicks(answer, "Change", value=second)
    ana.fills({"Take it out": "remove"})
    assert ana.submits() is None
    ana.command("/incident eval Refund for order 19?", channel=channel)
    ana.fills({"Observed": "10 USD", "Expected": "10 EUR"})
    assert ana.submits() is None

    assert [case.number for case in rows(house, EvalEntry)] == [1, 3]


def test_an_eval_case_lacks_nothing_or_a_reason_stands_for_it(house: House) -> None:
    ana = house.person("Ana")
    channel = house.declare()
    ana.command("/incident eval Refund for order 17?", channel=channel)

    errors = ana.submits()
    assert errors is not None
    assert "Observed" in errors
    ana.fills({"Input": "", "reason": "The input was never kept."})
    assert ana.submits() is None

    assert incident_of(house).eval_reason == "The input was never kept."
    assert "The input was never kept." in ana.command("/incident eval", channel).visible_text()
