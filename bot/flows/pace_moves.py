"""What the facilitator decides of the pace: another round, one more day, live or over days."""

from bot.core.errors import Refused
from bot.core.facilitation import ChangePace, Status
from bot.core.ids import UserId
from bot.core.incident import key
from bot.core.open_stages import open_stages
from bot.core.pace import Pace, round_ends_at
from bot.core.stages import Progress
from bot.flows import retro_moves, rounds
from bot.flows.answers import NOTHING, Answer
from bot.flows.incident_cards import facts_of
from bot.flows.incidents import Asked, asked_for, identity
from bot.flows.open_stage import show_stage
from bot.flows.people import zone_of
from bot.flows.retro_moves import Press, who_facilitates
from bot.flows.reviews import Review, demand, find, state_of
from bot.flows.runtime import Unit
from storage.queries import pace as queries
from storage.queries import retrospectives


def next_round(unit: Unit, press: Press) -> Answer:
    """*Open the next round*, told where it was pressed. Raises as `retro_moves.go_on`."""
    answer = retro_moves.go_on(unit, press)
    if answer is not NOTHING:
        return answer
    review = find(unit, press.retro_id, press.by, channel=press.channel)
    return unit.answer("round_opened", title=unit.runtime.stages[review.stage].title)


def one_more_day(unit: Unit, press: Press) -> Answer:
    """Keep the round open for another working day, counted from now."""
    review = find(unit, press.retro_id, press.by, channel=press.channel)
    # Whoever may change the pace may give it more time.
    refused = _refused(unit, review, press, Pace.live)
    row = queries.of_retro(unit.session, unit.team_id, review.retro_id)
    if refused is not None or row is None:
        return refused or NOTHING
    row.ends_at = round_ends_at(unit.now, zone_of(unit, press.by), ladder=unit.house.ladder)
    row.told_at, row.soaking = None, False
    rounds.plan_reminders(unit, review, row.ends_at)
    for stage in open_stages(state_of(unit, review)):
        show_stage(unit, review.retro_id, stage)
    return unit.answer("one_more_day", until=row.ends_at)


def _refused(unit: Unit, review: Review, press: Press, pace: Pace) -> Answer | None:
    try:
        demand(
            unit,
            review,
            ChangePace(UserId(press.by), press.version, pace),
            progress=Progress(),
        )
    except Refused as refused:
        if refused.code != "not_facilitator":
            raise
        return who_facilitates(unit, review)
    return None


def change(unit: Unit, press: Press, pace: Pace) -> Answer:
    """*Go on live* or *Go on over several days*, told where it was pressed."""
    answer = retro_moves.change_pace(unit, press, pace)
    if answer is not NOTHING:
        return answer
    review = find(unit, press.retro_id, press.by, channel=press.channel)
    return unit.answer("pace_set", incident=facts_of(review.incident), pace=pace)


def change_here(unit: Unit, asked: Asked, pace: Pace) -> Answer:
    """The same, typed. Raises Refused("retro_not_started") where there is none."""
    incident = asked_for(unit, asked)
    retro = retrospectives.of_incident(unit.session, unit.team_id, identity(incident), lock=True)
    if retro is None:
        raise Refused("retro_not_started", key=key(incident.number), command=unit.house.command)
    if retro.status == Status.closed:
        raise Refused("retro_closed", key=key(incident.number), field="reason")
    review = Review(incident, retro)
    return change(unit, Press(review.retro_id, retro.version, asked.by, asked.channel), pace)
