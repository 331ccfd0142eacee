"""People ask how it came about, each in their own branch, and see the trees grow in the thread."""

from typing import Any

from storage.tables import ChainStep, FormerFinding
from tests.stories.conftest import House
from tests.stories.retro_steps import begun, card, rows, told, walk_to

MOMENT = "Scores fell at 14:05"
OWNER = "If we don't know yet: who finds out?"


def answer(person: Any, text: str, about: str = "event", **more: Any) -> None:
    """Answers the question that the form shows."""
    label = "Your answer" if "Your answer" in person.modal.labels() else "How did it come to this?"
    person.fills({label: text, "What is this answer about?": about, **more})
    assert person.submits() is None


def opens(person: Any, channel: Any) -> None:
    """The form, from the list of causes."""
    number = channel.name.split("-")[1]
    listed = person.command(f"/incident INC-{number} cause", channel="general")
    person.clicks(listed, "How it came about")


def starts(person: Any, channel: Any, text: str = "The judge prompt was edited.") -> None:
    """Begins a chain and leaves the form."""
    opens(person, channel)
    answer(person, text, **{"Key moment": MOMENT})
    person.closes(everything=True)


def tree(channel: Any) -> Any:
    """The last page of the trees."""
    return [each for each in channel.messages if "came about*" in each.visible_text()][-1]


def at_the_chains(house: House) -> Any:
    """A review at stage 6; its channel."""
    channel = begun(house)
    walk_to(house, channel, 6)
    return channel


def test_two_answers_at_once_are_both_kept_as_branches(any_house: House) -> None:
    house = any_house
    ana, ben = house.person("Ana"), house.person("Ben")
    channel = house.declare()
    starts(ana, channel)
    for person in (ana, ben):
        opens(person, channel)

    answer(ana, "Edits go live without a review.", "system")
    answer(ben, "A flag was flipped.", "event")

    assert "Ana" in ben.modal.text()
    assert "side by side" in ben.modal.text()
    assert "“A flag was flipped.”" in ben.modal.text()
    first, second, third = rows(house, ChainStep)
    assert second.parent_id == third.parent_id == first.id
    assert second.question == third.question


def test_human_error_and_a_bad_model_are_asked_on_whatever_they_are_marked_as(
    house: House,
) -> None:
    ana, channel = house.person("Ana"), house.declare()
    opens(ana, channel)
    answer(ana, "Human error.", "system", **{"Key moment": MOMENT})
    assert "any responder" in ana.modal.text()

    answer(ana, "The model got worse.", "system")
    assert "how did the system let this through" in ana.modal.text()

    answer(ana, "Aliases move without a canary.", "system")
    assert "Your answer" not in ana.modal.labels()
    assert [row.kind for row in rows(house, ChainStep)] == ["system"] * 3


def test_two_people_who_begin_at_the_same_moment_share_its_chain(house: House) -> None:
    ana, ben = house.person("Ana"), house.person("Ben")
    channel = house.declare()
    for person in (ana, ben):
        opens(person, channel)
    answer(ana, "A flag was flipped.", **{"Key moment": MOMENT})
    answer(ben, "Traffic doubled.", **{"Key moment": "scores fell  AT 14:05"})

    listed = ana.command("/incident cause", channel=channel).visible_text()
    assert "A flag was flipped." in listed
    assert "Traffic doubled." in listed
    assert [row.moment for row in rows(house, ChainStep)] == [MOMENT, MOMENT]


def test_the_tree_grows_in_the_thread_and_is_edited_in_place(house: House) -> None:
    channel, ana = at_the_chains(house), house.person("Ana")
    starts(ana, channel)
    house.settle()
    first = tree(channel)
    assert first.thread_ts == card(channel, 6).ts
    assert "How did it come to this: “The judge prompt was edited.”?" in first.visible_text()

    opens(ana, channel)
    answer(ana, "Edits go live without a review.", "system")
    house.settle()

    assert tree(channel).ts == first.ts
    shown = tree(channel).visible_text()
    assert "└ The judge prompt was edited." in shown
    assert "Edits go live without a review. :white_check_mark:" in shown
    assert "(1 of 1)" in card(channel, 6).visible_text()


def test_what_was_found_before_the_stage_is_shown_once_it_opens(house: House) -> None:
    channel = begun(house)
    starts(house.person("Ana"), channel)
    house.settle()
    assert "came about*" not in str([each.visible_text() for each in channel.messages])

    walk_to(house, channel, 6)
    house.settle()

    assert "The judge prompt was edited." in tree(channel).visible_text()


def test_a_branch_is_added_from_the_thread(house: House) -> None:
    channel, ana, chandra = at_the_chains(house), house.person("Ana"), house.person("Chandra")
    starts(ana, channel)
    house.settle()

    chandra.selects(
        tree(channel), "What else? Add a branch…", f"How did it come to this: “{MOMENT}”?"
    )
    assert "What else?" in chandra.modal.text()
    assert "The judge prompt was edited." in chandra.modal.text()
    answer(chandra, "The canary had no Spanish in it.", "system")
    house.settle()

    shown = tree(channel).visible_text()
    assert "├ The judge prompt was edited." in shown
    assert "└ The canary had no Spanish in it. :white_check_mark:" in shown


def test_an_older_open_end_is_gone_on_with_from_the_form(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    starts(ana, channel)
    opens(ana, channel)
    ana.selects(ana.modal, "Answer a question…", "Another key moment")
    answer(ana, "Nobody was paged.", **{"Key moment": "14:40 support wrote"})
    ana.closes(everything=True)

    opens(ana, channel)
    assert "“Nobody was paged.”" in ana.modal.text()
    ana.fills({"Your answer": "half a thought"})
    ana.selects(
        ana.modal,
        "Answer a question…",
        "How did it come to this: “The judge prompt was edited.”?",
    )
    assert "half a thought" in str(ana.modal.blocks)
    answer(ana, "Edits go live without a review.", "system")

    first, _, third = rows(house, ChainStep)
    assert third.parent_id == first.id


def test_only_its_writer_or_the_facilitator_changes_an_answer(any_house: House) -> None:
    house = any_house
    channel = at_the_chains(house)
    ana, ben, chandra = (house.person(name) for name in ("Ana", "Ben", "Chandra"))
    starts(ana, channel)

    listed = chandra.command("/incident cause", channel=channel)
    chandra.clicks(listed, "Change")
    assert chandra.modal is None
    assert house.slack.awaits(lambda: "wrote this answer" in told(chandra, channel))
    for person, words in ((ana, "The prompt was reworded."), (ben, "Its prompt was reworded.")):
        person.clicks(person.command("/incident cause", channel=channel), "Change")
        person.fills({"Your answer": words})
        assert person.submits() is None

    assert [row.answer for row in rows(house, ChainStep)] == ["Its prompt was reworded."]
    assert [each.former["answer"] for each in rows(house, FormerFinding)] == [
        "The judge prompt was edited.",
        "The prompt was reworded.",
    ]


def test_an_answer_is_taken_back_until_somebody_goes_on_from_it(house: House) -> None:
    channel, ana = at_the_chains(house), house.person("Ana")
    starts(ana, channel)
    opens(ana, channel)
    answer(ana, "A flag was flipped.")
    ana.closes(everything=True)
    house.settle()
    listed = ana.command("/incident cause", channel=channel)
    values = [block["accessory"]["value"] for block in listed.blocks if block.get("accessory")]

    ana.clicks(listed, "Change", value=values[0])
    assert "Take it out" not in ana.modal.labels()
    ana.closes(everything=True)
    ana.clicks(listed, "Change", value=values[1])
    ana.fills({"Take it out": "remove"})
    assert ana.submits() is None
    house.settle()

    assert "A flag was flipped." not in tree(channel).visible_text()
    assert [each.former["answer"] for each in rows(house, FormerFinding)] == ["A flag was flipped."]


def test_who_answers_a_question_that_was_taken_out_keeps_the_words(house: House) -> None:
    channel, ana, ben = house.declare(), house.person("Ana"), house.person("Ben")
    starts(ana, channel)
    opens(ben, channel)
    ana.clicks(ana.command("/incident cause", channel=channel), "Change")
    ana.fills({"Take it out": "remove"})
    assert ana.submits() is None

    ben.fills({"Your answer": "A flag.", "What is this answer about?": "event"})
    errors = ben.submits()

    assert errors is not None
    assert "taken out in the meantime" in errors["Your answer"]
    assert rows(house, ChainStep) == []


def test_a_hundred_long_answers_go_on_in_further_messages(house: House) -> None:
    channel, ana = at_the_chains(house), house.person("Ana")
    with house.howbot.runtime.transaction() as unit:
        for number in range(1, 101):
            unit.session.add(
                ChainStep(
                    team_id=unit.team_id,
                    incident_id=1,
                    position=number,
                    moment="判定" * 300 if number == 1 else None,
                    parent_id=None if number == 1 else number // 2,
                    question="How?" * 700,
                    answer=f"{number} <!channel> & 判定 " * 150,
                    kind="event",
                    by=ana.id,
                    at=unit.now,
                )
            )
    opens(ana, channel)
    answer(ana, "x" * 3000)
    answer(ana, "Nothing watches it.", "system")
    house.settle()

    pages = [each for each in channel.messages if "came about*" in each.visible_text()]
    assert len(pages) == 4
    assert "continued (4 of 4)" in pages[-1].visible_text()
    assert "<!channel>" not in str([page.blocks for page in pages])
    assert ["actions" in str(page.blocks) for page in pages] == [False, False, False, True]


def test_the_chain_goes_into_the_document_as_a_nested_list(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    opens(ana, channel)
    answer(ana, "The prompt was edited.", **{"Key moment": MOMENT})
    answer(ana, "Edits go live without a review.", "system")
    ana.selects(
        ana.modal, "What else? Add a branch…", "How did it come to this: “The prompt was edited.”?"
    )
    answer(ana, "The provider's log.", "not_known", **{OWNER: "Ben"})

    ana.command("/incident export", channel=channel)
    house.settle()

    [document] = [each for each in house.slack.workspace.files.values()]
    text = document.content.decode() if isinstance(document.content, bytes) else document.content
    assert "\n  - *How did it come to this: “The prompt was edited.”?*" in text
    assert "The provider's log." in text
    assert "finds out)" in text
