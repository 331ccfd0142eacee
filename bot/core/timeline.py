"""The timeline: order, markers, gaps, and what counts as a human message or a real edit.

Judges no wording and reads no Slack payload: callers hand over the few facts that matter.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from bot.core.ids import Ts, UserId


class Marker(StrEnum):
    """What an entry was in the course of things, as people marked it."""

    detection = "detection"
    diagnosis = "diagnosis"
    repair = "repair"
    key_moment = "key_moment"


# Emoji names without colons. The pin can be changed by setting; the markers mean something on an
# entry only. Source: product.md 5.
PIN_EMOJI = "pushpin"
MARKER_EMOJI: dict[Marker, str] = {
    Marker.detection: "eyes",
    Marker.diagnosis: "mag",
    Marker.repair: "wrench",
    Marker.key_moment: "key",
}


def marker_of(emoji: str) -> Marker | None:
    """The marker that a reaction stands for; None for any other emoji."""
    return next((marker for marker, name in MARKER_EMOJI.items() if name == emoji), None)


def ts_key(ts: Ts) -> tuple[int, int]:
    """Seconds and microseconds of a Slack ts, to order by: "9.5" comes before "10.000001".

    Raises ValueError for what is no ts.
    """
    seconds, _, fraction = ts.partition(".")
    return int(seconds), int(fraction.ljust(6, "0")[:6])


def ts_to_datetime(ts: Ts) -> datetime:
    """When a message was posted, in UTC and exact to the microsecond."""
    seconds, microseconds = ts_key(ts)
    return datetime.fromtimestamp(seconds, UTC) + timedelta(microseconds=microseconds)


@dataclass(frozen=True)
class Entry:
    """One line of the timeline, without its words.

    `happened_at` is when it happened, in UTC, not when it was pinned; `ts` is that of the message
    it came from, None for notes and what the bot itself knows.
    """

    id: int
    happened_at: datetime
    ts: Ts | None = None
    markers: frozenset[Marker] = frozenset()


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """The entries by the time they happened; at the same time by their ts, then as they were kept.

    At the same moment, what has no message comes first.
    """
    return sorted(entries, key=_place)


def _place(entry: Entry) -> tuple[datetime, tuple[int, int], int]:
    return entry.happened_at, ts_key(entry.ts) if entry.ts else (0, 0), entry.id


@dataclass(frozen=True)
class Passage:
    """The entries of one marker, in order; `marker` is None for those nobody marked."""

    marker: Marker | None
    entries: tuple[Entry, ...]


def walk(entries: Iterable[Entry]) -> list[Passage]:
    """The timeline as the group walks it: detection, diagnosis, repair, key moments, the rest.

    Within a passage in order of time; an entry with two markers is walked in both passages.
    Passages without entries are left out. Source: product.md 5.
    """
    ordered = in_order(entries)
    passages = [
        *(Passage(marker, tuple(e for e in ordered if marker in e.markers)) for marker in Marker),
        Passage(None, tuple(e for e in ordered if not e.markers)),
    ]
    return [passage for passage in passages if passage.entries]


@dataclass(frozen=True)
class Gap:
    """A stretch of time of which the timeline says nothing, in UTC."""

    begins_at: datetime
    ends_at: datetime


LONGEST_GAP = timedelta(minutes=15)


def gaps(
    entries: Iterable[Entry],
    *,
    detected_at: datetime | None,
    mitigated_at: datetime | None,
    longest: timedelta = LONGEST_GAP,
) -> list[Gap]:
    """Where more than `longest` lies between two entries from detection to mitigation.

    Detection and mitigation count as entries themselves. Empty while either is unknown or they
    are out of order: that is another question. Source: product.md 5.
    """
    if detected_at is None or mitigated_at is None:
        return []
    between = {e.happened_at for e in entries if detected_at < e.happened_at < mitigated_at}
    moments: Sequence[datetime] = sorted({detected_at, mitigated_at} | between)
    if moments[0] != detected_at:
        return []
    return [Gap(begin, end) for begin, end in pairwise(moments) if end - begin > longest]


@dataclass(frozen=True)
class MessageFacts:
    """What a Slack message event says about its sender; None where it says nothing."""

    user_id: UserId | None
    bot_id: str | None = None
    subtype: str | None = None


SLACKBOT = UserId("USLACKBOT")
_SAID_BY_PEOPLE = frozenset({None, "file_share", "me_message", "thread_broadcast"})


def is_human_message(facts: MessageFacts) -> bool:
    """Whether a person said this: no app, no Slackbot, and nothing like "ana joined".

    Edits and deletions are no messages; ask about the message inside them.
    """
    by_person = facts.user_id not in (None, SLACKBOT) and not facts.bot_id
    return by_person and facts.subtype in _SAID_BY_PEOPLE


def edit_is_real(old_text: str | None, new_text: str, *, edited: bool) -> bool:
    """Whether somebody reworded a message.

    Slack also reports unfurled links, detected languages and reply counts as changes. `edited`
    is whether the message carries Slack's mark of an edit; it stays on a message that is
    unfurled later, so the wording has to differ too. `old_text` None: not known to us.
    Source: Slack's message_changed, see slack.md 88.
    """
    return edited and old_text != new_text
