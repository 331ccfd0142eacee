"""Over several days: every cell of (stage × event), and whatever else people may press.

Ana facilitates, Ben takes part, Cleo does not.
"""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import Refused
from bot.core.ids import UserId
from bot.core.open_stages import open_stages
from bot.core.pace import Pace
from bot.core.retrospective import (
    STAGES,
    Answer,
    AnswerTaken,
    Back,
    ChangePace,
    Close,
    DecisionKind,
    Event,
    GoLong,
    HandOver,
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
from bot.core.walks import Form, walk
from tests.core.test_retrospective import ANA, BEN, CLEO, EVERYTHING, NOTHING, advance, refusal
from tests.core.test_retrospective import running as running_live


def running(stage: Stage) -> State:
    """A retrospective over several days, at `stage` of its round."""
    return replace(running_live(stage), pace=Pace.days)


# What Ana gets, all criteria met; digits: the stages that are open then.
TABLE = """
1  | 3 4 5   | first_stage | 2       | 1  | closed | on time | on time        | stage_not_open
2  | 3 4 5   | 1 2         | 3 4 5   | 2  | closed | late    | on time        | stage_not_open
3  | 6 7 8   | 1 2         | 4 5     | 3  | closed | late    | on time        | stage_not_open
4  | 6 7 8   | 3 4 5       | 5       | 4  | closed | late    | on time        | stage_not_open
5  | 6 7 8   | 3 4 5       | 6 7 8   | 5  | closed | late    | on time        | stage_not_open
6  | 9 10 11 | 3 4 5       | 7 8     | 6  | closed | late    | on time        | stage_not_open
7  | 9 10 11 | 6 7 8       | 8       | 7  | closed | late    | on time        | stage_not_open
8  | 9 10 11 | 6 7 8       | 9 10 11 | 8  | closed | late    | on time        | stage_not_open
9  | last_stage | 6 7 8    | 10 11   | 9  | closed | late    | on time        | on time
10 | last_stage | 9 10 11  | 11      | 10 | closed | late    | on time        | on time
11 | last_stage | 9 10 11  | last_stage | 11 | closed | late | on time        | on time
"""
COLUMNS = ("next", "back", "skip", "live", "close", "answer to 1st", "to this", "to the last")


def event_called(name: str, state: State) -> Event:
    version = state.version
    events: dict[str, Event] = {
        "next": Next(ANA, version),
        "back": Back(ANA, version),
        "skip": Skip(ANA, version, "the people it concerns are away", state.stage),
        "live": ChangePace(ANA, version, Pace.live),
        "close": Close(ANA, version, "we have to stop here", with_gaps=True),
        "answer to 1st": Answer(BEN, STAGES[0]),
        "to this": Answer(BEN, state.stage),
        "to the last": Answer(BEN, STAGES[-1]),
    }
    return events[name]


def outcome(state: State, event: Event) -> str:
    try:
        step = advance(state, event)
    except Refused as refused:
        return refused.code
    if step.state.status is Status.closed:
        return "closed"
    for effect in step.effects:
        if isinstance(effect, AnswerTaken):
            return "late" if effect.late else "on time"
    return " ".join(str(stage.number) for stage in open_stages(step.state))


def cells() -> list[tuple[Stage, str, str]]:
    rows = [[cell.strip() for cell in line.split("|")] for line in TABLE.strip().splitlines()]
    return [
        (STAGES[int(row[0]) - 1], column, cell)
        for row in rows
        for column, cell in zip(COLUMNS, row[1:], strict=True)
    ]


@pytest.mark.parametrize(("stage", "column", "expected"), cells())
def test_every_cell_of_stage_and_event(stage: Stage, column: str, expected: str) -> None:
    state = running(stage)
    assert outcome(state, event_called(column, state)) == expected


def test_a_round_opens_with_all_its_stages() -> None:
    step = advance(State(), Start(ANA, facilitator=ANA, pace=Pace.days))
    assert step.effects == (StageOpened(STAGES[0]), StageOpened(STAGES[1]))


def test_in_the_short_form_a_round_holds_what_that_walks() -> None:
    state = replace(running(STAGES[0]), form=Form.short)
    assert open_stages(state) == (STAGES[0],)
    assert open_stages(advance(state, Next(ANA, state.version)).state) == (STAGES[2],)


def test_the_long_form_opens_the_whole_round() -> None:
    state = replace(running(STAGES[2]), form=Form.short, passed=frozenset({STAGES[0]}))
    step = advance(state, GoLong(BEN, state.version))
    assert open_stages(step.state) == STAGES[2:5]


def test_the_round_is_left_with_a_decision_for_each_stage_that_lacks_something() -> None:
    state = running(Stage.what_happened)
    refused = refusal(state, Next(ANA, state.version), NOTHING)
    assert refused.code == "criteria_missing"
    assert [one.code for one in refused.facts["missing"]] == [
        "times_in_order",
        "how_noticed",
        "signal_named",
        "scope_measured",
    ]

    step = advance(state, Next(ANA, state.version, "no time"), NOTHING)

    assert [each.stage.number for each in step.decisions] == [3, 4, 5]
    assert {each.reason for each in step.decisions} == {"no time"}


def test_one_stage_of_a_round_is_skipped_and_the_others_stay_open() -> None:
    state = running(Stage.what_happened)
    skip = Skip(ANA, state.version, "nothing to add", Stage.how_we_noticed)
    step = advance(state, skip)
    assert step.effects == (StageClosed(Stage.how_we_noticed),)
    assert [each.number for each in open_stages(step.state)] == [3, 5]

    again = replace(skip, version=step.state.version)
    assert refusal(step.state, again).code == "stage_moved_on"
    live = advance(step.state, ChangePace(ANA, step.state.version, Pace.live)).state
    assert advance(live, Next(ANA, live.version)).state.stage is Stage.what_it_touched


def test_closing_with_gaps_wants_a_reason_and_logs_what_was_not_held() -> None:
    state = running(Stage.how_it_came_about)
    close = Close(ANA, state.version, " ", with_gaps=True)
    assert refusal(state, close).code == "reason_missing"
    assert refusal(state, replace(close, reason="x", with_gaps=False)).code == "stages_left"

    step = advance(state, replace(close, reason="the team moves on"), EVERYTHING)

    assert step.state.skipped == set(STAGES[8:])
    kinds = [each.kind for each in step.decisions]
    assert kinds == [DecisionKind.skipped] * 3 + [DecisionKind.closed]


def test_the_pace_is_the_facilitators_and_changes_only_to_another() -> None:
    state = running(Stage.promises)
    assert refusal(state, ChangePace(BEN, state.version, Pace.live)).code == "not_facilitator"
    assert refusal(state, ChangePace(ANA, state.version, Pace.days)).code == "pace_unchanged"
    assert refusal(state, ChangePace(ANA, 0, Pace.live)).code == "stage_moved_on"
    (decision,) = advance(state, ChangePace(ANA, state.version, Pace.live)).decisions
    assert (decision.kind, decision.pace) == (DecisionKind.changed_pace, Pace.live)


@pytest.mark.parametrize("pace", Pace)
def test_a_participant_hands_the_facilitation_to_anybody(pace: Pace) -> None:
    state = replace(running(Stage.what_helped), pace=pace)
    step = advance(state, HandOver(BEN, CLEO))
    assert step.state.facilitator == CLEO
    assert step.state.version == state.version + 1
    assert NotifyFormer(ANA, CLEO) in step.effects
    assert ParticipantJoined(CLEO) in step.effects
    (decision,) = step.decisions
    assert (decision.kind, decision.by, decision.person) == (DecisionKind.handed_over, BEN, CLEO)

    assert refusal(state, HandOver(CLEO, BEN)).code == "not_participant"
    assert refusal(state, HandOver(BEN, ANA)).code == "already_facilitating"
    assert NotifyFormer(ANA, BEN) not in advance(state, HandOver(ANA, BEN)).effects
    assert refusal(State(), HandOver(ANA, BEN)).code == "retro_not_started"


KINDS = [
    "start",
    *["next"] * 3,
    "back",
    "skip",
    "over",
    "hand",
    "pace",
    "close",
    "gaps",
    "say",
    "long",
]

Press = tuple[str, UserId, int, str, Stage, Progress, Pace, Form]


@st.composite
def presses(draw: st.DrawFn) -> Press:
    return (
        draw(st.sampled_from(KINDS)),
        draw(st.sampled_from([ANA, ANA, BEN, CLEO])),
        draw(st.sampled_from([0, 0, 0, 1])),
        draw(st.sampled_from(["", " ", "we know enough"])),
        draw(st.sampled_from(STAGES)),
        draw(st.sampled_from([NOTHING, EVERYTHING])),
        draw(st.sampled_from(list(Pace))),
        draw(st.sampled_from(list(Form))),
    )


def pressed(press: Press, version: int) -> Event:
    kind, by, lag, reason, stage, _, pace, form = press
    version -= lag
    events: dict[str, Event] = {
        "start": Start(by, facilitator=by, pace=pace, form=form),
        "next": Next(by, version, reason),
        "back": Back(by, version),
        "skip": Skip(by, version, reason, stage),
        "over": TakeOver(by, version),
        "hand": HandOver(by, BEN),
        "pace": ChangePace(by, version, pace),
        "close": Close(by, version, reason),
        "gaps": Close(by, version, reason, with_gaps=True),
        "say": Answer(by, stage),
        "long": GoLong(by, version),
    }
    return events[kind]


@given(st.lists(presses(), max_size=60))
def test_whatever_people_press_the_cards_and_the_state_agree(presses_made: list[Press]) -> None:
    state, shown_open = State(), set[Stage]()
    for press in presses_made:
        try:
            step = advance(state, pressed(press, state.version), press[5])
        except Refused:
            continue
        for effect in step.effects:
            if isinstance(effect, StageOpened):
                shown_open.add(effect.stage)
            if isinstance(effect, StageClosed):
                shown_open.discard(effect.stage)
        check(state, step, shown_open, press[5])
        state = step.state


def check(before: State, step: Step, shown_open: set[Stage], progress: Progress) -> None:
    after = step.state
    is_open = open_stages(after)
    assert set(is_open) == shown_open
    assert not after.passed & after.skipped
    assert not (after.passed | after.skipped) & set(is_open)
    if after.status is Status.closed:
        assert set(walk(after.form)) <= after.passed | after.skipped
    else:
        assert is_open[0] is after.stage
        earlier = {stage for stage in walk(after.form) if stage.number < after.stage.number}
        assert earlier <= after.passed | after.skipped
    reasons = {each.stage: each.reason for each in step.decisions}
    for stage in after.skipped - before.skipped:
        assert reasons[stage], "nothing is skipped silently"
