"""What people see of an incident: its card, what was said in the channel, what only they saw."""

from typing import Any

from rehearsal import plain
from tests.stories.conftest import House


def read(holder: Any) -> str:
    """What a message says, without the marks of bold and code."""
    return _without_marks(holder.visible_text())


def read_form(person: Any) -> str:
    """What the modal on top says, without the marks of bold and code."""
    return _without_marks(plain.of_blocks(person.modal.blocks))


def _without_marks(text: str) -> str:
    return text.replace("*", "").replace("`", "")


def card_of(channel: Any) -> Any:
    """The pinned incident card."""
    return next(message for message in channel.messages if message.ts in channel.pins)


def said_in(channel: Any) -> str:
    """Everything that stands in a channel, replies included."""
    return "\n".join(read(each) for each in channel.messages if not each.deleted)


def announced(house: House) -> str:
    """Everything that stands in the incidents channel."""
    return said_in(house.slack.channel("incidents"))


def whispered(house: House, person: Any, channel: Any, count: int = 1) -> str:
    """The last of `count` answers that only this person saw in a channel, once it is there."""

    def own() -> list[Any]:
        return [each for each in channel.ephemerals if each.seen_by == person.id]

    assert house.slack.awaits(lambda: len(own()) >= count), "nothing was whispered"
    return read(own()[-1])


def direct_messages(person: Any) -> str:
    """All direct messages from the bot to a person."""
    return "\n".join(read(each) for each in person.direct_messages())
