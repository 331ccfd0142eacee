"""What was hidden is revealed, what was voted is counted; and what leaving a stage does to both.

Who may is `reveal_moves`'. Leaving a stage loses nothing: what is hidden is revealed, and votes are
counted, so that nobody has to know any longer whose they were.
"""

from collections.abc import Iterator, Sequence
from random import SystemRandom

from bot.core.deliveries import Post
from bot.core.grouping import tally
from bot.core.stages import Stage
from bot.core.walks import home
from bot.flows import boards
from bot.flows.incident_cards import facts_of
from bot.flows.open_stage import STAGE_CARD, show_stage, thread_lane
from bot.flows.people import name_finder
from bot.flows.registry import Facts, follows
from bot.flows.reviews import Review, load
from bot.flows.runtime import Unit
from bot.flows.said import Said, quote, said
from bot.render.environment import escape_for_slack
from bot.render.messages.answering import Revealed, RevealedLine
from storage.queries import answering, channels, retrospectives
from storage.tables import StageReveal

ANSWERS_REVEALED = "answers_revealed"
# A message is read in one go; Slack takes 50 blocks.
LINES_IN_A_MESSAGE = 12
CHARACTERS_IN_A_MESSAGE = 9000


def leave(unit: Unit, review: Review, stage: Stage) -> None:
    """The group has left a stage: nothing in it stays hidden; after *Back* it goes on as it was."""
    record = retrospectives.stage_record(unit.session, unit.team_id, review.retro_id, stage)
    if record is not None and record.status in ("passed", "skipped"):
        found = said(unit, review, stage=stage, hidden_too=True)
        if any(each.hidden for each in found):
            reveal(unit, review, stage)
        if votes(unit, review, stage):
            count(unit, review, stage)
    boards.show(unit, review, stage)


# --- reveal -------------------------------------------------------------------------------------


def reveal(unit: Unit, review: Review, stage: Stage, *, by: str = "") -> None:
    """Show everything that was said, in an order that tells nothing, and lay out the board."""
    found = said(unit, review, stage=stage, hidden_too=True)
    shuffled = SystemRandom().sample(found, len(found))
    unit.session.add(
        StageReveal(
            team_id=unit.team_id, retro_id=review.retro_id, stage=stage.value, by=by, at=unit.now
        )
    )
    numbers = boards.lay_out(unit, review, stage, [each.source for each in shuffled])
    retrospectives.unhide(unit.session, unit.team_id, review.retro_id, stage)
    answering.unhide(unit.session, unit.team_id, review.retro_id, stage)
    hidden = [(number, each) for number, each in zip(numbers, shuffled, strict=True) if each.hidden]
    _say(unit, review, stage, hidden, by=by, in_thread=len(found) - len(hidden))
    show_stage(unit, review.retro_id, stage)


def _say(
    unit: Unit,
    review: Review,
    stage: Stage,
    answers: Sequence[tuple[int, Said]],
    *,
    by: str,
    in_thread: int,
) -> None:
    """All of them in the thread, in as many messages as it takes; then the board follows."""
    subject = f"{review.retro_id}:{home(stage, review.form)}"
    card = channels.card(unit.session, unit.team_id, STAGE_CARD, subject)
    if card is None or not answers:
        boards.show(unit, review, stage)
        return
    pages = list(_pages(_lines(unit, review, answers)))
    for page, lines in enumerate(pages, 1):
        message = unit.render(
            Revealed(
                incident=facts_of(review.incident),
                title=unit.runtime.stages[stage].title,
                page=page,
                pages=len(pages),
                lines=lines,
                by=by,
                in_thread=in_thread,
            )
        )
        unit.send(
            Post(card.channel_id, message.text, message.blocks, thread_ts=card.ts),
            lane=thread_lane(card.channel_id, card.ts),
            follow_up=ANSWERS_REVEALED if page == len(pages) else None,
            subject={"retro": review.retro_id, "stage": stage.value},
        )


def _lines(
    unit: Unit, review: Review, answers: Sequence[tuple[int, Said]]
) -> Iterator[RevealedLine]:
    name_of = name_finder(unit, {each.author for _, each in answers if each.author})
    for number, each in answers:
        name = name_of(each.author) if each.author else ""
        yield RevealedLine(number, name, each.text, quote(unit, review, each.about))


def _pages(lines: Iterator[RevealedLine]) -> Iterator[list[RevealedLine]]:
    page: list[RevealedLine] = []
    length = 0
    for line in lines:
        adds = len(escape_for_slack(line.text))
        if page and (len(page) == LINES_IN_A_MESSAGE or length + adds > CHARACTERS_IN_A_MESSAGE):
            yield page
            page, length = [], 0
        page.append(line)
        length += adds
    yield page


@follows(ANSWERS_REVEALED)
def answers_revealed(unit: Unit, subject: Facts, _result: Facts) -> None:
    """The answers stand in the thread: the board comes under them."""
    review = load(unit, subject["retro"])
    if review is not None:
        boards.show(unit, review, Stage(subject["stage"]))


# --- count --------------------------------------------------------------------------------------


def votes(unit: Unit, review: Review, stage: Stage) -> list[list[int]]:
    """The dots of everybody who gave some, until they are counted."""
    rows = answering.votes(unit.session, unit.team_id, review.retro_id, stage)
    return [row.numbers for row in rows if row.numbers]


def count(unit: Unit, review: Review, stage: Stage) -> None:
    """Add the dots up, and forget who gave which."""
    found, given = boards.on_board(unit, review, stage), votes(unit, review, stage)
    dots = tally(found.groups, given)
    for row in answering.board(unit.session, unit.team_id, review.retro_id, stage):
        row.dots = dots.get(found.groups.get(row.number, 0), 0)
        unit.session.add(row)
    answering.forget_votes(unit.session, unit.team_id, review.retro_id, stage)
    reveal_row = answering.reveal_of(unit.session, unit.team_id, review.retro_id, stage)
    assert reveal_row is not None
    reveal_row.voters, reveal_row.counted_at = len(given), unit.now
    unit.session.add(reveal_row)
    unit.session.flush()
    boards.show(unit, review, stage)
