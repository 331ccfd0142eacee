"""How far a figure moved, in the few signs people read. Derives nothing: `core.quantities` does."""

from decimal import Decimal

from bot.core.quantities import Delta

_BEFORE_THE_NUMBER = "$€£¥"


def delta_words(delta: Delta | None) -> str:
    """A delta as in "+8 pp (× 3.667)" or "-0.13 (× 0.8243)"; empty for None."""
    if delta is None:
        return ""
    number = _signed(delta.value, delta.unit)
    return number if delta.ratio is None else f"{number} (× {_plain(delta.ratio)})"


def _signed(value: Decimal, unit: str) -> str:
    sign = "-" if value < 0 else "+" if value > 0 else ""
    digits = _plain(abs(value))
    if unit and unit in _BEFORE_THE_NUMBER:
        return f"{sign}{unit}{digits}"
    return f"{sign}{digits} {unit}".strip()


def _plain(value: Decimal) -> str:
    digits = f"{value:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
