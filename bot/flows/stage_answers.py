"""What people say in a stage: replies in its thread, the form *Your answer*, *I'm done*.

An answer is kept as long as it stands in Slack, whatever stage the group is at; one to a stage
that is over is kept and shown as late.
"""

import json
from dataclasses import asdict, dataclass

from bot.core.deliveries import React
from bot.core.errors import Refused
from bot.core.facilitation import Answer as Answered
from bot.core.facilitation import Status
from bot.core.ids import UserId
from bot.core.incident import Status as IncidentStatus
from bot.core.incident import is_over, key
from bot.core.remembered import differs_from
from bot.core.stages import Progress, Stage
from bot.core.walks import home
from bot.flows import boards, wordings
from bot.flows.answers import CLOSED, NOTHING, Answer
from bot.flows.incidents import demand_alive
from bot.flows.open_stage import STAGE_CARD, show_stage
from bot.flows.own_questions import asked_line
from bot.flows.people import plain_text
from bot.flows.reviews import Review, demand, find, happen, load
from bot.flows.runtime import Unit
from bot.flows.said import accounts
from bot.flows.said_in_form import gap_of, say_in_thread
from bot.render.views.retrospective import AnswerView
from bot.render.views.shared import Notice
from storage.queries import answering, channels, retrospectives
from storage.tables import Activity, HasAnswered, StageAnswer, StageDone, StageRecord

TAKEN = "white_check_mark"


def take_reply(unit: Unit, message: Activity) -> None:
    """Follow a message in a stage's thread: taken as an answer, reworded, or taken back.

    May be called any number of times for the same message; every other message is left alone.
    """
    place = _stage_of_thread(unit, message)
    if place is None or not message.user_id or message.app_name:
        return
    review, stage = place
    stored = retrospectives.answer_at(unit.session, unit.team_id, review.retro_id, message.ts)
    if stored is not None:
        _follow(unit, review, stored, message)
    elif message.deleted_at is None and _takes_answers(review):
        text = _text_of(unit, message)
        taken = _take(unit, review, stage, by=message.user_id, text=text, ts=message.ts)
        unit.send(
            React(message.channel_id, message.ts, TAKEN),
            lane=f"react:{message.channel_id}:{message.ts}",
        )
        _offer_in_thread(unit, review, taken, message)


def _offer_in_thread(unit: Unit, review: Review, taken: StageAnswer, message: Activity) -> None:
    assert message.user_id is not None
    offered = wordings.offer(unit, review, taken, by=message.user_id)
    if offered is not None and message.thread_ts is not None:
        wordings.whisper(
            unit,
            offered,
            channel=message.channel_id,
            thread_ts=message.thread_ts,
            user=message.user_id,
        )


def _stage_of_thread(unit: Unit, message: Activity) -> tuple[Review, Stage] | None:
    """The stage whose card a message was written under."""
    if message.thread_ts is None or message.thread_ts == message.ts:
        return None
    card = channels.card_at(unit.session, unit.team_id, message.channel_id, message.thread_ts)
    if card is None or card.kind != STAGE_CARD:
        return None
    retro_id, _, stage = card.subject.partition(":")
    review = load(unit, int(retro_id), lock=True)
    return (review, Stage(stage)) if review is not None else None


def _takes_answers(review: Review) -> bool:
    over = is_over(IncidentStatus(review.incident.status))
    return review.retro.status != Status.closed and not over


def _text_of(unit: Unit, message: Activity) -> str:
    """What was written; the names of files where nothing was written with them."""
    text = plain_text(unit, message.text)
    return text or ", ".join(str(each["name"]) for each in message.files)


def _follow(unit: Unit, review: Review, stored: StageAnswer, message: Activity) -> None:
    text = _text_of(unit, message)
    # The same message may come again: other words that its author took for it stay.
    if text != (stored.as_said or stored.text):
        stored.text, stored.as_said = text, None
    stored.deleted_at = message.deleted_at
    unit.session.add(stored)
    unit.session.flush()
    boards.show(unit, review, Stage(stored.stage))
    show_stage(unit, review.retro_id, stored.stage)


def _take(
    unit: Unit,
    review: Review,
    stage: Stage,
    *,
    by: str,
    text: str,
    ts: str | None = None,
    about: str | None = None,
    may_hide: bool = False,
) -> StageAnswer:
    """Keep an answer, late if its stage is over. Raises as `reviews.happen`."""
    record = take_part(unit, review, stage, by)
    late = is_over_by_now(record)
    row = StageAnswer(
        team_id=unit.team_id,
        retro_id=review.retro_id,
        stage=stage,
        author=by,
        text=text,
        ts=ts,
        about=about,
        late=late,
        hidden=may_hide and not late and boards.is_hiding(unit, review, stage),
        at=unit.now,
    )
    if not late and (about is None or differs_from(about)):
        mark_answered(unit, review, stage, by)
    _keep(unit, review, row)
    return row


def _keep(unit: Unit, review: Review, row: StageAnswer) -> None:
    unit.session.add(row)
    unit.session.flush()
    stage = Stage(row.stage)
    boards.add(unit, review, stage, f"answer:{row.id}")
    show_stage(unit, review.retro_id, home(stage, review.form))


def answer_from_outside(
    unit: Unit, review: Review, stage: Stage, *, by: str, text: str, about: str
) -> None:
    """Keep what somebody was asked for who takes no part, and does not by this either.

    Also before the stage opens: its card shows it from the beginning.
    """
    demand_answers(review)
    shown_on = home(stage, review.form)
    record = retrospectives.stage_record(unit.session, unit.team_id, review.retro_id, shown_on)
    row = StageAnswer(
        team_id=unit.team_id,
        retro_id=review.retro_id,
        stage=stage,
        author=by,
        text=text,
        about=about,
        late=record is not None and is_over_by_now(record),
        at=unit.now,
    )
    _keep(unit, review, row)


def is_over_by_now(record: StageRecord) -> bool:
    """Whether what is said in this stage comes late."""
    return record.status in ("passed", "skipped")


def mark_answered(unit: Unit, review: Review, stage: Stage, by: str) -> None:
    """Note that somebody answered; not when, nor whether in their name."""
    row = HasAnswered(team_id=unit.team_id, retro_id=review.retro_id, stage=stage.value, user_id=by)
    answering.mark_answered(unit.session, row)


def demand_opened(unit: Unit, review: Review, stage: Stage, by: str) -> StageRecord:
    """The stage's record once it takes answers; nobody takes part by this.

    Raises Refused("stage_not_open") for a stage that has not come yet.
    """
    shown_on = home(stage, review.form)
    record = retrospectives.stage_record(unit.session, unit.team_id, review.retro_id, shown_on)
    # Once opened, a stage takes answers for good, also after the group went back before it.
    asked = review.stage if record is not None else stage
    demand(unit, review, Answered(UserId(by), asked), progress=Progress())
    assert record is not None
    return record


def take_part(unit: Unit, review: Review, stage: Stage, by: str) -> StageRecord:
    """By saying something in a stage one takes part, and agrees to the ground rule at the first.

    Raises Refused("stage_not_open") for a stage that has not come yet.
    """
    record = demand_opened(unit, review, stage, by)
    # Whatever stage it is: once opened, it takes answers for good.
    happen(unit, review, Answered(UserId(by), review.stage), progress=Progress())
    if stage is Stage.ground_rules:
        _agree(unit, review, by)
    return record


def _agree(unit: Unit, review: Review, user: str) -> None:
    person = retrospectives.participant(unit.session, unit.team_id, review.retro_id, user)
    assert person is not None
    person.agreed_at = person.agreed_at or unit.now
    unit.session.add(person)


@dataclass(frozen=True)
class StagePlace:
    """Where somebody pressed something: `about` names a gap or an item, where it is about one."""

    retro_id: int
    stage: Stage
    by: str
    channel: str = ""
    about: str | None = None


def answer_form(unit: Unit, place: StagePlace) -> AnswerView:
    """The form *Your answer*, as far as the retrospective still takes answers."""
    review = find(unit, place.retro_id, place.by, channel=place.channel, lock=False)
    demand_answers(review)
    words = unit.runtime.stages[place.stage]
    return AnswerView(
        data=json.dumps(asdict(place)),
        title=words.title,
        question=words.question,
        over=how_it_ended(unit, review, place.stage),
        hides=boards.is_hiding(unit, review, place.stage),
        accounts=accounts(unit, review, place.stage) if place.about is None else [],
        gap=gap_of(unit, review, place.about),
        asked=asked_line(unit, review, place.about, place.by),
    )


def how_it_ended(unit: Unit, review: Review, stage: Stage) -> str:
    """Whether what is said in a stage comes late: `passed` or `skipped`, else empty."""
    shown_on = home(stage, review.form)
    record = retrospectives.stage_record(unit.session, unit.team_id, review.retro_id, shown_on)
    return record.status if record is not None and is_over_by_now(record) else ""


def demand_answers(review: Review, *, text: str = "") -> None:
    demand_alive(review.incident, text=text)
    if review.retro.status == Status.closed:
        raise Refused("retro_closed", key=key(review.incident.number), field="answer")


def answer(unit: Unit, place: StagePlace, *, text: str) -> Answer:
    """Keep what was written in the form, and say it in the stage's thread in its writer's name.

    Where the stage hides answers, it is said there once they are revealed.
    """
    review = find(unit, place.retro_id, place.by, channel=place.channel)
    if not text:
        raise Refused("answer_missing", field="answer")
    demand_answers(review, text=text)
    taken = _take(
        unit, review, place.stage, by=place.by, text=text, about=place.about, may_hide=True
    )
    if not taken.hidden:
        say_in_thread(unit, review, taken)
    offered = wordings.offer(unit, review, taken, by=place.by)
    if offered is not None:
        return wordings.form(unit, offered)
    return told_late(unit, review, place.stage) if taken.late else CLOSED


def told_late(unit: Unit, review: Review, stage: Stage) -> Answer:
    """In the place of the form: the answer is kept, and stands there as late."""
    facts = {
        "title": unit.runtime.stages[stage].title,
        "now": unit.runtime.stages[review.stage].title,
        "skipped": how_it_ended(unit, review, stage) == "skipped",
    }
    title = unit.words.line("answer_title")
    words = unit.words.line("answers/answer_late", **facts)
    return Answer(view=unit.words.view(Notice(title=title, words=words)))


def done(unit: Unit, place: StagePlace) -> Answer:
    """Somebody has said all they want to say in this stage."""
    review = find(unit, place.retro_id, place.by, channel=place.channel)
    demand_answers(review)
    take_part(unit, review, place.stage, place.by)
    row = StageDone(
        team_id=unit.team_id,
        retro_id=review.retro_id,
        stage=place.stage,
        user_id=place.by,
        at=unit.now,
    )
    if not retrospectives.mark_done(unit.session, row):
        return unit.answer("done_before")
    show_stage(unit, review.retro_id, place.stage)
    return NOTHING


def settle(unit: Unit, place: StagePlace, words: str) -> Answer:
    """Keep a ready-made answer about a gap or an item, as its button says it."""
    review = find(unit, place.retro_id, place.by, channel=place.channel)
    demand_answers(review)
    _take(unit, review, place.stage, by=place.by, text=words, about=place.about)
    return NOTHING
