"""The card of each stage, rendered as things stand, and what opens its thread."""

from bot.core.deliveries import Post
from bot.core.incident import Status as IncidentStatus
from bot.core.open_stages import open_stages
from bot.core.pace import round_of
from bot.core.stages import STAGES, Stage, criteria
from bot.core.timeline import Marker
from bot.core.walks import Form, position, stages_on_card
from bot.flows import own_questions, paces
from bot.flows.how_chains import show_chains
from bot.flows.incident_cards import facts_of, is_in_channel
from bot.flows.open_stage import STAGE_CARD, thread_lane
from bot.flows.pictures import show_timeline
from bot.flows.prompts import show_for_axes, show_for_markers
from bot.flows.registry import CardContent, Facts, follows, rendered_late
from bot.flows.reviews import Review, load, state_of
from bot.flows.runtime import Unit
from bot.flows.stage_answers import take_reply
from bot.flows.stage_content import content_of
from bot.flows.stage_counts import answered_on, answering_on
from bot.flows.stage_progress import gather
from bot.flows.timeline import timeline_walk
from bot.render.limits import shortened
from bot.render.messages.retrospective import (
    CardStatus,
    CriterionLine,
    StageCard,
    StagePrompts,
    StageTimeline,
    WalkedLine,
)
from storage.queries import retrospectives, timeline
from storage.tables import StageRecord

PROMPTS_ON_THE_CARD = 3
MOST_WALKED = 60
LONGEST_WALKED = 200
# While the incident itself needs people, its review waits.
WAITING = (
    IncidentStatus.open,
    IncidentStatus.mitigated,
    IncidentStatus.cancelled,
    IncidentStatus.merged,
)


def _status_of(review: Review, record: StageRecord) -> CardStatus:
    status = CardStatus(record.status)
    waits = review.incident.status in WAITING
    return CardStatus.paused if waits and status is CardStatus.open else status


@rendered_late(STAGE_CARD, only_looks=True)
def render_stage(unit: Unit, subject: str) -> CardContent | None:
    """The card of one stage."""
    retro_id, _, name = subject.partition(":")
    review, stage = load(unit, int(retro_id)), Stage(name)
    if review is None or not is_in_channel(unit, review.incident):
        return None
    record = retrospectives.stage_record(unit.session, unit.team_id, review.retro_id, stage)
    if record is None:
        return None
    card = _card(unit, review, stage, record)
    assert review.incident.channel_id is not None
    return CardContent(review.incident.channel_id, unit.render(card))


def _card(unit: Unit, review: Review, stage: Stage, record: StageRecord) -> StageCard:
    words, state = unit.runtime.stages[stage], state_of(unit, review)
    return StageCard(
        incident=facts_of(review.incident),
        retro_id=review.retro_id,
        stage=stage,
        version=review.retro.version,
        number=position(stage, review.form),
        total=review.total,
        title=words.title,
        goal=words.goal,
        question=words.question,
        how_to_answer=words.how_to_answer,
        prompts=list(words.prompts[:PROMPTS_ON_THE_CARD]),
        minutes=words.minutes,
        status=_status_of(review, record),
        reason=_reason_for_leaving(unit, review, stage),
        opened_at=record.opened_at,
        facilitator=review.retro.facilitator,
        criteria=criterion_lines(unit, review, stage),
        answered=answered_on(unit, review, stage),
        answering=answering_on(unit, review, stage),
        content=content_of(unit, review, stage),
        short=review.form is Form.short,
        command=unit.house.command,
        pace=state.pace,
        round=round_of(stage),
        last=STAGES[-1] in open_stages(state),
        until=paces.ends_at(unit, review.retro_id),
        soaking=paces.is_soaking(unit, review.retro_id),
        alone=len(state.participants) == 1,
        leaders=[each for each in unit.house.leaders if each in state.participants],
    )


def criterion_lines(unit: Unit, review: Review, stage: Stage) -> list[CriterionLine]:
    """What has to be there before the card of `stage` is left."""
    progress = gather(unit, review)
    return [
        CriterionLine(unit.runtime.stages[each].criterion_words(criterion), criterion.met)
        for each in stages_on_card(stage, review.form)
        for criterion in criteria(each, progress)
    ]


def _reason_for_leaving(unit: Unit, review: Review, stage: Stage) -> str:
    decided = retrospectives.decisions(unit.session, unit.team_id, review.retro_id)
    reasons = [
        each.reason
        for each in decided
        if each.stage == stage and each.kind in ("moved_on", "skipped", "closed")
    ]
    return reasons[-1] if reasons else ""


@follows(f"{STAGE_CARD}_posted")
def stage_posted(unit: Unit, subject: Facts, result: Facts) -> None:
    """Open the stage's thread: what else can be asked, and at stage 3 the timeline."""
    retro_id, _, name = str(subject["subject"]).partition(":")
    review, stage = load(unit, int(retro_id)), Stage(name)
    if review is None:
        return
    words = unit.runtime.stages[stage]
    contexts: list[StagePrompts | StageTimeline] = []
    if stage is Stage.what_happened:
        contexts.append(_timeline(unit, review))
        own_questions.ask(unit, review)
    if stage is Stage.how_it_came_about:
        show_chains(unit, review.incident_id)
    if len(words.prompts) > PROMPTS_ON_THE_CARD:
        contexts.append(StagePrompts(words.title, list(words.prompts[PROMPTS_ON_THE_CARD:])))
    channel, ts = result["channel"], result["ts"]
    # Who was quick has answered before we knew where the card stands.
    for reply in timeline.replies(unit.session, unit.team_id, channel, ts):
        take_reply(unit, reply)
    for context in contexts:
        message = unit.render(context)
        unit.send(
            Post(channel, message.text, message.blocks, thread_ts=ts), lane=thread_lane(channel, ts)
        )
    if stage is Stage.what_happened:
        passages = timeline_walk(unit, review.incident)
        show_for_markers(unit, channel, ts, [passage.marker for passage in passages])
        show_timeline(unit, review)
    if stage is Stage.which_axis:
        show_for_axes(unit, review.incident_id)


def _timeline(unit: Unit, review: Review) -> StageTimeline:
    passages = timeline_walk(unit, review.incident)
    room = MOST_WALKED
    shown: list[tuple[Marker | None, list[WalkedLine]]] = []
    for passage in passages:
        lines = [
            WalkedLine(line.at, line.who, shortened(line.text, LONGEST_WALKED))
            for line in passage.lines[:room]
        ]
        room -= len(lines)
        if lines:
            shown.append((passage.marker, lines))
    left_out = sum(len(passage.lines) for passage in passages) - (MOST_WALKED - room)
    return StageTimeline(
        facts_of(review.incident), shown, command=unit.house.command, more=left_out
    )
