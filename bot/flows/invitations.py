"""Asking people into an incident's channel, and telling when Slack did not let them in."""

from bot.core.deliveries import DirectMessage, Invite
from bot.flows.incident_cards import facts_of
from bot.flows.incidents import identity
from bot.flows.registry import Facts, follows
from bot.flows.runtime import Unit
from bot.render.messages.incident import NotInvited
from storage.queries import incidents
from storage.tables import Incident

PERSON_INVITED = "person_invited"


def invite(unit: Unit, incident: Incident, user: str, *, asked_by: str) -> None:
    """Ask somebody into the incident's channel, if it is there already."""
    if incident.channel_id is None:
        return
    unit.send(
        Invite(incident.channel_id, [user]),
        lane=f"invite:{incident.channel_id}:{user}",
        follow_up=PERSON_INVITED,
        subject={"incident": identity(incident), "asked_by": asked_by},
        asked_by=asked_by,
    )


@follows(PERSON_INVITED)
def person_invited(unit: Unit, subject: Facts, result: Facts) -> None:
    """Tell whoever asked for it when somebody could not be let in."""
    refused = sorted(result.get("refused") or {})
    if not refused:
        return
    incident = incidents.by_id(unit.session, unit.team_id, subject["incident"])
    message = unit.render(NotInvited(incident=facts_of(incident), refused=refused))
    asker = subject["asked_by"]
    unit.send(DirectMessage(asker, message.text, message.blocks), lane=f"dm:{asker}")
