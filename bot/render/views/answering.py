"""The modals of answering besides *Your answer*. `data`: JSON that comes back with them."""

from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(frozen=True)
class AnonymousView:
    """Modal *Answer anonymously*.

    `over`: how the stage ended, if it did. `hides`: until it is revealed. `easy`: so few `people`
    take part that a guess is easy. `accounts`: what may be remembered differently.
    """

    template: ClassVar[str] = "stage_anonymous"
    data: str
    title: str
    question: str
    over: str
    hides: bool
    people: int
    easy: bool
    accounts: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class MergeView:
    """Modal *Merge with…*. `groups`: number and words of each other one; `together`: how many
    answers are in this one."""

    template: ClassVar[str] = "merge_answer"
    data: str
    text: str
    groups: list[tuple[str, str]]
    together: int


@dataclass(frozen=True)
class DotsView:
    """Modal *Your dots*. `given`: the group of each dot so far, empty where it is not given."""

    template: ClassVar[str] = "dots"
    data: str
    groups: list[tuple[str, str]]
    given: list[str]


@dataclass(frozen=True)
class RoomWordView:
    """Modal *Said in the room*. `over`: how the stage ended, if it did."""

    template: ClassVar[str] = "room_word"
    data: str
    title: str
    over: str
