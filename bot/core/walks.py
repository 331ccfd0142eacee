"""The two forms in which a retrospective is held, and the stages that each walks.

The long form walks all eleven. The short form walks six: what the stages left out ask stands on
the first card, so that none of their criteria is forgotten. Moves nothing; `retrospective.py`
does. Source: product.md 7.
"""

from collections.abc import Mapping, Set
from enum import StrEnum

from bot.core.incident import Category, Severity
from bot.core.stages import STAGES, Criterion, Progress, Stage, criteria


class Form(StrEnum):
    """How much of the retrospective is held."""

    long = "long"
    short = "short"


Walk = tuple[Stage, ...]

_SHORT: Walk = (
    Stage.ground_rules,
    Stage.what_happened,
    Stage.how_it_came_about,
    Stage.what_will_stop_it,
    Stage.action_items,
    Stage.what_others_can_use,
)
_WALKS: Mapping[Form, Walk] = {Form.long: STAGES, Form.short: _SHORT}
# The first card of the short form: the ground rule, open items, and one form for the rest.
_ON_THE_FIRST_CARD = (
    Stage.promises,
    Stage.how_we_noticed,
    Stage.what_it_touched,
    Stage.which_axis,
)
# Held by standing there; what the one form asks is only filled in, and is held by the long form.
_HELD_ON_THE_FIRST_CARD = frozenset({Stage.ground_rules, Stage.promises})


def proposed_form(severity: Severity, category: Category) -> Form:
    """The short form for S3 and near misses, the long one for all others."""
    is_small = severity is Severity.S3 or category is Category.near_miss
    return Form.short if is_small else Form.long


def walk(form: Form) -> Walk:
    """The stages in the order in which this form walks them."""
    return _WALKS[form]


def position(stage: Stage, form: Form) -> int:
    """The number on the stage's card, from 1: that of its home where it has no card itself."""
    return walk(form).index(home(stage, form)) + 1


def following(stage: Stage, form: Form) -> Stage | None:
    """The stage after this one; None after the last."""
    return next((each for each in walk(form) if each.number > stage.number), None)


def preceding(stage: Stage, form: Form) -> Stage | None:
    """The stage before this one; None before the first."""
    return next((each for each in reversed(walk(form)) if each.number < stage.number), None)


def stages_on_card(stage: Stage, form: Form) -> tuple[Stage, ...]:
    """The stages whose questions stand on this card, its own first."""
    if form is Form.short and stage is Stage.ground_rules:
        return (stage, *_ON_THE_FIRST_CARD)
    return (stage,)


def home(stage: Stage, form: Form) -> Stage:
    """The stage on whose card this one stands; what the form leaves out belongs to the first."""
    return stage if stage in walk(form) else walk(form)[0]


def card_criteria(stage: Stage, form: Form, progress: Progress) -> tuple[Criterion, ...]:
    """What has to be there before this card is left, in the order of the card."""
    return tuple(
        criterion for each in stages_on_card(stage, form) for criterion in criteria(each, progress)
    )


def missing_on_card(stage: Stage, form: Form, progress: Progress) -> tuple[Criterion, ...]:
    """The needed criteria of this card that are not met yet."""
    found = card_criteria(stage, form, progress)
    return tuple(one for one in found if one.needed and not one.met)


def goes_on_at(current: Stage, left: Set[Stage]) -> Stage:
    """Where a retrospective goes on that leaves the short form for the long one.

    At the first stage that the group has not held; what it `left` behind with the first card are
    the ground rule and the open items. Never beyond the stage that is open.
    """
    held = left | _HELD_ON_THE_FIRST_CARD if Stage.ground_rules in left else left
    return next(each for each in STAGES if each is current or each not in held)
