"""How the guard reads a cause: what ends the inquiry, how deep it goes, which axis it may be."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.causes import Axis
from bot.core.language.causes import FAMILIES, Cue, Depth, read_cause, review_cause
from bot.core.language.review import review
from bot.core.language.rules import Rule
from bot.render.guard import load_guard
from bot.render.guard_readings import load_cause_rules

RULES = load_cause_rules()
OURS: list[dict[str, Any]] = [
    json.loads(line)
    for line in (Path(__file__).parent.parent / "data" / "guard" / "causes.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]
SHALLOW = [one for one in OURS if one["family"]]


def families(text: str) -> frozenset[str]:
    return review_cause(text, rules=RULES).families


@pytest.mark.parametrize("rule", RULES.rules, ids=lambda rule: rule.name)
def test_a_rule_finds_its_examples_and_leaves_its_counterexamples_alone(rule: Rule) -> None:
    for one in rule.flagged:
        assert rule.name in [found.rule for found in review_cause(one.text, rules=RULES).findings]
    assert [families(one.text) for one in rule.neutral] == [frozenset()] * len(rule.neutral)


@pytest.mark.parametrize("cue", RULES.cues, ids=lambda cue: cue.name)
def test_a_cue_of_depth_is_in_its_examples(cue: Cue) -> None:
    assert all(cue.is_in(read_cause(text, RULES.lexicon)) for text in cue.examples)


def test_our_causes_are_read_as_deep_as_they_go() -> None:
    right = [one for one in OURS if review_cause(one["text"], rules=RULES).depth == one["depth"]]
    assert len(right) >= 0.95 * len(OURS)


def test_our_shallow_causes_are_found_and_the_others_left_alone() -> None:
    missed = [one["text"] for one in SHALLOW if one["family"] not in families(one["text"])]
    false = [one["text"] for one in OURS if not one["family"] and families(one["text"])]
    assert len(missed) <= 0.1 * len(SHALLOW)
    assert false == []


def test_the_first_axis_suggested_is_mostly_the_one_that_moved_first() -> None:
    on_axis = [one for one in OURS if one["axes"]]
    readings = [(one["axes"], review_cause(one["text"], rules=RULES).axes) for one in on_axis]
    first = sum(found[:1] == (axes[0],) for axes, found in readings)
    assert first >= 0.9 * len(on_axis)


@pytest.mark.parametrize("one", SHALLOW, ids=lambda one: one["id"])
def test_what_is_asked_instead_is_a_question_that_needs_no_rewording(one: dict[str, Any]) -> None:
    for finding in review_cause(one["text"], rules=RULES).findings:
        assert finding.family in FAMILIES
        assert finding.suggestion.split()[0] in ("What", "How", "Which")
        assert finding.suggestion.endswith("?")
        assert review(finding.suggestion, rules=load_guard(), context="cause") == []
        assert review_cause(finding.suggestion, rules=RULES).findings == ()


def test_the_model_with_a_mechanism_is_a_cause_like_any_other() -> None:
    assert families("The model made an error") == {"model_as_cause"}
    assert families("The model drops the last row when a table has 40 rows") == frozenset()
    assert review_cause("The model made an error", rules=RULES).axes == ()


def test_one_root_cause_is_asked_for_what_else_had_to_be_true() -> None:
    assert families("The root cause is the prompt") == {"single_cause"}
    assert families("The root causes are the prompt and a missing gate") == frozenset()
    assert families("root cause unknown") == frozenset()


def test_a_model_with_a_persons_name_is_no_person() -> None:
    assert families("Claude misread the table when two columns had one name") == frozenset()
    assert families("Pedro misread the table") == {"person"}


def test_speaking_of_oneself_is_left_alone() -> None:
    assert families("I misread the graph") == frozenset()


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    reading = review_cause(text, rules=RULES)
    assert reading.depth in Depth
    assert len(reading.axes) == len(set(reading.axes)) <= 2
    assert set(reading.axes) <= {axis.value for axis in Axis}
    for finding in reading.findings:
        assert 0 <= finding.start <= finding.end <= len(text)
