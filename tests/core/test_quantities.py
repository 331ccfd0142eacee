"""Figures that people type, and how far they moved."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.quantities import Delta, Quantity, delta, understand_number


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("0.74", "0.74", ""),
        (" .74 ", "0.74", ""),
        ("0,74", "0.74", ""),
        ("0,740", "0.740", ""),
        ("12,5 s", "12.5", "s"),
        ("3 %", "3", "%"),
        ("3%", "3", "%"),
        ("3 percent", "3", "%"),
        ("3 per cent of answers", "3", "% of answers"),
        ("1,200 ms", "1200", "ms"),
        ("1,200,000.5 tokens", "1200000.5", "tokens"),
        ("1 200,5 ms", "1200.5", "ms"),
        ("1\u202f200\u00a0ms", "1200", "ms"),
        ("−3 °C", "-3", "°C"),
        ("+4", "4", ""),
        ("€ 12", "12", "€"),
        ("$1,000.00", "1000.00", "$"),
        ("40 users", "40", "users"),
    ],
)
def test_a_figure_is_understood_as_it_is_typed(text: str, value: str, unit: str) -> None:
    assert understand_number(text) == Quantity(Decimal(value), unit)


@pytest.mark.parametrize(
    "text",
    ["", "none", "n/a", "~3", "about 3", "<1 %", "3-5 %", "3–5 %", "9 of 40", "9/40",
     "1.200,50", "1,2000", "12e5", "$3 €", "v3", "3\n4", "٣"],
)  # fmt: skip
def test_what_could_mean_two_things_is_not_guessed(text: str) -> None:
    assert understand_number(text) is None


@pytest.mark.parametrize(
    ("baseline", "incident", "value", "unit", "ratio"),
    [
        ("0.74", "0.61", "-0.13", "", "0.8243"),
        ("3 %", "11%", "8", "pp", "3.667"),
        ("3 percent", "3 %", "0", "pp", "1"),
        ("1,200 ms", "4,500 ms", "3300", "ms", "3.75"),
        ("0", "12", "12", "", None),
        ("-2 °C", "3 °C", "5", "°C", None),
    ],
)
def test_how_far_a_figure_moved(
    baseline: str, incident: str, value: str, unit: str, ratio: str | None
) -> None:
    expected = Delta(Decimal(value), unit, None if ratio is None else Decimal(ratio))
    assert delta(baseline, incident) == expected


@pytest.mark.parametrize(
    ("baseline", "incident"),
    [("1,200 ms", "4.5 s"), ("3 %", "11"), ("0.74", "61 %"), ("5 MB", "9 Mb"), ("fine", "11 %")],
)
def test_two_units_are_not_compared(baseline: str, incident: str) -> None:
    assert delta(baseline, incident) is None


FIGURES = st.decimals(min_value=0, max_value=10**9, places=3)
UNITS = st.sampled_from(["", "%", "ms", "users"])


@given(FIGURES, FIGURES, UNITS)
def test_baseline_plus_delta_is_the_incident(before: Decimal, after: Decimal, unit: str) -> None:
    moved = delta(f"{before:,} {unit}", f"{after} {unit}")
    assert moved is not None
    assert before + moved.value == after


@given(st.text(max_size=60))
def test_any_text_is_understood_or_left_alone(text: str) -> None:
    quantity = understand_number(text)
    assert quantity is None or quantity.value.is_finite()
