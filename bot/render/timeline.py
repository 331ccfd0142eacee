"""The timeline as people read it, for documents and for Slack alike."""

from dataclasses import dataclass
from datetime import datetime

from bot.core.timeline import Marker


@dataclass(frozen=True)
class TimelineFile:
    """A file that was shared with a message. `size` in bytes, 0 where Slack did not say."""

    name: str
    link: str
    mimetype: str
    size: int


@dataclass(frozen=True)
class TimelineLine:
    """One entry, in plain text.

    `at`: when it happened, in UTC. `who`: the name of whoever said it, empty for the bot;
    `author`: their user id, empty where it was an app. `deleted`: the message is gone since
    `deleted_at`; `text` is then empty, unless somebody gave the entry words of its own.
    `link`: where the message stands in Slack, empty where there is none.
    `source` and `code`: as stored with the entry.
    """

    entry_id: int
    at: datetime
    who: str
    text: str
    source: str
    author: str = ""
    code: str = ""
    markers: tuple[Marker, ...] = ()
    deleted: bool = False
    deleted_at: datetime | None = None
    link: str = ""
    files: tuple[TimelineFile, ...] = ()

    @property
    def marker(self) -> Marker | None:
        """The first of its markers."""
        return self.markers[0] if self.markers else None


@dataclass(frozen=True)
class Passage:
    """The lines of one marker, in order; `marker` is None for those nobody marked."""

    marker: Marker | None
    lines: tuple[TimelineLine, ...]
