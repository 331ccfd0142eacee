"""The facts of a document, read from what is stored: names for people, words for criteria."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from bot.core.how_chains import Twig, twigs
from bot.core.incident import Status, is_over, key, time_to_detect, time_to_mitigate
from bot.core.slice_tables import worst_first
from bot.core.stages import STAGES, Criterion, Progress, Stage, criteria
from bot.flows.data_package import package
from bot.flows.document_answers import said_records
from bot.flows.finding_lines import (
    axis_line,
    chance_line,
    check_line,
    eval_line,
    factor_line,
    hypothesis_line,
    lesson_line,
    remedy_line,
    slice_line,
    trees_of,
)
from bot.flows.findings_causes import axis_remarks
from bot.flows.findings_hypotheses import hypothesis_remarks
from bot.flows.findings_scope import scope_remarks
from bot.flows.incident_cards import merged_into
from bot.flows.incidents import identity
from bot.flows.item_facts import proof_line
from bot.flows.parking import parked
from bot.flows.people import name_finder
from bot.flows.record_doubts import doubts
from bot.flows.reviews import Review
from bot.flows.runtime import Unit
from bot.flows.stage_progress import gather
from bot.flows.timeline import lines as timeline_lines
from bot.flows.times import times_of
from bot.render.documents import (
    ChainRecord,
    DecisionRecord,
    DocumentRecord,
    EntryRecord,
    ItemRecord,
    PackageRecord,
    ParkedRecord,
    ProofRecord,
    StepRecord,
)
from bot.render.timeline import TimelineLine
from storage.queries import action_items, findings, preparations, proofs, retrospectives, taxonomy
from storage.tables import ActionItem, ChainStep, Decision, Incident, LinkCheck, Proof

# A reader looks for the worst; the whole table is kept with its hash.
MOST_SLICES = 50

NameOf = Callable[[str], str]

# What a decision lacked is kept as codes, without the counts of that moment.
_COUNTS = re.compile(r"\s*\([^()]*\{\w+\}[^()]*\)|\{\w+\}")


def record(unit: Unit, incident: Incident) -> DocumentRecord:
    """Everything the document of an incident says."""
    name_of = name_finder(unit)
    read = replace(
        _of_the_incident(unit, incident, name_of),
        **_of_the_findings(unit, incident, name_of),
        items=_items(unit, incident, name_of),
        package=[
            PackageRecord(each.part, each.text, each.cannot_be_had)
            for each in package(unit, incident)
        ],
        parked=[
            ParkedRecord(each.text, name_of(each.parked_by), each.state, each.item_number)
            for each in parked(unit, identity(incident))
        ],
        timeline=[_entry(line) for line in timeline_lines(unit, identity(incident))],
        **_of_the_review(unit, incident, name_of),
    )
    return replace(read, doubts=doubts(incident, read))


def _of_the_incident(unit: Unit, incident: Incident, name_of: NameOf) -> DocumentRecord:
    times = times_of(incident)
    return DocumentRecord(
        key=key(incident.number),
        title=incident.title,
        severity=incident.severity,
        category=incident.category,
        status=incident.status,
        owner=name_of(incident.lead),
        draft=is_draft(incident),
        drill=incident.drill,
        private=incident.private,
        declared_by=name_of(incident.declared_by),
        declared_at=incident.declared_at,
        started_at=incident.started_at,
        detected_at=incident.detected_at,
        mitigated_at=incident.mitigated_at,
        resolved_at=incident.resolved_at,
        time_to_detect=time_to_detect(times),
        time_to_mitigate=time_to_mitigate(times),
        known=incident.known,
        resolution=incident.resolution,
        affected=incident.affected,
        closing_reason=incident.closing_reason,
        merged_into=merged_into(unit, incident),
        detection_how=incident.detection_how,
        detection_signal=incident.detection_signal,
        detection_missed=incident.detection_missed,
        scope_unmeasurable=incident.scope_unmeasurable,
        eval_reason=incident.eval_reason,
    )


def is_draft(incident: Incident) -> bool:
    """Whether the incident is still on its way; one that was cancelled or merged is not."""
    status = Status(incident.status)
    return status is not Status.learned and not is_over(status)


def _of_the_findings(unit: Unit, incident: Incident, name_of: NameOf) -> dict[str, Any]:
    session, team, incident_id = unit.session, unit.team_id, identity(incident)
    axes = findings.axes(session, team, incident_id)
    slices = list(findings.slices(session, team, incident_id))
    if len(slices) > MOST_SLICES:
        slices = worst_first(slices, lambda row: (row.baseline, row.observed))
    explained = findings.hypotheses(session, team, incident_id)
    check = findings.cross_check(session, team, incident_id)
    lines = [axis_line(row) for row in axes]
    return {
        "slices": [slice_line(row) for row in slices[:MOST_SLICES]],
        "more_slices": _more_slices(unit, incident_id, len(slices)),
        "tables": [
            (each.source, each.rows, each.sha256)
            for each in findings.slices_sent(session, team, incident_id)
            if each.state == "kept"
        ],
        "axes": [replace(line, owner=line.owner and name_of(line.owner)) for line in lines],
        "axis_gaps": [
            *axis_remarks(unit, incident),
            *hypothesis_remarks(explained),
            *scope_remarks(unit, incident),
        ],
        "hypotheses": [hypothesis_line(row, among=explained) for row in explained],
        "factors": [factor_line(row) for row in findings.factors(session, team, incident_id)],
        "check": check_line(check) if check else None,
        "error_category": taxonomy.name_of_incident(session, team, incident_id),
        "chances": [chance_line(row) for row in findings.chances(session, team, incident_id)],
        "chains": _chains(findings.chain_steps(session, team, incident_id), name_of),
        "remedies": [remedy_line(row) for row in findings.remedies(session, team, incident_id)],
        "eval_cases": [eval_line(row) for row in findings.eval_entries(session, team, incident_id)],
        "lessons": [lesson_line(row) for row in findings.lessons(session, team, incident_id)],
    }


def _more_slices(unit: Unit, incident_id: int, standing: int) -> int:
    """How many rows the document leaves out: of the scope table, and of what was sent in."""
    sent = findings.slices_sent(unit.session, unit.team_id, incident_id)
    left_out = sum(each.rows - each.saved for each in sent if each.state == "kept")
    return left_out + max(0, standing - MOST_SLICES)


def _chains(steps: Sequence[ChainStep], name_of: NameOf) -> list[ChainRecord]:
    return [
        ChainRecord(tree.moment, [_step(twig, name_of) for twig in twigs(tree)])
        for tree in trees_of(steps)
    ]


def _step(twig: Twig, name_of: NameOf) -> StepRecord:
    rung, owner = twig.rung, twig.rung.answer.owner
    return StepRecord(
        depth=twig.depth,
        question=rung.question,
        answer=rung.answer.text,
        about=rung.answer.kind,
        owner=name_of(owner) if owner else "",
        is_open=rung.is_open,
    )


def _items(unit: Unit, incident: Incident, name_of: NameOf) -> list[ItemRecord]:
    items = action_items.of_incident(unit.session, unit.team_id, identity(incident))
    given = proofs.of_items(unit.session, unit.team_id, [item.id or 0 for item in items])
    return [_item(unit, item, given.get(item.id or 0, []), name_of) for item in items]


def _item(
    unit: Unit,
    item: ActionItem,
    given: Sequence[tuple[Proof, LinkCheck | None]],
    name_of: NameOf,
) -> ItemRecord:
    lines = [proof_line(*each) for each in given]
    return ItemRecord(
        number=item.number,
        title=item.title,
        owner=name_of(item.owner) if item.owner else "",
        due_on=item.due_on,
        criterion=item.criterion,
        state=item.state,
        proofs=[ProofRecord(line.kind, line.link, line.check) for line in lines],
        before=item.figure_before,
        after=item.figure_after,
        unit=item.figure_unit,
        confirmed_by=name_of(item.confirmed_by) if item.confirmed_by else "",
        reason=_reason(unit, item),
    )


def _reason(unit: Unit, item: ActionItem) -> str:
    """The reason given for the state an item is in, where one was."""
    changes = action_items.changes(unit.session, item.id or 0, "state")
    latest = changes[-1] if changes else None
    return latest.reason if latest is not None and latest.after == item.state else ""


def _entry(line: TimelineLine) -> EntryRecord:
    return EntryRecord(
        at=line.at,
        who=line.who,
        text=line.text,
        markers=tuple(marker.value for marker in line.markers),
        deleted_at=line.deleted_at,
        link=line.link,
        files=tuple((file.name, file.link) for file in line.files),
    )


def _of_the_review(unit: Unit, incident: Incident, name_of: NameOf) -> dict[str, Any]:
    retro = retrospectives.of_incident(unit.session, unit.team_id, identity(incident))
    planned = _plan_decisions(unit, incident, name_of)
    if retro is None:
        return {"decisions": planned}
    review = Review(incident, retro)
    all_of_them = _reviews(unit, incident)
    people = dict.fromkeys(
        name_of(person.user_id)
        for each in all_of_them
        for person in retrospectives.participants(unit.session, unit.team_id, each.retro_id)
    )
    spoken = said_records(unit, review, all_of_them, name_of)
    helped = [answers for stage, answers in spoken.items() if stage is Stage.what_helped]
    decisions = [
        decision
        for each in all_of_them
        for decision in retrospectives.decisions(unit.session, unit.team_id, each.retro_id)
    ]
    return {
        "facilitator": name_of(retro.facilitator),
        "participants": list(people),
        "form": retro.form,
        "helped": [each for answers in helped for each in answers.answers],
        "said": [answers for stage, answers in spoken.items() if stage is not Stage.what_helped],
        "decisions": planned + [_decision(unit, each, name_of) for each in decisions],
        "open_points": _open_points(unit, review),
    }


def _reviews(unit: Unit, incident: Incident) -> list[Review]:
    """Every review of the incident, the first one first: one that came back has several."""
    found = retrospectives.all_of_incident(unit.session, unit.team_id, identity(incident))
    return [Review(incident, each) for each in found]


def _plan_decisions(unit: Unit, incident: Incident, name_of: NameOf) -> list[DecisionRecord]:
    """What was decided before there was a retrospective."""
    found = preparations.decisions(unit.session, unit.team_id, identity(incident))
    return [
        DecisionRecord(
            at=each.at,
            by=name_of(each.by),
            kind=each.kind,
            stage="",
            reason=each.reason,
            days=(each.facts.get("before", ""), each.facts.get("after", "")),
        )
        for each in found
    ]


def _decision(unit: Unit, decision: Decision, name_of: NameOf) -> DecisionRecord:
    person = decision.facts.get("person")
    texts = unit.runtime.stages[Stage(decision.stage)]
    codes = decision.facts.get("missing", ())
    return DecisionRecord(
        at=decision.at,
        by=name_of(decision.by),
        kind=decision.kind,
        stage=texts.title,
        reason=decision.reason,
        person=name_of(person) if person else "",
        missing=[
            _COUNTS.sub("", words) for code in codes if (words := texts.before_moving_on.get(code))
        ],
        hypothesis=decision.facts.get("number", 0),
        verdict=decision.facts.get("verdict", ""),
        before=decision.facts.get("before", ""),
    )


def _open_points(unit: Unit, review: Review) -> list[str]:
    """What was asked for before moving on and is not there, in the words of the stage files."""
    progress = gather(unit, review)
    return [
        unit.runtime.stages[stage].criterion_words(criterion)
        for stage in STAGES
        for criterion in _unmet(stage, progress)
    ]


def _unmet(stage: Stage, progress: Progress) -> list[Criterion]:
    return [criterion for criterion in criteria(stage, progress) if not criterion.met]
