"""The pace of a review: time boxes, rounds, own questions, and a pause for who needs a person."""

from bot.core.errors import Refused
from bot.core.pace import Pace
from bot.core.stages import Stage
from bot.flows import care, pace_moves, retro_moves, stage_answers, time_boxes
from bot.flows.answers import Answer
from bot.flows.own_questions import about_own
from bot.flows.runtime import Runtime
from bot.flows.stage_answers import StagePlace
from bot.flows.time_boxes import Extend
from bot.slack.requests import ButtonRequest
from commands.registry import OpenView, Outcome, button
from commands.retrospective import ask_to_move_on, press_of


@button("pace.extend")
def extend_clicked(runtime: Runtime, click: ButtonRequest) -> Answer:
    """*Extend by 5 minutes*: `<retro>:<stage>`."""
    retro_id, _, stage = click.value.partition(":")
    press = Extend(int(retro_id), Stage(stage), click.user, click.channel, click.ts)
    return runtime.once(click.key, lambda unit: time_boxes.extend(unit, press))


@button("pace.days", "pace.live")
def pace_clicked(runtime: Runtime, click: ButtonRequest) -> Answer:
    """*Go on over several days* and *Go on live*."""
    pace = Pace(click.action.removeprefix("pace."))
    return runtime.once(click.key, lambda unit: pace_moves.change(unit, press_of(click), pace))


@button("pace.next_round")
def next_round_clicked(runtime: Runtime, click: ButtonRequest) -> Outcome:
    """*Open the next round* in a DM: at once, or a reason first where something is missing."""
    press = press_of(click)
    try:
        return runtime.once(click.key, lambda unit: pace_moves.next_round(unit, press))
    except Refused as refused:
        return ask_to_move_on(runtime, press, refused, closing=False)


@button("pace.one_more_day")
def one_more_day_clicked(runtime: Runtime, click: ButtonRequest) -> Answer:
    """*One more day*."""
    return runtime.once(click.key, lambda unit: pace_moves.one_more_day(unit, press_of(click)))


@button("pace.close_with_gaps")
def close_with_gaps_clicked(runtime: Runtime, click: ButtonRequest) -> Outcome:
    """*Close with gaps*: what stays open is shown, and a reason asked."""
    with runtime.reading() as unit:
        found = retro_moves.close_with_gaps_form(unit, press_of(click))
    return found if isinstance(found, Answer) else OpenView(runtime.words.view(found))


@button("own.answer")
def own_answer_clicked(runtime: Runtime, click: ButtonRequest) -> OpenView:
    """*Answer* beside a question of one's own: `<retro>:<question>`."""
    retro_id, _, question = click.value.partition(":")
    place = StagePlace(
        int(retro_id), Stage.what_happened, click.user, click.channel, about_own(int(question))
    )
    with runtime.reading() as unit:
        view = stage_answers.answer_form(unit, place)
    return OpenView(runtime.words.view(view))


@button("care.pause")
def care_clicked(runtime: Runtime, click: ButtonRequest) -> Answer:
    """*Pause, I need a person*."""
    return runtime.once(
        click.key,
        lambda unit: care.pause(unit, int(click.value), by=click.user, channel=click.channel),
    )


@button("care.facilitator")
def care_facilitator_clicked(runtime: Runtime, click: ButtonRequest) -> Answer:
    """*Tell the facilitator*."""
    return runtime.once(
        click.key,
        lambda unit: care.call_facilitator(
            unit, int(click.value), by=click.user, channel=click.channel
        ),
    )


@button("care.back")
def back_clicked(runtime: Runtime, click: ButtonRequest) -> Answer:
    """*I'm back*."""
    return runtime.once(
        click.key,
        lambda unit: care.come_back(unit, int(click.value), by=click.user, channel=click.channel),
    )
