"""The one form of the short retrospective. `data`: JSON that comes back with it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True)
class FirstSlice:
    """The row of the scope table that the form is about."""

    name: str = ""
    baseline: str = ""
    incident: str = ""
    users: str = ""


@dataclass(frozen=True)
class FirstAxis:
    """The axis that the form is about."""

    axis: str = ""
    what_changed: str = ""
    evidence: str = ""
    how_missed: str = ""


@dataclass(frozen=True)
class ShortFormView:
    """Modal *Detection, scope, axis*, with what is known. `unmeasurable`: the reason, if any."""

    template: ClassVar[str] = "short_form"
    data: str
    how: str
    signal: str
    missed: str
    detected_at: datetime | None
    unmeasurable: str
    scope: FirstSlice = field(default_factory=FirstSlice)
    axis: FirstAxis = field(default_factory=FirstAxis)
