"""Views and choices that several modals share."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Choice:
    """One option of a select: what people read and what we get back."""

    value: str
    label: str


@dataclass(frozen=True)
class Notice:
    """A modal that says something and has nothing to fill in. `words` is mrkdwn, escaped."""

    template: ClassVar[str] = "notice"
    title: str
    words: str
