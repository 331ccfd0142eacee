"""The retro board: open items and axes not known yet, of incidents that the reader may see."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from bot.core.board import BoardAsked, Order, arranged, axis_of, days_late, page_of
from bot.core.incident import key
from bot.flows.answers import Answer
from bot.flows.incidents import identity, may_see
from bot.flows.item_facts import item_key, today_of
from bot.flows.runtime import Unit
from bot.render.messages.board import Board, BoardLine, DebtLine
from storage.queries import board
from storage.tables import Incident

PAGE = 15
DEBTS_SHOWN = 10


def show_board(unit: Unit, user: str, asked: BoardAsked) -> Answer:
    """One page of the board, for whoever asked alone."""
    return Answer.saying(unit.render(page_for(unit, user, asked, size=PAGE)))


def page_for(unit: Unit, user: str, asked: BoardAsked, *, size: int) -> Board:
    """One page of what a person may see."""
    items, debts = standing(unit, asked, user=user)
    lines, page, pages = page_of(items, asked, size=size)
    return Board(
        lines=lines,
        debts=debts[:DEBTS_SHOWN],
        items=len(items),
        late=sum(each.late_days > 0 for each in items),
        debts_found=len(debts),
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


def standing(
    unit: Unit, asked: BoardAsked, *, user: str | None
) -> tuple[list[BoardLine], list[DebtLine]]:
    """Items and debts in the order asked for; `user` None sees private incidents too.

    None is for whoever holds the database, never for somebody in Slack.
    """
    items = board.open_items(unit.session, unit.team_id)
    debts = board.unknown_axes(unit.session, unit.team_id)
    incidents = {identity(each): each for _, each in [*items, *debts]}
    seen = {each for each, of in incidents.items() if user is None or may_see(unit, of, user)}
    axes = board.axes_of(unit.session, unit.team_id, seen)
    todays = _todays(unit, (item.owner for item, _ in items))
    lines = [
        BoardLine(
            key=item_key(incident, item),
            title=item.title,
            owner=item.owner,
            since=item.due_on,
            late_days=days_late(item.due_on, todays[item.owner]),
            state=item.state,
            obstacle=item.obstacle,
            axis=axis_of(axes.get(identity(incident), [])),
            severity=incident.severity,
        )
        for item, incident in items
        if identity(incident) in seen
    ]
    owed = [
        _debt(incident, move.axis, move.owner, move.at.date())
        for move, incident in debts
        if identity(incident) in seen
    ]
    return arranged(lines, asked), arranged(owed, asked)


def _todays(unit: Unit, owners: Iterable[str]) -> dict[str, date]:
    """The day it is where each of them is."""
    return {owner: today_of(unit, owner) for owner in set(owners)}


def _debt(incident: Incident, axis: str, owner: str | None, since: date) -> DebtLine:
    return DebtLine(
        key=key(incident.number),
        title=incident.title,
        owner=owner or "",
        since=since,
        axis=axis,
        severity=incident.severity,
    )
