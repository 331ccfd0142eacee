"""Three questions about a retrospective, to everyone who took part; each answers once.

Who has answered and what was answered are kept apart, and answers only as counts.
"""

from dataclasses import dataclass

from bot.core import survey as rules
from bot.core.deliveries import DirectMessage
from bot.core.errors import Refused
from bot.core.incident import key
from bot.flows.answers import Answer
from bot.flows.due_words import later, not_yet
from bot.flows.incident_cards import facts_of
from bot.flows.incidents import may_see
from bot.flows.registry import rendered_late
from bot.flows.reviews import Review, load
from bot.flows.runtime import Unit
from bot.flows.seating import may_take_part
from bot.render.messages.survey import SurveyAsks, SurveyResults
from bot.render.views.shared import Notice
from bot.render.views.survey import SurveyView
from storage.queries import retrospectives, surveys
from storage.tables import SurveyAsked, SurveyTally

SURVEY = "survey"
GROUPS_SHOWN = 6


def ask(unit: Unit, review: Review) -> None:
    """Ask everyone who took part, by DM in their working hours."""
    found = retrospectives.participants(unit.session, unit.team_id, review.retro_id)
    people = sorted({each.user_id for each in found if may_take_part(unit, each.user_id)})
    unit.session.add(SurveyTally(team_id=unit.team_id, retro_id=review.retro_id))
    for person in people:
        unit.session.add(
            SurveyAsked(team_id=unit.team_id, retro_id=review.retro_id, user_id=person)
        )
        unit.session.flush()
        later(unit, SURVEY, f"{review.retro_id}:{person}", person)


@rendered_late(SURVEY)
def render_survey(unit: Unit, subject: str) -> DirectMessage | None:
    """The questions; None once somebody has answered, left, or it is too late."""
    retro_id, _, person = subject.partition(":")
    review = load(unit, int(retro_id))
    asked = surveys.asked(unit.session, unit.team_id, int(retro_id), person)
    if review is None or asked is None or asked.answered or not _is_open(unit, review):
        return None
    if not _may_be_asked(unit, review, person) or not_yet(unit, SURVEY, subject, person):
        return None
    message = unit.render(SurveyAsks(facts_of(review.incident), review.retro_id))
    return DirectMessage(person, message.text, message.blocks)


def _may_be_asked(unit: Unit, review: Review, person: str) -> bool:
    return may_take_part(unit, person) and may_see(unit, review.incident, person)


def _is_open(unit: Unit, review: Review) -> bool:
    closed_at = review.retro.closed_at
    return closed_at is not None and rules.is_open(closed_at, unit.now)


def form(unit: Unit, retro_id: int, user: str) -> SurveyView:
    """The form. Raises as `_demand`."""
    review, _ = _demand(unit, retro_id, user, lock=False)
    return SurveyView(data=f'{{"retro": {retro_id}}}', key=key(review.incident.number))


def _demand(
    unit: Unit, retro_id: int, user: str, *, lock: bool = True
) -> tuple[Review, SurveyAsked]:
    """What somebody may answer, who has not yet.

    Raises Refused("unknown_button"), Refused("survey_answered"), Refused("survey_over").
    """
    review = load(unit, retro_id)
    asked = surveys.asked(unit.session, unit.team_id, retro_id, user, lock=lock)
    if review is None or asked is None or not may_see(unit, review.incident, user):
        raise Refused("unknown_button")
    if asked.answered:
        raise Refused("survey_answered", key=key(review.incident.number))
    if not _is_open(unit, review):
        raise Refused("survey_over", key=key(review.incident.number))
    return review, asked


@dataclass(frozen=True)
class Said:
    """One person's answers, on their way into the counts; `safety` from 1 to 5."""

    learned: bool
    again: bool
    safety: int


def answer(unit: Unit, retro_id: int, user: str, said: Said) -> Answer:
    """Count it, and note apart from that that this person has answered."""
    _, asked = _demand(unit, retro_id, user)
    tally = surveys.tally(unit.session, unit.team_id, retro_id)
    assert tally is not None
    tally.answers += 1
    tally.learned += said.learned
    tally.again += said.again
    field = f"safe_{said.safety}"
    setattr(tally, field, getattr(tally, field) + 1)
    asked.answered = True
    unit.session.add_all([tally, asked])
    title = unit.words.line("survey_title")
    return Answer(view=unit.words.view(Notice(title, unit.words.line("answers/survey_counted"))))


def results(unit: Unit) -> Answer:
    """What was said over time, in groups of at least five answers."""
    tallies = [
        rules.Tally(
            closed_at,
            row.answers,
            row.learned,
            row.again,
            (row.safe_1, row.safe_2, row.safe_3, row.safe_4, row.safe_5),
        )
        for row, closed_at in surveys.tallies(unit.session, unit.team_id)
    ]
    groups = rules.over_time(tallies, unit.now)
    context = SurveyResults(groups[-GROUPS_SHOWN:], rules.FEWEST_SHOWN, rules.OPEN_FOR.days)
    return Answer.saying(unit.render(context))
