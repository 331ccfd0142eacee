"""The incident's card and its line in the incidents channel, rendered as things stand."""

from datetime import date

from bot.core.deliveries import Bookmark, Pin, SetTopic
from bot.core.incident import Severity, key, review_due_on
from bot.core.preparation import PlanStatus
from bot.flows.incidents import identity
from bot.flows.open_plan import refresh_plan
from bot.flows.open_stage import refresh_stage
from bot.flows.people import zone_of
from bot.flows.registry import CardContent, Facts, follows, rendered_late
from bot.flows.runtime import Unit
from bot.render.messages.incident import Announcement, IncidentCard, IncidentFacts
from storage.queries import channels, incidents, preparations
from storage.tables import Incident

CARD = "incident"
ANNOUNCEMENT = "announcement"
LONGEST_TOPIC = 250


def facts_of(incident: Incident) -> IncidentFacts:
    """What every message about an incident may name."""
    return IncidentFacts(
        key=key(incident.number),
        number=incident.number,
        title=incident.title,
        status=incident.status,
        severity=incident.severity,
        category=incident.category,
        lead=incident.lead,
        channel=incident.channel_id or "",
        drill=incident.drill,
        private=incident.private,
    )


def show_change(unit: Unit, incident: Incident, *, topic: bool = False) -> None:
    """Have the cards and the announcement follow what changed, and the topic if it says so."""
    incident.version += 1
    if incident.channel_id is None:
        return
    unit.refresh_card(CARD, identity(incident))
    if not incident.private:
        unit.refresh_card(ANNOUNCEMENT, identity(incident))
    refresh_stage(unit, identity(incident))
    refresh_plan(unit, identity(incident))
    if topic and is_in_channel(unit, incident):
        set_topic(unit, incident)


def is_in_channel(unit: Unit, incident: Incident) -> bool:
    """Whether the incident's channel is open and Howbot is in it."""
    if incident.channel_id is None:
        return False
    place = channels.find(unit.session, unit.team_id, incident.channel_id)
    return place is not None and place.state == "open"


def set_topic(unit: Unit, incident: Incident) -> None:
    """Severity, status and lead in the channel's topic."""
    assert incident.channel_id is not None
    text = unit.words.line("topic", incident=facts_of(incident))
    unit.send(
        SetTopic(incident.channel_id, text[:LONGEST_TOPIC]),
        lane=f"topic:{incident.channel_id}",
    )


@rendered_late(CARD, only_looks=True)
def render_card(unit: Unit, subject: str) -> CardContent | None:
    """The pinned card; it waits while Howbot is not in the channel."""
    incident = incidents.by_id(unit.session, unit.team_id, int(subject))
    if incident.channel_id is None or not is_in_channel(unit, incident):
        return None
    update = incidents.latest_update(unit.session, identity(incident))
    context = IncidentCard(
        incident=facts_of(incident),
        declared_by=incident.declared_by,
        declared_at=incident.declared_at,
        started_at=incident.started_at,
        mitigated_at=incident.mitigated_at,
        resolved_at=incident.resolved_at,
        roles=[(r.name, r.user_id) for r in incidents.roles(unit.session, identity(incident))],
        known=incident.known,
        latest_update=update.text if update else "",
        latest_update_by=update.by if update else "",
        latest_update_at=update.at if update else None,
        resolution=incident.resolution,
        closing_reason=incident.closing_reason,
        merged_into=merged_into(unit, incident),
        affected=incident.affected,
        review_due=review_due(unit, incident),
        command=unit.house.command,
    )
    return CardContent(incident.channel_id, unit.render(context))


@rendered_late(ANNOUNCEMENT, only_looks=True)
def render_announcement(unit: Unit, subject: str) -> CardContent | None:
    """The line in the incidents channel; none for private incidents or without the channel."""
    incident = incidents.by_id(unit.session, unit.team_id, int(subject))
    place = house_channel(unit, "incidents")
    if incident.private or place is None or incident.channel_id is None:
        return None
    context = Announcement(
        incident=facts_of(incident),
        declared_by=incident.declared_by,
        declared_at=incident.declared_at,
        merged_into=merged_into(unit, incident),
    )
    return CardContent(place, unit.render(context))


@follows(f"{CARD}_posted")
def card_posted(unit: Unit, subject: Facts, result: Facts) -> None:
    """Pin the card and link to it at the top of the channel."""
    number = incidents.by_id(unit.session, unit.team_id, int(subject["subject"])).number
    channel, ts = result["channel"], result["ts"]
    unit.send(Pin(channel, ts), lane=f"pin:{channel}")
    title = unit.words.line("card_bookmark", key=key(number))
    unit.send(Bookmark(channel, title, ts=ts), lane=f"bookmark:{channel}")


def house_channel(unit: Unit, purpose: str) -> str | None:
    """The id of the channel for a purpose; None where Howbot is not in it."""
    workspace = incidents.workspace(unit.session, unit.team_id)
    return (workspace.channels if workspace else {}).get(purpose)


def merged_into(unit: Unit, incident: Incident) -> str:
    """How the incident is written that this one goes on in; empty when it was not merged."""
    if incident.merged_into is None:
        return ""
    return key(incidents.by_id(unit.session, unit.team_id, incident.merged_into).number)


def review_due(unit: Unit, incident: Incident) -> date | None:
    """The day by which the retrospective has to start; None where none is planned.

    Counted from the day of resolving where the lead is, unless somebody chose another.
    """
    plan = preparations.of_incident(unit.session, unit.team_id, identity(incident))
    if plan is not None and incident.resolved_at is not None:
        return plan.due_on if plan.status == PlanStatus.planned else None
    if incident.resolved_at is None or incident.drill:
        return None
    zone = zone_of(unit, incident.lead)
    return review_due_on(
        Severity(incident.severity),
        incident.resolved_at,
        zone=zone,
        business_days=unit.house.retro_days,
        holidays=unit.house.days_off,
    )
