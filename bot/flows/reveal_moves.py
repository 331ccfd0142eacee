"""*Reveal* and *Count the votes*: the facilitator's moves within a stage."""

from collections.abc import Callable

from bot.core.errors import Refused
from bot.core.facilitation import Step
from bot.core.ids import UserId
from bot.core.stages import Stage
from bot.core.within_stage import moved_within
from bot.flows import boards, revealing
from bot.flows.answers import NOTHING, Answer
from bot.flows.retro_moves import Press, who_facilitates
from bot.flows.review_pauses import demand_not_waiting, resume
from bot.flows.reviews import Review, explained, find, state_of, write
from bot.flows.runtime import Unit
from bot.flows.said import said


def reveal(unit: Unit, press: Press) -> Answer:
    """*Reveal*: everything that was hidden, in an order that tells nothing.

    Raises Refused("nothing_to_reveal"), and as every move of the facilitator.
    """
    return _within(unit, press, _reveal_now)


def count_votes(unit: Unit, press: Press) -> Answer:
    """*Count the votes*: the totals are shown, who gave which is forgotten.

    Raises Refused("no_votes"), and as every move of the facilitator.
    """
    return _within(unit, press, _count_now)


Work = Callable[[Unit, Review, Stage, str], None]


def _within(unit: Unit, press: Press, work: Work) -> Answer:
    review, stage = find(unit, press.retro_id, press.by, channel=press.channel), Stage(press.stage)
    before = state_of(unit, review)
    try:
        after = moved_within(before, stage, by=UserId(press.by), version=press.version)
    except Refused as refused:
        if refused.code == "not_facilitator":
            return who_facilitates(unit, review)
        raise explained(unit, review, refused) from None
    demand_not_waiting(unit, review)
    work(unit, review, stage, press.by)
    write(unit, review, before, Step(after))
    resume(unit, review, by=press.by)
    return NOTHING


def _reveal_now(unit: Unit, review: Review, stage: Stage, by: str) -> None:
    if not boards.is_hiding(unit, review, stage):
        raise Refused("unknown_button")
    if not said(unit, review, stage=stage, hidden_too=True):
        raise Refused("nothing_to_reveal")
    revealing.reveal(unit, review, stage, by=by)


def _count_now(unit: Unit, review: Review, stage: Stage, _by: str) -> None:
    if not boards.is_revealed(unit, review, stage) or boards.is_counted(unit, review, stage):
        raise Refused("unknown_button")
    if not revealing.votes(unit, review, stage):
        raise Refused("no_votes")
    revealing.count(unit, review, stage)
