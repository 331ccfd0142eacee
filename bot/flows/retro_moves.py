"""From stage to stage: on, back, past with a reason, into other hands, and to the end."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Self

from bot.core.deliveries import DirectMessage
from bot.core.errors import Refused
from bot.core.facilitation import (
    Back,
    ChangePace,
    Close,
    Closed,
    Effect,
    FacilitatorChanged,
    Next,
    NotifyFormer,
    Skip,
    StageClosed,
    StageOpened,
    Status,
    TakeOver,
)
from bot.core.facilitation import Move as RetroMove
from bot.core.ids import UserId
from bot.core.incident import Move
from bot.core.open_stages import open_stages
from bot.core.pace import Pace
from bot.core.stages import STAGES, Progress, Stage
from bot.flows import boards, document, paces, revealing, survey
from bot.flows.answers import NOTHING, Answer
from bot.flows.document_facts import record
from bot.flows.incident_cards import facts_of, show_change
from bot.flows.incident_posts import tell_channel
from bot.flows.incidents import may_see
from bot.flows.life_cycle import go
from bot.flows.pictures import show_chains_left
from bot.flows.review_pauses import demand_not_waiting, resume
from bot.flows.reviews import Review, demand, find, happen, state_of
from bot.flows.roles import hold
from bot.flows.runtime import Unit
from bot.flows.stage_cards import criterion_lines
from bot.flows.stage_progress import gather, items_of
from bot.flows.timeline import note_by_bot
from bot.render.messages.pace import PaceChanged
from bot.render.messages.retrospective import NotFacilitator, RetroClosed, TakenOver
from bot.render.views.retrospective import MoveOnView, SkipView
from storage.queries import findings, retrospectives

MOST_DOUBTS = 8


@dataclass(frozen=True)
class Press:
    """A button of a stage's card: which card it was, how old, who pressed it and where."""

    retro_id: int
    version: int
    by: str
    channel: str = ""
    stage: str = ""

    @classmethod
    def of(cls, value: str, *, by: str, channel: str) -> Self:
        """From a button's value. Raises Refused("unknown_button") for one of another kind."""
        retro_id, _, rest = value.partition(":")
        stage, _, version = rest.partition(":")
        if not (retro_id.isdecimal() and version.isdecimal()):
            raise Refused("unknown_button")
        return cls(int(retro_id), int(version), by, channel, stage)

    def to_data(self, **more: object) -> str:
        """As a form carries it."""
        return json.dumps({**asdict(self), **more})


def go_on(unit: Unit, press: Press, *, reason: str = "") -> Answer:
    """On to the next stage. Raises Refused("criteria_missing") where a reason is needed."""
    return _move(unit, press, Next(UserId(press.by), press.version, reason))


def go_back(unit: Unit, press: Press) -> Answer:
    """Open the stage before again; nothing that was said is lost."""
    return _move(unit, press, Back(UserId(press.by), press.version))


def skip(unit: Unit, press: Press, *, reason: str) -> Answer:
    """Leave the stage without holding it; the reason stays in the record."""
    if not reason:
        raise Refused("skip_reason_missing", field="reason")
    return _move(unit, press, _skip(press, reason))


def _skip(press: Press, reason: str) -> Skip:
    stage = Stage(press.stage) if press.stage else None
    return Skip(UserId(press.by), press.version, reason, stage)


def close(unit: Unit, press: Press, *, reason: str = "", with_gaps: bool = False) -> Answer:
    """End the review from its last stage. Raises Refused("criteria_missing") as `go_on`.

    `with_gaps`: from any stage; what was not held is skipped with the same reason.
    """
    if with_gaps and not reason:
        raise Refused("gaps_reason_missing", field="reason")
    return _move(unit, press, Close(UserId(press.by), press.version, reason, with_gaps))


def change_pace(unit: Unit, press: Press, pace: Pace) -> Answer:
    """Go on live, or over several days; the facilitator decides, everyone in the channel reads it.

    Raises Refused("pace_unchanged").
    """
    answer = _move(unit, press, ChangePace(UserId(press.by), press.version, pace))
    if answer is NOTHING:
        review = find(unit, press.retro_id, press.by, channel=press.channel)
        until = paces.ends_at(unit, press.retro_id)
        message = unit.render(PaceChanged(facts_of(review.incident), pace, press.by, until))
        tell_channel(unit, review.incident, message, asked_by=press.by)
    return answer


def take_over(unit: Unit, press: Press) -> Answer:
    """A participant facilitates from now on; the former one is told."""
    return _move(unit, press, TakeOver(UserId(press.by), press.version))


def _move(unit: Unit, press: Press, event: RetroMove | TakeOver) -> Answer:
    review = find(unit, press.retro_id, press.by, channel=press.channel)
    if review.retro.status != Status.closed and not isinstance(event, TakeOver):
        demand_not_waiting(unit, review)
    try:
        step = happen(unit, review, event, progress=gather(unit, review))
    except Refused as refused:
        if refused.code != "not_facilitator":
            raise
        return who_facilitates(unit, review)
    if not isinstance(event, TakeOver):
        resume(unit, review, by=press.by)
    carry_out(unit, review, step.effects, by=press.by)
    return NOTHING


def carry_out(unit: Unit, review: Review, effects: Iterable[Effect], *, by: str) -> None:
    """Do what follows from a step beyond the review's own rows and cards."""
    for effect in effects:
        _follow(unit, review, effect, by=by)


def who_facilitates(unit: Unit, review: Review) -> Answer:
    """Told privately to whoever pressed what is the facilitator's, with *Take over*."""
    context = NotFacilitator(
        review.retro.facilitator, review.retro_id, review.stage, review.retro.version
    )
    return Answer.saying(unit.render(context))


def _follow(unit: Unit, review: Review, effect: Effect, *, by: str) -> None:
    match effect:
        case FacilitatorChanged(facilitator):
            hold(unit, review.incident, "facilitator", facilitator)
            paces.ask_again(unit, review.retro_id)
            show_change(unit, review.incident)
        case NotifyFormer(person, taken_over_by) if may_see(unit, review.incident, person):
            context = TakenOver(facts_of(review.incident), taken_over_by)
            message = unit.render(context)
            unit.send(DirectMessage(person, message.text, message.blocks), lane=f"dm:{person}")
        case StageClosed(stage):
            revealing.leave(unit, review, stage)
            if stage is Stage.how_it_came_about:
                show_chains_left(unit, review)
        case StageOpened(stage):
            boards.show(unit, review, stage)
        case Closed():
            _finish(unit, review, by=by)


def _finish(unit: Unit, review: Review, *, by: str) -> None:
    """The incident counts as learned from; everyone who took part is thanked."""
    incident = review.incident
    review.retro.closed_at = unit.now
    unit.session.add(review.retro)
    go(incident, Move.finish_review)
    note_by_bot(unit, incident, "review_closed", by=by)
    people = retrospectives.participants(unit.session, unit.team_id, review.retro_id)
    lessons = findings.lessons(unit.session, unit.team_id, review.incident_id)
    context = RetroClosed(
        incident=facts_of(incident),
        participants=[person.user_id for person in people],
        items=len(items_of(unit, review)),
        lessons=len(lessons),
    )
    tell_channel(unit, incident, unit.render(context), asked_by=by)
    show_change(unit, incident, topic=True)
    document.post(unit, incident, asked_by=by)
    survey.ask(unit, review)


def what_is_missing(
    unit: Unit, press: Press, *, closing: bool, with_gaps: bool = False
) -> MoveOnView:
    """The form *Move on*: what is not there yet, and room for a reason."""
    review = find(unit, press.retro_id, press.by, channel=press.channel, lock=False)
    now_open = open_stages(state_of(unit, review))
    lines = [line for stage in now_open for line in criterion_lines(unit, review, stage)]
    titles = [unit.runtime.stages[stage].title for stage in now_open]
    after = [each for each in STAGES if with_gaps and each.number > now_open[-1].number]
    found = record(unit, review.incident).doubts if closing else []
    return MoveOnView(
        data=press.to_data(closing=closing, with_gaps=with_gaps),
        titles=titles,
        missing=[line for line in lines if not line.met],
        left_out=[unit.runtime.stages[stage].title for stage in after],
        closing=closing,
        doubts=found[:MOST_DOUBTS],
        more_doubts=max(0, len(found) - MOST_DOUBTS),
    )


def doubts_before_closing(unit: Unit, press: Press) -> MoveOnView | None:
    """The form *Move on* with what the record itself makes doubtful, for whoever may close now.

    None where nothing is doubtful, and where closing is refused or asks for a reason anyway.
    """
    review = find(unit, press.retro_id, press.by, channel=press.channel, lock=False)
    event = Close(UserId(press.by), press.version)
    try:
        demand(unit, review, event, progress=gather(unit, review))
    except Refused:
        return None
    view = what_is_missing(unit, press, closing=True)
    return view if view.doubts else None


def close_with_gaps_form(unit: Unit, press: Press) -> MoveOnView | Answer:
    """The form *Move on* for *Close with gaps*, for whoever may; nobody fills it in vain."""
    review = find(unit, press.retro_id, press.by, channel=press.channel, lock=False)
    event = Close(UserId(press.by), press.version, "…", with_gaps=True)
    try:
        demand(unit, review, event, progress=Progress())
    except Refused as refused:
        if refused.code != "not_facilitator":
            raise
        return who_facilitates(unit, review)
    return what_is_missing(unit, press, closing=True, with_gaps=True)


def skip_form(unit: Unit, press: Press) -> SkipView | Answer:
    """The form *Skip this stage*, for whoever may; nobody fills it in vain."""
    review = find(unit, press.retro_id, press.by, channel=press.channel, lock=False)
    event = _skip(press, "…")
    try:
        demand(unit, review, event, progress=Progress())
    except Refused as refused:
        if refused.code != "not_facilitator":
            raise
        return who_facilitates(unit, review)
    title = unit.runtime.stages[event.stage or review.stage].title
    return SkipView(data=press.to_data(), title=title)
