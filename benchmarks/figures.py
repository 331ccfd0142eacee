"""One measured number beside its floor and its target, and the table of all of them."""

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, inf


@dataclass(frozen=True)
class Figure:
    """What was measured. `floor`: what the same machine cannot do better; `target`: at most this.

    `met` decides where the target is not simply a number to stay under.
    """

    name: str
    measured: float
    unit: str
    floor: float | None = None
    target: float | None = None
    target_ratio: float | None = None
    met: bool | None = None
    higher_is_better: bool = False

    @property
    def ratio(self) -> float | None:
        """How many times the floor."""
        if not self.floor or not self.measured:
            return None
        if self.higher_is_better:
            return self.floor / self.measured
        return self.measured / self.floor

    @property
    def is_met(self) -> bool | None:
        """Whether the target was met, None without one."""
        if self.met is not None:
            return self.met
        if self.target_ratio is not None:
            return (self.ratio or 0) <= self.target_ratio
        return None if self.target is None else self.measured < self.target

    def cells(self) -> list[str]:
        """Its line of the table."""
        ratio, target = self.ratio, ""
        if self.target_ratio is not None:
            target = f"≤ {self.target_ratio:g} ×"
        elif self.target is not None:
            target = f"< {amount(self.target, self.unit)}"
        elif self.met is not None:
            target = "all"
        met = {True: "yes", False: "NO", None: ""}[self.is_met]
        return [
            self.name,
            amount(self.measured, self.unit),
            "" if self.floor is None else amount(self.floor, self.unit),
            "" if ratio in (None, inf) else f"{ratio:.1f} ×",
            target,
            met,
        ]


HEAD = ["figure", "measured", "floor", "ratio", "target", "met"]


def amount(value: float, unit: str) -> str:
    """A number as people read it."""
    if value == inf:
        return "never"
    number = f"{value:,.0f}" if abs(value) >= 20 or value == int(value) else f"{value:.2f}"
    return f"{number} {unit}".strip()


def table(figures: Sequence[Figure]) -> str:
    """All figures, as Markdown that also reads well in a terminal."""
    rows = [HEAD, *(figure.cells() for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    lines = ["| " + " | ".join(map(str.ljust, row, widths)) + " |" for row in rows]
    rule = "| " + " | ".join("-" * width for width in widths) + " |"
    return "\n".join([lines[0], rule, *lines[1:]])


def machine(busy: float | None) -> str:
    """On what it was measured. `busy`: cores that worked before we began, None if unknown."""
    words = (
        f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}; "
        "bot, database, Slack and the people in it share them."
    )
    return words if busy is None else f"{words} Busy before: {busy:.1f} cores."


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that this share of all values does not exceed."""
    return sorted(values)[max(0, ceil(len(values) * share) - 1)]
