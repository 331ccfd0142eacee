"""What explanations still lack, and which one has no rival."""

from hypothesis import given
from hypothesis import strategies as st

from bot.core.hypotheses import (
    Basis,
    Explanation,
    HypothesisGap,
    Verdict,
    is_unrivalled,
    review_hypotheses,
)

WHOLE = Explanation(
    1,
    Verdict.supported,
    Basis.intervention,
    test="Replay with the old prompt",
    expected="Scores return",
    criterion="45 of 50",
    result="48 of 50",
    against="Looked at the index: unchanged",
)
RULED_OUT = Explanation(
    2,
    Verdict.refuted,
    Basis.intervention,
    test="Replay with the old index",
    expected="Scores return",
    criterion="45 of 50",
    result="3 of 50",
)


def gaps(*every: Explanation) -> set[str]:
    return {remark.gap.value for remark in review_hypotheses(every)}


def test_a_supported_explanation_with_a_rival_ruled_out_lacks_nothing() -> None:
    assert review_hypotheses([WHOLE, RULED_OUT]) == ()
    assert not is_unrivalled(WHOLE, [WHOLE, RULED_OUT])


def test_a_supported_explanation_without_a_refuted_rival_is_unrivalled() -> None:
    untested = Explanation(2)
    assert is_unrivalled(WHOLE, [WHOLE])
    assert is_unrivalled(WHOLE, [WHOLE, untested])
    assert gaps(WHOLE) == {"no_rival", "unrivalled"}


def test_an_explanation_that_was_refuted_does_not_rule_itself_out() -> None:
    assert not is_unrivalled(RULED_OUT, [RULED_OUT])


def test_what_only_moved_together_is_asked_to_be_changed_back() -> None:
    together = Explanation(1, Verdict.supported, Basis.correlation, "t", "e", "c", "r", "a")
    assert gaps(together, RULED_OUT) == {"correlation_only"}


def test_a_verdict_without_a_result_and_a_basis_is_asked_for_both() -> None:
    assert gaps(Explanation(1, Verdict.inconclusive), RULED_OUT) == {
        "test_open",
        "result_open",
        "basis_open",
    }


def test_a_test_says_beforehand_what_it_expects() -> None:
    assert gaps(Explanation(1, test="Replay"), RULED_OUT) == {"expectation_open"}


@given(
    st.lists(
        st.builds(
            Explanation,
            st.integers(1, 9),
            st.sampled_from(Verdict),
            st.sampled_from(Basis),
            st.sampled_from(["", "x"]),
        ),
        unique_by=lambda one: one.number,
    )
)
def test_unrivalled_is_said_exactly_of_those_that_are(every: list[Explanation]) -> None:
    told = {
        remark.number
        for remark in review_hypotheses(every)
        if remark.gap is HypothesisGap.unrivalled
    }
    assert told == {one.number for one in every if is_unrivalled(one, every)}
