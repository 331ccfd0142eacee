"""Which stages of a retrospective are open, and where it goes from them, by its form and pace.

Looks at a state and answers; moving is the business of `retrospective.py`.
"""

from bot.core.facilitation import Effect, StageClosed, StageOpened, State, Status
from bot.core.pace import Pace, round_of, stages_of_round
from bot.core.stages import Stage
from bot.core.walks import following, preceding, walk


def open_stages(state: State) -> tuple[Stage, ...]:
    """The stages that take answers on time: one live, those of the round over several days.

    Never empty while it runs.
    """
    if state.status is not Status.running:
        return ()
    if state.pace is Pace.live:
        return (state.stage,)
    return tuple(
        stage
        for stage in _round(state, state.stage)
        if stage.number >= state.stage.number and stage not in state.skipped
    )


def _round(state: State, stage: Stage) -> tuple[Stage, ...]:
    """The stages that the form walks in the round of `stage`."""
    walked = walk(state.form)
    return tuple(each for each in stages_of_round(round_of(stage)) if each in walked)


def coming(state: State) -> Stage | None:
    """The stage to go on to: after the open one, or the first of the next round; None at the end.

    What was skipped beforehand, in its round, stays so.
    """
    last = state.stage if state.pace is Pace.live else _round(state, state.stage)[-1]
    found = following(last, state.form)
    while found is not None and found in state.skipped:
        found = following(found, state.form)
    return found


def former(state: State) -> Stage | None:
    """The stage to go back to, or the first of the round before; None at the start."""
    found = preceding(state.stage, state.form)
    if found is None or state.pace is Pace.live:
        return found
    return _round(state, found)[0]


def never_opened(state: State) -> tuple[Stage, ...]:
    """The stages that come after those that are open, but for what was skipped."""
    last = open_stages(state)[-1]
    return tuple(
        stage
        for stage in walk(state.form)
        if stage.number > last.number and stage not in state.skipped
    )


def turn(before: State, after: State) -> tuple[Effect, ...]:
    """The stages that are open no longer, then those that are open now."""
    was, is_open = open_stages(before), open_stages(after)
    return (
        *(StageClosed(stage) for stage in was if stage not in is_open),
        *(StageOpened(stage) for stage in is_open if stage not in was),
    )
