"""Over several days: what waits for each person in the open round, and its soft ending.

Each is told once, in their own working hours, and reminded at most once; the message is rendered
when it goes out and lapses when nothing waits any more. When a round's day is over the facilitator
is asked; nothing moves by itself.
"""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.deliveries import DirectMessage
from bot.core.facilitation import Status
from bot.core.open_stages import open_stages
from bot.core.pace import LAST_ROUND, Pace, reminder_at, round_of, soak_ends_at
from bot.core.stages import Progress, Stage, missing_criteria
from bot.core.walks import stages_on_card
from bot.flows import own_questions, paces
from bot.flows.care import is_left_alone
from bot.flows.incident_cards import facts_of
from bot.flows.incidents import may_see
from bot.flows.open_stage import show_stage
from bot.flows.people import working_zone, zone_of
from bot.flows.places import card_link
from bot.flows.registry import Facts, Including, follows, rendered_late
from bot.flows.reviews import Review, is_alone, load, state_of
from bot.flows.runtime import Runtime, Unit
from bot.flows.stage_progress import gather
from bot.flows.stage_questions import promises
from bot.render.messages.pace import OwedItem, RoundOver, RoundWaits, StageLink
from storage.queries import answering, retrospectives
from storage.queries import pace as queries
from storage.tables import RetroPace, RoundWord

ROUND_WORD = "round_word"
ROUND_OVER = "round_over"
AT_ONCE = 50
# The soak comes before the round that speaks of remedies.
SOAKS_AFTER_ROUND = 3


def hand_over(runtime: Runtime) -> None:
    """Have told what is due: people what waits for them, facilitators that a round's day is over.

    Any number of bots may; each word goes out once.
    """
    with runtime.transaction() as unit:
        for row in queries.claim_over(unit.session, unit.team_id, unit.now, Pace.days):
            _end_softly(unit, row)
    found = AT_ONCE
    while found == AT_ONCE:
        with runtime.transaction() as unit:
            due = queries.claim_words(unit.session, unit.team_id, unit.now, limit=AT_ONCE)
            for word in due:
                _hand_over_word(unit, word)
            found = len(due)


def _end_softly(unit: Unit, row: RetroPace) -> None:
    review = load(unit, row.retro_id, lock=True)
    assert review is not None
    if paces.was_waiting(review.incident, row):
        paces.begin(unit, row.retro_id, state_of(unit, review))
        for stage in open_stages(state_of(unit, review)):
            show_stage(unit, row.retro_id, stage)
        return
    facilitator = review.retro.facilitator
    zone = working_zone(unit, facilitator)
    # Whoever left is not asked: the channel was told, and whoever takes over will be.
    if zone is None or not unit.house.ladder.is_working(unit.now, zone):
        return
    ended = row.ends_at.isoformat()
    unit.send_late(
        ROUND_OVER,
        row.retro_id,
        dedupe_key=f"{ROUND_OVER}:{row.retro_id}:{facilitator}:{ended}",
    )
    row.told_at = unit.now


def _hand_over_word(unit: Unit, word: RoundWord) -> None:
    row = queries.of_retro(unit.session, unit.team_id, word.retro_id)
    zone = working_zone(unit, word.user_id)
    if row is None or zone is None or row.pace != Pace.days:
        word.due_at = None
        return
    if not unit.house.ladder.is_working(unit.now, zone):
        word.due_at = unit.house.ladder.next_working(unit.now, zone)
        return
    word.sent += 1
    word.due_at = None
    if word.sent == 1 and not row.soaking:
        word.due_at = _reminder_at(unit, row.ends_at, zone)
    subject = f"{word.retro_id}:{word.round}:{word.user_id}"
    unit.send_late(ROUND_WORD, subject, dedupe_key=f"{ROUND_WORD}:{subject}:{word.sent}")


def plan_reminders(unit: Unit, review: Review, ends_at: datetime) -> None:
    """A round was given one more day: who was not reminded in it yet is, on its last morning."""
    number = round_of(review.stage)
    for word in queries.words(unit.session, unit.team_id, review.retro_id, number):
        zone = working_zone(unit, word.user_id)
        if word.sent == 1 and zone is not None:
            word.due_at = _reminder_at(unit, ends_at, zone)


def _reminder_at(unit: Unit, ends_at: datetime, zone: ZoneInfo) -> datetime | None:
    return reminder_at(ends_at, zone, told_at=unit.now, ladder=unit.house.ladder)


@rendered_late(ROUND_WORD)
def render_round_word(unit: Unit, subject: str) -> Including | None:
    """Everything that waits for one person in the open round; None when nothing does.

    What comes out of working hours is planned for the next ones.
    """
    retro_id, number, user = subject.split(":")
    review = load(unit, int(retro_id))
    word = queries.word(unit.session, unit.team_id, int(retro_id), int(number), user)
    if review is None or word is None or not _may_be_told(unit, review, user, int(number)):
        return None
    zone = zone_of(unit, user)
    if not unit.house.ladder.is_working(unit.now, zone):
        word.due_at, word.sent = unit.house.ladder.next_working(unit.now, zone), word.sent - 1
        return None
    context = _what_waits(unit, review, user, is_reminder=word.sent > 1)
    if context is None:
        return None
    message = unit.render(context)
    return Including(DirectMessage(user, message.text, message.blocks), {})


def _may_be_told(unit: Unit, review: Review, user: str, number: int) -> bool:
    return (
        review.retro.status == Status.running
        and review.incident.status in ("resolved", "reviewing")
        and paces.pace_of(unit, review.retro_id) is Pace.days
        and round_of(review.stage) == number
        and working_zone(unit, user) is not None
        and may_see(unit, review.incident, user)
        and not is_left_alone(unit, review.retro_id, user)
    )


def _what_waits(unit: Unit, review: Review, user: str, *, is_reminder: bool) -> RoundWaits | None:
    now_open = open_stages(state_of(unit, review))
    if Stage.what_happened in now_open:
        own_questions.ask(unit, review)
    stages = [
        _link(unit, review, stage)
        for stage in now_open
        if not _has_spoken(unit, review, stage, user)
    ]
    asked = own_questions.waiting(unit, review, user) if Stage.what_happened in now_open else []
    asked_now = {each for stage in now_open for each in stages_on_card(stage, review.form)}
    items = _owed(unit, review, user) if Stage.promises in asked_now else []
    if not (stages or asked or items):
        return None
    return RoundWaits(
        incident=facts_of(review.incident),
        round=round_of(review.stage),
        rounds=LAST_ROUND,
        until=paces.ends_at(unit, review.retro_id),
        stages=stages,
        asked=asked,
        items=items,
        is_reminder=is_reminder,
        is_leader=user in unit.house.leaders,
        alone=is_alone(unit, review),
    )


def _link(unit: Unit, review: Review, stage: Stage) -> StageLink:
    words = unit.runtime.stages[stage]
    return StageLink(words.title, words.question, card_link(unit, f"{review.retro_id}:{stage}"))


def _has_spoken(unit: Unit, review: Review, stage: Stage, user: str) -> bool:
    """Whether somebody answered a stage or is done with it; an answer of their own counts."""
    session, team, retro_id = unit.session, unit.team_id, review.retro_id
    return (
        user in retrospectives.done(session, team, retro_id, stage)
        or (stage, user) in answering.answered(session, team, retro_id)
        or any(
            each.author == user and not each.about
            for each in retrospectives.answers(session, team, retro_id, stage=stage)
        )
    )


def _owed(unit: Unit, review: Review, user: str) -> list[OwedItem]:
    found = promises(unit, review)
    mine = [each for each in found if each.item.owner == user and not each.stated]
    return [OwedItem(each.key, each.item.title) for each in mine]


@rendered_late(ROUND_OVER)
def render_round_over(unit: Unit, subject: str) -> Including | None:
    """Ask the facilitator how to go on; it lapses when the round was left or given more time."""
    review = load(unit, int(subject))
    row = queries.of_retro(unit.session, unit.team_id, int(subject))
    if review is None or row is None or row.pace != Pace.days or row.ends_at > unit.now:
        return None
    facilitator, number = review.retro.facilitator, round_of(review.stage)
    if not _may_be_told(unit, review, facilitator, number):
        return None
    message = unit.render(_round_over(unit, review, row, number))
    return Including(
        DirectMessage(facilitator, message.text, message.blocks), {"ended": row.ends_at.isoformat()}
    )


@follows(f"{ROUND_OVER}_sent")
def round_over_sent(unit: Unit, subject: Facts, _result: Facts) -> None:
    """What the third round found soaks for two working days; then it is asked once more."""
    row = queries.of_retro(unit.session, unit.team_id, int(subject["subject"]))
    review = load(unit, int(subject["subject"]))
    if review is None or row is None or row.ends_at.isoformat() != subject["included"]["ended"]:
        return
    if _soaks_next(review, row):
        row.ends_at = _soaks_until(unit, review, row)
        row.told_at, row.soaking = None, True
        for stage in open_stages(state_of(unit, review)):
            show_stage(unit, review.retro_id, stage)


def _soaks_next(review: Review, row: RetroPace) -> bool:
    return round_of(review.stage) == SOAKS_AFTER_ROUND and not row.soaking


def _soaks_until(unit: Unit, review: Review, row: RetroPace) -> datetime:
    zone = zone_of(unit, review.retro.facilitator)
    return soak_ends_at(row.ends_at, zone, ladder=unit.house.ladder)


def _round_over(unit: Unit, review: Review, row: RetroPace, number: int) -> RoundOver:
    now_open = open_stages(state_of(unit, review))
    soak_until = None
    if _soaks_next(review, row):
        soak_until = _soaks_until(unit, review, row)
    progress = gather(unit, review)
    return RoundOver(
        incident=facts_of(review.incident),
        retro_id=review.retro_id,
        stage=review.stage,
        version=review.retro.version,
        round=number,
        rounds=LAST_ROUND,
        titles=[unit.runtime.stages[stage].title for stage in now_open],
        missing=_missing(unit, now_open, progress),
        silent=_silent(unit, review, now_open),
        soak_until=soak_until,
        soaked=row.soaking,
        alone=is_alone(unit, review),
    )


def _missing(unit: Unit, stages: Sequence[Stage], progress: Progress) -> list[str]:
    return [
        unit.runtime.stages[stage].criterion_words(each)
        for stage in stages
        for each in missing_criteria(stage, progress)
    ]


def _silent(unit: Unit, review: Review, stages: Sequence[Stage]) -> int:
    """How many have said nothing in this round: a count, nobody's name."""
    people = retrospectives.participants(unit.session, unit.team_id, review.retro_id)
    return sum(
        not any(_has_spoken(unit, review, stage, person.user_id) for stage in stages)
        for person in people
    )
