"""What the guard says of action items. The labelled set is ours; the label is about the text."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.language.actions import FAMILIES, review_action
from bot.core.language.review import review
from bot.core.language.rules import Rule
from bot.core.language.whole import LONGEST_QUOTE, own_words
from bot.render.guard import load_guard
from bot.render.guard_readings import load_action_rules

RULES = load_action_rules()
OURS = [
    json.loads(line)
    for line in (Path(__file__).parent.parent / "data" / "guard" / "actions.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]
WEAK = [one for one in OURS if one["label"] != "concrete"]
CONCRETE = [one for one in OURS if one["label"] == "concrete"]


def family(text: str) -> str | None:
    """The family of the finding; None for nothing to say."""
    findings = review_action(text, rules=RULES)
    return findings[0].family if findings else None


@pytest.mark.parametrize("rule", RULES.rules, ids=lambda rule: rule.name)
def test_a_rule_finds_its_examples_and_leaves_its_counterexamples_alone(rule: Rule) -> None:
    found = [review_action(one.text, rules=RULES)[0].rule for one in rule.flagged]
    assert found == [rule.name] * len(rule.flagged)
    assert [family(one.text) for one in rule.neutral] == [None] * len(rule.neutral)


def test_our_weak_items_are_found_and_our_concrete_ones_left_alone() -> None:
    found = [one for one in WEAK if family(one["text"])]
    false = [one["text"] for one in CONCRETE if family(one["text"])]
    assert len(found) >= 0.95 * len(WEAK)
    assert len(false) <= 0.02 * len(found)


def test_our_weak_items_are_found_in_their_own_family() -> None:
    right = [one for one in WEAK if family(one["text"]) == one["label"]]
    assert len(right) >= 0.9 * len(WEAK)


@pytest.mark.parametrize("one", WEAK, ids=lambda one: one["id"])
def test_what_is_asked_instead_is_a_question_that_needs_no_rewording(one: dict[str, str]) -> None:
    for finding in review_action(one["text"], rules=RULES):
        assert finding.family in FAMILIES
        assert 0 <= finding.start < finding.end <= len(one["text"])
        assert finding.suggestion.split()[0] in ("What", "Which", "How")
        assert finding.suggestion.endswith("?")
        assert finding.suggestion.count("?") == 1
        assert own_words(one["text"]) in finding.suggestion or finding.rule == "to_be_said_later"
        assert review(finding.suggestion, rules=load_guard()) == []
        assert review_action(finding.suggestion, rules=RULES) == []


@pytest.mark.parametrize(
    "vague", ["Improve monitoring", "Add tests", "Investigate", "Fix the prompt"]
)
@pytest.mark.parametrize("when", ["by 12 December", "until 2026-12-01", "in Q1", "next sprint"])
def test_a_date_does_not_make_a_vague_item_concrete(vague: str, when: str) -> None:
    assert family(f"{vague} {when}")


def test_a_measure_makes_it_concrete_whatever_the_first_verb() -> None:
    assert family("Improve recall@5 on returns") == "vague"
    assert family("Improve recall@5 on returns from 0.74 to 0.82") is None


def test_an_alert_counts_once_something_is_kept_or_stopped() -> None:
    assert family("Page the owner above 2% wrong totals") == "alert_only"
    assert family("Page the owner above 2% wrong totals and hold the bot") is None
    assert family("Page above 2% and add the nine carts to the regression set") is None


def test_what_is_only_quoted_or_code_is_not_judged() -> None:
    assert family('Delete the sentence "improve the answer" from the system prompt') is None
    assert family("Remove `be careful` from the template") is None


def test_own_words_are_short_and_hold_no_quotation_mark() -> None:
    long = own_words('Improve "everything" ' + "and more " * 40)
    assert len(long) <= LONGEST_QUOTE + 2
    assert not set(long) & set('“”"')


@given(st.text(max_size=300))
def test_any_text_gets_at_most_one_finding_within_its_bounds(text: str) -> None:
    findings = review_action(text, rules=RULES)
    assert len(findings) <= 1
    for finding in findings:
        assert 0 <= finding.start <= finding.end <= len(text)


@given(st.sampled_from(OURS), st.sampled_from(["", "  ", "\n", "- ", "• ", "[ ] "]))
def test_a_bullet_or_spaces_in_front_change_nothing(one: dict[str, str], front: str) -> None:
    assert family(front + one["text"]) == family(one["text"])
