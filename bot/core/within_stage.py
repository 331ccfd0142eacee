"""What the facilitator does without leaving the stage: reveal its answers, count its votes.

Each is a move like *Next*: only the facilitator makes it, from a card that is up to date, and of
two at once the second is told so. Raises the refusals of `retrospective.py`.
"""

from dataclasses import replace

from bot.core.errors import Refused
from bot.core.facilitation import State, Status
from bot.core.ids import UserId
from bot.core.open_stages import open_stages
from bot.core.stages import Stage

# Below this many people a guess at who wrote something is easy.
ENOUGH_TO_HIDE = 4


def moved_within(state: State, stage: Stage, *, by: UserId, version: int) -> State:
    """The retrospective after a move within `stage`: every card of it is out of date."""
    if state.status is Status.closed:
        raise Refused("retro_closed")
    if version != state.version or stage not in open_stages(state):
        raise Refused("stage_moved_on", stage=state.stage, facilitator=state.facilitator)
    if by != state.facilitator:
        raise Refused("not_facilitator", facilitator=state.facilitator)
    return replace(state, version=state.version + 1)


def guess_is_easy(participants: int) -> bool:
    """Whether so few take part that a form has to say so."""
    return participants < ENOUGH_TO_HIDE
