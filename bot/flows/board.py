"""The retro board: open items and axes not known yet, of incidents that the reader may see."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, timedelta

from bot.core.board import BoardAsked, Order, days_late, page_of
from bot.core.incident import key
from bot.flows.answers import Answer
from bot.flows.item_facts import item_key
from bot.flows.people import zone_named
from bot.flows.runtime import Unit
from bot.render.messages.board import Board, BoardLine, DebtLine
from storage.queries import board
from storage.queries.board import OnBoard, Part
from storage.tables import AxisMove, Incident

PAGE = 15
DEBTS_SHOWN = 10


def show_board(unit: Unit, user: str, asked: BoardAsked) -> Answer:
    """One page of the board, for whoever asked alone."""
    return Answer.saying(unit.render(page_for(unit, user, asked, size=PAGE)))


def page_for(unit: Unit, user: str, asked: BoardAsked, *, size: int) -> Board:
    """One page of what a person may see."""
    part = Part(unit.team_id, asked, user)
    count, late = _counted(unit, part)
    page, pages = page_of(count, asked, size=size)
    found = board.items(unit.session, part, first=(page - 1) * size, limit=size)
    owed = board.debts(unit.session, part, limit=DEBTS_SHOWN)
    return Board(
        lines=_lines(unit, found),
        debts=_debts(owed),
        items=count,
        late=late,
        debts_found=board.count_debts(unit.session, part),
        page=page,
        pages=pages,
        order=asked.order,
        axis=asked.axis,
        severity=asked.severity,
        owner=asked.owner,
        orders=[(order, replace(asked, order=order, page=1).typed) for order in Order],
        next_page=replace(asked, page=page + 1).typed if page < pages else "",
        command=unit.house.command,
    )


def whole_board(unit: Unit, asked: BoardAsked) -> tuple[list[BoardLine], list[DebtLine]]:
    """Items and debts in the order asked for, private incidents included.

    For whoever holds the database, never for somebody in Slack.
    """
    part = Part(unit.team_id, asked, None)
    found = board.items(unit.session, part)
    return _lines(unit, found), _debts(board.debts(unit.session, part))


def _counted(unit: Unit, part: Part) -> tuple[int, int]:
    """How many items there are, and how many are late where their owners are."""
    today = unit.now.astimezone(UTC).date()
    # Nowhere is it any other day.
    days = [today + timedelta(days=away) for away in (-1, 0, 1)]
    zones = board.counted(unit.session, part, days)
    late = sum(each.due_before[unit.now.astimezone(zone_named(each.zone)).date()] for each in zones)
    return sum(each.items for each in zones), late


def _lines(unit: Unit, found: Sequence[OnBoard]) -> list[BoardLine]:
    return [
        BoardLine(
            key=item_key(each.incident, each.item),
            title=each.item.title,
            owner=each.item.owner,
            since=each.item.due_on,
            late_days=days_late(
                each.item.due_on, unit.now.astimezone(zone_named(each.zone)).date()
            ),
            state=each.item.state,
            obstacle=each.item.obstacle,
            axis=each.axis,
            severity=each.incident.severity,
        )
        for each in found
    ]


def _debts(owed: Sequence[tuple[AxisMove, Incident]]) -> list[DebtLine]:
    return [
        DebtLine(
            key=key(incident.number),
            title=incident.title,
            owner=move.owner or "",
            since=move.at.date(),
            axis=move.axis,
            severity=incident.severity,
        )
        for move, incident in owed
    ]
