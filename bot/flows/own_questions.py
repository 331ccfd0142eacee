"""Each person's own questions in stage 3: chosen once, told by DM, answered with a button.

What they are about is read anew whenever it is shown: an edited message is quoted as it reads
now, a deleted one no more.
"""

from collections.abc import Iterable

from bot.core.deliveries import DirectMessage
from bot.core.errors import Refused
from bot.core.facilitation import Status
from bot.core.ids import Ts
from bot.core.own_questions import Moment, MomentKind, choose, is_worth_asking
from bot.core.pace import Pace
from bot.core.stages import Stage
from bot.core.timeline import ts_to_datetime
from bot.flows import paces
from bot.flows.care import is_left_alone
from bot.flows.incident_cards import facts_of
from bot.flows.incidents import may_see
from bot.flows.people import plain_text, working_zone
from bot.flows.registry import Including, rendered_late
from bot.flows.reviews import Review, load
from bot.flows.runtime import Unit
from bot.flows.timeline import lines
from bot.render.limits import shortened
from bot.render.messages.pace import AskedLine, OwnQuestions
from bot.render.timeline import TimelineLine
from storage.queries import pace as queries
from storage.queries import retrospectives, timeline
from storage.tables import Activity, OwnQuestion

OWN_QUESTIONS = "own_questions"
LONGEST_QUOTE = 200


def about_own(question_id: int) -> str:
    """What an answer to this question is kept under."""
    return f"own:{question_id}"


def ask(unit: Unit, review: Review) -> None:
    """Stage 3 is open: choose who is asked what, once; live, they are told at once.

    Whoever takes part since is asked as well; over several days the round's DM tells it.
    """
    moments = _moments(unit, review)
    asked = {
        each.user_id for each in queries.own_questions(unit.session, unit.team_id, review.retro_id)
    }
    is_live = paces.pace_of(unit, review.retro_id) is Pace.live
    for person in retrospectives.participants(unit.session, unit.team_id, review.retro_id):
        chosen = choose(moments.get(person.user_id, ()))
        if person.user_id in asked or not chosen:
            continue
        for moment in chosen:
            queries.add_own_question(unit.session, _row(unit, review, person.user_id, moment))
        if is_live:
            subject = f"{review.retro_id}:{person.user_id}"
            unit.send_late(OWN_QUESTIONS, subject, dedupe_key=f"{OWN_QUESTIONS}:{subject}")


def _row(unit: Unit, review: Review, user: str, moment: Moment) -> OwnQuestion:
    return OwnQuestion(
        team_id=unit.team_id,
        retro_id=review.retro_id,
        user_id=user,
        subject=moment.subject,
        kind=moment.kind,
        at=moment.at,
    )


def _moments(unit: Unit, review: Review) -> dict[str, list[Moment]]:
    """What everybody put on the timeline or did there, and what they said in the channel."""
    found: dict[str, list[Moment]] = {}
    entries = timeline.entries(unit.session, unit.team_id, review.incident_id)
    by_bot_of = {each.id: each.author for each in entries if each.source == "bot"}
    for line in lines(unit, review.incident_id):
        user = line.author or by_bot_of.get(line.entry_id) or ""
        if (
            user
            and not line.deleted
            and line.at < review.retro.started_at
            and line.code not in _OURS
        ):
            moment = Moment(f"entry:{line.entry_id}", line.at, _kind_of(line))
            found.setdefault(user, []).append(moment)
    on_timeline = {each.activity_id for each in entries}
    for message in _said(unit, review):
        if message.id not in on_timeline:
            at = ts_to_datetime(Ts(message.ts))
            moment = Moment(f"message:{message.id}", at, on_timeline=False)
            found.setdefault(message.user_id, []).append(moment)
    return found


# Steps of the review itself, and what says nothing of how somebody saw the system.
_OURS = frozenset(
    {"review_started", "review_resumed", "review_closed", "role", "lead", "item_added"}
)


def _kind_of(line: TimelineLine) -> MomentKind:
    marks = {MomentKind(marker.value) for marker in line.markers}
    return next((kind for kind in MomentKind if kind in marks), MomentKind.said)


def _said(unit: Unit, review: Review) -> Iterable[Activity]:
    """What people said while the incident went on, worth asking about."""
    for message in timeline.said_by_people(unit.session, unit.team_id, review.incident_id):
        before = ts_to_datetime(Ts(message.ts)) < review.retro.started_at
        if before and is_worth_asking(plain_text(unit, message.text)):
            yield message


def waiting(unit: Unit, review: Review, user: str) -> list[AskedLine]:
    """The questions to somebody that they have not answered yet."""
    mine = queries.own_questions(unit.session, unit.team_id, review.retro_id, user_id=user)
    given = retrospectives.answers(
        unit.session, unit.team_id, review.retro_id, stage=Stage.what_happened
    )
    answered = {each.about for each in given}
    left = [each for each in mine if about_own(each.id or 0) not in answered]
    asked = (_line(unit, review, each) for each in left)
    return [line for line in asked if line.quoted]


def _line(unit: Unit, review: Review, question: OwnQuestion) -> AskedLine:
    words = unit.runtime.stages[Stage.what_happened]
    return AskedLine(
        question_id=question.id or 0,
        retro_id=review.retro_id,
        at=question.at,
        quoted=shortened(_quoted(unit, review, question), LONGEST_QUOTE),
        question=words.question_words(question.kind),
    )


def _quoted(unit: Unit, review: Review, question: OwnQuestion) -> str:
    """How what it is about reads now; empty once that is gone."""
    kind, _, number = question.subject.partition(":")
    if kind == "entry":
        found = (each for each in lines(unit, review.incident_id) if each.entry_id == int(number))
        return next((each.text for each in found), "")
    message = timeline.message_by_id(unit.session, unit.team_id, int(number))
    if message is None or message.deleted_at is not None:
        return ""
    return plain_text(unit, message.text)


def asked_line(unit: Unit, review: Review, about: str | None, by: str) -> AskedLine | None:
    """The question that an answer is about; None when it is about something else.

    Raises Refused("unknown_button") for a question to somebody else.
    """
    kind, _, number = (about or "").partition(":")
    if kind != "own":
        return None
    mine = queries.own_questions(unit.session, unit.team_id, review.retro_id, user_id=by)
    for question in mine:
        if question.id == int(number):
            return _line(unit, review, question)
    raise Refused("unknown_button")


@rendered_late(OWN_QUESTIONS)
def render_own_questions(unit: Unit, subject: str) -> Including | None:
    """One DM with all of a person's questions; it lapses when they have answered already."""
    retro_id, _, user = subject.partition(":")
    review = load(unit, int(retro_id))
    if review is None or not _may_be_asked(unit, review, user):
        return None
    asked = waiting(unit, review, user)
    if not asked:
        return None
    message = unit.render(OwnQuestions(facts_of(review.incident), asked))
    return Including(DirectMessage(user, message.text, message.blocks), {})


def _may_be_asked(unit: Unit, review: Review, user: str) -> bool:
    return (
        review.retro.status == Status.running
        and working_zone(unit, user) is not None
        and may_see(unit, review.incident, user)
        and not is_left_alone(unit, review.retro_id, user)
    )
