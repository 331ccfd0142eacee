"""The retro board: what is still open, by lateness, owner, axis or severity."""

from bot.core.board import read_asked
from bot.flows.board import show_board
from bot.flows.runtime import Runtime
from bot.slack.requests import ButtonRequest
from commands.registry import Outcome, Typed, button, verb


@verb("board", usage="[lateness|owner|axis|severity] [axis:…] [severity:…] [owner:…] [page]")
def board_typed(runtime: Runtime, typed: Typed) -> Outcome:
    """A page of the board."""
    return _page(runtime, typed.user, typed.rest)


@button("board.lateness", "board.owner", "board.axis", "board.severity", "board.next")
def board_clicked(runtime: Runtime, click: ButtonRequest) -> Outcome:
    """Another order or the next page; the button's value is what could be typed."""
    return _page(runtime, click.user, click.value)


def _page(runtime: Runtime, user: str, text: str) -> Outcome:
    with runtime.reading() as unit:
        return show_board(unit, user, read_asked(text, by=user))
