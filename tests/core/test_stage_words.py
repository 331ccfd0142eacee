"""The facilitator's words: nothing is missing, and every question asks how or what."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.core.causes import Axis, HowQuestion, Remediation
from bot.core.stages import STAGES, Criterion, Progress, Stage, criteria
from bot.render.stages import StageText, StageTextsIncomplete, file_name, load_stages

SHIPPED = Path(__file__).parents[2] / "templates" / "stages"
WORDS = load_stages(SHIPPED)


def questions(text: StageText) -> Iterator[str]:
    yield text.question
    yield from text.prompts
    yield from text.asked_on_the_way.values()
    for prompts in text.prompts_for.values():
        yield from prompts


EVERY_QUESTION = [
    pytest.param(question, id=f"{stage}-{number}")
    for stage in STAGES
    for number, question in enumerate(questions(WORDS[stage]))
]


# --- what we ship -----------------------------------------------------------------------------


def test_there_are_exactly_the_eleven_files() -> None:
    assert {path.name for path in SHIPPED.iterdir()} == {file_name(stage) for stage in STAGES}


@pytest.mark.parametrize("stage", STAGES)
def test_every_criterion_has_words_and_its_counts_stand_in_them(stage: Stage) -> None:
    for criterion in criteria(stage, Progress()):
        words = WORDS[stage].criterion_words(criterion)
        assert words
        assert "{" not in words


def test_the_ground_rule_is_the_first_thing_said() -> None:
    said = WORDS[Stage.ground_rules].goal
    assert said.startswith("We are here to understand the system, not to grade people.")


def test_the_counts_of_a_criterion_are_filled_in() -> None:
    (agreed,) = criteria(Stage.ground_rules, Progress(participants=5, agreed=3))
    assert WORDS[Stage.ground_rules].criterion_words(agreed).endswith("(3 of 5)")


def test_the_how_chain_quotes_people_as_they_wrote_it() -> None:
    text = WORDS[Stage.how_it_came_about]
    asked = text.question_words(HowQuestion.how_did, {"quoted": "the {quoted} template"})
    assert "“the {quoted} template”" in asked


def test_each_axis_and_each_remedy_has_a_question() -> None:
    assert set(WORDS[Stage.which_axis].asked_on_the_way) == set(Axis)
    assert set(WORDS[Stage.what_will_stop_it].asked_on_the_way) == set(Remediation)


def test_a_live_retrospective_fits_into_ninety_minutes() -> None:
    assert sum(text.minutes for text in WORDS.values()) <= 90


@pytest.mark.parametrize("question", EVERY_QUESTION)
def test_a_question_asks_how_or_what_in_one_short_sentence(question: str) -> None:
    """Source: facilitation.md 2.3."""
    opening = r"(What|How|Which|When|Where|Could you walk us through)\b"
    assert re.match(opening, question)
    assert question.count("?") == 1
    assert question.endswith("?")
    assert len(question.split()) <= 25
    assert not re.search(r"\b(why|who|should|blame|fault|error|failed)\b", question, re.I)
    assert not re.search(r"\b(could|would|ought to|must) have\b|\bif only\b", question, re.I)


@pytest.mark.parametrize("stage", STAGES)
def test_nothing_said_at_a_stage_asks_for_a_culprit(stage: Stage) -> None:
    text = WORDS[stage]
    said = " ".join([text.goal, text.how_to_answer, *text.before_moving_on.values()])
    assert not re.search(r"\b(why|should|blame|fault|human error|root cause)\b", said, re.I)


# --- what a team may replace ------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "stages"))


def rewrite(folder: Path, stage: Stage, old: str, new: str) -> None:
    path = folder / file_name(stage)
    before = path.read_text(encoding="utf-8")
    assert old in before
    path.write_text(before.replace(old, new), encoding="utf-8")


def problem(folder: Path, replacements: Path | None = None) -> str:
    with pytest.raises(StageTextsIncomplete) as caught:
        load_stages(folder, replacements)
    (only,) = caught.value.problems
    return only


def test_a_team_replaces_one_file_and_keeps_the_others(tmp_path: Path) -> None:
    shutil.copy(SHIPPED / file_name(Stage.what_helped), tmp_path)
    rewrite(tmp_path, Stage.what_helped, "# What helped", "# What held")
    words = load_stages(SHIPPED, tmp_path)
    assert words[Stage.what_helped].title == "What held"
    assert words[Stage.promises] == WORDS[Stage.promises]


def test_a_replacement_with_a_misspelt_name_is_not_left_unread(tmp_path: Path) -> None:
    (tmp_path / "08_what_help.md").write_text("# What held", encoding="utf-8")
    assert problem(SHIPPED, tmp_path).endswith("08_what_help.md: no stage has this file name")


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "02_promises.md").unlink()
    assert problem(folder).endswith("02_promises.md: the file is missing")


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("# Ground rules", "", 'the part "Title" is missing'),
        ("What would make this hour worth your time?", "", 'the part "Question" is missing'),
        ("## Goal", "## Gaol", 'the part "Goal" is missing'),
        ("\n5\n", "\nfive\n", 'the part "Minutes" is not a whole number above zero: "five"'),
        ("- everyone_agreed", "- all", 'the part "Before moving on" has no words for'),
        ("{agreed}", "{agred}", "names {agred}"),
        ("## Prompts", "## Prompts for model", 'the part "Prompts" is missing'),
    ],
)
def test_what_is_missing_in_a_file_is_named(
    folder: Path, old: str, new: str, complaint: str
) -> None:
    rewrite(folder, Stage.ground_rules, old, new)
    with pytest.raises(StageTextsIncomplete) as caught:
        load_stages(folder)
    assert any(complaint in problem for problem in caught.value.problems)
    assert all("01_ground_rules.md: " in problem for problem in caught.value.problems)


@pytest.mark.parametrize(
    ("stage", "old", "new", "complaint"),
    [
        (
            Stage.what_happened,
            "- repair: ",
            "- mend: ",
            'the part "Asked on the way" has no words for "repair"',
        ),
        (
            Stage.which_axis,
            "## Prompts for unknown",
            "## Prompts for oracle",
            'the part "Prompts for oracle" is for nothing that this stage knows',
        ),
    ],
)
def test_further_prompts_and_own_questions_are_checked(
    folder: Path, stage: Stage, old: str, new: str, complaint: str
) -> None:
    rewrite(folder, stage, old, new)
    with pytest.raises(StageTextsIncomplete) as caught:
        load_stages(folder)
    assert any(complaint in problem for problem in caught.value.problems)
    assert all(file_name(stage) in problem for problem in caught.value.problems)


def test_further_prompts_without_a_bullet_are_named(folder: Path) -> None:
    rewrite(folder, Stage.what_helped, "## Minutes", "## Prompts for judge\n\n## Minutes")
    assert "is for nothing that this stage knows" in problem(folder)
    rewrite(folder, Stage.what_helped, "## Prompts for judge\n\n", "")
    judge = "\n".join(f"- {each}" for each in WORDS[Stage.which_axis].prompts_for["judge"])
    rewrite(folder, Stage.which_axis, judge, "")
    assert problem(folder).endswith('the part "Prompts for judge" has no bullets')


def test_every_problem_is_told_at_once(folder: Path) -> None:
    rewrite(folder, Stage.ground_rules, "# Ground rules", "")
    rewrite(folder, Stage.how_it_came_about, "- find_out", "- look_up")
    with pytest.raises(StageTextsIncomplete) as caught:
        load_stages(folder)
    assert len(caught.value.problems) == 3


def test_an_unknown_placeholder_of_a_criterion_stays_as_it_is() -> None:
    text = WORDS[Stage.ground_rules]
    assert "{agreed}" in text.criterion_words(Criterion("everyone_agreed", met=False))
