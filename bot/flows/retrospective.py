"""The retrospective in the channel: started, shown, and what other parts call.

Its parts: `retro_moves` (from stage to stage, handed over, closed), `stage_cards` (what a card
shows), `stage_progress` (what was gathered so far), `stage_answers` (what people say in a stage),
`open_stage` (have the open card drawn again), `reviews` (its rows and the rules' state).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.deliveries import DirectMessage, Post, SetTopic
from bot.core.errors import Refused
from bot.core.facilitation import Start, State, Status
from bot.core.ids import UserId
from bot.core.incident import Category, Move, Severity, key
from bot.core.incident import Status as IncidentStatus
from bot.core.pace import Pace
from bot.core.retrospective import advance
from bot.core.stages import Progress, Stage
from bot.core.walks import Form, position, proposed_form
from bot.flows import preparation, promise_asks, wordings
from bot.flows.answers import Answer
from bot.flows.incident_cards import CARD, LONGEST_TOPIC, facts_of, show_change
from bot.flows.incidents import Asked, asked_for, identity
from bot.flows.invitations import invite
from bot.flows.life_cycle import go
from bot.flows.open_stage import STAGE_CARD, refresh_stage
from bot.flows.opening import ask_for_channel, settle_in
from bot.flows.people import demand_colleague
from bot.flows.places import card_link
from bot.flows.registry import Facts, follows, when_refused
from bot.flows.review_pauses import resume
from bot.flows.reviews import Review, write
from bot.flows.roles import hold
from bot.flows.runtime import Unit
from bot.flows.said import said
from bot.flows.seating import may_take_part, proposed_facilitator
from bot.flows.timeline import note_by_bot
from bot.render.messages.retrospective import RetroStands, RetroStarted, ReviewChannelFailed
from bot.render.views.retrospective import StartRetroView
from storage.queries import incidents, retrospectives
from storage.tables import Incident, Retrospective

__all__ = ["StartRetro", "is_started", "refresh_stage", "show", "start", "start_form"]

FACILITATOR = "facilitator"
REVIEW_CHANNEL_OPENED = "review_channel_opened"
REVIEW_CHANNEL_READY = "review_channel_ready"


@dataclass(frozen=True)
class StartRetro:
    """Somebody starts the review: who facilitates, who takes part, and how it is held."""

    asked: Asked
    facilitator: str
    participants: tuple[str, ...] = ()
    pace: Pace = Pace.live


def is_started(unit: Unit, asked: Asked) -> bool:
    """Whether there is a retrospective to show; one that is closed makes room for another.

    That is when its incident came back, and was resolved again.
    """
    incident = asked_for(unit, asked, lock=False)
    found = retrospectives.of_incident(unit.session, unit.team_id, identity(incident))
    return found is not None and not _may_follow(incident, found)


def _may_follow(incident: Incident, former: Retrospective) -> bool:
    return former.status == Status.closed and incident.status == IncidentStatus.resolved


def start_form(unit: Unit, asked: Asked, pace: Pace | None = None) -> StartRetroView:
    """The form *Start the retro*, with who is proposed; `pace` None is the one that is planned.

    Raises Refused("cannot_start_review") unless the incident is resolved.
    """
    incident = asked_for(unit, asked, lock=False)
    _demand_startable(incident)
    people = preparation.planned_people(unit, incident)
    return StartRetroView(
        data=json.dumps({"number": incident.number}),
        key=key(incident.number),
        facilitator=proposed_facilitator(unit, incident, people),
        participants=people,
        pace=pace or preparation.planned_pace(unit, incident),
    )


def _demand_startable(incident: Incident) -> None:
    """Raises Refused("cannot_start_review") unless the incident is resolved."""
    status = IncidentStatus(incident.status)
    if status is not IncidentStatus.resolved:
        raise Refused("cannot_start_review", key=key(incident.number), status=status, text="")


def start(unit: Unit, command: StartRetro) -> Answer:
    """Begin the review, for everyone to see; one that was begun meanwhile is shown instead."""
    asked = command.asked
    incident = asked_for(unit, asked)
    former = retrospectives.of_incident(unit.session, unit.team_id, identity(incident), lock=True)
    if former is not None and not _may_follow(incident, former):
        return show(unit, asked)
    _demand_startable(incident)
    demand_colleague(unit, command.facilitator, field=FACILITATOR)
    if incident.channel_id is None:
        return _open_channel_first(unit, incident, command)
    _begin(unit, incident, command)
    return show(unit, asked)


def _open_channel_first(unit: Unit, incident: Incident, command: StartRetro) -> Answer:
    """An incident that never had a channel gets it with its review; nothing begins before."""
    subject = {
        "by": command.asked.by,
        "facilitator": command.facilitator,
        "participants": list(command.participants),
        "pace": command.pace,
    }
    is_asked = ask_for_channel(unit, incident, follow_up=REVIEW_CHANNEL_OPENED, subject=subject)
    return unit.answer("review_channel", incident=facts_of(incident), again=not is_asked)


@follows(REVIEW_CHANNEL_OPENED)
def review_channel_opened(unit: Unit, subject: Facts, result: Facts) -> None:
    """Furnish the channel; what was asked for begins once the incident's card stands there."""
    incident = settle_in(unit, subject, result)
    text = unit.words.line("topic", incident=facts_of(incident))
    unit.send(
        SetTopic(result["channel"], text[:LONGEST_TOPIC]),
        lane=f"card:{CARD}:{identity(incident)}",
        follow_up=REVIEW_CHANNEL_READY,
        subject=subject,
    )


@follows(REVIEW_CHANNEL_READY)
def review_channel_ready(unit: Unit, subject: Facts, _result: Facts) -> None:
    """Begin, unless somebody was quicker or the incident was taken up again meanwhile."""
    incident = incidents.by_id(unit.session, unit.team_id, subject["incident"], lock=True)
    found = retrospectives.of_incident(unit.session, unit.team_id, identity(incident))
    if found is not None or incident.status != IncidentStatus.resolved:
        return
    by = subject["by"]
    if not incidents.is_member(unit.session, identity(incident), by):
        invite(unit, incident, by, asked_by=by)
    asked = Asked(by, incident.channel_id or "", incident.number)
    _begin(
        unit,
        incident,
        StartRetro(
            asked,
            subject["facilitator"],
            tuple(subject["participants"]),
            # What was asked for by a release without paces is live.
            Pace(subject.get("pace", Pace.live)),
        ),
    )


@when_refused(REVIEW_CHANNEL_READY)
def review_channel_without_topic(unit: Unit, subject: Facts, _error: str) -> None:
    """A channel whose topic may not be set holds a retrospective all the same."""
    review_channel_ready(unit, subject, {})


@when_refused(REVIEW_CHANNEL_OPENED)
def review_channel_failed(unit: Unit, subject: Facts, error: str) -> None:
    """Nothing has begun; whoever started it is told how it came to that."""
    incident = incidents.by_id(unit.session, unit.team_id, subject["incident"])
    message = unit.render(
        ReviewChannelFailed(facts_of(incident), error, command=unit.house.command)
    )
    unit.send(
        DirectMessage(subject["by"], message.text, message.blocks), lane=f"dm:{subject['by']}"
    )


def _begin(unit: Unit, incident: Incident, command: StartRetro) -> None:
    go(incident, Move.start_review)
    preparation.begun(unit, incident)
    hold(unit, incident, FACILITATOR, command.facilitator)
    _store(unit, incident, command)
    note_by_bot(
        unit, incident, "review_started", by=command.asked.by, facilitator=command.facilitator
    )
    show_change(unit, incident, topic=True)


def _store(unit: Unit, incident: Incident, command: StartRetro) -> None:
    former = retrospectives.of_incident(unit.session, unit.team_id, identity(incident))
    people = [user for user in command.participants if may_take_part(unit, user)]
    event = Start(
        UserId(command.asked.by),
        facilitator=UserId(command.facilitator),
        participants=frozenset(UserId(user) for user in people),
        form=proposed_form(Severity(incident.severity), Category(incident.category)),
        pace=command.pace,
    )
    step = advance(State(), event, progress=Progress(), now=unit.now)
    retro = Retrospective(
        team_id=unit.team_id,
        incident_id=identity(incident),
        facilitator=command.facilitator,
        stage=step.state.stage,
        form=step.state.form,
        ordinal=former.ordinal + 1 if former is not None else 1,
        started_at=unit.now,
    )
    unit.session.add(retro)
    unit.session.flush()
    review = Review(incident, retro)
    _welcome(unit, review, people, command)
    write(unit, review, State(), step)
    for user in sorted(step.state.participants):
        if not incidents.is_member(unit.session, identity(incident), user):
            invite(unit, incident, user, asked_by=command.asked.by)
    promise_asks.plan(unit, review)


def _welcome(unit: Unit, review: Review, people: Sequence[str], command: StartRetro) -> None:
    """The ground rule comes first, in the lane of the first card."""
    message = unit.render(
        RetroStarted(
            incident=facts_of(review.incident),
            facilitator=review.retro.facilitator,
            by=command.asked.by,
            participants=[user for user in people if user != review.retro.facilitator],
            total=review.total,
            short=review.form is Form.short,
            pace=command.pace,
            ordinal=review.retro.ordinal,
        )
    )
    assert review.incident.channel_id is not None
    unit.send(
        Post(review.incident.channel_id, message.text, message.blocks),
        lane=f"card:{STAGE_CARD}:{review.retro_id}:{Stage.ground_rules}",
        asked_by=command.asked.by,
    )


def show(unit: Unit, asked: Asked) -> Answer:
    """Where the review stands, with the way there; one that was paused goes on by this."""
    incident = asked_for(unit, asked)
    retro = retrospectives.of_incident(unit.session, unit.team_id, identity(incident), lock=True)
    if retro is None:
        raise Refused("retro_not_started", key=key(incident.number), command=unit.house.command)
    review = Review(incident, retro)
    if retro.status != Status.closed:
        resume(unit, review, by=asked.by)
    stage = review.stage
    given = said(unit, review, hidden_too=True)
    return Answer.saying(
        unit.render(
            RetroStands(
                incident=facts_of(incident),
                closed_at=retro.closed_at if retro.status == Status.closed else None,
                number=position(stage, review.form),
                total=review.total,
                title=unit.runtime.stages[stage].title,
                facilitator=retro.facilitator,
                answered=len(given),
                offered_wordings=wordings.count_for(unit, review, asked.by),
                card=card_link(unit, f"{review.retro_id}:{stage}"),
            )
        )
    )
