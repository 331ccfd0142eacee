"""Which stages each form of a retrospective walks, and what stands on whose card."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.incident import Category, Severity
from bot.core.stages import STAGES, Progress, Stage, criteria
from bot.core.walks import (
    Form,
    card_criteria,
    following,
    goes_on_at,
    home,
    position,
    preceding,
    proposed_form,
    stages_on_card,
    walk,
)

FORMS = st.sampled_from(Form)


def test_the_short_form_walks_the_stages_of_the_product_page() -> None:
    assert [stage.number for stage in walk(Form.short)] == [1, 3, 6, 9, 10, 11]
    assert walk(Form.long) == STAGES


def test_the_first_card_of_the_short_form_holds_open_items_detection_scope_and_axis() -> None:
    assert [each.number for each in stages_on_card(Stage.ground_rules, Form.short)] == [
        1, 2, 4, 5, 7,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("severity", "category", "form"),
    [
        (Severity.S1, Category.silent_regression, Form.long),
        (Severity.S2, Category.service_outage, Form.long),
        (Severity.S3, Category.service_outage, Form.short),
        (Severity.S1, Category.near_miss, Form.short),
    ],
)
def test_s3_and_near_misses_are_held_in_short(
    severity: Severity, category: Category, form: Form
) -> None:
    assert proposed_form(severity, category) is form


@pytest.mark.parametrize("form", Form)
def test_every_stage_is_followed_by_the_next_of_its_walk(form: Form) -> None:
    stages = walk(form)
    assert preceding(stages[0], form) is None
    assert following(stages[-1], form) is None
    for one, after in pairwise(stages):
        assert following(one, form) is after
        assert preceding(after, form) is one
    assert [position(stage, form) for stage in stages] == list(range(1, len(stages) + 1))


@pytest.mark.parametrize("form", Form)
def test_no_criterion_is_lost_whatever_the_form(form: Form) -> None:
    asked = [
        criterion.code
        for stage in walk(form)
        for criterion in card_criteria(stage, form, Progress())
    ]
    all_there_are = [one.code for stage in STAGES for one in criteria(stage, Progress())]
    assert sorted(asked) == sorted(all_there_are)


@given(st.sampled_from(STAGES), FORMS)
def test_every_stage_has_a_card_of_the_walk_to_stand_on(stage: Stage, form: Form) -> None:
    assert home(stage, form) in walk(form)
    if stage in walk(form):
        assert home(stage, form) is stage


@pytest.mark.parametrize(
    ("current", "goes_on"),
    [
        (Stage.ground_rules, Stage.ground_rules),
        (Stage.what_happened, Stage.what_happened),
        (Stage.how_it_came_about, Stage.how_we_noticed),
        (Stage.what_will_stop_it, Stage.how_we_noticed),
        (Stage.what_others_can_use, Stage.how_we_noticed),
    ],
)
def test_the_long_form_goes_on_at_what_was_not_held_yet(current: Stage, goes_on: Stage) -> None:
    before = walk(Form.short)[: position(current, Form.short) - 1]
    assert goes_on_at(current, frozenset(before)) is goes_on
