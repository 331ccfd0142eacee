"""Answers grow into trees that lose none of them."""

from hypothesis import given
from hypothesis import strategies as st

from bot.core.causes import AnswerKind, HowAnswer, HowQuestion
from bot.core.how_chains import (
    ChainTree,
    GivenAnswer,
    grow,
    is_systemic,
    question_under,
    twigs,
    way_to,
)
from bot.core.ids import UserId

EVENT, SYSTEM = AnswerKind.event, AnswerKind.system


def said(
    number: int,
    kind: AnswerKind = EVENT,
    *,
    moment: str | None = None,
    parent: int | None = None,
    owner: str | None = None,
) -> GivenAnswer:
    answer = HowAnswer(f"answer {number}", kind, UserId(owner) if owner else None)
    return GivenAnswer(number, "How?", answer, moment, parent)


def drawn(tree: ChainTree) -> list[tuple[int, int]]:
    return [(twig.rung.id, twig.depth) for twig in twigs(tree)]


def test_several_answers_to_one_question_are_branches_in_the_order_given() -> None:
    [tree] = grow(
        [
            said(1, moment="Scores fell"),
            said(2, parent=1),
            said(3, parent=1),
            said(4, parent=2),
            said(5, parent=3),
        ]
    )

    assert drawn(tree) == [(1, 1), (2, 2), (4, 3), (3, 2), (5, 3)]
    assert [twig.lasts for twig in twigs(tree)][-1] == (True, True, True)


def test_answers_of_the_time_before_branches_hang_one_under_the_other() -> None:
    first, second = grow([said(1, moment="A"), said(2), said(3), said(4, moment="B"), said(5)])

    assert drawn(first) == [(1, 1), (2, 2), (3, 3)]
    assert drawn(second) == [(4, 1), (5, 2)]


def test_the_same_key_moment_in_other_letters_is_the_same_chain() -> None:
    [tree] = grow([said(1, moment="Scores  fell"), said(2, moment="scores fell ")])

    assert tree.moment == "Scores  fell"
    assert drawn(tree) == [(1, 1), (2, 1)]


def test_one_branch_that_reaches_the_system_makes_a_chain_systemic() -> None:
    start = said(1, moment="Scores fell")
    assert not is_systemic(grow([start, said(2, parent=1)])[0])
    assert is_systemic(grow([start, said(2, parent=1), said(3, SYSTEM, parent=1)])[0])


def test_an_end_that_is_asked_on_all_the_same_is_no_end() -> None:
    [tree] = grow([said(1, SYSTEM, moment="Scores fell"), said(2, parent=1)])

    assert not is_systemic(tree)
    found = way_to([tree], 1)
    assert found is not None
    assert question_under(tree.moment, found[1]).code is HowQuestion.how_did


def test_the_question_follows_its_own_branch() -> None:
    trees = grow(
        [
            said(1, moment="Scores fell"),
            said(2, parent=1),
            said(3, parent=2),
            said(4, AnswerKind.person, parent=1),
        ]
    )
    deep, person = way_to(trees, 3), way_to(trees, 4)
    assert deep is not None
    assert person is not None

    assert question_under("Scores fell", deep[1]).code is HowQuestion.possible_again
    assert question_under("Scores fell", person[1]).code is HowQuestion.any_responder


def test_an_answer_that_is_gone_leads_nowhere() -> None:
    assert way_to(grow([said(1, moment="Scores fell")]), 9) is None


@st.composite
def histories(draw: st.DrawFn) -> list[GivenAnswer]:
    history: list[GivenAnswer] = []
    for number in range(1, draw(st.integers(0, 30)) + 1):
        kind = draw(st.sampled_from(AnswerKind))
        owner = draw(st.sampled_from([None, "U0BEN"]))
        moment = draw(st.sampled_from([None, "A", "a ", "B"]))
        parent = None if moment else draw(st.sampled_from([None, 99, *range(1, number)]))
        history.append(said(number, kind, moment=moment, parent=parent, owner=owner))
    return history


@given(histories())
def test_every_answer_stands_in_exactly_one_place(history: list[GivenAnswer]) -> None:
    trees = grow(history)
    placed = [twig.rung.id for tree in trees for twig in twigs(tree)]

    assert sorted(placed) == [one.id for one in history]
    for one in history:
        found = way_to(trees, one.id)
        assert found is not None
        assert found[1][-1].id == one.id


def test_a_chain_of_a_thousand_answers_is_a_tree_like_any_other() -> None:
    history = [said(1, moment="A"), *(said(n, parent=n - 1) for n in range(2, 1001))]

    [tree] = grow(history)

    assert drawn(tree)[-1] == (1000, 1000)
