"""Prints the retro board from the command line: all of a team, straight from the database."""

import json
from dataclasses import asdict

from bot.core.board import BoardAsked
from bot.export import reading_runtime
from bot.flows.board import whole_board
from bot.flows.people import name_finder
from bot.settings import Settings


def written(settings: Settings, asked: BoardAsked, *, as_json: bool, team_id: str = "") -> str:
    """The board as a table, or as JSON; private incidents included. Raises NotExported."""
    runtime = reading_runtime(settings, team_id)
    try:
        with runtime.reading() as unit:
            items, debts = whole_board(unit, asked)
            owners = {each.owner for each in items} | {each.owner for each in debts}
            named = name_finder(unit, owners)
            names = {owner: named(owner) for owner in owners if owner}
    finally:
        runtime.database.close()
    if as_json:
        found = {
            "items": [{**asdict(each), "owner_name": names.get(each.owner, "")} for each in items],
            "debts": [{**asdict(each), "owner_name": names.get(each.owner, "")} for each in debts],
        }
        return json.dumps(found, ensure_ascii=False, indent=2, default=str)
    return runtime.words.console("board", items=items, debts=debts, names=names)
