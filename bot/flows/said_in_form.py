"""An answer from the form is said in its stage's thread, in its writer's name.

Other words that the writer takes for it later are put there too.
"""

from datetime import datetime

from bot.core.deliveries import Post, Update
from bot.core.stages import Stage
from bot.core.walks import home
from bot.flows.open_stage import STAGE_CARD, thread_lane
from bot.flows.own_questions import asked_line
from bot.flows.people import name_finder
from bot.flows.registry import Facts, follows
from bot.flows.reviews import Review, load
from bot.flows.runtime import Unit
from bot.flows.said import quote
from bot.flows.stage_questions import about_gap, gaps
from bot.render.environment import Message
from bot.render.messages.answering import SaidInForm
from storage.queries import channels, retrospectives
from storage.tables import AnonymousAnswer, StageAnswer

SAID_IN_FORM = "said_in_form"


def gap_of(unit: Unit, review: Review, about: str | None) -> tuple[datetime, datetime] | None:
    """The silent stretch that an answer is about, if it still is one."""
    if about is None:
        return None
    found = (asked.gap for asked in gaps(unit, review) if about_gap(asked.gap) == about)
    return next(((gap.begins_at, gap.ends_at) for gap in found), None)


def say_in_thread(unit: Unit, review: Review, taken: StageAnswer) -> None:
    """Say an answer in its stage's thread, as far as that stage has a card."""
    subject = f"{review.retro_id}:{taken.stage}"
    card = channels.card(unit.session, unit.team_id, STAGE_CARD, subject)
    if card is None:
        return
    message = _said(unit, review, taken)
    unit.send(
        Post(card.channel_id, message.text, message.blocks, thread_ts=card.ts),
        lane=thread_lane(card.channel_id, card.ts),
        follow_up=SAID_IN_FORM,
        subject={"answer": taken.id, "said": taken.text},
        asked_by=taken.author,
    )


def say_unnamed(unit: Unit, review: Review, taken: AnonymousAnswer) -> None:
    """Say what nobody's name stands beside; should it fail for good, there is nobody to tell."""
    subject = f"{review.retro_id}:{home(Stage(taken.stage), review.form)}"
    card = channels.card(unit.session, unit.team_id, STAGE_CARD, subject)
    if card is None:
        return
    differs = quote(unit, review, taken.about)
    message = unit.render(SaidInForm(name="", text=taken.text, late=taken.late, differs=differs))
    unit.send(
        Post(card.channel_id, message.text, message.blocks, thread_ts=card.ts),
        lane=thread_lane(card.channel_id, card.ts),
    )


def _said(unit: Unit, review: Review, taken: StageAnswer) -> Message:
    return unit.render(
        SaidInForm(
            name=name_finder(unit)(taken.author),
            text=taken.text,
            late=taken.late,
            gap=gap_of(unit, review, taken.about),
            asked=asked_line(unit, review, taken.about, taken.author),
            differs=quote(unit, review, taken.about),
        )
    )


@follows(SAID_IN_FORM)
def said_in_form(unit: Unit, subject: Facts, result: Facts) -> None:
    """It stands in the thread: other words that its author took meanwhile are put there."""
    taken = retrospectives.answer(unit.session, unit.team_id, int(subject["answer"]))
    if taken is None:
        return
    taken.said_channel, taken.said_ts = result["channel"], result["ts"]
    unit.session.add(taken)
    if taken.text != subject["said"]:
        say_anew(unit, taken)


def say_anew(unit: Unit, taken: StageAnswer) -> None:
    """Put an answer's present words where the bot said it for its author; else nothing."""
    review = load(unit, taken.retro_id)
    if review is None or taken.said_channel is None or taken.said_ts is None:
        return
    message = _said(unit, review, taken)
    unit.send(
        Update(taken.said_channel, taken.said_ts, message.text, message.blocks),
        lane=f"said:{taken.said_channel}:{taken.said_ts}",
    )
