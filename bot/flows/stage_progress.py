"""What a retrospective has gathered so far, counted for the criteria of its stages."""

from bot.core.causes import Remediation, is_owned_unknown, shows_evidence
from bot.core.how_chains import is_systemic
from bot.core.incident import IncidentTimes, TimeQuestion, check_times
from bot.core.stages import Progress, Stage
from bot.flows.finding_lines import axis_finding, trees_of
from bot.flows.reviews import Review
from bot.flows.runtime import Unit
from bot.flows.stage_questions import gaps, promises
from storage.queries import action_items, answering, findings, people, retrospectives
from storage.tables import ActionItem, Incident, Participant

NEEDED_TIMES = ("started", "detected", "mitigated", "resolved")


def gather(unit: Unit, review: Review) -> Progress:
    """The counts of this moment, over all stages."""
    session, team, incident_id = unit.session, unit.team_id, review.incident_id
    here, agreed = still_here(unit, review), _agreed_by_answering(unit, review)
    earlier, silent = promises(unit, review), gaps(unit, review)
    chains = trees_of(findings.chain_steps(session, team, incident_id))
    axes = [axis_finding(row) for row in findings.axes(session, team, incident_id)]
    answered = {row.kind for row in findings.remedies(session, team, incident_id)}
    items = items_of(unit, review)
    return Progress(
        participants=len(here),
        agreed=sum(person.agreed_at is not None or person.user_id in agreed for person in here),
        promises=len(earlier),
        promises_settled=sum(bool(each.stated) for each in earlier),
        times_in_order=not unknown_times(review.incident) and not disorder(review.incident),
        gaps=len(silent),
        gaps_settled=sum(bool(each.settled_by) for each in silent),
        how_noticed=bool(review.incident.detection_how.strip()),
        signal_named=bool(review.incident.detection_signal.strip()),
        slices=len(findings.slices(session, team, incident_id)),
        scope_reason_given=bool(review.incident.scope_unmeasurable.strip()),
        chains=len(chains),
        systemic_chains=sum(map(is_systemic, chains)),
        axes_with_evidence=sum(map(shows_evidence, axes)),
        unknowns_with_owner=sum(map(is_owned_unknown, axes)),
        eval_entries=len(findings.eval_entries(session, team, incident_id)),
        eval_reason_given=bool(review.incident.eval_reason.strip()),
        kinds_answered=len(answered & set(Remediation)),
        items=len(items),
        complete_items=sum(map(_is_complete, items)),
        lessons=len(findings.lessons(session, team, incident_id)),
    )


def items_of(unit: Unit, review: Review) -> list[ActionItem]:
    """The incident's action items, without those that were dropped."""
    found = action_items.of_incident(unit.session, unit.team_id, review.incident_id)
    return [item for item in found if item.state != "dropped"]


def unknown_times(incident: Incident) -> list[str]:
    """Which of the times that have to be in order nobody has given yet."""
    return [name for name in NEEDED_TIMES if getattr(incident, f"{name}_at") is None]


def disorder(incident: Incident) -> list[TimeQuestion]:
    """Where the times contradict one another."""
    return check_times(
        IncidentTimes(
            started_at=incident.started_at,
            detected_at=incident.detected_at,
            declared_at=incident.declared_at,
            mitigated_at=incident.mitigated_at,
            resolved_at=incident.resolved_at,
        )
    )


def _agreed_by_answering(unit: Unit, review: Review) -> set[str]:
    """Who answered at the first stage; of an anonymous answer no time is kept."""
    found = answering.answered(unit.session, unit.team_id, review.retro_id)
    return {user for stage, user in found if stage == Stage.ground_rules}


def still_here(unit: Unit, review: Review) -> list[Participant]:
    """Participants without those who left the workspace: nobody waits for them."""
    found = retrospectives.participants(unit.session, unit.team_id, review.retro_id)
    left = people.who_left(unit.session, unit.team_id, [each.user_id for each in found])
    return [each for each in found if each.user_id not in left]


def _is_complete(item: ActionItem) -> bool:
    """Whether somebody can be held to it: an owner, a date (always there) and a criterion."""
    return bool(item.owner and item.criterion.strip())
