"""Offering another wording, privately, for something said in a retrospective.

What was said is stored first and stays as it is unless its author takes the other words. At most
one offer per person and stage; it blocks nothing, and nobody learns who had one. Who answers
without a name is offered nothing: that they were would have to be kept beside who they are.
Source: product.md 9.
"""

import json
from dataclasses import dataclass, replace

from bot.core.care import needs_a_person
from bot.core.deliveries import Whisper
from bot.core.errors import Refused
from bot.core.facilitation import Status
from bot.core.language.review import review as review_language
from bot.core.language.rules import Finding
from bot.core.stages import Stage
from bot.flows import boards
from bot.flows.answers import CLOSED, Answer
from bot.flows.care import is_left_alone
from bot.flows.open_stage import show_stage
from bot.flows.reviews import Review, find
from bot.flows.runtime import Runtime, Unit
from bot.flows.said_in_form import say_anew
from bot.render.guard import load_guard
from bot.render.guard_care import load_care
from bot.render.guard_readings import load_everything
from bot.render.limits import shortened
from bot.render.messages.wordings import OfferedWording
from bot.render.views.wordings import WordingView
from storage.queries import retrospectives, wordings
from storage.tables import StageAnswer, Wording

LONGEST_QUOTE = 300
# Below it a count would say who it was. Source: product.md 9.
FEWEST_FOR_A_COUNT = 4


@dataclass(frozen=True)
class Offer:
    """Other words for an answer, kept under `wording_id`."""

    wording_id: int
    finding: Finding
    said: str


def have_rules_read(runtime: Runtime) -> None:
    """Read the guard's rules before the first person waits for them, once a review runs."""
    with runtime.reading() as unit:
        is_needed = retrospectives.is_any_running(unit.session, unit.team_id)
    if is_needed:
        load_everything()


def offer(unit: Unit, review: Review, answer: StageAnswer, *, by: str) -> Offer | None:
    """Other words for what `by` just said in a stage, if there is something to say about it."""
    if is_left_alone(unit, review.retro_id, by) or needs_a_person(answer.text, load_care()):
        return None
    found = review_language(answer.text, rules=load_guard())
    if not found:
        return None
    unit.session.flush()
    assert answer.id is not None
    row = Wording(
        team_id=unit.team_id,
        retro_id=review.retro_id,
        stage=answer.stage,
        user_id=by,
        answer_id=answer.id,
        suggestion=found[0].suggestion,
        at=unit.now,
    )
    wording_id = wordings.offer(unit.session, row)
    if wording_id is None:
        return None
    said = answer.text[found[0].start : found[0].end]
    return Offer(wording_id, found[0], shortened(said, LONGEST_QUOTE))


def whisper(unit: Unit, offered: Offer, *, channel: str, thread_ts: str, user: str) -> None:
    """Offer it in the thread, to its author alone."""
    finding = offered.finding
    message = unit.render(
        OfferedWording(offered.wording_id, offered.said, finding.reason, finding.suggestion)
    )
    unit.send(
        Whisper(channel, user, message.text, message.blocks, thread_ts=thread_ts),
        lane=f"wording:{offered.wording_id}",
    )


def form(unit: Unit, offered: Offer) -> Answer:
    """Offer it in the place of the form that was sent in; closing it keeps what was said."""
    data = json.dumps({"wording": offered.wording_id})
    finding = offered.finding
    view = WordingView(data, offered.said, finding.reason, finding.suggestion)
    return Answer(view=unit.words.view(view))


@dataclass(frozen=True)
class Choice:
    """Somebody chose what becomes of the words they were offered."""

    wording_id: int
    by: str
    channel: str = ""


def use(unit: Unit, choice: Choice) -> Answer:
    """Put the other words into the review; the message they were about stays as it is."""
    row, review = _of_its_author(unit, choice)
    answer = retrospectives.answer(unit.session, unit.team_id, row.answer_id)
    if answer is None or answer.deleted_at is not None:
        raise Refused("wording_answer_gone")
    if review.retro.status == Status.closed:
        raise Refused("wording_too_late")
    if row.state != "used":
        answer.as_said, answer.text = answer.as_said or answer.text, row.suggestion
        row.state = "used"
        unit.session.add_all([answer, row])
        say_anew(unit, answer)
        show_stage(unit, review.retro_id, row.stage)
        boards.show(unit, review, Stage(row.stage))
    return replace(unit.answer("wording_used", text=row.suggestion), replaces=True)


def keep(unit: Unit, choice: Choice) -> Answer:
    """What was said stays as it is."""
    row, _review = _of_its_author(unit, choice)
    if row.state == "offered":
        row.state = "kept"
        unit.session.add(row)
    return replace(unit.answer("wording_kept", used=row.state == "used"), replaces=True)


def use_from_form(unit: Unit, choice: Choice) -> Answer:
    """As `use`, from the form: it closes."""
    use(unit, choice)
    return CLOSED


def _of_its_author(unit: Unit, choice: Choice) -> tuple[Wording, Review]:
    """Raises Refused("unknown_button") for whoever it was not offered to."""
    row = wordings.by_id(unit.session, unit.team_id, choice.wording_id)
    if row is None or row.user_id != choice.by:
        raise Refused("unknown_button")
    return row, find(unit, row.retro_id, choice.by, channel=choice.channel)


def count_for(unit: Unit, review: Review, user: str) -> int:
    """How often other words were offered, for the facilitator's eyes; 0 where it is not told."""
    people = retrospectives.participants(unit.session, unit.team_id, review.retro_id)
    if user != review.retro.facilitator or len(people) < FEWEST_FOR_A_COUNT:
        return 0
    return wordings.how_many(unit.session, unit.team_id, review.retro_id)
