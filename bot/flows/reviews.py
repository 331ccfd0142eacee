"""A retrospective with its incident: found, locked, read as the rules' state, written back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.core.errors import Refused
from bot.core.facilitation import (
    Decision,
    Effect,
    Event,
    StageClosed,
    StageOpened,
    State,
    Status,
    Step,
)
from bot.core.ids import UserId
from bot.core.incident import key
from bot.core.open_stages import open_stages
from bot.core.retrospective import advance
from bot.core.stages import Progress, Stage
from bot.core.walks import Form, position, walk
from bot.flows import paces
from bot.flows.incidents import find as find_incident
from bot.flows.incidents import identity
from bot.flows.open_stage import show_stage
from bot.flows.runtime import Unit
from storage.queries import incidents, retrospectives
from storage.tables import Decision as DecisionRow
from storage.tables import Incident, Participant, Retrospective, StageRecord


@dataclass(frozen=True)
class Review:
    """A retrospective and the incident it is about; locked in this order: incident, then it."""

    incident: Incident
    retro: Retrospective

    @property
    def retro_id(self) -> int:
        """The row's id; a stored retrospective always has one."""
        assert self.retro.id is not None
        return self.retro.id

    @property
    def incident_id(self) -> int:
        """The incident's id."""
        return identity(self.incident)

    @property
    def stage(self) -> Stage:
        """The stage that is open, or was last."""
        return Stage(self.retro.stage)

    @property
    def form(self) -> Form:
        """The form in which it is held."""
        return Form(self.retro.form)

    @property
    def total(self) -> int:
        """How many stages it walks."""
        return len(walk(self.form))


def find(unit: Unit, retro_id: int, user: str, *, channel: str = "", lock: bool = True) -> Review:
    """The retrospective that a button or form belongs to.

    Raises Refused("unknown_button") where there is none, Refused("no_such_incident") where this
    person may not know of it.
    """
    retro = retrospectives.by_id(unit.session, unit.team_id, retro_id)
    if retro is None:
        raise Refused("unknown_button")
    number = incidents.by_id(unit.session, unit.team_id, retro.incident_id).number
    incident = find_incident(unit, number, user, channel=channel, lock=lock)
    return _with_incident(unit, incident, retro_id, lock=lock)


def load(unit: Unit, retro_id: int, *, lock: bool = False) -> Review | None:
    """The retrospective with this id, for what the bot itself does."""
    retro = retrospectives.by_id(unit.session, unit.team_id, retro_id)
    if retro is None:
        return None
    incident = incidents.by_id(unit.session, unit.team_id, retro.incident_id, lock=lock)
    return _with_incident(unit, incident, retro_id, lock=lock)


def _with_incident(unit: Unit, incident: Incident, retro_id: int, *, lock: bool) -> Review:
    retro = retrospectives.by_id(unit.session, unit.team_id, retro_id, lock=lock)
    assert retro is not None
    return Review(incident, retro)


def state_of(unit: Unit, review: Review) -> State:
    """The retrospective as the rules see it."""
    people = retrospectives.participants(unit.session, unit.team_id, review.retro_id)
    records = retrospectives.stage_records(unit.session, unit.team_id, review.retro_id)
    return State(
        status=Status(review.retro.status),
        stage=review.stage,
        form=review.form,
        facilitator=UserId(review.retro.facilitator),
        participants=frozenset(UserId(person.user_id) for person in people),
        version=review.retro.version,
        passed=_stages(records, "passed"),
        skipped=_stages(records, "skipped"),
        opened_at=_opened_at(records, review.retro.stage),
        pace=paces.pace_of(unit, review.retro_id),
    )


def is_alone(unit: Unit, review: Review) -> bool:
    """Whether one person holds the retrospective with nobody else so far."""
    return len(retrospectives.participants(unit.session, unit.team_id, review.retro_id)) == 1


def _stages(records: Any, status: str) -> frozenset[Stage]:
    return frozenset(Stage(record.stage) for record in records if record.status == status)


def _opened_at(records: Any, stage: str) -> datetime | None:
    return next((record.opened_at for record in records if record.stage == stage), None)


def happen(unit: Unit, review: Review, event: Event, *, progress: Progress) -> Step:
    """Do what `event` does to the retrospective, as far as its own rows and cards go.

    Raises the refusals of `core.retrospective`, with what their words may name.
    """
    before = state_of(unit, review)
    step = demand(unit, review, event, progress=progress)
    write(unit, review, before, step)
    return step


def demand(unit: Unit, review: Review, event: Event, *, progress: Progress) -> Step:
    """What `event` would do, without doing it; refused as in `happen`."""
    try:
        return advance(state_of(unit, review), event, progress=progress, now=unit.now)
    except Refused as refused:
        raise explained(unit, review, refused) from None


def explained(unit: Unit, review: Review, refused: Refused) -> Refused:
    """A refusal of the rules, with what its words may name."""
    facts = {
        **refused.facts,
        "key": key(review.incident.number),
        "number": position(review.stage, review.form),
        "title": unit.runtime.stages[review.stage].title,
        "facilitator": review.retro.facilitator,
        "field": "reason",
    }
    return Refused(refused.code, **facts)


def write(unit: Unit, review: Review, before: State, step: Step) -> None:
    """Keep what a step changed and decided, and have the cards of its stages drawn again.

    All open ones follow: their buttons carry the version.
    """
    retro, after = review.retro, step.state
    retro.status, retro.stage, retro.version = after.status, after.stage, after.version
    retro.form = after.form
    assert after.facilitator is not None
    retro.facilitator = after.facilitator
    unit.session.add(retro)
    for person in sorted(after.participants - before.participants):
        unit.session.add(
            Participant(team_id=unit.team_id, retro_id=review.retro_id, user_id=person)
        )
    for decision in step.decisions:
        unit.session.add(_row_of(unit, review, decision))
    for effect in step.effects:
        _carry_out(unit, review, effect, after)
    _note_held_elsewhere(unit, review, after)
    _keep_time(unit, review, before, step)
    if after != before:
        for stage in open_stages(after):
            show_stage(unit, review.retro_id, stage)
    unit.session.flush()


def _keep_time(unit: Unit, review: Review, before: State, step: Step) -> None:
    """Time begins with what was opened; over several days a round counts as one."""
    after = step.state
    opened = any(isinstance(effect, StageOpened) for effect in step.effects)
    if opened or after.pace is not before.pace:
        paces.begin(unit, review.retro_id, after)
    if opened or after.participants != before.participants:
        paces.plan_words(unit, review.retro_id, after)


def _note_held_elsewhere(unit: Unit, review: Review, after: State) -> None:
    """A stage that was held on another one's card has no record yet when the form changes."""
    records = retrospectives.stage_records(unit.session, unit.team_id, review.retro_id)
    for stage in sorted(after.passed - {Stage(record.stage) for record in records}):
        unit.session.add(
            StageRecord(
                team_id=unit.team_id,
                retro_id=review.retro_id,
                stage=stage,
                status="passed",
                opened_at=unit.now,
                closed_at=unit.now,
            )
        )


def _row_of(unit: Unit, review: Review, decision: Decision) -> DecisionRow:
    facts: dict[str, Any] = {}
    if decision.missing:
        facts["missing"] = list(decision.missing)
    if decision.person:
        facts["person"] = decision.person
    if decision.pace:
        facts["pace"] = decision.pace
    return DecisionRow(
        team_id=unit.team_id,
        retro_id=review.retro_id,
        kind=decision.kind,
        stage=decision.stage,
        by=decision.by,
        reason=decision.reason or "",
        facts=facts,
        at=decision.at,
    )


def _carry_out(unit: Unit, review: Review, effect: Effect, after: State) -> None:
    match effect:
        case StageOpened(stage):
            _open(unit, review, stage)
        case StageClosed(stage):
            _close(unit, review, stage, after)
        case _:
            return


def _open(unit: Unit, review: Review, stage: Stage) -> None:
    record = retrospectives.stage_record(unit.session, unit.team_id, review.retro_id, stage)
    if record is None:
        record = StageRecord(
            team_id=unit.team_id, retro_id=review.retro_id, stage=stage, opened_at=unit.now
        )
    record.status, record.opened_at, record.closed_at = "open", unit.now, None
    unit.session.add(record)


def _close(unit: Unit, review: Review, stage: Stage, after: State) -> None:
    record = retrospectives.stage_record(unit.session, unit.team_id, review.retro_id, stage)
    assert record is not None
    record.status = (
        "skipped" if stage in after.skipped else "passed" if stage in after.passed else "left"
    )
    record.closed_at = unit.now
    unit.session.add(record)
    show_stage(unit, review.retro_id, stage)
