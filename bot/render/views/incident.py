"""The modals of an incident's life."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from bot.render.messages.incident import IncidentFacts


@dataclass(frozen=True)
class DeclareView:
    """Modal *Declare an incident*. `data`: JSON that comes back with it.

    `twice`: what the person declared under the same title a moment ago. `message`: the one it is
    declared from, in pieces, where that is too long to come back in `data`.
    """

    template: ClassVar[str] = "declare"
    lead: str
    title: str = ""
    severity: str = "S2"
    category: str = "user_visible_regression"
    known: str = ""
    started_at: datetime | None = None
    private: bool = False
    twice: IncidentFacts | None = None
    message: Sequence[str] = ()
    data: str = "{}"


@dataclass(frozen=True)
class UpdateView:
    """Modal *Post an update*."""

    template: ClassVar[str] = "post_update"
    incident: IncidentFacts
    data: str = "{}"


@dataclass(frozen=True)
class ResolveView:
    """Modal *Resolve*."""

    template: ClassVar[str] = "resolve"
    incident: IncidentFacts
    mitigated_at: datetime | None = None
    affected: str = ""
    data: str = "{}"


@dataclass(frozen=True)
class TimesView:
    """Modal *Times*. `times`: (name, value) of all five, in order."""

    template: ClassVar[str] = "times"
    incident: IncidentFacts
    times: list[tuple[str, datetime | None]]
    data: str = "{}"
