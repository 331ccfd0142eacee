"""What has to be there before each stage is left. Source: product.md 8, the table."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.stages import STAGES, Progress, Stage, criteria, missing_criteria


def missing(stage: Stage, progress: Progress) -> list[str]:
    return [one.code for one in missing_criteria(stage, progress)]


def test_there_are_eleven_stages_in_order() -> None:
    assert [stage.number for stage in STAGES] == list(range(1, 12))


@pytest.mark.parametrize(
    ("stage", "enough"),
    [
        (Stage.ground_rules, Progress(participants=3, agreed=3)),
        (Stage.promises, Progress()),
        (Stage.promises, Progress(promises=2, promises_settled=2)),
        (Stage.what_happened, Progress(times_in_order=True, gaps=1, gaps_settled=1)),
        (Stage.how_we_noticed, Progress(how_noticed=True, signal_named=True)),
        (Stage.what_it_touched, Progress(slices=1)),
        (Stage.what_it_touched, Progress(scope_reason_given=True)),
        (Stage.how_it_came_about, Progress(chains=3, systemic_chains=1)),
        (Stage.which_axis, Progress(axes_with_evidence=1)),
        (Stage.which_axis, Progress(unknowns_with_owner=1)),
        (Stage.what_helped, Progress()),
        (Stage.what_will_stop_it, Progress(eval_entries=1)),
        (Stage.what_will_stop_it, Progress(eval_reason_given=True)),
        (Stage.action_items, Progress(items=3, complete_items=3)),
        (Stage.what_others_can_use, Progress(lessons=1)),
    ],
)
def test_a_stage_may_be_left_once_the_table_is_met(stage: Stage, enough: Progress) -> None:
    assert missing(stage, enough) == []


@pytest.mark.parametrize(
    ("stage", "progress", "codes"),
    [
        (Stage.ground_rules, Progress(participants=3, agreed=2), ["everyone_agreed"]),
        (Stage.promises, Progress(promises=2, promises_settled=1), ["promises_settled"]),
        (Stage.what_happened, Progress(gaps=1), ["times_in_order", "gaps_settled"]),
        (Stage.how_we_noticed, Progress(how_noticed=True), ["signal_named"]),
        (Stage.what_it_touched, Progress(), ["scope_measured"]),
        (Stage.how_it_came_about, Progress(chains=4), ["systemic_condition"]),
        (Stage.which_axis, Progress(), ["axis_shown"]),
        (Stage.what_will_stop_it, Progress(kinds_answered=4), ["eval_entry"]),
        (Stage.action_items, Progress(), ["items_complete"]),
        (Stage.action_items, Progress(items=3, complete_items=2), ["items_complete"]),
        (Stage.what_others_can_use, Progress(), ["lesson_written"]),
    ],
)
def test_what_is_missing_is_named(stage: Stage, progress: Progress, codes: list[str]) -> None:
    assert missing(stage, progress) == codes


def test_one_item_or_six_are_remarked_upon_and_hold_nobody_up() -> None:
    for items in (1, 6):
        progress = Progress(items=items, complete_items=items)
        remark = criteria(Stage.action_items, progress)[1]
        assert (remark.code, remark.met, remark.needed) == ("items_in_range", False, False)
        assert missing(Stage.action_items, progress) == []


COUNTS = st.integers(min_value=0, max_value=6)
PROGRESSES = st.builds(
    Progress,
    **{
        one.name: st.booleans() if isinstance(one.default, bool) else COUNTS
        for one in fields(Progress)
    },
)


@given(PROGRESSES)
def test_the_codes_of_a_stage_are_the_same_whatever_has_been_gathered(progress: Progress) -> None:
    for stage in STAGES:
        now, at_first = criteria(stage, progress), criteria(stage, Progress())
        assert [one.code for one in now] == [one.code for one in at_first]
        assert [set(one.facts) for one in now] == [set(one.facts) for one in at_first]


@given(PROGRESSES)
def test_a_lesson_more_never_takes_a_tick_away(progress: Progress) -> None:
    more = replace(progress, lessons=progress.lessons + 1, slices=progress.slices + 1)
    for stage in STAGES:
        for before, after in zip(criteria(stage, progress), criteria(stage, more), strict=True):
            assert after.met or not before.met
