"""App Home: what is mine, what is open, how to begin. Rendered when it is claimed."""

from bot.core.board import BoardAsked
from bot.core.deliveries import PublishHome
from bot.flows.board import page_for
from bot.flows.incident_cards import facts_of
from bot.flows.incidents import visible
from bot.flows.item_facts import lines_of, today_of, visible_of
from bot.flows.registry import rendered_late
from bot.flows.runtime import Runtime, Unit
from bot.render.messages.action_items import LISTED, WITH_BUTTONS
from bot.render.views.home import HomeView

HOME = "home"
INCIDENTS_SHOWN = 25
BOARD_SHOWN = 10


def open_home(runtime: Runtime, user: str) -> None:
    """Somebody looks at their App Home."""
    with runtime.transaction() as unit:
        refresh_home(unit, user)


def refresh_home(unit: Unit, user: str) -> None:
    """Have somebody's App Home follow what changed."""
    unit.refresh_card(HOME, user)


@rendered_late(HOME, only_looks=True)
def render_home(unit: Unit, user: str) -> PublishHome:
    """Their items, overdue first, what is late of everyone's, and incidents under way."""
    lines = lines_of(unit, visible_of(unit, user), today=today_of(unit, user))
    incidents = visible(unit, user, ("open", "mitigated"))
    view = unit.words.view(
        HomeView(
            with_buttons=lines[:WITH_BUTTONS],
            lines=lines[WITH_BUTTONS:LISTED],
            more_items=len(lines[LISTED:]),
            incidents=[facts_of(each) for each in incidents[:INCIDENTS_SHOWN]],
            more_incidents=len(incidents[INCIDENTS_SHOWN:]),
            board=page_for(unit, user, BoardAsked(), size=BOARD_SHOWN),
            command=unit.house.command,
        )
    )
    return PublishHome(user, view)
