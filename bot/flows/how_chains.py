"""The how-chains as they stand: their trees, what can be asked next, and the card in the thread."""

from collections.abc import Iterable, Iterator, Sequence

from bot.core.causes import AnswerKind, HowChain, Question, next_question
from bot.core.how_chains import ChainTree, Rung, Twig, folded, question_under, twigs
from bot.core.stages import Stage
from bot.core.timeline import Marker
from bot.flows.finding_lines import trees_of
from bot.flows.incident_cards import facts_of, is_in_channel
from bot.flows.incidents import identity
from bot.flows.open_stage import STAGE_CARD
from bot.flows.registry import CardContent, rendered_late
from bot.flows.reviews import load
from bot.flows.runtime import Unit
from bot.flows.timeline import lines as timeline_lines
from bot.render.limits import OPTION_TEXT, OPTIONS, shortened
from bot.render.messages.chains import ChainChoices, ChainTreeCard, Place, TreeLine
from storage.queries import channels, findings, retrospectives
from storage.tables import Incident

CHAIN_CARD = "chain_tree"
LINES_ON_A_PAGE = 30
# Deeper than this a line of a phone holds nothing but signs.
DEEPEST_SHOWN = 6
LONGEST_QUOTE = 200
_BRANCH, _LAST, _PASSING, _NOTHING = "├ ", "└ ", "│\u2003", "\u2003\u2003"


def trees(unit: Unit, incident_id: int) -> tuple[ChainTree, ...]:
    """The how-chains of an incident."""
    return trees_of(findings.chain_steps(unit.session, unit.team_id, incident_id))


def question_words(unit: Unit, question: Question) -> str:
    """A question of the chain, with what it quotes cut to what can be read in one go."""
    text = unit.runtime.stages[Stage.how_it_came_about]
    facts = {name: quotable(fact) for name, fact in question.facts.items()}
    return text.question_words(question.code, facts)


def quotable(text: str) -> str:
    """A text on one line, short enough to be quoted."""
    return shortened(" ".join(text.split()), LONGEST_QUOTE)


def first_question(moment: str) -> Question:
    """What is asked of a key moment."""
    asked = next_question(HowChain(moment))
    assert asked is not None
    return asked


# --- what can be asked next ---------------------------------------------------------------------


def choices(unit: Unit, incident: Incident, *, most: int = OPTIONS) -> ChainChoices:
    """Open ends, newest first, then moments to start from; and questions with an answer.

    At most `most` of each, the newest.
    """
    grown = trees(unit, identity(incident))
    waiting = [*_open_ends(unit, incident, grown)][::-1]
    starts = [*_starts(unit, incident, grown, most=most // 2)]
    return ChainChoices(
        open=[*waiting[: most - len(starts)], *starts],
        answered=[*_answered(unit, incident, grown)][-most:],
    )


def _open_ends(unit: Unit, incident: Incident, grown: Iterable[ChainTree]) -> Iterator[Place]:
    found = [
        (twig.rung.id, question_under(tree.moment, [*way, twig.rung]))
        for tree in grown
        for way, twig in ways(tree)
        if twig.rung.is_open
    ]
    for rung_id, question in sorted(found, key=lambda each: each[0]):
        yield _place(incident, f"under/{rung_id}", question_words(unit, question))


def ways(tree: ChainTree) -> Iterator[tuple[list[Rung], Twig]]:
    """Each twig of a tree with the rungs above it."""
    above: list[Rung] = []
    for twig in twigs(tree):
        above = above[: twig.depth - 1]
        yield above, twig
        above = [*above, twig.rung]


def _starts(
    unit: Unit, incident: Incident, grown: Iterable[ChainTree], *, most: int
) -> Iterator[Place]:
    for number, moment in fresh_moments(unit, incident, grown)[: most - 1]:
        words = question_words(unit, first_question(moment))
        yield _place(incident, f"moment/{number}", words)
    yield _place(incident, "new/0", unit.words.line("another_moment"))


def _answered(unit: Unit, incident: Incident, grown: Iterable[ChainTree]) -> Iterator[Place]:
    for tree in grown:
        root = tree.branches[0]
        yield _place(incident, f"beside/{root.id}", quotable(root.question))
        for twig in twigs(tree):
            if twig.rung.branches:
                asked = twig.rung.branches[0].question
                yield _place(incident, f"under/{twig.rung.id}", quotable(asked))


def _place(incident: Incident, where: str, label: str) -> Place:
    return Place(f"{incident.number}/{where}", shortened(label, OPTION_TEXT))


def key_moments(unit: Unit, incident: Incident) -> list[str]:
    """The key moments of the timeline."""
    return [
        line.text
        for line in timeline_lines(unit, identity(incident))
        if Marker.key_moment in line.markers and line.text
    ]


def fresh_moments(
    unit: Unit, incident: Incident, grown: Iterable[ChainTree]
) -> list[tuple[int, str]]:
    """The key moments that no chain starts from yet, each with its number among all of them."""
    begun = {folded(tree.moment) for tree in grown}
    numbered = enumerate(key_moments(unit, incident))
    return [(number, text) for number, text in numbered if folded(text) not in begun]


# --- the trees in the thread --------------------------------------------------------------------


def show_chains(unit: Unit, incident_id: int) -> None:
    """Draw the trees in their stage's thread; nothing before there is a chain and a thread."""
    retro = retrospectives.of_incident(unit.session, unit.team_id, incident_id)
    if retro is None or retro.id is None:
        return
    pages = len(_pages(tree_lines(unit, trees(unit, incident_id))))
    while channels.card(unit.session, unit.team_id, CHAIN_CARD, f"{retro.id}:{pages + 1}"):
        pages += 1
    for page in range(1, pages + 1):
        unit.refresh_card(CHAIN_CARD, f"{retro.id}:{page}")


@rendered_late(CHAIN_CARD, only_looks=True)
def render_chains(unit: Unit, subject: str) -> CardContent | None:
    """One page of the trees, as they stand now."""
    retro_id, _, page = subject.partition(":")
    review = load(unit, int(retro_id))
    stage = channels.card(
        unit.session, unit.team_id, STAGE_CARD, f"{retro_id}:{Stage.how_it_came_about.value}"
    )
    if review is None or stage is None or not is_in_channel(unit, review.incident):
        return None
    pages = _pages(tree_lines(unit, trees(unit, review.incident_id)))
    number = int(page)
    card = ChainTreeCard(
        facts_of(review.incident),
        page=number,
        pages=len(pages),
        lines=pages[number - 1] if number <= len(pages) else [],
        choices=choices(unit, review.incident) if number == max(1, len(pages)) else None,
    )
    return CardContent(stage.channel_id, unit.render(card), thread_ts=stage.ts)


def _pages(lines: list[TreeLine]) -> list[list[TreeLine]]:
    return [lines[at : at + LINES_ON_A_PAGE] for at in range(0, len(lines), LINES_ON_A_PAGE)]


def tree_lines(unit: Unit, grown: Iterable[ChainTree]) -> list[TreeLine]:
    """The trees line by line, the key moment of each first."""
    lines: list[TreeLine] = []
    for tree in grown:
        lines.append(TreeLine(tree.moment))
        lines += [_line(unit, tree, above, twig) for above, twig in ways(tree)]
    return lines


def _line(unit: Unit, tree: ChainTree, above: Sequence[Rung], twig: Twig) -> TreeLine:
    rung = twig.rung
    waits = question_under(tree.moment, [*above, rung]) if rung.is_open else None
    finds_out = rung.answer.owner if rung.answer.kind is AnswerKind.not_known else None
    return TreeLine(
        text=rung.answer.text,
        signs=_signs(twig.lasts),
        about=rung.answer.kind,
        owner=finds_out or "",
        asked=question_words(unit, waits) if waits else "",
    )


def _signs(lasts: Sequence[bool]) -> str:
    *above, last = lasts[-DEEPEST_SHOWN:]
    return "".join(_NOTHING if over else _PASSING for over in above) + (_LAST if last else _BRANCH)
