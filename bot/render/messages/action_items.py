"""Messages about action items: in the channel, in lists, in the owner's reminders."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from bot.render.messages.incident import IncidentFacts

WITH_BUTTONS = 15
LISTED = 100
REMINDED = 20


@dataclass(frozen=True)
class ProofLine:
    """One proof. `check`: what its link is marked as; `reason` and `detail`: how that came."""

    kind: str
    link: str
    note: str
    check: str
    reason: str
    detail: str


@dataclass(frozen=True)
class CheckpointLine:
    """What is to be there next on the way to a large item; `number` is its id."""

    number: int
    due_on: date
    what: str
    is_late: bool


@dataclass(frozen=True)
class IssueLine:
    """An item's issue: what it is called in the tracker, and where; empty until it is made.

    `trouble`: the tracker's last refusal, by our name for it; empty while both are in step.
    `is_closed`: it was closed there, and the item is not finished here.
    """

    key: str
    url: str
    trouble: str
    is_closed: bool


@dataclass(frozen=True)
class ItemLine:
    """What people read of one item. `key` is "INC-7/2"; `owner` is empty while it has none.

    `may_open_issue`: it has no issue, and somebody may ask for one.
    `source`: a link to the message it was made from. `fell_to_lead`: nobody had taken it.
    """

    key: str
    title: str
    owner: str
    due_on: date
    is_overdue: bool
    state: str
    kind: str
    impact: str
    effort: str
    criterion: str
    is_quick_win: bool
    may_snooze: bool
    is_accepted: bool
    fell_to_lead: bool
    obstacle: str
    confirmed_by: str
    figure_before: str
    figure_after: str
    figure_unit: str
    figure_better: str
    source: str
    issue: IssueLine | None
    may_open_issue: bool
    checkpoint: CheckpointLine | None
    proofs: Sequence[ProofLine]


@dataclass(frozen=True)
class ItemAdded:
    """The incident's channel is told of a new item; edited once it has its issue."""

    template: ClassVar[str] = "item_added"
    item: ItemLine


@dataclass(frozen=True)
class ItemDone:
    """The incident's channel sees that an item is done, and the proof.

    Edited as links are checked and somebody confirms. `is_over`: it was taken up again since.
    `asks_direction`: it is asked which way is better for its figures.
    """

    template: ClassVar[str] = "item_done"
    item: ItemLine
    by: str
    is_over: bool
    asks_direction: bool


@dataclass(frozen=True)
class Win:
    """The wins channel sees that an item's figures are better than before, and whose work it is.

    Edited when what was told is so no more: taken up again, or with figures that are not better.
    """

    template: ClassVar[str] = "win"
    incident: IncidentFacts
    item: ItemLine
    is_reopened: bool
    is_better: bool


@dataclass(frozen=True)
class ProofFailed:
    """A DM to whoever gave a proof whose link did not hold."""

    template: ClassVar[str] = "proof_failed"
    item: ItemLine
    proof: ProofLine


@dataclass(frozen=True)
class HandedOver:
    """A DM to the former owner of an item."""

    template: ClassVar[str] = "handed_over"
    item: ItemLine
    by: str
    reason: str


@dataclass(frozen=True)
class ItemsLeft:
    """A DM to the lead of an incident that was cancelled while items were open."""

    template: ClassVar[str] = "items_left"
    incident: str
    number: int
    title: str
    count: int
    lines: Sequence[ItemLine]


@dataclass(frozen=True)
class ItemList:
    """Items of one incident, or (`incident` empty) all of the asker's. `more`: left out."""

    template: ClassVar[str] = "item_list"
    with_buttons: Sequence[ItemLine]
    lines: Sequence[ItemLine]
    more: int
    incident: str
    command: str


@dataclass(frozen=True)
class Reminder:
    """One item in a reminder. `rung`: what it is reminded of; `is_new`: never told before.

    `days`: how many business days the rung is from the due date. `handed_by`: who gave it to its
    owner, where that is somebody else and news; `word`: what they gave along. `is_last`: no
    other follows.
    """

    item: ItemLine
    rung: str
    days: int
    is_new: bool
    handed_by: str = ""
    word: str = ""
    is_last: bool = False


@dataclass(frozen=True)
class Reminders:
    """The one message an owner gets in a day."""

    template: ClassVar[str] = "reminders"
    with_buttons: Sequence[Reminder]
    lines: Sequence[Reminder]
    more: int
    command: str
