"""Three dots each for the groups of a board: hidden until they are counted, changed at will."""

from collections.abc import Sequence

from bot.core.errors import Refused
from bot.core.grouping import DOTS, ranked
from bot.flows.answers import CLOSED, Answer
from bot.flows.boards import BoardPlace, demand_board, place_data
from bot.flows.open_stage import show_stage
from bot.flows.runtime import Unit
from bot.render.views.answering import DotsView
from storage.queries import answering
from storage.tables import DotVote


def form(unit: Unit, place: BoardPlace) -> DotsView:
    """The form *Your dots*, with those somebody has given so far."""
    review, found = demand_board(unit, place, lock=False)
    row = answering.vote_of(unit.session, unit.team_id, review.retro_id, place.stage, place.by)
    given = [found.groups[each] for each in (row.numbers if row else []) if each in found.groups]
    return DotsView(
        data=place_data(place),
        groups=[(str(name), found.label(name)) for name in ranked(found.groups, {})],
        given=[*map(str, given), *[""] * (DOTS - len(given))],
    )


def vote(unit: Unit, place: BoardPlace, numbers: Sequence[int]) -> Answer:
    """Keep somebody's dots in place of those they had given; none takes them all back.

    Raises Refused("group_gone") for a group that is not there any more.
    """
    review, found = demand_board(unit, place)
    if any(each not in found.groups for each in numbers):
        raise Refused("group_gone", field="dot_1")
    row = DotVote(
        team_id=unit.team_id,
        retro_id=review.retro_id,
        stage=place.stage.value,
        user_id=place.by,
        numbers=list(numbers[:DOTS]),
    )
    answering.keep_vote(unit.session, row)
    show_stage(unit, review.retro_id, place.stage)
    return CLOSED
