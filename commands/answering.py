"""Answering beside *Your answer*: without a name, revealed, grouped, voted, said in the room."""

from bot.core.grouping import DOTS
from bot.core.stages import Stage
from bot.flows import anonymous, boards, reveal_moves, room_words, safety, votes
from bot.flows.answers import Answer
from bot.flows.boards import BoardPlace
from bot.flows.runtime import Runtime
from bot.flows.stage_answers import StagePlace
from bot.slack.requests import ButtonRequest, SubmissionRequest
from commands.registry import OpenView, Outcome, button, submission
from commands.retrospective import place_of, press_of


@button("retro.anonymous")
def anonymous_clicked(runtime: Runtime, click: ButtonRequest) -> OpenView:
    """*Answer anonymously*: the form."""
    with runtime.reading() as unit:
        view = anonymous.form(unit, place_of(click))
    return OpenView(runtime.words.view(view))


@submission("stage_anonymous")
def anonymous_submitted(runtime: Runtime, form: SubmissionRequest) -> Answer:
    """*Answer anonymously* was sent in."""
    place, text = _place_of_form(form, about=form.text("differs")), form.text("answer")
    return runtime.once(form.key, lambda unit: anonymous.answer(unit, place, text=text))


@button("retro.reveal")
def reveal_clicked(runtime: Runtime, click: ButtonRequest) -> Answer:
    """*Reveal*."""
    return runtime.once(click.key, lambda unit: reveal_moves.reveal(unit, press_of(click)))


@button("retro.count")
def count_clicked(runtime: Runtime, click: ButtonRequest) -> Answer:
    """*Count the votes*."""
    return runtime.once(click.key, lambda unit: reveal_moves.count_votes(unit, press_of(click)))


@button("safety.give")
def safety_given(runtime: Runtime, click: ButtonRequest) -> Answer:
    """The safety check on the card of stage 1: `<retro>:<value>`."""
    retro_id, _, value = click.value.partition(":")
    return runtime.once(
        click.key,
        lambda unit: safety.give(
            unit, int(retro_id), int(value), by=click.user, channel=click.channel
        ),
    )


@button("board.merge")
def merge_clicked(runtime: Runtime, click: ButtonRequest) -> OpenView:
    """*Merge with…* beside a group."""
    with runtime.reading() as unit:
        view = boards.merge_form(unit, _board_place(click))
    return OpenView(runtime.words.view(view))


@submission("merge_answer")
def merge_submitted(runtime: Runtime, form: SubmissionRequest) -> Answer:
    """*Merge with…* was sent in."""
    place, into = _board_of_form(form), form.text("into")
    return runtime.once(form.key, lambda unit: boards.merge(unit, place, into))


@button("board.vote")
def vote_clicked(runtime: Runtime, click: ButtonRequest) -> OpenView:
    """*Give your dots*: the form."""
    with runtime.reading() as unit:
        view = votes.form(unit, _board_place(click))
    return OpenView(runtime.words.view(view))


@submission("dots")
def dots_submitted(runtime: Runtime, form: SubmissionRequest) -> Answer:
    """*Your dots* was sent in."""
    given = [form.text(f"dot_{number}") for number in range(1, DOTS + 1)]
    place = _board_of_form(form)
    numbers = [int(each) for each in given if each]
    return runtime.once(form.key, lambda unit: votes.vote(unit, place, numbers))


@button("retro.room")
def room_clicked(runtime: Runtime, click: ButtonRequest) -> Outcome:
    """*Said in the room*: the form, for the facilitator."""
    with runtime.reading() as unit:
        found = room_words.form(unit, place_of(click))
    return found if isinstance(found, Answer) else OpenView(runtime.words.view(found))


@submission("room_word")
def room_submitted(runtime: Runtime, form: SubmissionRequest) -> Answer:
    """*Said in the room* was sent in."""
    place, text, speaker = _place_of_form(form), form.text("text"), form.text("speaker")
    return runtime.once(
        form.key, lambda unit: room_words.note(unit, place, text=text, speaker=speaker)
    )


@button("room.agree")
def speaker_agrees(runtime: Runtime, click: ButtonRequest) -> Answer:
    """*That's right* in the speaker's DM."""
    return runtime.once(
        click.key, lambda unit: room_words.agree(unit, int(click.value), by=click.user)
    )


@button("room.unnamed")
def speaker_stays_unnamed(runtime: Runtime, click: ButtonRequest) -> Answer:
    """*Leave my name out* in the speaker's DM."""
    return runtime.once(
        click.key, lambda unit: room_words.leave_name_out(unit, int(click.value), by=click.user)
    )


def _place_of_form(form: SubmissionRequest, *, about: str = "") -> StagePlace:
    data = form.data
    stage = Stage(data["stage"])
    return StagePlace(data["retro_id"], stage, form.user, about=about or None)


def _board_place(click: ButtonRequest) -> BoardPlace:
    """From `<retro>:<stage>:<number>`."""
    retro_id, stage, number = click.value.split(":")
    return BoardPlace(int(retro_id), Stage(stage), click.user, click.channel, int(number))


def _board_of_form(form: SubmissionRequest) -> BoardPlace:
    data = form.data
    stage = Stage(data["stage"])
    return BoardPlace(data["retro_id"], stage, form.user, number=data["number"])
