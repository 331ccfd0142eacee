"""The retrospective: started, walked from stage to stage, answered."""

from bot.core.errors import Refused
from bot.core.pace import Pace
from bot.core.stages import Stage
from bot.flows import pace_moves, promise_asks, promises, retro_moves, retrospective, stage_answers
from bot.flows.answers import CLOSED, Answer
from bot.flows.incidents import Asked
from bot.flows.retro_moves import Press
from bot.flows.retrospective import StartRetro
from bot.flows.runtime import Runtime, Unit
from bot.flows.stage_answers import StagePlace
from bot.render.views.shared import Notice
from bot.slack.requests import ButtonRequest, SubmissionRequest
from commands.registry import OpenView, Outcome, Typed, button, submission, verb


@verb("retro", "postmortem", "review", "start-retro", usage="[live|days]")
def retro_typed(runtime: Runtime, typed: Typed) -> Outcome:
    """Start the review, show where it stands, or change how it is held."""
    asked = Asked(by=typed.user, channel=typed.channel, number=typed.incident_number)
    wanted = typed.rest.strip().casefold()
    if wanted not in tuple(Pace):
        return _start_or_show(runtime, typed.key, asked)
    pace = Pace(wanted)
    with runtime.reading() as unit:
        is_running = retrospective.is_started(unit, asked)
    if not is_running:
        return _start_or_show(runtime, typed.key, asked, pace)
    return runtime.once(typed.key, lambda unit: pace_moves.change_here(unit, asked, pace))


@button("retro.start", "retro.show")
def retro_clicked(runtime: Runtime, click: ButtonRequest) -> Outcome:
    """*Start the retro* and *Show the retro* on the incident's card."""
    asked = Asked(by=click.user, channel=click.channel, number=int(click.value))
    return _start_or_show(runtime, click.key, asked)


def _start_or_show(runtime: Runtime, key: str, asked: Asked, pace: Pace | None = None) -> Outcome:
    with runtime.reading() as unit:
        view = None
        if not retrospective.is_started(unit, asked):
            view = runtime.words.view(retrospective.start_form(unit, asked, pace))
    if view is not None:
        return OpenView(view, instead=f"{runtime.house.command} retro")
    return runtime.once(key, lambda unit: retrospective.show(unit, asked))


@submission("start_retro")
def start_submitted(runtime: Runtime, form: SubmissionRequest) -> Answer:
    """*Start the retro* was sent in."""
    asked = Asked(by=form.user, number=form.data["number"])
    command = StartRetro(
        asked=asked,
        facilitator=form.text("facilitator"),
        participants=tuple(form.values.get("participants") or ()),
        pace=Pace(form.text("pace") or Pace.live),
    )
    return runtime.once(
        form.key, lambda unit: _in_a_view(runtime, retrospective.start(unit, command))
    )


def _in_a_view(runtime: Runtime, answer: Answer) -> Answer:
    title = runtime.words.line("retro_title")
    return Answer(view=runtime.words.view(Notice(title=title, words=answer.text)))


@button("retro.next")
def next_clicked(runtime: Runtime, click: ButtonRequest) -> Outcome:
    """*Next stage*: on at once, or a reason first where something is missing."""
    press = press_of(click)
    try:
        return runtime.once(click.key, lambda unit: retro_moves.go_on(unit, press))
    except Refused as refused:
        return ask_to_move_on(runtime, press, refused, closing=False)


@button("retro.close")
def close_clicked(runtime: Runtime, click: ButtonRequest) -> Outcome:
    """*Close the retro*: likewise, and the facilitator sees first what the record leaves open."""
    press = press_of(click)
    with runtime.reading() as unit:
        doubtful = retro_moves.doubts_before_closing(unit, press)
    if doubtful is not None:
        return OpenView(runtime.words.view(doubtful))
    try:
        return runtime.once(click.key, lambda unit: retro_moves.close(unit, press))
    except Refused as refused:
        return ask_to_move_on(runtime, press, refused, closing=True)


def ask_to_move_on(runtime: Runtime, press: Press, refused: Refused, *, closing: bool) -> OpenView:
    """The form *Move on*; any other refusal than for want of a reason is raised again."""
    if refused.code != "criteria_missing":
        raise refused
    with runtime.reading() as unit:
        view = retro_moves.what_is_missing(unit, press, closing=closing)
    return OpenView(runtime.words.view(view))


@submission("move_on")
def move_on_submitted(runtime: Runtime, form: SubmissionRequest) -> Answer:
    """*Move on* was sent in, with the reason."""
    press = _press_of_form(form)
    reason = form.text("reason")

    def move(unit: Unit) -> Answer:
        if not form.data["closing"]:
            return retro_moves.go_on(unit, press, reason=reason)
        with_gaps = form.data.get("with_gaps", False)
        return retro_moves.close(unit, press, reason=reason, with_gaps=with_gaps)

    return runtime.once(form.key, lambda unit: _then_close(move(unit)))


@button("retro.back")
def back_clicked(runtime: Runtime, click: ButtonRequest) -> Answer:
    """*Back*."""
    return runtime.once(click.key, lambda unit: retro_moves.go_back(unit, press_of(click)))


@button("retro.take_over")
def take_over_clicked(runtime: Runtime, click: ButtonRequest) -> Answer:
    """*Take over*, on the card or in a private answer."""
    return runtime.once(click.key, lambda unit: retro_moves.take_over(unit, press_of(click)))


@button("retro.skip")
def skip_clicked(runtime: Runtime, click: ButtonRequest) -> Outcome:
    """*Skip with a reason*."""
    with runtime.reading() as unit:
        found = retro_moves.skip_form(unit, press_of(click))
    return found if isinstance(found, Answer) else OpenView(runtime.words.view(found))


@submission("skip_stage")
def skip_submitted(runtime: Runtime, form: SubmissionRequest) -> Answer:
    """*Skip this stage* was sent in."""
    press, reason = _press_of_form(form), form.text("reason")
    return runtime.once(
        form.key, lambda unit: _then_close(retro_moves.skip(unit, press, reason=reason))
    )


def _then_close(_moved: Answer) -> Answer:
    """A move that was made closes its form; one that was refused shows there."""
    return CLOSED


def press_of(click: ButtonRequest) -> Press:
    """Which card was pressed, by whom and where."""
    return Press.of(click.value, by=click.user, channel=click.channel)


def _press_of_form(form: SubmissionRequest) -> Press:
    data = form.data
    stage = data.get("stage", "")
    return Press(data["retro_id"], data["version"], form.user, stage=stage)


@button("retro.answer")
def answer_clicked(runtime: Runtime, click: ButtonRequest) -> OpenView:
    """*Answer*: the form."""
    place = place_of(click)
    with runtime.reading() as unit:
        view = stage_answers.answer_form(unit, place)
    return OpenView(runtime.words.view(view))


@button("retro.answer_gap")
def answer_gap_clicked(runtime: Runtime, click: ButtonRequest) -> OpenView:
    """*Answer* beside a silent stretch: the form, about that stretch."""
    place = _gap_place(click)
    with runtime.reading() as unit:
        view = stage_answers.answer_form(unit, place)
    return OpenView(runtime.words.view(view))


@button("retro.accept_gap")
def accept_gap_clicked(runtime: Runtime, click: ButtonRequest) -> Answer:
    """*Accept* beside a silent stretch."""
    return runtime.once(click.key, lambda unit: promises.accept_gap(unit, _gap_place(click)))


@submission("stage_answer")
def answer_submitted(runtime: Runtime, form: SubmissionRequest) -> Answer:
    """*Your answer* was sent in."""
    place = StagePlace(
        retro_id=form.data["retro_id"],
        stage=Stage(form.data["stage"]),
        by=form.user,
        about=form.data["about"] or form.text("differs") or None,
    )
    text = form.text("answer")
    return runtime.once(form.key, lambda unit: stage_answers.answer(unit, place, text=text))


@button("retro.done")
def done_clicked(runtime: Runtime, click: ButtonRequest) -> Answer:
    """*I'm done*."""
    return runtime.once(click.key, lambda unit: stage_answers.done(unit, place_of(click)))


@button("retro.promise")
def promise_stated(runtime: Runtime, click: ButtonRequest) -> Answer:
    """How an earlier item stands, chosen beside it: `<retro>:<item>:<state>`."""
    retro_id, item_id, state = click.value.split(":")
    place = StagePlace(int(retro_id), Stage.promises, click.user, click.channel)
    return runtime.once(
        click.key,
        lambda unit: promises.state_promise(unit, place, item_id=int(item_id), state=state),
    )


@button("retro.promise_asked")
def promise_answered(runtime: Runtime, click: ButtonRequest) -> Answer:
    """The same, chosen by its owner in a direct message."""
    retro_id, item_id, state = click.value.split(":")
    return runtime.once(
        click.key,
        lambda unit: promise_asks.answer(
            unit, int(retro_id), by=click.user, item_id=int(item_id), state=state
        ),
    )


def place_of(click: ButtonRequest) -> StagePlace:
    """Which stage somebody pressed something on: from `<retro>:<stage>:<version>`."""
    retro_id, stage, _version = click.value.split(":")
    return StagePlace(int(retro_id), Stage(stage), click.user, click.channel)


def _gap_place(click: ButtonRequest) -> StagePlace:
    """From `<retro>|<gap>`."""
    retro_id, _, about = click.value.partition("|")
    return StagePlace(int(retro_id), Stage.what_happened, click.user, click.channel, about)
