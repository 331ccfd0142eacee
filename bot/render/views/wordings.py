"""The form that offers other words for an answer. `data`: JSON that comes back with it."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class WordingView:
    """Modal *Another wording?*; its two buttons take the words or keep one's own."""

    template: ClassVar[str] = "wording"
    data: str
    said: str
    reason: str
    suggestion: str
