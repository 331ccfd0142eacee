"""Axes, the how-chain and the scope table. Source: product.md 8 (stages 5 to 7) and 10."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.causes import (
    AnswerKind,
    Axis,
    AxisFinding,
    AxisGap,
    AxisRemark,
    Confidence,
    HowAnswer,
    HowChain,
    HowQuestion,
    Question,
    ScopeRow,
    ends,
    heard,
    is_owned_unknown,
    next_question,
    review_axes,
    shows_evidence,
)
from bot.core.ids import UserId

BEN = UserId("U_BEN")


def finding(axis: Axis, *, first: bool = False) -> AxisFinding:
    """A finding with nothing left to ask."""
    return AxisFinding(
        axis,
        what_changed="the alias moved to the June snapshot",
        confidence=Confidence.high,
        evidence=("trace 7f3a",),
        how_missed="the suite pins the May snapshot",
        first_mover=first,
    )


# --- axes -------------------------------------------------------------------------------------


def test_one_axis_with_its_evidence_leaves_nothing_to_ask() -> None:
    assert review_axes([finding(Axis.model)]) == ()


def test_several_axes_may_move_and_one_of_them_moved_first() -> None:
    assert review_axes([finding(Axis.model, first=True), finding(Axis.judge)]) == ()


def test_of_two_first_movers_the_group_is_asked() -> None:
    both = [finding(Axis.model, first=True), finding(Axis.judge, first=True)]
    assert review_axes(both) == (AxisRemark(AxisGap.several_first_movers),)


def test_with_several_axes_and_no_first_mover_the_order_is_still_open() -> None:
    neither = [finding(Axis.model), finding(Axis.judge)]
    assert review_axes(neither) == (AxisRemark(AxisGap.first_mover_open),)


def test_the_same_axis_twice_is_pointed_out() -> None:
    twice = [finding(Axis.data, first=True), finding(Axis.data)]
    assert review_axes(twice) == (AxisRemark(AxisGap.axis_twice, Axis.data),)


def test_unknown_needs_an_owner_and_nothing_else() -> None:
    alone = AxisFinding(Axis.unknown)
    assert review_axes([alone]) == (AxisRemark(AxisGap.owner_missing, Axis.unknown),)
    assert not is_owned_unknown(alone)
    owned = AxisFinding(Axis.unknown, owner=BEN)
    assert review_axes([owned]) == ()
    assert is_owned_unknown(owned)


def test_an_empty_finding_is_asked_for_change_evidence_and_how_it_was_missed() -> None:
    assert [remark.gap for remark in review_axes([AxisFinding(Axis.prompt)])] == [
        AxisGap.change_missing,
        AxisGap.evidence_missing,
        AxisGap.how_missed_open,
    ]


def test_a_recollection_may_stand_but_is_not_evidence() -> None:
    remembered = AxisFinding(
        Axis.prompt, what_changed="one line", how_missed="no review", recollection=True
    )
    assert review_axes([remembered]) == ()
    assert not shows_evidence(remembered)
    assert shows_evidence(finding(Axis.prompt))


# --- the how-chain ----------------------------------------------------------------------------

MOMENT = "14:12 the prompt was rolled back"


def chain(*answers: tuple[AnswerKind, str]) -> HowChain:
    return HowChain(MOMENT, tuple(HowAnswer(text, kind) for kind, text in answers))


def test_a_chain_begins_at_its_key_moment() -> None:
    assert next_question(chain()) == Question(HowQuestion.how_did, {"quoted": MOMENT})


def test_an_event_is_asked_how_it_came_about_in_its_own_words() -> None:
    asked = next_question(chain((AnswerKind.event, "the flag was on for everyone")))
    assert asked == Question(HowQuestion.how_did, {"quoted": "the flag was on for everyone"})


def test_the_third_event_in_a_row_is_asked_for_the_lasting_condition() -> None:
    event = AnswerKind.event
    asked = next_question(chain((event, "one"), (event, "two"), (event, "three")))
    assert asked == Question(HowQuestion.possible_again, {"quoted": "three"})


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        (AnswerKind.model, "the model got worse", HowQuestion.let_through),
        (AnswerKind.person, "human error", HowQuestion.any_responder),
        (AnswerKind.not_known, "we can't tell from the traces", HowQuestion.find_out),
    ],
)
def test_a_model_a_person_or_a_blank_does_not_end_a_chain(
    kind: AnswerKind, text: str, code: HowQuestion
) -> None:
    assert next_question(chain((kind, text))) == Question(code, {"quoted": text})


@pytest.mark.parametrize("kind", [AnswerKind.system, AnswerKind.event])
def test_a_person_or_the_model_is_heard_as_such_whatever_it_was_marked_as(
    kind: AnswerKind,
) -> None:
    answer = HowAnswer("human error", kind)
    assert heard(answer, {"person", "single_cause"}).kind is AnswerKind.person
    assert heard(answer, {"model_as_cause"}).kind is AnswerKind.model
    assert heard(answer, {"single_cause"}) is answer


def test_what_nobody_knows_stays_so_whatever_its_wording() -> None:
    open_end = HowAnswer("was it human error?", AnswerKind.not_known, BEN)
    assert heard(open_end, {"person"}) is open_end


def test_a_condition_of_the_system_ends_the_chain() -> None:
    ended = chain((AnswerKind.event, "one"), (AnswerKind.system, "prompts skip review"))
    assert next_question(ended) is None


def test_what_nobody_knows_yet_ends_the_chain_once_it_has_an_owner() -> None:
    open_end = HowChain(MOMENT, (HowAnswer("the logs may say", AnswerKind.not_known, BEN),))
    assert next_question(open_end) is None


ANSWERS = st.builds(HowAnswer, st.text(), st.sampled_from(AnswerKind), st.sampled_from([None, BEN]))


@given(st.lists(ANSWERS))
def test_there_is_a_question_exactly_until_a_chain_ends(answers: list[HowAnswer]) -> None:
    asked = next_question(HowChain(MOMENT, tuple(answers)))
    assert (asked is None) == bool(answers and ends(answers[-1]))
    if asked:
        assert asked.facts["quoted"] == (answers[-1].text if answers else MOMENT)


# --- the scope table --------------------------------------------------------------------------


def test_the_delta_of_a_slice_is_derived_from_what_was_typed() -> None:
    moved = ScopeRow("refunds in Spanish", "3 %", "11 %", users="about 400").delta
    assert moved is not None
    assert (str(moved.value), moved.unit, str(moved.ratio)) == ("8", "pp", "3.667")


def test_a_slice_in_words_has_no_delta() -> None:
    assert ScopeRow("refunds in Spanish", "fine", "11 %").delta is None
