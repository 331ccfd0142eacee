"""Live: the soft time box of the open stage. It is told once when it ends, and moves nothing."""

from dataclasses import dataclass

from bot.core.deliveries import Post, Update
from bot.core.errors import Refused
from bot.core.facilitation import Status
from bot.core.incident import key
from bot.core.pace import Pace, extended
from bot.core.stages import Stage, missing_criteria
from bot.flows import paces
from bot.flows.answers import NOTHING, Answer
from bot.flows.open_stage import STAGE_CARD, show_stage, thread_lane
from bot.flows.registry import rendered_late
from bot.flows.retro_moves import who_facilitates
from bot.flows.review_pauses import demand_not_waiting
from bot.flows.reviews import Review, find, load, state_of
from bot.flows.runtime import Runtime, Unit
from bot.flows.stage_progress import gather
from bot.render.messages.pace import TimeBoxExtended, TimeBoxOver
from storage.queries import channels
from storage.queries import pace as queries
from storage.tables import RetroPace

TIME_BOX = "time_box"


def hand_over(runtime: Runtime) -> None:
    """Have it told of every live stage whose time box has ended, once by any number of bots."""
    with runtime.transaction() as unit:
        for row in queries.claim_over(unit.session, unit.team_id, unit.now, Pace.live):
            review = load(unit, row.retro_id, lock=True)
            assert review is not None
            if paces.was_waiting(review.incident, row):
                paces.begin(unit, row.retro_id, state_of(unit, review))
                show_stage(unit, row.retro_id, review.stage)
                continue
            row.told_at = unit.now
            ended = row.ends_at.isoformat()
            unit.send_late(TIME_BOX, row.retro_id, dedupe_key=f"{TIME_BOX}:{row.retro_id}:{ended}")


@rendered_late(TIME_BOX)
def render_time_box(unit: Unit, subject: str) -> Post | None:
    """The word in the stage's thread; it lapses when the stage was left or given more time."""
    review = load(unit, int(subject))
    row = queries.of_retro(unit.session, unit.team_id, int(subject))
    if review is None or row is None or not _is_over(unit, review, row):
        return None
    stage = review.stage
    card = channels.card(unit.session, unit.team_id, STAGE_CARD, f"{review.retro_id}:{stage}")
    if card is None:
        return None
    words = unit.runtime.stages[stage]
    missing = missing_criteria(stage, gather(unit, review))
    context = TimeBoxOver(
        title=words.title,
        facilitator=review.retro.facilitator,
        missing=[words.criterion_words(each) for each in missing],
        retro_id=review.retro_id,
        stage=stage,
        version=review.retro.version,
    )
    message = unit.render(context)
    return Post(card.channel_id, message.text, message.blocks, thread_ts=card.ts)


def _is_over(unit: Unit, review: Review, row: RetroPace) -> bool:
    is_held = review.retro.status == Status.running and row.pace == Pace.live
    return (
        is_held
        and review.incident.status in ("resolved", "reviewing")
        and (row.ends_at <= unit.now)
    )


@dataclass(frozen=True)
class Extend:
    """*Extend by 5 minutes*: of which stage, who pressed it, and where the message stands."""

    retro_id: int
    stage: Stage
    by: str
    channel: str
    ts: str


def extend(unit: Unit, press: Extend) -> Answer:
    """Give the open stage five more minutes, for everybody to see.

    Raises Refused("stage_moved_on") once another stage is open, Refused("retro_closed").
    """
    review = find(unit, press.retro_id, press.by, channel=press.channel)
    if review.retro.status == Status.closed:
        raise Refused("retro_closed", key=key(review.incident.number))
    demand_not_waiting(unit, review)
    row = queries.of_retro(unit.session, unit.team_id, review.retro_id)
    if row is None or review.stage is not press.stage or row.pace != Pace.live:
        raise Refused("time_box_gone", title=unit.runtime.stages[review.stage].title)
    if press.by != review.retro.facilitator:
        return who_facilitates(unit, review)
    if row.told_at is not None:
        row.ends_at, row.told_at = extended(row.ends_at, now=unit.now), None
        show_stage(unit, review.retro_id, review.stage)
    message = unit.render(TimeBoxExtended(until=row.ends_at, by=press.by))
    unit.send(
        Update(press.channel, press.ts, message.text, message.blocks),
        lane=thread_lane(press.channel, press.ts),
    )
    return NOTHING
