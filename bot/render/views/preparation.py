"""The modals of a retrospective's preparation."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from bot.core.preparation import PackagePart


@dataclass(frozen=True)
class ChangePlanView:
    """Modal *Change the plan*. `data`: JSON that comes back with it."""

    template: ClassVar[str] = "change_plan"
    data: str
    due_on: date | None
    facilitator: str
    preparer: str
    participants: list[str]
    pace: str


@dataclass(frozen=True)
class WaiveView:
    """Modal *Waive the retro*."""

    template: ClassVar[str] = "waive_retro"
    data: str
    key: str


@dataclass(frozen=True)
class PackageField:
    """One line of the form. `text`: what was gathered, or what stands in the way."""

    part: PackagePart
    text: str


@dataclass(frozen=True)
class PackageView:
    """Modal *Data package*. `cannot`: the lines that cannot be had."""

    template: ClassVar[str] = "data_package"
    data: str
    key: str
    preparer: str
    lines: list[PackageField]
    cannot: list[PackagePart]
