"""Eval cases as lines that any test suite can read."""

import json

from hypothesis import given
from hypothesis import strategies as st

from bot.core.causes import Axis
from bot.core.evals import EvalCase, to_jsonl

REFUND = EvalCase(
    number=2,
    input="¿Cuánto me devuelven por dos camisas?",
    observed="0 €",
    expected="40 €",
    slice="refunds in Spanish",
    axis=Axis.prompt,
)
EMPTY_CART = EvalCase(1, "Total of an empty cart?", "NaN", "0")


def test_cases_stand_by_number_with_their_keys_in_a_fixed_order() -> None:
    assert to_jsonl([REFUND, EMPTY_CART]) == (
        '{"number": 1, "input": "Total of an empty cart?", "observed": "NaN", "expected": "0", '
        '"slice": null, "axis": null}\n'
        '{"number": 2, "input": "¿Cuánto me devuelven por dos camisas?", "observed": "0 €", '
        '"expected": "40 €", "slice": "refunds in Spanish", "axis": "prompt"}\n'
    )


def test_no_cases_make_an_empty_file() -> None:
    assert to_jsonl([]) == ""


TEXTS = st.text(st.characters(exclude_categories=()))
CASES = st.lists(
    st.builds(
        EvalCase,
        number=st.integers(min_value=1),
        input=TEXTS,
        observed=TEXTS,
        expected=TEXTS,
        slice=st.none() | TEXTS,
        axis=st.none() | st.sampled_from(Axis),
    ),
    unique_by=lambda case: case.number,
)


@given(CASES)
def test_every_reader_finds_one_case_a_line_and_the_texts_unchanged(cases: list[EvalCase]) -> None:
    written = to_jsonl(cases).encode("utf-8").decode("utf-8")
    read = [json.loads(line) for line in written.splitlines()]
    by_number = sorted(cases, key=lambda case: case.number)
    assert [one["input"] for one in read] == [case.input for case in by_number]
    assert [one["slice"] for one in read] == [case.slice for case in by_number]


@given(CASES)
def test_the_same_cases_give_the_same_bytes_in_any_order(cases: list[EvalCase]) -> None:
    assert to_jsonl(cases) == to_jsonl(reversed(cases))
