"""The board of a stage's revealed answers: numbered, put together in groups, shown in its thread.

What hides, and what follows once it is revealed, is `revealing`'s; dots are `votes`'.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.core.errors import Refused
from bot.core.facilitation import Status
from bot.core.grouping import Groups, members, merged, ranked, taken_apart, without
from bot.core.incident import Status as IncidentStatus
from bot.core.incident import is_over, key
from bot.core.open_stages import open_stages
from bot.core.remembered import differs_from
from bot.core.stages import Stage
from bot.core.walks import home
from bot.flows.answers import CLOSED, Answer
from bot.flows.how_chains import quotable
from bot.flows.incident_cards import facts_of, is_in_channel
from bot.flows.incidents import demand_alive
from bot.flows.open_stage import STAGE_CARD
from bot.flows.registry import CardContent, rendered_late
from bot.flows.reviews import Review, find, is_alone, load, state_of
from bot.flows.runtime import Unit
from bot.flows.said import Said, said
from bot.render.limits import OPTION_TEXT, shortened
from bot.render.messages.answering import AnswerBoard, GroupLine
from bot.render.views.answering import MergeView
from storage.queries import answering, channels, retrospectives
from storage.tables import AnswerMerge, BoardAnswer

BOARD = "answer_board"
GROUPS_ON_A_PAGE = 12
APART = "apart"


@dataclass(frozen=True)
class OnBoard:
    """What stands on the board of a stage now. `said`: each answer by its number."""

    said: dict[int, Said]
    groups: Groups
    dots: dict[int, int]

    def label(self, name: int) -> str:
        """A group as a menu offers it."""
        others = len(members(self.groups, name)) - 1
        more = f" +{others}" if others else ""
        words = quotable(self.said[name].text)
        return shortened(f"{name}{more} · {words}", OPTION_TEXT)


@dataclass(frozen=True)
class BoardPlace:
    """Where on which board somebody pressed something: the group of `number`."""

    retro_id: int
    stage: Stage
    by: str
    channel: str = ""
    number: int = 0


def is_hiding(unit: Unit, review: Review, stage: Stage) -> bool:
    """Whether what is written in the form of this stage is shown to nobody yet.

    Who is alone has nobody to influence, and would only wait for themselves.
    """
    return (
        unit.runtime.stages[stage].hides_answers
        and not is_alone(unit, review)
        and not is_revealed(unit, review, stage)
    )


def is_revealed(unit: Unit, review: Review, stage: Stage) -> bool:
    """Whether the stage's answers were revealed."""
    found = answering.reveal_of(unit.session, unit.team_id, review.retro_id, stage)
    return found is not None


def is_counted(unit: Unit, review: Review, stage: Stage) -> bool:
    """Whether the stage's votes were counted."""
    found = answering.reveal_of(unit.session, unit.team_id, review.retro_id, stage)
    return found is not None and found.counted_at is not None


def lay_out(unit: Unit, review: Review, stage: Stage, sources: Iterable[str]) -> list[int]:
    """Put answers on the board, each alone, in this order; the numbers they get."""
    rows = answering.board(unit.session, unit.team_id, review.retro_id, stage)
    first = max((row.number for row in rows), default=0) + 1
    new = [
        BoardAnswer(
            team_id=unit.team_id,
            retro_id=review.retro_id,
            stage=stage.value,
            number=number,
            source=source,
            group_number=number,
        )
        for number, source in enumerate(sources, first)
    ]
    unit.session.add_all(new)
    unit.session.flush()
    return [row.number for row in new]


def add(unit: Unit, review: Review, stage: Stage, source: str) -> None:
    """Put what was said since on the board, where there is one."""
    if is_revealed(unit, review, stage):
        [number] = lay_out(unit, review, stage, [source])
        # The buttons stand on the last page, which may be a new one now.
        show(unit, review, stage, numbers=[number, number - 1])


def on_board(unit: Unit, review: Review, stage: Stage) -> OnBoard:
    """The board as it stands; what was taken back since is gone from it."""
    rows = answering.board(unit.session, unit.team_id, review.retro_id, stage)
    known = {each.source: each for each in said(unit, review, stage=stage)}
    here = {row.number: known[row.source] for row in rows if row.source in known}
    groups = without({row.number: row.group_number for row in rows}, here)
    dots = {groups[row.number]: row.dots or 0 for row in rows if row.number in here}
    return OnBoard(here, groups, dots)


# --- in the thread ------------------------------------------------------------------------------


def show(unit: Unit, review: Review, stage: Stage, *, numbers: Iterable[int] | None = None) -> None:
    """Draw the board again; nothing before the answers are revealed.

    `numbers`: where it is known that no other answers are concerned.
    """
    if not is_revealed(unit, review, stage):
        return
    subject = f"{review.retro_id}:{stage}"
    if numbers is not None:
        concerned = {_page_of(each) for each in numbers if each > 0}
    else:
        pages = len(_pages(on_board(unit, review, stage)))
        while channels.card(unit.session, unit.team_id, BOARD, f"{subject}:{pages + 1}"):
            pages += 1
        concerned = set(range(1, pages + 1))
    for page in sorted(concerned):
        unit.refresh_card(BOARD, f"{subject}:{page}")


@rendered_late(BOARD, only_looks=True)
def render_board(unit: Unit, subject: str) -> CardContent | None:
    """One page of the board, as it stands now."""
    retro_id, name, page = subject.split(":")
    review, stage = load(unit, int(retro_id)), Stage(name)
    if review is None or not is_in_channel(unit, review.incident):
        return None
    card = channels.card(
        unit.session, unit.team_id, STAGE_CARD, f"{retro_id}:{home(stage, review.form)}"
    )
    if card is None:
        return None
    found = on_board(unit, review, stage)
    pages, number = _pages(found), int(page)
    reveal = answering.reveal_of(unit.session, unit.team_id, review.retro_id, stage)
    counted = reveal is not None and reveal.counted_at is not None
    context = AnswerBoard(
        incident=facts_of(review.incident),
        retro_id=review.retro_id,
        stage=stage,
        page=number,
        pages=len(pages),
        groups=[
            _line(found, name, counted=counted)
            for name in (pages[number - 1] if number <= len(pages) else [])
        ],
        answers=len(found.said),
        open=_can_change(unit, review, stage),
        voters=reveal.voters if reveal else None,
    )
    return CardContent(card.channel_id, unit.render(context), thread_ts=card.ts)


def _pages(found: OnBoard) -> list[list[int]]:
    """The groups of each page: by their dots once there are some, until then where they began.

    So a merge leaves all other pages as they are.
    """
    names = ranked(found.groups, found.dots)
    if any(found.dots.values()):
        return [names[at : at + GROUPS_ON_A_PAGE] for at in range(0, len(names), GROUPS_ON_A_PAGE)]
    last = _page_of(max(found.groups, default=1))
    return [[each for each in names if _page_of(each) == page] for page in range(1, last + 1)]


def _page_of(number: int) -> int:
    return (number - 1) // GROUPS_ON_A_PAGE + 1


def _line(found: OnBoard, name: int, *, counted: bool) -> GroupLine:
    _, *others = members(found.groups, name)
    dots = found.dots.get(name, 0) if counted else None
    return GroupLine(name, quotable(found.said[name].text), others, dots)


def _can_change(unit: Unit, review: Review, stage: Stage) -> bool:
    return (
        review.retro.status == Status.running
        and not is_over(IncidentStatus(review.incident.status))
        and home(stage, review.form) in open_stages(state_of(unit, review))
        and not is_counted(unit, review, stage)
    )


# --- merge with… --------------------------------------------------------------------------------


def demand_board(unit: Unit, place: BoardPlace, *, lock: bool = True) -> tuple[Review, OnBoard]:
    """A board that somebody who takes part may still change.

    Raises Refused("retro_closed"), Refused("board_settled"), Refused("not_taking_part").
    """
    review = find(unit, place.retro_id, place.by, channel=place.channel, lock=lock)
    demand_alive(review.incident)
    if review.retro.status == Status.closed:
        raise Refused("retro_closed", key=key(review.incident.number))
    if not is_revealed(unit, review, place.stage):
        raise Refused("unknown_button")
    if not _can_change(unit, review, place.stage):
        raise Refused("board_settled", counted=is_counted(unit, review, place.stage))
    people = retrospectives.participants(unit.session, unit.team_id, review.retro_id)
    if place.by not in {person.user_id for person in people}:
        raise Refused("not_taking_part")
    return review, on_board(unit, review, place.stage)


def merge_form(unit: Unit, place: BoardPlace) -> MergeView:
    """The form *Merge with…*, with every other group."""
    _, found = demand_board(unit, place, lock=False)
    if place.number not in found.groups:
        raise Refused("group_gone")
    name = found.groups[place.number]
    others = [each for each in ranked(found.groups, {}) if each != name]
    return MergeView(
        data=place_data(place),
        text=quotable(found.said[name].text),
        groups=[(str(each), found.label(each)) for each in others],
        together=len(members(found.groups, name)),
    )


def merge(unit: Unit, place: BoardPlace, into: str) -> Answer:
    """Put a group with another one, or take it apart; who did it is kept."""
    review, found = demand_board(unit, place)
    if not into:
        raise Refused("merge_with_what", field="into")
    other = None if into == APART else int(into)
    if other is None:
        changed = taken_apart(found.groups, place.number)
    else:
        changed = merged(found.groups, place.number, other, apart=_differing(found))
    for row in answering.board(unit.session, unit.team_id, review.retro_id, place.stage):
        row.group_number = changed.get(row.number, row.number)
        unit.session.add(row)
    unit.session.add(
        AnswerMerge(
            team_id=unit.team_id,
            retro_id=review.retro_id,
            stage=place.stage,
            number=place.number,
            into=other,
            by=place.by,
            at=unit.now,
        )
    )
    unit.session.flush()
    moved = [each for each in changed if changed[each] != found.groups[each]]
    touched = {*moved, *(changed[each] for each in moved), *(found.groups[each] for each in moved)}
    show(unit, review, place.stage, numbers=touched)
    return CLOSED


def _differing(found: OnBoard) -> list[frozenset[int]]:
    """Accounts that stand beside each other: they are never merged into one."""
    numbers = {each.source: number for number, each in found.said.items()}
    pairs: Sequence[tuple[int, str | None]] = [
        (number, differs_from(each.about)) for number, each in found.said.items()
    ]
    return [frozenset((number, numbers[other])) for number, other in pairs if other in numbers]


def place_data(place: BoardPlace) -> str:
    """What a form of the board brings back."""
    return json.dumps(
        {
            "retro_id": place.retro_id,
            "stage": place.stage,
            "number": place.number,
        }
    )
