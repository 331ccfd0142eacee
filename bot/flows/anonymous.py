"""*Answer anonymously*: what somebody says, kept without its author, anywhere and for good.

Nothing here writes a row, a log line or a message that holds both the words and the person; that
they have answered is kept apart. Nobody joins, agrees or is told of by it.
"""

import json

from bot.core.errors import Refused
from bot.core.within_stage import guess_is_easy
from bot.flows import boards
from bot.flows.answers import CLOSED, Answer
from bot.flows.open_stage import show_stage
from bot.flows.reviews import find
from bot.flows.runtime import Unit
from bot.flows.said import accounts
from bot.flows.said_in_form import say_unnamed
from bot.flows.stage_answers import (
    StagePlace,
    demand_answers,
    demand_opened,
    how_it_ended,
    is_over_by_now,
    mark_answered,
    told_late,
)
from bot.flows.stage_progress import still_here
from bot.render.views.answering import AnonymousView
from storage.queries import answering
from storage.tables import AnonymousAnswer


def form(unit: Unit, place: StagePlace) -> AnonymousView:
    """The form *Answer anonymously*; it says what anonymous can mean among so few."""
    review = find(unit, place.retro_id, place.by, channel=place.channel, lock=False)
    demand_answers(review)
    words = unit.runtime.stages[place.stage]
    people = len(still_here(unit, review))
    return AnonymousView(
        data=json.dumps({"retro_id": place.retro_id, "stage": place.stage}),
        title=words.title,
        question=words.question,
        over=how_it_ended(unit, review, place.stage),
        hides=boards.is_hiding(unit, review, place.stage),
        people=people,
        easy=guess_is_easy(people),
        accounts=accounts(unit, review, place.stage),
    )


def answer(unit: Unit, place: StagePlace, *, text: str) -> Answer:
    """Keep what was written, and say it in the stage's thread in nobody's name."""
    review = find(unit, place.retro_id, place.by, channel=place.channel)
    if not text:
        raise Refused("answer_missing", field="answer")
    demand_answers(review, text=text)
    record = demand_opened(unit, review, place.stage, place.by)
    late = is_over_by_now(record)
    row = AnonymousAnswer(
        team_id=unit.team_id,
        retro_id=review.retro_id,
        stage=place.stage.value,
        text=text,
        about=place.about,
        late=late,
        hidden=not late and boards.is_hiding(unit, review, place.stage),
    )
    answering.add_anonymous(unit.session, row)
    if not late:
        mark_answered(unit, review, place.stage, place.by)
    boards.add(unit, review, place.stage, f"anonymous:{row.id}")
    show_stage(unit, review.retro_id, record.stage)
    if not row.hidden:
        say_unnamed(unit, review, row)
    return told_late(unit, review, place.stage) if late else CLOSED
