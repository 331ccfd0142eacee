"""The monthly review: told in the board's channel, to leaders too where it has become theirs.

From the first working day of a month on, once for each month and channel. Only the present month
is made up for. The clock hands a review over; it is rendered when it is claimed, from what stands
then; that it was sent is recorded once Slack took it. In between it is planned for the next
working day, so that one that never goes out is late by a day and not lost.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, timedelta

import structlog

from bot.core.action_items import State
from bot.core.deliveries import Post
from bot.core.monthly_review import (
    Figures,
    held_from,
    is_organisational,
    month_before,
    month_of,
)
from bot.core.working_time import at_local
from bot.flows import monthly_figures
from bot.flows.channels import ask_for_channels
from bot.flows.incident_cards import house_channel
from bot.flows.item_facts import lines_of
from bot.flows.monthly_figures import Looked
from bot.flows.registry import Facts, Including, follows, rendered_late, when_refused
from bot.flows.runtime import Runtime, Unit
from bot.render.messages.action_items import ItemLine
from bot.render.messages.monthly_review import MonthlyReviewed, Stalled
from storage.queries import monthly_reviews
from storage.tables import MonthlyReview

log = structlog.get_logger(__name__)

REVIEW = "monthly_review"
REVIEW_SENT = f"{REVIEW}_sent"
BOARD, LEADERS = "board", "leaders"
# A screenful of each kind; what is left out is counted.
MOST_LISTED = 8


def hand_over(runtime: Runtime) -> None:
    """Have this month's review told once its time has come; any number of processes may."""
    with runtime.reading() as unit:
        if not _is_to_be_looked_at(unit):
            return
    with runtime.transaction() as unit:
        _open(unit)
        for row in monthly_reviews.claim_due(unit.session, unit.team_id, _month(unit), unit.now):
            _hand_over_one(unit, row)


def _month(unit: Unit) -> date:
    return month_of(unit.now.astimezone(unit.house.zone).date())


def _is_to_be_looked_at(unit: Unit) -> bool:
    month, ladder = _month(unit), unit.house.ladder
    is_time = unit.now >= held_from(month, unit.house.zone, ladder)
    if not is_time or not ladder.is_working(unit.now, unit.house.zone):
        return False
    is_new = monthly_reviews.find(unit.session, unit.team_id, month, BOARD) is None
    return is_new or monthly_reviews.is_any_due(unit.session, unit.team_id, month, unit.now)


def _open(unit: Unit) -> None:
    """Note what stands when the review is due, and who is to hear of it."""
    month = _month(unit)
    looked = monthly_figures.look(unit, month)
    figures = monthly_figures.counted(looked, month)
    due_from = held_from(month, unit.house.zone, unit.house.ladder)
    # Without anything from before there is nothing to look back on: a house that is new.
    is_told = _has_news(figures) and any(each.item.created_at < due_from for each in looked)
    is_first = _keep(unit, BOARD, figures, is_told=is_told)
    if is_first and is_told and _is_for_leaders(unit, figures):
        _keep(unit, LEADERS, figures, is_told=True)


def _has_news(figures: Figures) -> bool:
    return bool(figures.finished or figures.dropped or figures.open)


def _is_for_leaders(unit: Unit, figures: Figures) -> bool:
    """Whether it goes to the leaders too, in a channel of their own."""
    places = unit.house.channels
    has_own = places.get(LEADERS) != places.get(BOARD)
    return has_own and is_organisational(figures, monthly_figures.former(unit, _month(unit)))


def _keep(unit: Unit, purpose: str, figures: Figures, *, is_told: bool) -> bool:
    row = MonthlyReview(
        team_id=unit.team_id,
        month=_month(unit),
        purpose=purpose,
        due_at=unit.now if is_told else None,
        **asdict(figures),
    )
    return monthly_reviews.keep(unit.session, row)


def _hand_over_one(unit: Unit, row: MonthlyReview) -> None:
    zone, ladder = unit.house.zone, unit.house.ladder
    today = unit.now.astimezone(zone).date()
    tomorrow = at_local(today + timedelta(days=1), ladder.opens, zone)
    row.due_at = ladder.next_working(tomorrow, zone)
    if house_channel(unit, row.purpose) is None:
        log.warning("monthly_review_waits", channel=unit.house.channels.get(row.purpose))
        return
    subject = f"{row.month}:{row.purpose}"
    unit.send_late(REVIEW, subject, dedupe_key=f"{REVIEW}:{subject}:{today}")


@rendered_late(REVIEW, only_looks=True)
def render_review(unit: Unit, subject: str) -> Including | None:
    """The review as it is right now; None where it was sent, is over, or not at this hour."""
    row = _row_of(unit, subject)
    if row is None or row.sent_at is not None or row.month != _month(unit):
        return None
    place = house_channel(unit, row.purpose)
    if place is None or not unit.house.ladder.is_working(unit.now, unit.house.zone):
        return None
    looked = monthly_figures.look(unit, row.month)
    figures = monthly_figures.counted(looked, row.month)
    message = unit.render(_message(unit, row, looked, figures))
    return Including(Post(place, message.text, message.blocks), {"figures": asdict(figures)})


def _row_of(unit: Unit, subject: str) -> MonthlyReview | None:
    month, _, purpose = subject.partition(":")
    return monthly_reviews.find(unit.session, unit.team_id, date.fromisoformat(month), purpose)


def _message(
    unit: Unit, row: MonthlyReview, looked: Sequence[Looked], figures: Figures
) -> MonthlyReviewed:
    last = month_before(row.month)
    finished = [
        each
        for each in looked
        if each.facts.state is State.done and each.facts.was_finished_in(last)
    ]
    still_open = [each for each in looked if each.facts.is_open]
    stalled = sorted(filter(_is_stalled, still_open), key=lambda each: -each.facts.late_days)
    decoration = [each for each in [*finished, *still_open] if each.facts.is_decoration]
    listed = stalled[:MOST_LISTED]
    return MonthlyReviewed(
        month=last,
        figures=figures,
        completion=figures.completion,
        finished=_lines(unit, finished),
        stalled=[
            Stalled(line, each.facts.late_days)
            for line, each in zip(_lines(unit, listed), listed, strict=True)
        ],
        stalled_found=len(stalled),
        decoration=_lines(unit, decoration),
        postponed=monthly_reviews.postponed(
            unit.session,
            unit.team_id,
            since=monthly_figures.beginning(unit, last),
            until=monthly_figures.beginning(unit, row.month),
        ),
        organisational=is_organisational(figures, monthly_figures.former(unit, row.month)),
        command=unit.house.command,
    )


def _is_stalled(each: Looked) -> bool:
    return each.facts.late_days > 0 or each.facts.state is State.blocked


def _lines(unit: Unit, looked: Sequence[Looked]) -> list[ItemLine]:
    pairs = [each.pair for each in looked[:MOST_LISTED]]
    return lines_of(unit, pairs, today=unit.now.astimezone(unit.house.zone).date())


@follows(REVIEW_SENT)
def review_sent(unit: Unit, subject: Facts, _result: Facts) -> None:
    """Slack took it: it is not sent again, and what it counted is what the next one looks at."""
    row = _row_of(unit, subject["subject"])
    if row is not None:
        row.sent_at, row.due_at = unit.now, None
        monthly_figures.keep(row, Figures(**subject["included"]["figures"]))


@when_refused(REVIEW_SENT)
def review_refused(unit: Unit, _subject: Facts, _error: str) -> None:
    """Ask which channels are still there; on the next working day it is tried again."""
    ask_for_channels(unit)
