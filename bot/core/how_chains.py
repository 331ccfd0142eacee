"""How-chains as trees: each answer hangs under the answer it was asked about.

Several answers to one question are branches, each of which can be asked on. No layout and no words:
whoever draws a tree, as text or as a picture, walks it with `twigs`.
Source: product.md 8 (stage 6) and 10.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.core.causes import (
    AnswerKind,
    HowAnswer,
    HowChain,
    HowQuestion,
    Question,
    ends,
    next_question,
)


@dataclass(frozen=True)
class GivenAnswer:
    """An answer as it was given. `moment`: the key moment it starts from, None further down.

    `parent`: the answer it was asked about. None with no moment either: the one given before, which
    is how answers hung together while chains had no branches.
    """

    id: int
    question: str
    answer: HowAnswer
    moment: str | None = None
    parent: int | None = None


@dataclass(frozen=True)
class Rung:
    """One answer, the question it answers, and the answers to what was asked about it."""

    id: int
    question: str
    answer: HowAnswer
    branches: tuple["Rung", ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to be asked on here."""
        return not self.branches and not ends(self.answer)


@dataclass(frozen=True)
class ChainTree:
    """Everything that was answered from one key moment on."""

    moment: str
    branches: tuple[Rung, ...]


@dataclass(frozen=True)
class Twig:
    """A rung where it hangs. `lasts`: for each level down to it, whether it is the last there."""

    rung: Rung
    lasts: tuple[bool, ...]

    @property
    def depth(self) -> int:
        """How far down it is; 1 right under the key moment."""
        return len(self.lasts)


def grow(given: Sequence[GivenAnswer]) -> tuple[ChainTree, ...]:
    """The trees of answers that stand in the order in which they were given.

    Chains from the same key moment (but for case and spaces) are one tree. An answer whose parent
    is gone starts a tree without a moment, so that nothing is left out.
    """
    parents = dict(_parents(given))
    under: dict[int | None, list[Rung]] = {}
    for one in reversed(given):
        branches = tuple(reversed(under.pop(one.id, [])))
        rung = Rung(one.id, one.question, one.answer, branches)
        under.setdefault(parents[one.id], []).append(rung)
    moments = {one.id: one.moment or "" for one in given}
    roots: dict[str, list[Rung]] = {}
    for rung in reversed(under.get(None, [])):
        roots.setdefault(folded(moments[rung.id]), []).append(rung)
    return tuple(ChainTree(moments[found[0].id], tuple(found)) for found in roots.values())


def _parents(given: Iterable[GivenAnswer]) -> Iterator[tuple[int, int | None]]:
    known: set[int] = set()
    before: int | None = None
    for one in given:
        parent = one.parent if one.parent is not None else before
        yield one.id, parent if one.moment is None and parent in known else None
        known.add(one.id)
        before = one.id


def folded(moment: str) -> str:
    """What makes two key moments the same one."""
    return " ".join(moment.split()).casefold()


def twigs(tree: ChainTree) -> Iterator[Twig]:
    """Every rung, each followed by its branches."""
    waiting = _hung(tree.branches, ())
    while waiting:
        twig = waiting.pop()
        yield twig
        waiting += _hung(twig.rung.branches, twig.lasts)


def _hung(rungs: Sequence[Rung], above: tuple[bool, ...]) -> list[Twig]:
    last = len(rungs) - 1
    return [Twig(rung, (*above, place == last)) for place, rung in enumerate(rungs)][::-1]


def is_systemic(tree: ChainTree) -> bool:
    """Whether a branch ends at the system that built, shipped, watched or let it through."""
    return any(
        not twig.rung.branches and twig.rung.answer.kind is AnswerKind.system
        for twig in twigs(tree)
    )


def way_to(trees: Iterable[ChainTree], rung_id: int) -> tuple[ChainTree, list[Rung]] | None:
    """The tree of a rung and the rungs from its key moment down to it; None when it is gone."""
    for tree in trees:
        way: list[Rung] = []
        for twig in twigs(tree):
            way = [*way[: twig.depth - 1], twig.rung]
            if twig.rung.id == rung_id:
                return tree, way
    return None


def question_under(moment: str, way: Sequence[Rung]) -> Question:
    """What to ask under the last rung of a way, also where the chain could have ended there."""
    chain = HowChain(moment, tuple(rung.answer for rung in way))
    asked = next_question(chain)
    if asked is not None:
        return asked
    return Question(HowQuestion.how_did, {"quoted": chain.answers[-1].text})
