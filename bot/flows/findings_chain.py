"""Answers to the how-chains: each is asked on, and each question takes as many as people have.

What somebody else answered in the meantime stands beside, as a branch. A step keeps the question as
it was asked, whatever becomes of the answer before it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.causes import Question, ends
from bot.core.errors import Refused
from bot.core.how_chains import ChainTree, Rung, folded, question_under, way_to
from bot.flows.answers import Answer
from bot.flows.cause_reading import how_answer
from bot.flows.finding_lines import step_line, trees_of
from bot.flows.findings import (
    MOST_LINES,
    Form,
    demand,
    demand_place,
    form_data,
    lines_there,
    saved,
    write,
)
from bot.flows.how_chains import (
    choices,
    first_question,
    fresh_moments,
    key_moments,
    question_words,
    show_chains,
    trees,
    ways,
)
from bot.flows.incidents import identity
from bot.flows.open_stage import refresh_stage
from bot.flows.people import demand_colleague
from bot.flows.runtime import Unit
from bot.render.messages.findings import Line
from bot.render.views.findings import ChainView
from storage.queries import findings, retrospectives
from storage.tables import ChainStep, Incident

# An acknowledgement carries little: the card in the thread offers all of them.
MOST_CHOICES = 12


@dataclass(frozen=True)
class TypedStep:
    """An answer of a chain as typed. `position` is part of its fields' names.

    `place`: what was asked: "under/12" about an answer, "beside/12" about the key moment that the
    answer stands under, "" about a key moment of its own. `seen`: how many answers it had then.
    """

    position: int
    place: str
    seen: int
    moment: str
    answer: str
    about: str
    owner: str | None


@dataclass(frozen=True)
class _Asked:
    """What a form asks. `under`: the answer it is about; `others`: what was answered already."""

    question: Question
    moment: str
    others: Sequence[Rung] = ()
    under: int | None = None


def chain_form(unit: Unit, incident: Incident, *, place: str = "", draft: str = "") -> Form:
    """The form that asks at `place`: where nothing was chosen, at the newest open end.

    `draft`: what was typed before another question was chosen.
    """
    return _form_at(unit, incident, place or _newest_open(unit, incident), draft=draft)


def _form_at(
    unit: Unit,
    incident: Incident,
    place: str,
    *,
    draft: str = "",
    beside: Sequence[str] = (),
    answered: bool = False,
) -> Form:
    steps = findings.chain_steps(unit.session, unit.team_id, identity(incident))
    position = _next_position(steps)
    asked = _asked_at(trees_of(steps), place)
    others = asked.others if asked else ()
    return unit.words.view(
        ChainView(
            data=form_data(
                incident, position=position, place=place if asked else "", seen=len(others)
            ),
            position=position,
            begins=asked is None,
            question=question_words(unit, asked.question) if asked else "",
            moment="" if asked else _suggested(unit, incident, place),
            answer=draft,
            others=[rung.answer.text for rung in others][-MOST_LINES:],
            beside=list(beside),
            choices=choices(unit, incident, most=MOST_CHOICES),
            there=[] if answered else steps_there(unit, incident)[-MOST_LINES:],
        )
    )


def _newest_open(unit: Unit, incident: Incident) -> str:
    found = [
        twig.rung.id
        for tree in trees(unit, identity(incident))
        for _, twig in ways(tree)
        if twig.rung.is_open
    ]
    return f"under/{max(found)}" if found else ""


def _suggested(unit: Unit, incident: Incident, place: str) -> str:
    """The key moment that was chosen, else the first that no chain starts from yet."""
    kind, _, number = place.partition("/")
    moments = key_moments(unit, incident)
    if kind == "moment" and int(number) < len(moments):
        return moments[int(number)]
    fresh = fresh_moments(unit, incident, trees(unit, identity(incident)))
    return fresh[0][1] if fresh and not kind else ""


def _asked_at(grown: Sequence[ChainTree], place: str) -> _Asked | None:
    """What is asked at a place; None for a chain of its own, or where the place is gone."""
    kind, _, rung_id = place.partition("/")
    found = way_to(grown, int(rung_id)) if kind in ("under", "beside") else None
    if found is None:
        return None
    tree, way = found
    if kind == "beside":
        return _Asked(first_question(tree.moment), tree.moment, tree.branches)
    last = way[-1]
    return _Asked(question_under(tree.moment, way), tree.moment, last.branches, last.id)


def step_form(unit: Unit, incident: Incident, change: int, *, by: str) -> Form:
    """The form with an answer to change, for whom it may be changed by."""
    row = demand(unit, incident, "chain", change)
    assert isinstance(row, ChainStep)
    demand_own(unit, incident, row, by)
    return unit.words.view(
        ChainView(
            data=form_data(incident, position=row.position, id=change),
            position=row.position,
            begins=row.moment is not None,
            question=row.question,
            moment=row.moment or "",
            answer=row.answer,
            about=row.kind,
            owner=row.owner or "",
            changing=True,
            removable=not _is_gone_on(unit, incident, change),
        )
    )


def steps_there(unit: Unit, incident: Incident) -> list[Line]:
    """The chains so far, each answer followed by those to what was asked about it."""
    rows = findings.chain_steps(unit.session, unit.team_id, identity(incident))
    by_id = {row.id: row for row in rows}
    ordered = [by_id[twig.rung.id] for tree in trees_of(rows) for _, twig in ways(tree)]
    return lines_there(incident, "chain", ordered)


def save_step(unit: Unit, number: int, typed: TypedStep, *, by: str) -> Answer:
    """Write an answer down; the form then asks on, until this branch has ended.

    When others answered the same question in the meantime, theirs stand beside it.
    """
    incident = demand_place(unit, number, by)
    _demand_whole(unit, typed)
    steps = findings.chain_steps(unit.session, unit.team_id, identity(incident))
    asked = _asked_now(trees_of(steps), typed)
    begins = asked.under is None
    values = _values(typed) | {
        "position": _next_position(steps),
        "moment": asked.moment if begins else None,
        "parent_id": asked.under,
        "question": question_words(unit, asked.question),
    }
    row = write(unit, incident, "chain", values, by=by)
    assert isinstance(row, ChainStep)
    show_chains(unit, identity(incident))
    beside = _written_by(steps, asked.others[typed.seen :], but=by)
    if ends(how_answer(typed.answer, typed.about, typed.owner)):
        further = choices(unit, incident, most=MOST_CHOICES)
        return saved(unit, incident, [step_line(row)], beside=beside, choices=further)
    refresh_stage(unit, identity(incident))
    return Answer(view=_form_at(unit, incident, f"under/{row.id}", beside=beside, answered=True))


def _asked_now(grown: Sequence[ChainTree], typed: TypedStep) -> _Asked:
    """What an answer is to, as things stand. Raises Refused("question_gone")."""
    if typed.place.startswith(("under", "beside")):
        asked = _asked_at(grown, typed.place)
        if asked is None:
            raise Refused("question_gone", field=f"answer_{typed.position}")
        return asked
    if not typed.moment:
        raise Refused("finding_empty", field=f"moment_{typed.position}")
    same = [tree for tree in grown if folded(tree.moment) == folded(typed.moment)]
    moment, others = (same[0].moment, same[0].branches) if same else (typed.moment, ())
    return _Asked(first_question(moment), moment, others)


def _written_by(steps: Sequence[ChainStep], rungs: Sequence[Rung], *, but: str) -> list[str]:
    ids = {rung.id for rung in rungs}
    return list(dict.fromkeys(row.by for row in steps if row.id in ids and row.by != but))


def change_step(unit: Unit, number: int, change: int, typed: TypedStep, *, by: str) -> Answer:
    """New words for an answer that was given, and for the key moment it stands under."""
    incident = demand_place(unit, number, by)
    _demand_whole(unit, typed)
    former = demand(unit, incident, "chain", change)
    assert isinstance(former, ChainStep)
    demand_own(unit, incident, former, by)
    if former.moment is not None and typed.moment and typed.moment != former.moment:
        _reword_moment(unit, incident, former.moment, typed.moment, by=by)
    row = write(unit, incident, "chain", _values(typed), by=by, finding_id=change)
    assert isinstance(row, ChainStep)
    show_chains(unit, identity(incident))
    further = choices(unit, incident, most=MOST_CHOICES)
    return saved(unit, incident, [step_line(row)], choices=further)


def _reword_moment(unit: Unit, incident: Incident, former: str, moment: str, *, by: str) -> None:
    """New words for a key moment, for every answer that stands under it."""
    values = {"moment": moment, "question": question_words(unit, first_question(moment))}
    for row in findings.chain_steps(unit.session, unit.team_id, identity(incident)):
        if row.moment is not None and folded(row.moment) == folded(former):
            write(unit, incident, "chain", values, by=by, finding_id=row.id)


def demand_removable(unit: Unit, incident: Incident, finding_id: int, *, by: str) -> None:
    """A step of one's own that nothing follows from.

    Raises Refused("chain_goes_on") and Refused("step_not_yours").
    """
    row = demand(unit, incident, "chain", finding_id)
    assert isinstance(row, ChainStep)
    demand_own(unit, incident, row, by)
    if _is_gone_on(unit, incident, finding_id):
        raise Refused("chain_goes_on", field=f"answer_{row.position}")


def demand_own(unit: Unit, incident: Incident, row: ChainStep, user: str) -> None:
    """Whoever wrote a step, or leads what is going on, may change it.

    Raises Refused("step_not_yours"); before a retrospective the lead does what its facilitator
    does then.
    """
    retro = retrospectives.of_incident(unit.session, unit.team_id, identity(incident))
    allowed = retro.facilitator if retro is not None else incident.lead
    if user not in (row.by, allowed):
        raise Refused("step_not_yours", writer=row.by, field=f"answer_{row.position}")


def _is_gone_on(unit: Unit, incident: Incident, step_id: int) -> bool:
    found = way_to(trees(unit, identity(incident)), step_id)
    return found is not None and bool(found[1][-1].branches)


def _demand_whole(unit: Unit, typed: TypedStep) -> None:
    if not typed.answer:
        raise Refused("finding_empty", field=f"answer_{typed.position}")
    if typed.owner:
        demand_colleague(unit, typed.owner, field=f"owner_{typed.position}")


def _values(typed: TypedStep) -> dict[str, object]:
    return {"answer": typed.answer, "kind": typed.about, "owner": typed.owner}


def _next_position(steps: Sequence[ChainStep]) -> int:
    return steps[-1].position + 1 if steps else 1
