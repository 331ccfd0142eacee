"""What a person who did something is told at once, in the acknowledgement itself."""

from dataclasses import asdict, dataclass, field
from typing import Any, Self

from bot.render.environment import Message


@dataclass(frozen=True)
class Answer:
    """An answer for the asker alone; it can be stored and given again to a repeat.

    `view` takes the place of the open modal. `errors`: words by the block they stand under.
    `clear` closes every open modal. `replaces`: the words take the place of the private message
    whose button was pressed. An empty answer is a plain acknowledgement.
    """

    text: str = ""
    blocks: list[dict[str, Any]] = field(default_factory=list)
    view: dict[str, Any] | None = None
    errors: dict[str, str] = field(default_factory=dict)
    clear: bool = False
    replaces: bool = False

    @classmethod
    def saying(cls, message: Message) -> Self:
        """An answer in words."""
        return cls(text=message.text, blocks=message.blocks)

    def to_stored(self) -> dict[str, Any]:
        """As it is kept in the inbox."""
        return asdict(self)

    @classmethod
    def from_stored(cls, stored: dict[str, Any] | None) -> Self:
        """As it was kept in the inbox; nothing kept is an empty answer."""
        return cls(**(stored or {}))


NOTHING = Answer()
CLOSED = Answer(clear=True)
