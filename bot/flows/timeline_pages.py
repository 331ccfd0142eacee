"""The timeline in Slack, a page at a time, the latest first; documents have all of it."""

from dataclasses import replace

from bot.flows.answers import Answer
from bot.flows.incident_cards import facts_of
from bot.flows.incidents import Asked, asked_for, identity
from bot.flows.runtime import Unit
from bot.flows.timeline import lines
from bot.render.limits import shortened
from bot.render.messages.timeline import TimelineShown

LINES_ON_A_PAGE = 20
LONGEST_LINE = 600


def show_page(unit: Unit, asked: Asked, *, first: int | None = None) -> Answer:
    """The latest entries, or the latest of the `first` ones."""
    incident = asked_for(unit, asked, lock=False)
    everything = lines(unit, identity(incident))
    reached = everything[:first]
    page = reached[-LINES_ON_A_PAGE:][::-1]
    earlier = len(reached) - len(page)
    return Answer.saying(
        unit.render(
            TimelineShown(
                incident=facts_of(incident),
                lines=[replace(each, text=shortened(each.text, LONGEST_LINE)) for each in page],
                earlier=earlier,
                is_cut=any(len(each.text) > LONGEST_LINE for each in page),
                pin_emoji=unit.house.pin_emoji,
                command=unit.house.command,
            )
        )
    )
