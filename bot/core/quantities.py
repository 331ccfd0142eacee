"""Figures that people type: "0.74", "3 %", "1,200 ms", and how far they moved.

Exact decimals. It converts nothing and guesses nothing: what it does not understand, or what
stands in two different units ("MB" and "Mb" are two), gives None and is shown as it was typed.
Source: product.md 8, stage 5 (delta is derived, never typed).
"""

import re
from dataclasses import dataclass
from decimal import Decimal, localcontext

PERCENTAGE_POINTS = "pp"

_SPACES = str.maketrans({space: " " for space in "\u00a0\u2007\u2009\u202f"} | {"−": "-"})
_TYPED = re.compile(
    r"""
    (?P<sign>[+-]?)\s?
    (?P<before>[$€£¥]?)\s?
    (?P<digits>
        [1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?      # 1,200   1,200.50
      | [1-9][0-9]{0,2}(?:\ [0-9]{3})+(?:[.,][0-9]+)?   # 1 200   1 200,50
      | [0-9]+(?:\.[0-9]+)?                            # 1200    0.74
      | 0,[0-9]+ | [0-9]+,[0-9]{1,2}                   # 0,742   12,5
      | \.[0-9]+                                       # .74
    )
    \s?(?P<after>(?:[^\W\d_]|[%‰$€£¥°])[^\d]{0,39})?
    """,
    re.VERBOSE,
)
_PERCENT = re.compile(r"^per\s?cent\b|^pct\b", re.IGNORECASE)
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]+)?")


@dataclass(frozen=True)
class Quantity:
    """A number and its unit as typed ("" where none was); "percent" counts as "%"."""

    value: Decimal
    unit: str = ""


@dataclass(frozen=True)
class Delta:
    """How far a figure moved.

    `unit` is that of the figures; between percentages it is percentage points, `pp`. `ratio` is
    incident over baseline, to four significant digits; None from a baseline of zero or where a
    sign makes it meaningless.
    """

    value: Decimal
    unit: str
    ratio: Decimal | None


def understand_number(text: str) -> Quantity | None:
    """The one number in `text` with its unit; None for ranges, fractions, guesses and prose.

    A comma before exactly three digits separates thousands, a comma after a lone zero or before
    one or two digits is a decimal one: "1,200" is twelve hundred, "0,74" is 0.74.
    """
    typed = _TYPED.fullmatch(text.translate(_SPACES).strip())
    if not typed:
        return None
    before, after = typed["before"], " ".join((typed["after"] or "").split())
    if before and after:
        return None
    value = Decimal(typed["sign"] + _plain_digits(typed["digits"]))
    return Quantity(value, _PERCENT.sub("%", before or after))


def delta(baseline: str, incident: str) -> Delta | None:
    """How far it moved from one text to the other; None unless both stand in the same unit.

    "0.74" → "0.61" is −0.13; "3 %" → "11 %" is 8 percentage points, 3.667 times as much.
    "900 ms" → "2 s" gives None: nothing is converted.
    """
    before, after = understand_number(baseline), understand_number(incident)
    if before is None or after is None or before.unit != after.unit:
        return None
    unit = after.unit.replace("%", PERCENTAGE_POINTS, 1)
    return Delta(after.value - before.value, unit, _ratio(before.value, after.value))


def _plain_digits(digits: str) -> str:
    if _THOUSANDS.fullmatch(digits):
        return digits.replace(",", "")
    return digits.replace(" ", "").replace(",", ".")


def _ratio(before: Decimal, after: Decimal) -> Decimal | None:
    if before <= 0 or after < 0:
        return None
    with localcontext() as context:
        context.prec = 4
        return after / before
