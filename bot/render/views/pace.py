"""The modals of what is asked beside the stages. `data`: JSON that comes back with them."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class ParkView:
    """Modal *Park it*."""

    template: ClassVar[str] = "park_it"
    data: str
    key: str
