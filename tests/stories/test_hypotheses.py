"""People set explanations side by side, test them, and name what helped it along."""

from typing import Any

from storage.tables import Chance, CrossCheck, Decision, Entry, Factor, FormerJudgement, Hypothesis
from tests.stories.conftest import House
from tests.stories.retro_steps import begun, card, rows, walk_to

STATEMENT = "What could explain it?"


def adds(person: Any, channel: Any, statement: str, **more: Any) -> None:
    """Adds a hypothesis through the verb."""
    person.command(f"/incident hypothesis {statement}", channel=channel)
    assert person.modal.title == "Add a hypothesis"
    person.fills(more)
    assert person.submits() is None


def changes(person: Any, channel: Any, number: int, **fields: Any) -> Any:
    """Changes a hypothesis from the list; what is wrong, if anything."""
    listed = person.command("/incident hypothesis", channel=channel)
    values = [b["accessory"]["value"] for b in listed.blocks if b.get("accessory")]
    person.clicks(listed, "Change", value=values[number - 1])
    person.fills(fields)
    return person.submits()


def document(house: House, person: Any, channel: Any) -> str:
    """The document as it stands."""
    person.command("/incident export", channel=channel)
    house.settle()
    content = list(house.slack.workspace.files.values())[-1].content
    return content.decode() if isinstance(content, bytes) else str(content)


def test_explanations_stand_side_by_side_and_the_unrivalled_one_is_called_so(
    any_house: House,
) -> None:
    house, ana = any_house, any_house.person("Ana")
    channel = house.declare()
    adds(ana, channel, "The judge prompt scores short answers lower", axis="judge")
    assert "There is one explanation so far" in ana.modal.text()
    adds(ana, channel, "Traffic got shorter", assumptions="Logs are whole\n\nClocks agree")

    changes(ana, channel, 1, verdict="supported", basis="correlation", result="47 of 50")
    assert "Unrivalled" in ana.modal.text()
    assert "changed back" in ana.modal.text()
    listed = ana.command("/incident hypothesis", channel=channel)
    assert [block["type"] for block in listed.blocks].count("table") == 1
    assert "unrivalled" in listed.visible_text()

    changes(ana, channel, 2, verdict="refuted", basis="intervention", result="3 of 50")
    listed = ana.command("/incident hypothesis", channel=channel)
    assert "unrivalled" not in listed.visible_text()
    text = document(house, ana, channel)
    assert "| H1 | The judge prompt scores short answers lower | Judge |" in text
    assert "- H2: Logs are whole\n- H2: Clocks agree" in text


def test_a_verdict_that_changes_leaves_its_history(house: House) -> None:
    channel = begun(house)
    walk_to(house, channel, 7)
    ana, ben = house.person("Ana"), house.person("Ben")
    adds(ana, channel, "The judge prompt", verdict="supported", result="47 of 50")
    changes(ben, channel, 1, verdict="refuted", result="A second replay gave 2 of 50.")

    assert [each.former["verdict"] for each in rows(house, FormerJudgement)] == ["supported"]
    judged = [each for each in rows(house, Decision) if each.kind == "judged_hypothesis"]
    assert [(each.by, each.facts["verdict"]) for each in judged] == [
        (ana.id, "supported"),
        (ben.id, "refuted"),
    ]
    assert [e.code for e in rows(house, Entry)].count("hypothesis_judged") == 2
    text = document(house, ana, channel)
    assert "judged hypothesis H1: refuted (before: supported)" in text
    assert "A second replay gave 2 of 50." in text


def test_new_words_for_the_same_verdict_are_no_decision(house: House) -> None:
    channel = begun(house)
    ana = house.person("Ana")
    adds(ana, channel, "The judge prompt", verdict="supported")
    changes(ana, channel, 1, result="47 of 50")

    assert [each.kind for each in rows(house, Decision)].count("judged_hypothesis") == 1


def test_a_number_that_was_given_once_is_not_given_again(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    for statement in ("One", "Two"):
        adds(ana, channel, statement)
    changes(ana, channel, 2, **{"Take it out": "remove"})
    adds(ana, channel, "Three")

    assert [row.number for row in rows(house, Hypothesis)] == [1, 3]


def test_a_hypothesis_without_words_is_asked_for_them(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    listed = ana.command("/incident hypothesis", channel=channel)
    ana.clicks(listed, "Add a hypothesis")
    ana.fills({"test": "Replay"})

    errors = ana.submits()

    assert errors is not None
    assert STATEMENT in errors
    assert rows(house, Hypothesis) == []


def test_forty_long_explanations_still_fit_and_can_be_added_to(house: House) -> None:
    channel, ana = house.declare(), house.person("Ana")
    with house.howbot.runtime.transaction() as unit:
        for number in range(1, 41):
            long = f"{number} <!channel> & 判定 " * 150
            unit.session.add(
                Hypothesis(
                    team_id=unit.team_id,
                    incident_id=1,
                    number=number,
                    statement=long,
                    evidence_for=long,
                    evidence_against=long,
                    assumptions="\n".join(["判" * 300] * 9),
                    result=long,
                    verdict="untested",
                    basis="unsaid",
                    by=ana.id,
                    at=unit.now,
                )
            )

    listed = ana.command("/incident hypothesis", channel=channel)
    assert "<!channel>" not in str([b for b in listed.blocks if b["type"] != "table"])
    ana.clicks(listed, "Add a hypothesis")
    ana.fills({STATEMENT: "x" * 3000})
    assert ana.submits() is None


def test_factors_and_the_cross_check_come_from_the_card_and_reach_the_document(
    any_house: House,
) -> None:
    house = any_house
    channel = begun(house)
    chandra = house.person("Chandra")
    on = walk_to(house, channel, 7)
    chandra.clicks(on, "What helped it along")
    chandra.fills(
        {
            "text": "Prompt edits go live without a review",
            "role": "latent",
            "nature": "organisational",
            "recollection": "recollection",
        }
    )
    assert chandra.submits() is None
    assert "Had this been different" in chandra.modal.text()
    chandra.closes(everything=True)
    chandra.clicks(card(channel, 7), "Cross-check")
    assert chandra.modal.title == "Cross-check"
    chandra.fills(
        {
            "time_order": "Prompt 14:02, first odd score 14:05",
            "prove_wrong": "Scores that stay low with the old prompt",
            "soundness": "gaps",
            "gaps": "Traces of 3 March\nThe canary's prompts",
        }
    )
    assert chandra.submits() is None
    chandra.closes(everything=True)
    house.settle()

    shown = card(channel, 7).visible_text()
    assert "Prompt edits go live without a review" in shown
    assert "there are gaps" in shown
    text = document(house, chandra, channel)
    assert "*recollection*, no record" in text
    assert "  - Traces of 3 March\n  - The canary's prompts" in text
    assert "Scores that stay low with the old prompt" in text
    [factor] = rows(house, Factor)
    assert (factor.role, factor.nature) == ("latent", "organisational")


def test_the_cross_check_goes_on_from_what_stands_there_and_keeps_it(house: House) -> None:
    channel = begun(house)
    walk_to(house, channel, 7)
    ana, ben = house.person("Ana"), house.person("Ben")
    ana.clicks(card(channel, 7), "Cross-check")
    assert ana.submits() is not None
    ana.fills({"seen_before": "In the March release"})
    assert ana.submits() is None
    house.settle()
    ben.clicks(card(channel, 7), "Cross-check")
    ben.fills({"soundness": "gaps"})
    assert ben.submits() is None
    assert "Which gaps are there?" in ben.modal.text()

    [check] = rows(house, CrossCheck)
    assert (check.seen_before, check.soundness) == ("In the March release", "gaps")
    assert len(rows(house, FormerJudgement)) == 1


def test_luck_is_built_in_or_accepted_with_a_reason(house: House) -> None:
    channel = begun(house)
    on = walk_to(house, channel, 8)
    ana = house.person("Ana")
    ana.clicks(on, "What went well by chance")
    ana.fills({"text": "Somebody compared two dashboards before lunch", "choice": "accept"})
    errors = ana.submits()
    assert errors is not None
    assert "what makes it acceptable" in next(iter(errors.values()))
    ana.fills({"choice": "build_in", "reason": "A daily comparison in CI"})
    assert ana.submits() is None
    house.settle()

    assert "build it in" in card(channel, 8).visible_text()
    text = document(house, ana, channel)
    assert "Somebody compared two dashboards before lunch\n  - Build it in: A daily" in text
    assert [row.choice for row in rows(house, Chance)] == ["build_in"]
