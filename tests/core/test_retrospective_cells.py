"""Every cell of (stage × event), and whatever else people may press.

Ana facilitates, Ben takes part, Cleo does not.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core import retrospective as retro
from bot.core.errors import Refused
from bot.core.ids import UserId
from bot.core.retrospective import (
    STAGES,
    Answer,
    AnswerTaken,
    Back,
    Close,
    Event,
    GoLong,
    Next,
    Progress,
    Skip,
    Stage,
    Start,
    State,
    Status,
    Step,
    TakeOver,
)
from bot.core.walks import Form, missing_on_card, position, walk
from tests.core.retro_cast import ANA, BEN, CLEO, EVERYTHING, NOON, NOTHING


def running(stage: Stage, form: Form = Form.long) -> State:
    """A retrospective that Ana has brought to `stage` in the ordinary way."""
    number = position(stage, form)
    return State(
        status=Status.running,
        stage=stage,
        form=form,
        facilitator=ANA,
        participants=frozenset({ANA, BEN}),
        version=number,
        passed=frozenset(walk(form)[: number - 1]),
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


# What Ana gets at each stage, all criteria met. A stage's name means: we are there now.
TABLE = """
                    | start           | next                | back              | skip                | take over           | close       | answer to 1st | to this        | to the last    | go long
prepared            | ground_rules    | retro_not_started   | retro_not_started | retro_not_started   | retro_not_started   | retro_not_started | retro_not_started | retro_not_started | retro_not_started | retro_not_started
ground_rules        | already_running | promises            | first_stage       | promises            | already_facilitating | stages_left | on time       | on time        | stage_not_open | long_already
promises            | already_running | what_happened       | ground_rules      | what_happened       | already_facilitating | stages_left | late          | on time        | stage_not_open | long_already
what_happened       | already_running | how_we_noticed      | promises          | how_we_noticed      | already_facilitating | stages_left | late          | on time        | stage_not_open | long_already
how_we_noticed      | already_running | what_it_touched     | what_happened     | what_it_touched     | already_facilitating | stages_left | late          | on time        | stage_not_open | long_already
what_it_touched     | already_running | how_it_came_about   | how_we_noticed    | how_it_came_about   | already_facilitating | stages_left | late          | on time        | stage_not_open | long_already
how_it_came_about   | already_running | which_axis          | what_it_touched   | which_axis          | already_facilitating | stages_left | late          | on time        | stage_not_open | long_already
which_axis          | already_running | what_helped         | how_it_came_about | what_helped         | already_facilitating | stages_left | late          | on time        | stage_not_open | long_already
what_helped         | already_running | what_will_stop_it   | which_axis        | what_will_stop_it   | already_facilitating | stages_left | late          | on time        | stage_not_open | long_already
what_will_stop_it   | already_running | action_items        | what_helped       | action_items        | already_facilitating | stages_left | late          | on time        | stage_not_open | long_already
action_items        | already_running | what_others_can_use | what_will_stop_it | what_others_can_use | already_facilitating | stages_left | late          | on time        | stage_not_open | long_already
what_others_can_use | already_running | last_stage          | action_items      | last_stage          | already_facilitating | closed      | late          | on time        | on time | long_already
closed              | retro_closed    | retro_closed        | retro_closed      | retro_closed        | retro_closed        | retro_closed | retro_closed | retro_closed   | retro_closed   | retro_closed
"""  # noqa: E501

# The same for the short form, where "to the last" and what it left out matter most.
SHORT = """
                    | start           | next                | back              | skip                | take over           | close       | answer to 1st | to this        | to the last  | go long
ground_rules        | already_running | what_happened       | first_stage       | what_happened       | already_facilitating | stages_left | on time       | on time        | stage_not_open | ground_rules
what_happened       | already_running | how_it_came_about   | ground_rules      | how_it_came_about   | already_facilitating | stages_left | late          | on time        | stage_not_open | what_happened
how_it_came_about   | already_running | what_will_stop_it   | what_happened     | what_will_stop_it   | already_facilitating | stages_left | late          | on time        | stage_not_open | how_we_noticed
what_will_stop_it   | already_running | action_items        | how_it_came_about | action_items        | already_facilitating | stages_left | late          | on time        | stage_not_open | how_we_noticed
action_items        | already_running | what_others_can_use | what_will_stop_it | what_others_can_use | already_facilitating | stages_left | late          | on time        | stage_not_open | how_we_noticed
what_others_can_use | already_running | last_stage          | action_items      | last_stage          | already_facilitating | closed      | late          | on time        | on time      | how_we_noticed
"""  # noqa: E501

COLUMNS = (
    "start",
    "next",
    "back",
    "skip",
    "take over",
    "close",
    "answer to 1st",
    "to this",
    "to the last",
    "go long",
)


def read_table(table: str = TABLE) -> list[tuple[str, str, str]]:
    header, *rows = ([cell.strip() for cell in line.split("|")] for line in table.splitlines()[1:])
    assert tuple(header[1:]) == COLUMNS
    return [
        (row[0], column, cell)
        for row in rows
        for column, cell in zip(COLUMNS, row[1:], strict=True)
    ]


def state_called(name: str) -> State:
    return {"prepared": PREPARED, "closed": CLOSED}.get(name) or running(Stage(name))


def event_called(name: str, state: State) -> Event:
    version = state.version
    events: dict[str, Event] = {
        "start": Start(ANA, facilitator=ANA),
        "next": Next(ANA, version),
        "back": Back(ANA, version),
        "skip": Skip(ANA, version, "the people it concerns are away"),
        "take over": TakeOver(ANA, version),
        "close": Close(ANA, version),
        "answer to 1st": Answer(ANA, STAGES[0]),
        "to this": Answer(ANA, state.stage),
        "to the last": Answer(ANA, STAGES[-1]),
        "go long": GoLong(BEN, version),
    }
    return events[name]


def outcome(state: State, event: Event) -> str:
    try:
        step = advance(state, event)
    except Refused as refused:
        return refused.code.replace("retro_already_running", "already_running")
    if step.state.status is Status.closed:
        return "closed"
    for effect in step.effects:
        if isinstance(effect, AnswerTaken):
            return "late" if effect.late else "on time"
    return step.state.stage.value


def test_the_table_has_every_stage_and_every_event() -> None:
    rows = {row for row, _, _ in read_table()}
    assert rows == {"prepared", "closed", *STAGES}
    assert {type(event_called(column, PREPARED)) for column in COLUMNS} == {
        Start, Next, Back, Skip, TakeOver, Close, Answer, GoLong,
    }  # fmt: skip
    assert {row for row, _, _ in read_table(SHORT)} == set(walk(Form.short))


@pytest.mark.parametrize(("row", "column", "expected"), read_table())
def test_every_cell_of_stage_and_event(row: str, column: str, expected: str) -> None:
    state = state_called(row)
    assert outcome(state, event_called(column, state)) == expected


@pytest.mark.parametrize(("row", "column", "expected"), read_table(SHORT))
def test_every_cell_of_the_short_form(row: str, column: str, expected: str) -> None:
    state = running(Stage(row), Form.short)
    assert outcome(state, event_called(column, state)) == expected


def changed(event: Event, **changes: Any) -> Event:
    return replace(event, **changes)


MOVES = ("next", "back", "skip", "close")


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("move", MOVES)
def test_only_the_facilitator_moves(stage: Stage, move: str) -> None:
    state = running(stage)
    refused = refusal(state, changed(event_called(move, state), by=BEN))
    assert (refused.code, refused.facts) == ("not_facilitator", {"facilitator": ANA})


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("click", [*MOVES, "take over", "go long"])
def test_a_click_on_an_older_card_changes_nothing(stage: Stage, click: str) -> None:
    state = running(stage)
    refused = refusal(state, changed(event_called(click, state), version=state.version - 1))
    assert refused.code == "stage_moved_on"
    assert refused.facts == {"stage": stage, "facilitator": ANA}


PEOPLE = st.sampled_from([ANA, BEN, CLEO])
REASONS = st.sampled_from(["", " ", "we know enough"])
PROGRESSES = st.sampled_from([NOTHING, EVERYTHING])
LAG = st.sampled_from([0, 0, 0, 1])


@st.composite
def presses(draw: st.DrawFn) -> tuple[str, UserId, int, str, Stage, Progress]:
    kinds = ["start", "short", *["next"] * 4, "back", "skip", "over", "close", "say", "long"]
    kind = draw(st.sampled_from(kinds))
    stage = draw(st.sampled_from(STAGES))
    return kind, draw(PEOPLE), draw(LAG), draw(REASONS), stage, draw(PROGRESSES)


def event_pressed(kind: str, by: UserId, version: int, reason: str, stage: Stage) -> Event:
    events: dict[str, Event] = {
        "start": Start(by, facilitator=by),
        "short": Start(by, facilitator=by, form=Form.short),
        "long": GoLong(by, version),
        "next": Next(by, version, reason),
        "back": Back(by, version),
        "skip": Skip(by, version, reason),
        "over": TakeOver(by, version),
        "close": Close(by, version, reason),
        "say": Answer(by, stage),
    }
    return events[kind]


@given(st.lists(presses(), max_size=60))
def test_whatever_people_press_no_stage_is_left_silently(
    pressed: list[tuple[str, UserId, int, str, Stage, Progress]],
) -> None:
    state = PREPARED
    for kind, by, lag, reason, stage, progress in pressed:
        event = event_pressed(kind, by, state.version - lag, reason, stage)
        try:
            step = advance(state, event, progress)
        except Refused:
            continue
        check_step(state, step, progress)
        state = step.state


def check_step(before: State, step: Step, progress: Progress) -> None:
    after = step.state
    closed = after.status is Status.closed
    assert before.status is not Status.closed, "closed is final"
    assert not after.passed & after.skipped
    stages, number = walk(after.form), position(after.stage, after.form)
    assert after.passed | after.skipped == set(stages if closed else stages[: number - 1])
    went_long = before.form is not after.form is Form.long
    assert went_long or abs(number - position(before.stage, before.form)) <= 1
    assert after.participants >= before.participants
    answered = any(isinstance(effect, AnswerTaken) for effect in step.effects)
    assert after.version == before.version + (0 if answered else 1)
    assert after.facilitator in after.participants
    if went_long:
        assert after.stage.number <= before.stage.number
        return
    left = (after.passed | after.skipped) - (before.passed | before.skipped)
    for stage in left:
        if stage in after.skipped or missing_on_card(stage, before.form, progress):
            (decision,) = step.decisions
            assert decision.reason
            assert decision.stage is stage
