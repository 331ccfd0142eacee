"""The eleven stages of a retrospective and what has to be there before each is left.

Counts in, ticks out. It does not move a retrospective (`retrospective.py` does), and it holds no
words: each criterion is a code, and `templates/stages/` says it to people.
Source: product.md 8, the table.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.core.action_items import count_code
from bot.core.causes import Remediation

Facts = Mapping[str, int]


class Stage(StrEnum):
    """The stages in the order in which they are walked."""

    ground_rules = "ground_rules"
    promises = "promises"
    what_happened = "what_happened"
    how_we_noticed = "how_we_noticed"
    what_it_touched = "what_it_touched"
    how_it_came_about = "how_it_came_about"
    which_axis = "which_axis"
    what_helped = "what_helped"
    what_will_stop_it = "what_will_stop_it"
    action_items = "action_items"
    what_others_can_use = "what_others_can_use"

    @property
    def number(self) -> int:
        """The number that people see on the card, from 1."""
        return STAGES.index(self) + 1


STAGES = tuple(Stage)


@dataclass(frozen=True)
class Progress:
    """What a retrospective has gathered so far, as counts; the flow derives them from the record.

    `settled` means: has a state or an owner to ask (promises), answered or accepted (gaps).
    """

    participants: int = 0
    agreed: int = 0
    promises: int = 0
    promises_settled: int = 0
    times_in_order: bool = False
    gaps: int = 0
    gaps_settled: int = 0
    how_noticed: bool = False
    signal_named: bool = False
    slices: int = 0
    scope_reason_given: bool = False
    chains: int = 0
    systemic_chains: int = 0
    axes_with_evidence: int = 0
    unknowns_with_owner: int = 0
    eval_entries: int = 0
    eval_reason_given: bool = False
    kinds_answered: int = 0
    items: int = 0
    complete_items: int = 0
    lessons: int = 0


@dataclass(frozen=True)
class Criterion:
    """One ✅ or ⬜ on the stage card.

    `facts` fill the placeholders of its words. One that is not `needed` is shown and never holds
    anybody up.
    """

    code: str
    met: bool
    facts: Facts = field(default_factory=dict)
    needed: bool = True


def criteria(stage: Stage, progress: Progress) -> tuple[Criterion, ...]:
    """What has to be there before `stage` is left, in the order of the card; empty if nothing."""
    ask = _BEFORE_MOVING_ON.get(stage)
    return ask(progress) if ask else ()


def missing_criteria(stage: Stage, progress: Progress) -> tuple[Criterion, ...]:
    """The needed criteria that are not met yet."""
    return tuple(one for one in criteria(stage, progress) if one.needed and not one.met)


def _ground_rules(now: Progress) -> tuple[Criterion, ...]:
    facts = {"agreed": now.agreed, "participants": now.participants}
    return (Criterion("everyone_agreed", 0 < now.participants <= now.agreed, facts),)


def _promises(now: Progress) -> tuple[Criterion, ...]:
    facts = {"settled": now.promises_settled, "promises": now.promises}
    return (Criterion("promises_settled", now.promises_settled >= now.promises, facts),)


def _what_happened(now: Progress) -> tuple[Criterion, ...]:
    facts = {"settled": now.gaps_settled, "gaps": now.gaps}
    return (
        Criterion("times_in_order", now.times_in_order),
        Criterion("gaps_settled", now.gaps_settled >= now.gaps, facts),
    )


def _how_we_noticed(now: Progress) -> tuple[Criterion, ...]:
    return (
        Criterion("how_noticed", now.how_noticed),
        Criterion("signal_named", now.signal_named),
    )


def _what_it_touched(now: Progress) -> tuple[Criterion, ...]:
    measured = now.slices > 0 or now.scope_reason_given
    return (Criterion("scope_measured", measured, {"slices": now.slices}),)


def _how_it_came_about(now: Progress) -> tuple[Criterion, ...]:
    facts = {"chains": now.chains, "systemic": now.systemic_chains}
    return (Criterion("systemic_condition", now.systemic_chains > 0, facts),)


def _which_axis(now: Progress) -> tuple[Criterion, ...]:
    facts = {"axes": now.axes_with_evidence, "unknowns": now.unknowns_with_owner}
    met = now.axes_with_evidence > 0 or now.unknowns_with_owner > 0
    return (Criterion("axis_shown", met, facts),)


def _what_will_stop_it(now: Progress) -> tuple[Criterion, ...]:
    entered = now.eval_entries > 0 or now.eval_reason_given
    answered = {"answered": now.kinds_answered, "kinds": len(Remediation)}
    all_answered = now.kinds_answered >= len(Remediation)
    return (
        Criterion("eval_entry", entered, {"entries": now.eval_entries}),
        Criterion("kinds_answered", all_answered, answered, needed=False),
    )


def _action_items(now: Progress) -> tuple[Criterion, ...]:
    facts = {"complete": now.complete_items, "items": now.items}
    # How many is advice ("says so, once", product.md 11); that each one can be held to is not.
    return (
        Criterion("items_complete", 0 < now.items <= now.complete_items, facts),
        Criterion(
            "items_in_range", count_code(now.items) is None, {"items": now.items}, needed=False
        ),
    )


def _what_others_can_use(now: Progress) -> tuple[Criterion, ...]:
    return (Criterion("lesson_written", now.lessons > 0, {"lessons": now.lessons}),)


_BEFORE_MOVING_ON: Mapping[Stage, Callable[[Progress], tuple[Criterion, ...]]] = {
    Stage.ground_rules: _ground_rules,
    Stage.promises: _promises,
    Stage.what_happened: _what_happened,
    Stage.how_we_noticed: _how_we_noticed,
    Stage.what_it_touched: _what_it_touched,
    Stage.how_it_came_about: _how_it_came_about,
    Stage.which_axis: _which_axis,
    Stage.what_will_stop_it: _what_will_stop_it,
    Stage.action_items: _action_items,
    Stage.what_others_can_use: _what_others_can_use,
}
