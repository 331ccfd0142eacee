"""The guard's rules explain themselves: each finds its own examples, and only those."""

from pathlib import Path

import pytest

from bot.core.language.review import MESSAGE, review
from bot.core.language.rules import Example, Rule
from bot.render.guard import GUARD, GuardTrouble, load_guard

RULES = load_guard()
MESSAGES = RULES.of(MESSAGE)
FLAGGED = [(rule, example) for rule in MESSAGES for example in rule.flagged]
NEUTRAL = [(rule, example) for rule in MESSAGES for example in rule.neutral]


@pytest.mark.parametrize(("rule", "example"), FLAGGED, ids=lambda each: getattr(each, "text", ""))
def test_a_rule_speaks_about_its_examples(rule: Rule, example: Example) -> None:
    found = review(example.text, rules=RULES, context=example.context)
    assert rule.name in [finding.rule for finding in found]
    for finding in found:
        assert finding.reason
        assert review(finding.suggestion, rules=RULES) == []


@pytest.mark.parametrize(("rule", "example"), NEUTRAL, ids=lambda each: getattr(each, "text", ""))
def test_the_guard_is_silent_about_look_alikes(rule: Rule, example: Example) -> None:
    assert review(example.text, rules=RULES, context=example.context) == []


def test_every_rule_has_a_last_wording_without_slots() -> None:
    assert all("{" not in rule.suggestions[-1] for rule in MESSAGES)


def _folder(tmp_path: Path, rule: str) -> Path:
    (tmp_path / "words").mkdir()
    words = (GUARD / "words" / "grammar.toml").read_text(encoding="utf-8")
    (tmp_path / "words" / "grammar.toml").write_text(words, encoding="utf-8")
    (tmp_path / "message").mkdir()
    (tmp_path / "message" / "mine.toml").write_text(rule, encoding="utf-8")
    return tmp_path


WHOLE = """
[[rule]]
name = "mine"
family = "blame"
reason = "r"
explanation = "e"
suggestions = ["s"]
flagged = []
neutral = []
patterns = ["{adv} you"]
"""


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (WHOLE.replace('reason = "r"', ""), "reason missing"),
        (WHOLE.replace("{adv}", "{advx}"), "advx"),
        (WHOLE.replace("{adv} you", "( you"), "cannot read"),
        (WHOLE + 'contexts = ["pub"]', "context"),
        (WHOLE + "wheight = 3", "wheight"),
        (WHOLE.replace('patterns = ["{adv} you"]', ""), "patterns"),
    ],
)
def test_a_rule_that_cannot_be_used_is_named_with_its_file(
    tmp_path: Path, changed: str, told: str
) -> None:
    with pytest.raises(GuardTrouble, match=told) as trouble:
        load_guard(_folder(tmp_path, changed))
    assert "mine.toml" in str(trouble.value)
    assert "rule mine" in str(trouble.value)


def test_a_file_that_is_no_toml_is_named(tmp_path: Path) -> None:
    with pytest.raises(GuardTrouble, match=r"mine\.toml"):
        load_guard(_folder(tmp_path, "= ="))
