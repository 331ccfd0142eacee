"""The how-chain: from a key moment, each answer is asked about until one ends the chain.

One chain after the other and without branches. A step keeps the question as it was asked, whatever
becomes of the answer before it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.core.causes import HowChain, Question, next_question
from bot.core.errors import Refused
from bot.core.stages import Stage
from bot.core.timeline import Marker
from bot.flows.answers import Answer
from bot.flows.finding_lines import chains_of, step_line
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
from bot.flows.incidents import identity
from bot.flows.open_stage import refresh_stage
from bot.flows.people import demand_colleague
from bot.flows.runtime import Unit
from bot.flows.timeline import lines as timeline_lines
from bot.render.limits import shortened
from bot.render.messages.findings import Line
from bot.render.views.findings import ChainView
from storage.queries import findings
from storage.tables import ChainStep, Incident

LONGEST_QUOTE = 200


@dataclass(frozen=True)
class TypedStep:
    """An answer of the chain as typed. `position`: which step was asked for.

    `moment`: the key moment, asked where a chain begins.
    """

    position: int
    moment: str
    answer: str
    about: str
    owner: str | None


def chain_form(
    unit: Unit, incident: Incident, *, typed: TypedStep | None = None, overtaken: bool = False
) -> Form:
    """The next question: of the chain that is open, or the first of a new one.

    `typed`: what somebody had typed when another answer came first; it stays in the form.
    """
    steps = findings.chain_steps(unit.session, unit.team_id, identity(incident))
    question = _open_question(steps)
    position = _next_position(steps)
    draft = typed or TypedStep(position, "", "", "", None)
    suggested = "" if question else _key_moment(unit, incident, steps)
    return unit.words.view(
        ChainView(
            data=form_data(incident, position=position),
            position=position,
            begins=question is None,
            question=_words(unit, question) if question else "",
            moment=draft.moment or suggested,
            answer=draft.answer,
            about=draft.about,
            owner=draft.owner or "",
            overtaken=overtaken,
            there=lines_there(incident, "chain", steps)[-MOST_LINES:],
        )
    )


def step_form(unit: Unit, incident: Incident, change: int) -> Form:
    """The form with an answer to change."""
    row = demand(unit, incident, "chain", change)
    assert isinstance(row, ChainStep)
    steps = findings.chain_steps(unit.session, unit.team_id, identity(incident))
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
            removable=row.position == _next_position(steps) - 1,
        )
    )


def steps_there(unit: Unit, incident: Incident) -> list[Line]:
    """The chains so far."""
    rows = findings.chain_steps(unit.session, unit.team_id, identity(incident))
    return lines_there(incident, "chain", rows)


def save_step(unit: Unit, number: int, typed: TypedStep, *, by: str) -> Answer:
    """Write an answer down; the form then asks on, until the chain has ended.

    When somebody else answered in the meantime nothing is written: the form shows the question
    as it stands now, with what was typed still in it.
    """
    incident = demand_place(unit, number, by)
    _demand_whole(unit, typed)
    steps = findings.chain_steps(unit.session, unit.team_id, identity(incident))
    if typed.position != _next_position(steps):
        return Answer(view=chain_form(unit, incident, typed=typed, overtaken=True))
    question = _open_question(steps)
    values = _values(typed)
    if question is None:
        if not typed.moment:
            raise Refused("finding_empty", field=f"moment_{typed.position}")
        question = next_question(HowChain(_quotable(typed.moment)))
        values["moment"] = typed.moment
    assert question is not None
    values |= {"position": typed.position, "question": _words(unit, question)}
    row = write(unit, incident, "chain", values, by=by)
    assert isinstance(row, ChainStep)
    if _open_question([*steps, row]) is None:
        return saved(unit, incident, [step_line(row)])
    refresh_stage(unit, identity(incident))
    return Answer(view=chain_form(unit, incident))


def change_step(unit: Unit, number: int, change: int, typed: TypedStep, *, by: str) -> Answer:
    """New words for an answer that was given."""
    incident = demand_place(unit, number, by)
    _demand_whole(unit, typed)
    former = demand(unit, incident, "chain", change)
    assert isinstance(former, ChainStep)
    values = _values(typed)
    if former.moment is not None and typed.moment and typed.moment != former.moment:
        question = next_question(HowChain(_quotable(typed.moment)))
        assert question is not None
        values |= {"moment": typed.moment, "question": _words(unit, question)}
    row = write(unit, incident, "chain", values, by=by, finding_id=change)
    assert isinstance(row, ChainStep)
    return saved(unit, incident, [step_line(row)])


def demand_last(unit: Unit, incident: Incident, finding_id: int) -> None:
    """A step that nothing follows from. Raises Refused("chain_goes_on")."""
    row = demand(unit, incident, "chain", finding_id)
    assert isinstance(row, ChainStep)
    steps = findings.chain_steps(unit.session, unit.team_id, identity(incident))
    if row.position != _next_position(steps) - 1:
        raise Refused("chain_goes_on", field=f"answer_{row.position}")


def _demand_whole(unit: Unit, typed: TypedStep) -> None:
    if not typed.answer:
        raise Refused("finding_empty", field=f"answer_{typed.position}")
    if typed.owner:
        demand_colleague(unit, typed.owner, field=f"owner_{typed.position}")


def _values(typed: TypedStep) -> dict[str, object]:
    return {"answer": typed.answer, "kind": typed.about, "owner": typed.owner}


def _next_position(steps: Sequence[ChainStep]) -> int:
    return steps[-1].position + 1 if steps else 1


def _open_question(steps: Iterable[ChainStep]) -> Question | None:
    """What is to be asked next; None where no chain is open."""
    chains = chains_of(steps)
    return next_question(_quoting_briefly(chains[-1])) if chains else None


def _quoting_briefly(chain: HowChain) -> HowChain:
    """The same chain with its last answer short enough to be quoted in a question."""
    *before, last = chain.answers
    return replace(chain, answers=(*before, replace(last, text=_quotable(last.text))))


def _quotable(text: str) -> str:
    return shortened(" ".join(text.split()), LONGEST_QUOTE)


def _words(unit: Unit, question: Question) -> str:
    text = unit.runtime.stages[Stage.how_it_came_about]
    return text.question_words(question.code, question.facts)


def _key_moment(unit: Unit, incident: Incident, steps: Iterable[ChainStep]) -> str:
    """The first key moment of the timeline that no chain starts from yet; empty for none."""
    asked = {step.moment for step in steps}
    marked = (
        line.text
        for line in timeline_lines(unit, identity(incident))
        if Marker.key_moment in line.markers and line.text
    )
    return next((text for text in marked if text not in asked), "")
