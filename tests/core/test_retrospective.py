"""Who may move a retrospective, when, and what stays in the record.

Ana facilitates, Ben takes part, Cleo does not.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core import retrospective as retro
from bot.core.errors import Refused
from bot.core.retrospective import (
    STAGES,
    Answer,
    AnswerTaken,
    Back,
    Close,
    Closed,
    Decision,
    DecisionKind,
    Event,
    FacilitatorChanged,
    Next,
    NotifyFormer,
    ParticipantJoined,
    Progress,
    Skip,
    Stage,
    StageClosed,
    StageOpened,
    Start,
    State,
    Status,
    Step,
    TakeOver,
)
from tests.core.retro_cast import ANA, BEN, CLEO, EVERYTHING, NOON, NOTHING


def running(stage: Stage) -> State:
    """A retrospective that Ana has brought to `stage` in the ordinary way."""
    return State(
        status=Status.running,
        stage=stage,
        facilitator=ANA,
        participants=frozenset({ANA, BEN}),
        version=stage.number,
        passed=frozenset(STAGES[: stage.number - 1]),
        opened_at=NOON,
    )


PREPARED = State()
CLOSED = replace(
    running(STAGES[-1]), status=Status.closed, version=len(STAGES) + 1, passed=frozenset(STAGES)
)


def advance(state: State, event: Event, progress: Progress = EVERYTHING) -> Step:
    return retro.advance(state, event, progress=progress, now=NOON + timedelta(minutes=5))


def refusal(state: State, event: Event, progress: Progress = EVERYTHING) -> Refused:
    with pytest.raises(Refused) as caught:
        advance(state, event, progress)
    return caught.value


def test_starting_opens_the_first_stage_and_records_who_was_asked_to_facilitate() -> None:
    step = advance(PREPARED, Start(BEN, facilitator=ANA, participants=frozenset({BEN})))
    assert step.state.participants == {ANA, BEN}
    assert step.state.opened_at == NOON + timedelta(minutes=5)
    assert step.effects == (StageOpened(Stage.ground_rules),)
    assert step.decisions == (
        Decision(
            DecisionKind.chose_facilitator,
            BEN,
            Stage.ground_rules,
            NOON + timedelta(minutes=5),
            person=ANA,
        ),
    )


def test_a_retrospective_for_one_person_runs_from_start_to_close() -> None:
    alone = replace(EVERYTHING, participants=1, agreed=1)
    state = advance(PREPARED, Start(ANA, facilitator=ANA), alone).state
    for _ in STAGES[1:]:
        state = advance(state, Next(ANA, state.version), alone).state
    step = advance(state, Close(ANA, state.version), alone)
    assert step.state.status is Status.closed
    assert step.state.passed == set(STAGES)
    assert step.effects == (StageClosed(STAGES[-1]), Closed())


def test_moving_on_closes_one_card_and_opens_the_next_without_a_line_in_the_log() -> None:
    state = running(Stage.promises)
    step = advance(state, Next(ANA, state.version))
    assert step.effects == (StageClosed(Stage.promises), StageOpened(Stage.what_happened))
    assert step.decisions == ()
    assert Stage.promises in step.state.passed


def test_what_is_missing_is_named_before_anybody_moves_on() -> None:
    state = running(Stage.what_happened)
    refused = refusal(state, Next(ANA, state.version), Progress(gaps=3, gaps_settled=1))
    assert refused.code == "criteria_missing"
    assert refused.facts["stage"] is Stage.what_happened
    missing = refused.facts["missing"]
    assert isinstance(missing, tuple)
    assert [one.code for one in missing] == ["times_in_order", "gaps_settled"]


def test_with_a_reason_the_group_moves_on_and_the_reason_stands_in_the_log() -> None:
    state = running(Stage.what_happened)
    step = advance(state, Next(ANA, state.version, "  the logs are gone "), NOTHING)
    assert step.state.stage is Stage.how_we_noticed
    (decision,) = step.decisions
    assert (decision.kind, decision.by) == (DecisionKind.moved_on, ANA)
    assert decision.stage is Stage.what_happened
    assert decision.reason == "the logs are gone"
    assert decision.missing == ("times_in_order",)


def test_a_blank_reason_is_none() -> None:
    state = running(Stage.what_happened)
    assert refusal(state, Next(ANA, state.version, "  "), NOTHING).code == "criteria_missing"
    assert refusal(state, Skip(ANA, state.version, " \n")).code == "reason_missing"


def test_a_reason_written_while_somebody_filled_the_gap_is_kept() -> None:
    state = running(Stage.what_happened)
    (decision,) = advance(state, Next(ANA, state.version, "the logs are gone")).decisions
    assert (decision.reason, decision.missing) == ("the logs are gone", ())


def test_skipping_says_what_was_left_open() -> None:
    state = running(Stage.which_axis)
    step = advance(state, Skip(ANA, state.version, "a plain outage"), NOTHING)
    assert step.state.stage is Stage.what_helped
    assert Stage.which_axis in step.state.skipped
    assert Stage.which_axis not in step.state.passed
    (decision,) = step.decisions
    assert (decision.kind, decision.reason) == (DecisionKind.skipped, "a plain outage")
    assert decision.missing == ("axis_shown",)


def test_going_back_opens_a_skipped_stage_as_if_it_had_not_been_skipped() -> None:
    state = running(Stage.which_axis)
    skipped = advance(state, Skip(ANA, state.version, "a plain outage")).state
    step = advance(skipped, Back(ANA, skipped.version))
    assert step.state.stage is Stage.which_axis
    assert step.state.skipped == frozenset()
    assert step.effects == (StageClosed(Stage.what_helped), StageOpened(Stage.which_axis))
    assert [one.kind for one in step.decisions] == [DecisionKind.went_back]


def test_two_people_pressing_next_at_once_advance_once() -> None:
    state = running(Stage.promises)
    first = advance(state, Next(ANA, state.version))
    refused = refusal(first.state, Next(ANA, state.version))
    assert (refused.code, refused.facts["stage"]) == ("stage_moved_on", Stage.what_happened)


def test_taking_over_tells_the_former_facilitator_and_stands_in_the_log() -> None:
    state = running(Stage.what_helped)
    step = advance(state, TakeOver(BEN, state.version))
    assert step.state.facilitator == BEN
    assert step.state.stage is Stage.what_helped
    assert step.effects == (FacilitatorChanged(BEN), NotifyFormer(ANA, taken_over_by=BEN))
    (decision,) = step.decisions
    assert (decision.kind, decision.by, decision.person) == (DecisionKind.took_over, BEN, ANA)
    assert refusal(step.state, Next(ANA, step.state.version)).code == "not_facilitator"
    assert advance(step.state, Next(BEN, step.state.version)).state.facilitator == BEN


def test_of_two_people_taking_over_at_once_one_does() -> None:
    state = replace(running(Stage.what_helped), participants=frozenset({ANA, BEN, CLEO}))
    taken = advance(state, TakeOver(BEN, state.version)).state
    refused = refusal(taken, TakeOver(CLEO, state.version))
    assert (refused.code, refused.facts["facilitator"]) == ("stage_moved_on", BEN)


def test_somebody_who_does_not_take_part_cannot_take_over_until_they_answer() -> None:
    state = running(Stage.what_happened)
    assert refusal(state, TakeOver(CLEO, state.version)).code == "not_participant"
    step = advance(state, Answer(CLEO, Stage.what_happened))
    assert ParticipantJoined(CLEO) in step.effects
    assert advance(step.state, TakeOver(CLEO, state.version)).state.facilitator == CLEO


def test_an_answer_leaves_the_cards_that_people_look_at_usable() -> None:
    state = running(Stage.what_happened)
    step = advance(state, Answer(BEN, Stage.what_happened))
    assert step == Step(state, effects=(AnswerTaken(Stage.what_happened, BEN, late=False),))


def test_a_late_answer_is_taken_and_shown_as_late() -> None:
    step = advance(running(Stage.which_axis), Answer(BEN, Stage.what_happened))
    assert step.effects == (AnswerTaken(Stage.what_happened, BEN, late=True),)


def test_closing_without_a_lesson_asks_for_a_reason_and_keeps_it() -> None:
    state = running(STAGES[-1])
    assert refusal(state, Close(ANA, state.version), NOTHING).code == "criteria_missing"
    step = advance(state, Close(ANA, state.version, "nothing new in this one"), NOTHING)
    (decision,) = step.decisions
    assert (decision.kind, decision.missing) == (DecisionKind.closed, ("lesson_written",))
