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
    long_already            GoLong where the long form is held · stage
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
    GoLong,
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
from bot.core.walks import Form, following, goes_on_at, missing_on_card, position, preceding

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
    "GoLong",
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
        case GoLong():
            _demand_current(state, event.version)
            return _go_long(state, event, now)
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
        form=event.form,
        facilitator=event.facilitator,
        participants=state.participants | event.participants | {event.facilitator},
    )
    chosen = Decision(
        DecisionKind.chose_facilitator, event.by, state.stage, now, person=event.facilitator
    )
    decisions = [chosen]
    if event.form is Form.short:
        decisions.append(Decision(DecisionKind.chose_short, event.by, state.stage, now))
    return Step(_at(running, state.stage, now), tuple(decisions), (StageOpened(state.stage),))


def _answer(state: State, event: Answer) -> Step:
    asked, now = position(event.stage, state.form), position(state.stage, state.form)
    if asked > now:
        raise Refused("stage_not_open", stage=state.stage, asked=event.stage)
    taken = AnswerTaken(event.stage, event.by, late=asked < now)
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
    coming = _demand_following(state)
    decisions = _leave(state, event, progress=progress, now=now)
    passed = replace(state, passed=state.passed | {state.stage})
    return Step(_at(passed, coming, now), decisions, _turn(state.stage, coming))


def _demand_following(state: State) -> Stage:
    coming = following(state.stage, state.form)
    if coming is None:
        raise Refused("last_stage", stage=state.stage)
    return coming


def _back(state: State, event: Back, now: datetime) -> Step:
    former = preceding(state.stage, state.form)
    if former is None:
        raise Refused("first_stage", stage=state.stage)
    again = replace(state, passed=state.passed - {former}, skipped=state.skipped - {former})
    decision = Decision(DecisionKind.went_back, event.by, state.stage, now)
    return Step(_at(again, former, now), (decision,), _turn(state.stage, former))


def _skip(state: State, event: Skip, *, progress: Progress, now: datetime) -> Step:
    coming = _demand_following(state)
    reason = event.reason.strip()
    if not reason:
        raise Refused("reason_missing", stage=state.stage)
    missing = _codes(missing_on_card(state.stage, state.form, progress))
    skipped = replace(state, skipped=state.skipped | {state.stage})
    decision = Decision(DecisionKind.skipped, event.by, state.stage, now, reason, missing)
    return Step(_at(skipped, coming, now), (decision,), _turn(state.stage, coming))


def _close(state: State, event: Close, *, progress: Progress, now: datetime) -> Step:
    if following(state.stage, state.form) is not None:
        raise Refused("stages_left", stage=state.stage)
    decisions = _leave(state, event, progress=progress, now=now)
    closed = replace(
        state,
        status=Status.closed,
        passed=state.passed | {state.stage},
        version=state.version + 1,
    )
    return Step(closed, decisions, (StageClosed(state.stage), Closed()))


def _go_long(state: State, event: GoLong, now: datetime) -> Step:
    """Everything that was said stays; the group goes on at what it has not held yet.

    A stage that was opened already and comes after that one is opened again later, as after Back.
    """
    if state.form is Form.long:
        raise Refused("long_already", stage=state.stage)
    opened = goes_on_at(state.stage, state.passed | state.skipped)
    before = frozenset(each for each in STAGES if each.number < opened.number)
    longer = replace(
        state,
        form=Form.long,
        passed=before - state.skipped,
        skipped=state.skipped & before,
    )
    decision = Decision(DecisionKind.went_long, event.by, state.stage, now)
    left = state.passed | state.skipped | {state.stage}
    again = tuple(StageClosed(each) for each in STAGES if each in left - before - {opened})
    return Step(_at(longer, opened, now), (decision,), (*again, StageOpened(opened)))


def _leave(
    state: State, event: Next | Close, *, progress: Progress, now: datetime
) -> tuple[Decision, ...]:
    """The decision to leave a stage; none where all is there and nothing was said about it."""
    missing = missing_on_card(state.stage, state.form, progress)
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
