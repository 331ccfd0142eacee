"""Who may reveal and count, and from which card."""

import pytest

from bot.core.errors import Refused
from bot.core.facilitation import State, Status
from bot.core.ids import UserId
from bot.core.stages import Stage
from bot.core.within_stage import guess_is_easy, moved_within

ANA, BEN = UserId("U0ANA"), UserId("U0BEN")
AT_SIX = State(status=Status.running, stage=Stage.how_it_came_about, facilitator=BEN, version=7)


def test_the_facilitator_moves_and_every_card_is_out_of_date() -> None:
    moved = moved_within(AT_SIX, Stage.how_it_came_about, by=BEN, version=7)

    assert (moved.version, moved.stage) == (8, Stage.how_it_came_about)


@pytest.mark.parametrize(
    ("stage", "by", "version", "code"),
    [
        (Stage.how_it_came_about, ANA, 7, "not_facilitator"),
        (Stage.how_it_came_about, BEN, 6, "stage_moved_on"),
        (Stage.how_it_came_about, ANA, 6, "stage_moved_on"),
        (Stage.which_axis, BEN, 7, "stage_moved_on"),
    ],
)
def test_nobody_else_and_no_older_card_moves_it(
    stage: Stage, by: UserId, version: int, code: str
) -> None:
    with pytest.raises(Refused, match=code):
        moved_within(AT_SIX, stage, by=by, version=version)


def test_a_closed_retrospective_stays_as_it_is() -> None:
    closed = State(status=Status.closed, stage=Stage.what_others_can_use, facilitator=BEN)
    with pytest.raises(Refused, match="retro_closed"):
        moved_within(closed, Stage.what_others_can_use, by=BEN, version=0)


def test_among_three_a_guess_is_easy_among_four_not() -> None:
    assert guess_is_easy(3)
    assert not guess_is_easy(4)
