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
    reason_missing          Skip, or Close with gaps, without a reason · stage
    first_stage last_stage  no way back from the first, no way on from the last · stage
    stages_left             Close before the last stage · stage
    stage_not_open          an answer to a stage that has not come yet · stage (now), asked
    not_participant         TakeOver or HandOver by who does not take part · facilitator
    already_facilitating    TakeOver by, or HandOver to, the facilitator
    pace_unchanged          ChangePace to what it is · pace
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
    ChangePace,
    Close,
    Closed,
    Decision,
    DecisionKind,
    Effect,
    Event,
    FacilitatorChanged,
    GoLong,
    HandOver,
    Move,
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
from bot.core.open_stages import coming, former, never_opened, open_stages, turn
from bot.core.stages import (
    STAGES,
    Criterion,
    Progress,
    Stage,
    criteria,
    missing_criteria,
)
from bot.core.walks import Form, goes_on_at, missing_on_card, position

__all__ = [
    "STAGES",
    "Answer",
    "AnswerTaken",
    "Back",
    "ChangePace",
    "Close",
    "Closed",
    "Criterion",
    "Decision",
    "DecisionKind",
    "Effect",
    "Event",
    "FacilitatorChanged",
    "GoLong",
    "HandOver",
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
    "open_stages",
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
        case HandOver():
            return _hand_over(state, event, now)
    _demand_current(state, event.version)
    match event:
        case TakeOver():
            return _take_over(state, event, now)
        case GoLong():
            return _go_long(state, event, now)
    if event.by != state.facilitator:
        raise Refused("not_facilitator", facilitator=state.facilitator)
    return _move(state, event, progress=progress, now=now)


def _move(state: State, event: Move, *, progress: Progress, now: datetime) -> Step:
    match event:
        case Next():
            return _next(state, event, progress=progress, now=now)
        case Back():
            return _back(state, event, now)
        case Skip():
            return _skip(state, event, progress=progress, now=now)
        case ChangePace():
            return _change_pace(state, event, now)
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
        pace=event.pace,
    )
    chosen = Decision(
        DecisionKind.chose_facilitator, event.by, state.stage, now, person=event.facilitator
    )
    decisions = [chosen]
    if event.form is Form.short:
        decisions.append(Decision(DecisionKind.chose_short, event.by, state.stage, now))
    begun = _at(running, state.stage, now)
    return Step(begun, tuple(decisions), turn(state, begun))


def _answer(state: State, event: Answer) -> Step:
    asked = position(event.stage, state.form)
    now_open = [position(stage, state.form) for stage in open_stages(state)]
    if asked > now_open[-1]:
        raise Refused("stage_not_open", stage=state.stage, asked=event.stage)
    taken = AnswerTaken(event.stage, event.by, late=asked not in now_open)
    if event.by in state.participants:
        return Step(state, effects=(taken,))
    joined = replace(state, participants=state.participants | {event.by})
    return Step(joined, effects=(taken, ParticipantJoined(event.by)))


def _take_over(state: State, event: TakeOver, now: datetime) -> Step:
    before = state.facilitator
    if event.by == before:
        raise Refused("already_facilitating")
    if event.by not in state.participants:
        raise Refused("not_participant", facilitator=before)
    taken = replace(state, facilitator=event.by, version=state.version + 1)
    decision = Decision(DecisionKind.took_over, event.by, state.stage, now, person=before)
    told = (NotifyFormer(before, event.by),) if before else ()
    return Step(taken, (decision,), (FacilitatorChanged(event.by), *told))


def _hand_over(state: State, event: HandOver, now: datetime) -> Step:
    """As *Take over*, by somebody for somebody; who gives it away need not be told."""
    before = state.facilitator
    if event.to == before:
        raise Refused("already_facilitating")
    if event.by not in state.participants:
        raise Refused("not_participant", facilitator=before)
    handed = replace(
        state,
        facilitator=event.to,
        participants=state.participants | {event.to},
        version=state.version + 1,
    )
    decision = Decision(DecisionKind.handed_over, event.by, state.stage, now, person=event.to)
    told = (NotifyFormer(before, event.to),) if before and before != event.by else ()
    joined = () if event.to in state.participants else (ParticipantJoined(event.to),)
    return Step(handed, (decision,), (FacilitatorChanged(event.to), *told, *joined))


def _next(state: State, event: Next, *, progress: Progress, now: datetime) -> Step:
    following = coming(state)
    if following is None:
        raise Refused("last_stage", stage=state.stage)
    decisions = _leave(state, event, progress=progress, now=now)
    passed = replace(state, passed=state.passed | set(open_stages(state)))
    moved = _at(passed, following, now)
    return Step(moved, decisions, turn(state, moved))


def _back(state: State, event: Back, now: datetime) -> Step:
    preceding = former(state)
    if preceding is None:
        raise Refused("first_stage", stage=state.stage)
    again = {stage for stage in STAGES if stage.number >= preceding.number}
    opened = replace(state, passed=state.passed - again, skipped=state.skipped - again)
    moved = _at(opened, preceding, now)
    decision = Decision(DecisionKind.went_back, event.by, state.stage, now)
    return Step(moved, (decision,), turn(state, moved))


def _skip(state: State, event: Skip, *, progress: Progress, now: datetime) -> Step:
    stage = event.stage or state.stage
    if stage not in open_stages(state):
        raise Refused("stage_moved_on", stage=state.stage, facilitator=state.facilitator)
    if stage is STAGES[-1]:
        raise Refused("last_stage", stage=stage)
    reason = event.reason.strip()
    if not reason:
        raise Refused("reason_missing", stage=stage)
    missing = _codes(missing_on_card(stage, state.form, progress))
    decision = Decision(DecisionKind.skipped, event.by, stage, now, reason, missing)
    moved = _without(state, stage, now)
    return Step(moved, (decision,), turn(state, moved))


def _without(state: State, stage: Stage, now: datetime) -> State:
    """The retrospective once `stage` is skipped: the rest of its round, or what comes after."""
    skipped = replace(state, skipped=state.skipped | {stage})
    left = [each for each in open_stages(state) if each is not stage]
    if left:
        return replace(skipped, stage=left[0], version=state.version + 1)
    following = coming(skipped)
    assert following is not None
    return _at(skipped, following, now)


def _change_pace(state: State, event: ChangePace, now: datetime) -> Step:
    if event.pace is state.pace:
        raise Refused("pace_unchanged", pace=event.pace)
    changed = replace(state, pace=event.pace, version=state.version + 1)
    kind = DecisionKind.changed_pace
    decision = Decision(kind, event.by, state.stage, now, pace=event.pace)
    return Step(changed, (decision,), turn(state, changed))


def _close(state: State, event: Close, *, progress: Progress, now: datetime) -> Step:
    left_out = never_opened(state)
    if left_out and not event.with_gaps:
        raise Refused("stages_left", stage=state.stage)
    reason = (event.reason or "").strip()
    if event.with_gaps and not reason:
        raise Refused("reason_missing", stage=state.stage)
    skipped = tuple(
        Decision(DecisionKind.skipped, event.by, stage, now, reason) for stage in left_out
    )
    decisions = _leave(state, event, progress=progress, now=now)
    closed = replace(
        state,
        status=Status.closed,
        passed=state.passed | set(open_stages(state)),
        skipped=state.skipped | set(left_out),
        version=state.version + 1,
    )
    return Step(closed, (*skipped, *decisions), (*turn(state, closed), Closed()))


def _go_long(state: State, event: GoLong, now: datetime) -> Step:
    """Everything that was said stays; the group goes on at what it has not held yet.

    A stage that was opened already and comes after that one is opened again later, as after Back.
    """
    if state.form is Form.long:
        raise Refused("long_already", stage=state.stage)
    was_opened = state.passed | state.skipped | set(open_stages(state))
    opened = goes_on_at(state.stage, state.passed | state.skipped)
    before = frozenset(each for each in STAGES if each.number < opened.number)
    longer = replace(
        state, form=Form.long, passed=before - state.skipped, skipped=state.skipped & before
    )
    moved = _at(longer, opened, now)
    open_now = open_stages(moved)
    decision = Decision(DecisionKind.went_long, event.by, state.stage, now)
    again = (each for each in STAGES if each in was_opened - before - set(open_now))
    effects: tuple[Effect, ...] = (*map(StageClosed, again), *map(StageOpened, open_now))
    return Step(moved, (decision,), effects)


def _leave(
    state: State, event: Next | Close, *, progress: Progress, now: datetime
) -> tuple[Decision, ...]:
    """The decision to leave each stage; none where all is there and nothing was said about it."""
    missing = {stage: missing_on_card(stage, state.form, progress) for stage in open_stages(state)}
    reason = (event.reason or "").strip() or None
    lacking = [stage for stage, found in missing.items() if found]
    if lacking and not reason:
        every = tuple(one for found in missing.values() for one in found)
        raise Refused("criteria_missing", stage=lacking[0], missing=every)
    if not reason:
        return ()
    kind = DecisionKind.moved_on if isinstance(event, Next) else DecisionKind.closed
    return tuple(
        Decision(kind, event.by, stage, now, reason, _codes(missing[stage]))
        for stage in lacking or [state.stage]
    )


def _at(state: State, stage: Stage, now: datetime) -> State:
    return replace(state, stage=stage, version=state.version + 1, opened_at=now)


def _codes(missing: Iterable[Criterion]) -> tuple[str, ...]:
    return tuple(one.code for one in missing)
