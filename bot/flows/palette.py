"""What a person can do where they are: in an incident's channel, what its status allows."""

from bot.core.incident import Status
from bot.flows.answers import Answer
from bot.flows.incident_cards import facts_of
from bot.flows.incidents import visible
from bot.flows.runtime import Unit
from bot.render.messages.help import HomePalette, IncidentPalette
from storage.queries import incidents

OPEN = (Status.open, Status.mitigated)
LISTED = 5


def offer(unit: Unit, user: str, channel: str) -> Answer:
    """The palette for this person in this channel."""
    incident = incidents.by_channel(unit.session, unit.team_id, channel)
    if incident is not None:
        return Answer.saying(
            unit.render(IncidentPalette(facts_of(incident), asker=user, command=unit.house.command))
        )
    found = visible(unit, user, OPEN)
    return Answer.saying(
        unit.render(
            HomePalette(
                incidents=[facts_of(each) for each in found[:LISTED]],
                more=len(found) - len(found[:LISTED]),
                command=unit.house.command,
            )
        )
    )
