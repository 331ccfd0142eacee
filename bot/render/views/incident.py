"""The modals of an incident's life."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class DeclareView:
    """Modal *Declare an incident*. `data`: JSON that comes back with it."""

    template: ClassVar[str] = "declare"
    lead: str
    title: str = ""
    severity: str = "S2"
    category: str = "user_visible_regression"
    known: str = ""
    data: str = "{}"
