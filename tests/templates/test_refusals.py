"""Every refusal has words that say what was kept, and every word list names every code."""

import ast
import re

import pytest

from bot.core.action_items import Check, Kind, Level, ProofKind, State
from bot.core.causes import Axis, Confidence, Remediation
from bot.core.incident import REFUSAL_CODES, Category, Severity, Status
from bot.core.links import Reason
from bot.core.timeline import Marker
from bot.render.environment import TEMPLATES, Words
from tests.conftest import ROOT

REFUSALS = TEMPLATES / "slack" / "refusals"
# Codes that are put together from a prefix are listed by their module.
ITEM_FINDINGS = (
    "title_missing",
    "title_too_long",
    "owner_missing",
    "owner_is_bot",
    "owner_is_guest",
    "owner_has_left",
    "due_missing",
    "due_in_past",
    "criterion_missing",
    "no_proof",
)
BUILT = {*REFUSAL_CODES, "cannot_change_state", *(f"item_{code}" for code in ITEM_FINDINGS)}


def raised_codes() -> set[str]:
    """Every code that a `Refused(…)` in the product is raised with."""
    found: set[str] = set()
    for folder in ("bot", "commands"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refused":
                    first = node.args[0]
                    if isinstance(first, ast.Constant):
                        found.add(first.value)
    return found


def test_every_refusal_has_words() -> None:
    missing = {code for code in raised_codes() | BUILT if not (REFUSALS / f"{code}.j2").exists()}
    assert missing == set()


def test_no_words_are_left_of_refusals_that_are_gone() -> None:
    names = {path.stem for path in REFUSALS.glob("[a-z]*.j2")}
    source = "\n".join(
        path.read_text() for folder in ("bot", "commands") for path in (ROOT / folder).rglob("*.py")
    )
    left = {
        name
        for name in names - raised_codes() - BUILT
        if not re.search(rf"[\"'](item_)?{name.removeprefix('item_')}[\"']", source)
    }
    assert left == set()


def test_no_refusal_blames_or_leaves_a_person_without_a_way_on() -> None:
    for path in REFUSALS.glob("*.j2"):
        words = path.read_text().casefold()
        assert "invalid" not in words, path.name
        assert "you failed" not in words, path.name
        assert "error" not in re.sub(r"\{[^}]*\}", "", words), path.name


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("severities", Severity),
        ("categories", Category),
        ("statuses", Status),
        ("status_marks", Status),
        ("markers", Marker),
        ("item_kinds", Kind),
        ("item_states", State),
        ("levels", Level),
        ("proof_kinds", ProofKind),
        ("checks", Check),
        ("look_reasons", Reason),
        ("axes", Axis),
        ("confidences", Confidence),
        ("remedies", Remediation),
    ],
)
def test_every_code_has_a_name_people_read(name: str, codes: type) -> None:
    module = Words()._slack.get_template("words.j2").module
    assert set(getattr(module, name)) == {str(code) for code in codes}
