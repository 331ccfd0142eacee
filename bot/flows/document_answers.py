"""What was said in a retrospective, as its document gives it: what is hidden is left out.

An answer without a name comes without anything its author could be known by.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.core.grouping import members
from bot.core.stages import STAGES, Stage
from bot.core.walks import home, position, walk
from bot.flows.boards import OnBoard, is_counted, on_board
from bot.flows.reviews import Review
from bot.flows.runtime import Unit
from bot.flows.said import Said, quote, said
from bot.render.documents import AnswerRecord, SaidRecord
from storage.queries import retrospectives

NameOf = Callable[[str], str]


def said_records(
    unit: Unit, review: Review, all_of_them: Sequence[Review], name_of: NameOf
) -> dict[Stage, SaidRecord]:
    """The stages that were opened, with what was said on the card of each in all reviews."""
    status: dict[str, str] = {}
    for each in all_of_them:
        records = retrospectives.stage_records(unit.session, unit.team_id, each.retro_id)
        status |= {record.stage: record.status for record in records}
    return {
        stage: SaidRecord(
            number=position(stage, review.form),
            title=unit.runtime.stages[stage].title,
            status=status[stage],
            answers=[
                answer
                for asked in STAGES
                if home(asked, review.form) is stage
                for each in all_of_them
                for answer in _answers(unit, each, asked, name_of)
            ],
        )
        for stage in walk(review.form)
        if stage in status
    }


def _answers(unit: Unit, review: Review, stage: Stage, name_of: NameOf) -> list[AnswerRecord]:
    """Those of one stage; where they were put in groups, by these, most dots first."""
    given = said(unit, review, stage=stage)
    if not given:
        return []
    board, counted = on_board(unit, review, stage), is_counted(unit, review, stage)
    numbers = {each.source: number for number, each in board.said.items()}
    records = [
        (
            _place_on_board(board, numbers.get(each.source)),
            _answer(unit, review, each, name_of, _dots(board, numbers, each) if counted else None),
        )
        for each in given
    ]
    return [
        replace(record, beside=place[2] > 0)
        for place, record in sorted(records, key=lambda each: each[0])
    ]


def _place_on_board(board: OnBoard, number: int | None) -> tuple[int, int, int]:
    """Where an answer is read: by dots, by group, within it; what is on no board comes first."""
    if number is None:
        return (-sys.maxsize, 0, 0)
    name = board.groups[number]
    return (-board.dots.get(name, 0), name, members(board.groups, number).index(number))


def _dots(board: OnBoard, numbers: Mapping[str, int], each: Said) -> int | None:
    number = numbers.get(each.source)
    is_first = number is not None and board.groups[number] == number
    return board.dots.get(number, 0) if number is not None and is_first else None


def _answer(
    unit: Unit, review: Review, each: Said, name_of: NameOf, dots: int | None
) -> AnswerRecord:
    about, _, begins = (each.about or "").partition(":")
    beside = quote(unit, review, each.about)
    return AnswerRecord(
        who=name_of(each.author) if each.author else "",
        text=each.text,
        late=each.late,
        gap_begins_at=datetime.fromisoformat(begins) if about == "gap" else None,
        differs_from=beside.text if beside else "",
        dots=dots,
        in_room=each.in_room,
    )
