"""What has to be there before each stage is left. Source: product.md 8, the table."""

from dataclasses import fields, replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.stages import STAGES, Progress, Stage, criteria, missing_criteria


def missing(stage: Stage, progress: Progress) -> list[str]:
    return [one.code for one in missing_criteria(stage, progress)]


def test_there_are_eleven_stages_in_order() -> None:
    assert [stage.number for stage in STAGES] == list(range(1, 12))
    assert STAGES[0].preceding is None
    assert STAGES[-1].following is None
    assert all(stage.following is after for stage, after in pairwise(STAGES))


@pytest.mark.parametrize(
    ("stage", "enough"),
    [
        (Stage.GROUND_RULES, Progress(participants=3, agreed=3)),
        (Stage.PROMISES, Progress()),
        (Stage.PROMISES, Progress(promises=2, promises_settled=2)),
        (Stage.WHAT_HAPPENED, Progress(times_in_order=True, gaps=1, gaps_settled=1)),
        (Stage.HOW_WE_NOTICED, Progress(how_noticed=True, signal_named=True)),
        (Stage.WHAT_IT_TOUCHED, Progress(slices=1)),
        (Stage.WHAT_IT_TOUCHED, Progress(scope_reason_given=True)),
        (Stage.HOW_IT_CAME_ABOUT, Progress(chains=3, systemic_chains=1)),
        (Stage.WHICH_AXIS, Progress(axes_with_evidence=1)),
        (Stage.WHICH_AXIS, Progress(unknowns_with_owner=1)),
        (Stage.WHAT_HELPED, Progress()),
        (Stage.WHAT_WILL_STOP_IT, Progress(eval_entries=1)),
        (Stage.WHAT_WILL_STOP_IT, Progress(eval_reason_given=True)),
        (Stage.ACTION_ITEMS, Progress(items=3, complete_items=3)),
        (Stage.WHAT_OTHERS_CAN_USE, Progress(lessons=1)),
    ],
)
def test_a_stage_may_be_left_once_the_table_is_met(stage: Stage, enough: Progress) -> None:
    assert missing(stage, enough) == []


@pytest.mark.parametrize(
    ("stage", "progress", "codes"),
    [
        (Stage.GROUND_RULES, Progress(participants=3, agreed=2), ["everyone_agreed"]),
        (Stage.PROMISES, Progress(promises=2, promises_settled=1), ["promises_settled"]),
        (Stage.WHAT_HAPPENED, Progress(gaps=1), ["times_in_order", "gaps_settled"]),
        (Stage.HOW_WE_NOTICED, Progress(how_noticed=True), ["signal_named"]),
        (Stage.WHAT_IT_TOUCHED, Progress(), ["scope_measured"]),
        (Stage.HOW_IT_CAME_ABOUT, Progress(chains=4), ["systemic_condition"]),
        (Stage.WHICH_AXIS, Progress(), ["axis_shown"]),
        (Stage.WHAT_WILL_STOP_IT, Progress(kinds_answered=4), ["eval_entry"]),
        (Stage.ACTION_ITEMS, Progress(), ["items_complete"]),
        (Stage.ACTION_ITEMS, Progress(items=3, complete_items=2), ["items_complete"]),
        (Stage.WHAT_OTHERS_CAN_USE, Progress(), ["lesson_written"]),
    ],
)
def test_what_is_missing_is_named(stage: Stage, progress: Progress, codes: list[str]) -> None:
    assert missing(stage, progress) == codes


def test_one_item_or_six_are_remarked_upon_and_hold_nobody_up() -> None:
    for items in (1, 6):
        progress = Progress(items=items, complete_items=items)
        remark = criteria(Stage.ACTION_ITEMS, progress)[1]
        assert (remark.code, remark.met, remark.needed) == ("items_in_range", False, False)
        assert missing(Stage.ACTION_ITEMS, progress) == []


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
