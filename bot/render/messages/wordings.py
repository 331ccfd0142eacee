"""What is said to somebody alone about the words they chose."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class OfferedWording:
    """Other words for something said in a thread. Texts are as people typed them."""

    template: ClassVar[str] = "offered_wording"
    wording_id: int
    said: str
    reason: str
    suggestion: str
