"""The facilitation state machine: who may move a retrospective, when, and what that leaves behind.

`advance` is total over (stage × event): it returns a `Step` or raises `Refused`, nothing else.
It keeps no answers and sends nothing; it says what was decided and what has to follow.

The refusals, with their facts:
    retro_not_started       anything but Start, before it
    retro_already_running   Start again · facilitator, stage
    retro_closed            anything, after Close
    stage_moved_on          a click on a card older than the retrospective · stage, facilitator
    not_facilitator         somebody else's move · facilitator
    criteria_missing        Next or Close without a reason · stage, missing (Criterion …)
    reason_missing          Skip without a reason · stage
    first_stage last_stage  no way back from the first, no way on from the last · stage
    stages_left             Close before the last stage · stage
    stage_not_open          an answer to a stage that has not come yet · stage (now), asked
    not_participant         TakeOver by somebody who does not take part · facilitator
    already_facilitating    TakeOver by the facilitator
Source: product.md 8 and 19.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import assert_never

from bot.core.errors import Refused
from bot.core.facilitation import (
    Answer,
    AnswerTaken,
    Back,
    Close,
    Closed,
    Decision,
    DecisionKind,
    Effect,
    Event,
    FacilitatorChanged,
    Next,
    NotifyFormer,
    ParticipantJoined,
    Skip,
    StageClosed,
    StageOpened,
    Start,
    State,
    Status,
    Step,
    TakeOver,
)
from bot.core.stages import (
    STAGES,
    Criterion,
    Progress,
    Stage,
    criteria,
    missing_criteria,
)

__all__ = [
    "STAGES",
    "Answer",
    "AnswerTaken",
    "Back",
    "Close",
    "Closed",
    "Criterion",
    "Decision",
    "DecisionKind",
    "Effect",
    "Event",
    "FacilitatorChanged",
    "Next",
    "NotifyFormer",
    "ParticipantJoined",
    "Progress",
    "Skip",
    "Stage",
    "StageClosed",
    "StageOpened",
    "Start",
    "State",
    "Status",
    "Step",
    "TakeOver",
    "advance",
    "criteria",
    "missing_criteria",
]


def advance(state: State, event: Event, *, progress: Progress, now: datetime) -> Step:
    """What `event` does to the retrospective; raises `Refused` where the rules say no.

    What is wrong with the retrospective comes before what is wrong with the card, and that before
    what is wrong with the person: nobody is offered *Take over* on a card that is out of date.
    """
    _demand_status(state, event)
    match event:
        case Start():
            return _start(state, event, now)
        case Answer():
            return _answer(state, event)
        case TakeOver():
            _demand_current(state, event.version)
            return _take_over(state, event, now)
    _demand_current(state, event.version)
    if event.by != state.facilitator:
        raise Refused("not_facilitator", facilitator=state.facilitator)
    match event:
        case Next():
            return _next(state, event, progress=progress, now=now)
        case Back():
            return _back(state, event, now)
        case Skip():
            return _skip(state, event, progress=progress, now=now)
        case Close():
            return _close(state, event, progress=progress, now=now)
        case _:
            assert_never(event)


def _demand_status(state: State, event: Event) -> None:
    if state.status is Status.closed:
        raise Refused("retro_closed")
    if state.status is Status.running and isinstance(event, Start):
        raise Refused("retro_already_running", facilitator=state.facilitator, stage=state.stage)
    if state.status is Status.prepared and not isinstance(event, Start):
        raise Refused("retro_not_started")


def _demand_current(state: State, version: int) -> None:
    if version != state.version:
        raise Refused("stage_moved_on", stage=state.stage, facilitator=state.facilitator)


def _start(state: State, event: Start, now: datetime) -> Step:
    running = replace(
        state,
        status=Status.running,
        facilitator=event.facilitator,
        participants=state.participants | event.participants | {event.facilitator},
    )
    chosen = Decision(
        DecisionKind.chose_facilitator, event.by, state.stage, now, person=event.facilitator
    )
    return Step(_at(running, state.stage, now), (chosen,), (StageOpened(state.stage),))


def _answer(state: State, event: Answer) -> Step:
    if event.stage.number > state.stage.number:
        raise Refused("stage_not_open", stage=state.stage, asked=event.stage)
    taken = AnswerTaken(event.stage, event.by, late=event.stage is not state.stage)
    if event.by in state.participants:
        return Step(state, effects=(taken,))
    joined = replace(state, participants=state.participants | {event.by})
    return Step(joined, effects=(taken, ParticipantJoined(event.by)))


def _take_over(state: State, event: TakeOver, now: datetime) -> Step:
    former = state.facilitator
    if event.by == former:
        raise Refused("already_facilitating")
    if event.by not in state.participants:
        raise Refused("not_participant", facilitator=former)
    taken = replace(state, facilitator=event.by, version=state.version + 1)
    decision = Decision(DecisionKind.took_over, event.by, state.stage, now, person=former)
    told = (NotifyFormer(former, event.by),) if former else ()
    return Step(taken, (decision,), (FacilitatorChanged(event.by), *told))


def _next(state: State, event: Next, *, progress: Progress, now: datetime) -> Step:
    following = state.stage.following
    if following is None:
        raise Refused("last_stage", stage=state.stage)
    decisions = _leave(state, event, progress=progress, now=now)
    passed = replace(state, passed=state.passed | {state.stage})
    return Step(_at(passed, following, now), decisions, _turn(state.stage, following))


def _back(state: State, event: Back, now: datetime) -> Step:
    preceding = state.stage.preceding
    if preceding is None:
        raise Refused("first_stage", stage=state.stage)
    again = replace(state, passed=state.passed - {preceding}, skipped=state.skipped - {preceding})
    decision = Decision(DecisionKind.went_back, event.by, state.stage, now)
    return Step(_at(again, preceding, now), (decision,), _turn(state.stage, preceding))


def _skip(state: State, event: Skip, *, progress: Progress, now: datetime) -> Step:
    following = state.stage.following
    if following is None:
        raise Refused("last_stage", stage=state.stage)
    reason = event.reason.strip()
    if not reason:
        raise Refused("reason_missing", stage=state.stage)
    missing = _codes(missing_criteria(state.stage, progress))
    skipped = replace(state, skipped=state.skipped | {state.stage})
    decision = Decision(DecisionKind.skipped, event.by, state.stage, now, reason, missing)
    return Step(_at(skipped, following, now), (decision,), _turn(state.stage, following))


def _close(state: State, event: Close, *, progress: Progress, now: datetime) -> Step:
    if state.stage.following is not None:
        raise Refused("stages_left", stage=state.stage)
    decisions = _leave(state, event, progress=progress, now=now)
    closed = replace(
        state,
        status=Status.closed,
        passed=state.passed | {state.stage},
        version=state.version + 1,
    )
    return Step(closed, decisions, (StageClosed(state.stage), Closed()))


def _leave(
    state: State, event: Next | Close, *, progress: Progress, now: datetime
) -> tuple[Decision, ...]:
    """The decision to leave a stage; none where all is there and nothing was said about it."""
    missing = missing_criteria(state.stage, progress)
    reason = (event.reason or "").strip() or None
    if missing and not reason:
        raise Refused("criteria_missing", stage=state.stage, missing=missing)
    if not reason:
        return ()
    kind = DecisionKind.moved_on if isinstance(event, Next) else DecisionKind.closed
    return (Decision(kind, event.by, state.stage, now, reason, _codes(missing)),)


def _at(state: State, stage: Stage, now: datetime) -> State:
    return replace(state, stage=stage, version=state.version + 1, opened_at=now)


def _turn(left: Stage, opened: Stage) -> tuple[Effect, ...]:
    return (StageClosed(left), StageOpened(opened))


def _codes(missing: Iterable[Criterion]) -> tuple[str, ...]:
    return tuple(one.code for one in missing)
