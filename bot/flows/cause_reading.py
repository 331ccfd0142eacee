"""What the guard makes of causes, where the rules of a how-chain depend on it."""

from functools import lru_cache

from bot.core.causes import AnswerKind, HowAnswer, heard
from bot.core.ids import UserId
from bot.core.language.causes import review_cause
from bot.render.guard_readings import load_cause_rules


def how_answer(text: str, kind: str, owner: str | None) -> HowAnswer:
    """An answer of a how-chain; one that ends at a person or the model does not end the chain."""
    marked = HowAnswer(text, AnswerKind(kind), UserId(owner) if owner else None)
    return heard(marked, _families(text))


@lru_cache(maxsize=2048)
def _families(text: str) -> frozenset[str]:
    return review_cause(text, rules=load_cause_rules()).families
