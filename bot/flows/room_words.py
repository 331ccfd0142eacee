"""*Said in the room*: what the facilitator writes down of a live session.

It stands there without a name until its speaker agrees; *Leave my name out* is always possible.
"""

import json

from bot.core.deliveries import DirectMessage
from bot.core.errors import Refused
from bot.core.facilitation import Status
from bot.core.incident import key
from bot.core.stages import Stage
from bot.core.walks import home
from bot.flows import boards
from bot.flows.answers import CLOSED, Answer
from bot.flows.incident_cards import facts_of, is_in_channel
from bot.flows.incidents import may_see
from bot.flows.open_stage import STAGE_CARD, show_stage
from bot.flows.people import demand_colleague, name_finder
from bot.flows.registry import CardContent, rendered_late
from bot.flows.retro_moves import who_facilitates
from bot.flows.reviews import Review, find, load
from bot.flows.runtime import Unit
from bot.flows.stage_answers import (
    StagePlace,
    demand_answers,
    demand_opened,
    how_it_ended,
    is_over_by_now,
    mark_answered,
    take_part,
    told_late,
)
from bot.render.messages.answering import RoomWordSaid, SpeakerAsked
from bot.render.views.answering import RoomWordView
from storage.queries import answering, channels
from storage.tables import RoomWord

ROOM_WORD = "room_word"


def form(unit: Unit, place: StagePlace) -> RoomWordView | Answer:
    """The form *Said in the room*, for the facilitator; nobody else fills it in vain."""
    review = find(unit, place.retro_id, place.by, channel=place.channel, lock=False)
    demand_answers(review)
    if place.by != review.retro.facilitator:
        return who_facilitates(unit, review)
    return RoomWordView(
        data=json.dumps({"retro_id": place.retro_id, "stage": place.stage}),
        title=unit.runtime.stages[place.stage].title,
        over=how_it_ended(unit, review, place.stage),
    )


def note(unit: Unit, place: StagePlace, *, text: str, speaker: str = "") -> Answer:
    """Write down what was said; whoever said it is asked whether their name may stand there.

    Raises Refused("not_facilitator_now"), Refused("speaker_outside"), Refused("not_a_colleague").
    """
    review = find(unit, place.retro_id, place.by, channel=place.channel)
    if not text:
        raise Refused("answer_missing", field="text")
    demand_answers(review, text=text)
    if place.by != review.retro.facilitator:
        raise Refused("not_facilitator_now", facilitator=review.retro.facilitator, field="text")
    if speaker:
        _demand_speaker(unit, review, speaker)
    record = demand_opened(unit, review, place.stage, place.by)
    row = RoomWord(
        team_id=unit.team_id,
        retro_id=review.retro_id,
        stage=place.stage,
        text=text,
        noted_by=place.by,
        asked=speaker,
        late=is_over_by_now(record),
        at=unit.now,
    )
    unit.session.add(row)
    unit.session.flush()
    boards.add(unit, review, place.stage, f"room:{row.id}")
    unit.refresh_card(ROOM_WORD, row.id)
    show_stage(unit, review.retro_id, record.stage)
    if speaker:
        _ask(unit, review, row)
    return told_late(unit, review, place.stage) if row.late else CLOSED


def _demand_speaker(unit: Unit, review: Review, speaker: str) -> None:
    demand_colleague(unit, speaker, field="speaker")
    if not may_see(unit, review.incident, speaker):
        raise Refused("speaker_outside", user=speaker, field="speaker")


def _ask(unit: Unit, review: Review, row: RoomWord) -> None:
    message = unit.render(
        SpeakerAsked(
            incident=facts_of(review.incident),
            word_id=row.id or 0,
            text=row.text,
            title=unit.runtime.stages[Stage(row.stage)].title,
            noted_by=row.noted_by,
        )
    )
    unit.send(
        DirectMessage(row.asked, message.text, message.blocks),
        lane=f"dm:{row.asked}",
        asked_by=row.noted_by,
    )


def agree(unit: Unit, word_id: int, *, by: str) -> Answer:
    """*That's right*: the speaker's name stands there from now on."""
    review, row = _demand_asked(unit, word_id, by)
    if review.retro.status == Status.closed:
        raise Refused("retro_closed", key=key(review.incident.number))
    stage = Stage(row.stage)
    take_part(unit, review, stage, by)
    if not row.late:
        mark_answered(unit, review, stage, by)
    row.asked, row.speaker = "", by
    _show(unit, review, row)
    return unit.answer("speaker_named")


def leave_name_out(unit: Unit, word_id: int, *, by: str) -> Answer:
    """*Leave my name out*: it stands there without a name, and who was asked is forgotten."""
    review, row = _demand_asked(unit, word_id, by)
    row.asked, row.speaker = "", ""
    _show(unit, review, row)
    return unit.answer("speaker_unnamed")


def _demand_asked(unit: Unit, word_id: int, by: str) -> tuple[Review, RoomWord]:
    """What somebody was asked about, locked. Raises Refused("unknown_button") for anybody else."""
    row = answering.room_word(unit.session, unit.team_id, word_id)
    if row is None:
        raise Refused("unknown_button")
    review = find(unit, row.retro_id, by)
    locked = answering.room_word(unit.session, unit.team_id, word_id, lock=True)
    if locked is None or by not in (locked.asked, locked.speaker):
        raise Refused("speaker_settled")
    return review, locked


def _show(unit: Unit, review: Review, row: RoomWord) -> None:
    unit.session.add(row)
    unit.session.flush()
    unit.refresh_card(ROOM_WORD, row.id)
    show_stage(unit, review.retro_id, home(Stage(row.stage), review.form))


@rendered_late(ROOM_WORD, only_looks=True)
def render_room_word(unit: Unit, subject: str) -> CardContent | None:
    """What was said in the room, in the thread of its stage."""
    row = answering.room_word(unit.session, unit.team_id, int(subject))
    review = load(unit, row.retro_id) if row is not None else None
    if row is None or review is None or not is_in_channel(unit, review.incident):
        return None
    stage = f"{row.retro_id}:{home(Stage(row.stage), review.form)}"
    card = channels.card(unit.session, unit.team_id, STAGE_CARD, stage)
    if card is None:
        return None
    name = name_finder(unit)(row.speaker) if row.speaker else ""
    message = unit.render(RoomWordSaid(name, row.text, row.late, row.noted_by))
    return CardContent(card.channel_id, message, thread_ts=card.ts)
