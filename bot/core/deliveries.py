"""What can be asked of Slack and of other systems, as plain values that survive in a database row.

Flows write them, the courier carries them, `bot.slack` or one of
`bot.integrations` knows how each is done. Adding a field
with a default is safe; a row written by an older release is read by a newer one.
"""

from dataclasses import asdict, dataclass, field
from typing import Any, get_args

Block = dict[str, Any]


@dataclass(frozen=True)
class CreateChannel:
    """Open a channel under the first of `names` that is free."""

    names: list[str]
    private: bool = False


@dataclass(frozen=True)
class Invite:
    """Ask people into a channel; who is there already is fine."""

    channel: str
    users: list[str]


@dataclass(frozen=True)
class SetTopic:
    """Set a channel's topic (≤ 250 characters)."""

    channel: str
    topic: str


@dataclass(frozen=True)
class Post:
    """Say something in a channel or thread."""

    channel: str
    text: str
    blocks: list[Block] = field(default_factory=list)
    thread_ts: str | None = None


@dataclass(frozen=True)
class DirectMessage:
    """Say something to one person."""

    user: str
    text: str
    blocks: list[Block] = field(default_factory=list)


@dataclass(frozen=True)
class Whisper:
    """Show something to one member of a channel, once; it may get lost."""

    channel: str
    user: str
    text: str
    blocks: list[Block] = field(default_factory=list)
    thread_ts: str | None = None


@dataclass(frozen=True)
class FindDirectMessage:
    """Look whether an earlier try of this delivery reached somebody; say nothing."""

    user: str


@dataclass(frozen=True)
class Update:
    """Put new content into a message of our own."""

    channel: str
    ts: str
    text: str
    blocks: list[Block] = field(default_factory=list)


@dataclass(frozen=True)
class Delete:
    """Take a message of our own away."""

    channel: str
    ts: str


@dataclass(frozen=True)
class Pin:
    """Pin a message."""

    channel: str
    ts: str


@dataclass(frozen=True)
class Bookmark:
    """Put a link at the top of a channel. `ts` links to a message of that channel instead."""

    channel: str
    title: str
    link: str = ""
    ts: str = ""


@dataclass(frozen=True)
class React:
    """Add a reaction to a message, or take ours away."""

    channel: str
    ts: str
    name: str
    remove: bool = False


@dataclass(frozen=True)
class Upload:
    """Share a text file in a channel or thread; with `user`, in our direct messages with them.

    No longer written, but read: a row of the first release may still wait.
    """

    channel: str
    filename: str
    title: str
    content: str
    comment: str = ""
    thread_ts: str | None = None
    user: str = ""


@dataclass(frozen=True)
class SharedFile:
    """A file to be shared. `alt`: what a picture shows, in words (≤ 1,000 characters)."""

    filename: str
    title: str
    content: bytes
    alt: str = ""


@dataclass(frozen=True)
class ShareFiles:
    """Share files as one message in a channel or thread; with `user`, in our direct messages.

    Made when it is claimed: bytes are never kept in a row.
    """

    channel: str
    files: tuple[SharedFile, ...]
    comment: str = ""
    thread_ts: str | None = None
    user: str = ""


@dataclass(frozen=True)
class WriteCanvas:
    """Put Markdown into a channel's canvas, replacing what stood there. `canvas`: its id if known.

    A canvas of the channel that is not ours is left alone.
    """

    channel: str
    title: str
    markdown: str
    canvas: str = ""


@dataclass(frozen=True)
class PublishHome:
    """Put a view on one person's App Home."""

    user: str
    view: dict[str, Any]


@dataclass(frozen=True)
class FetchPerson:
    """Ask Slack who somebody is."""

    user: str


@dataclass(frozen=True)
class FetchMessage:
    """Ask Slack what a message says."""

    channel: str
    ts: str


@dataclass(frozen=True)
class FetchPeople:
    """Ask Slack who is in the workspace."""


@dataclass(frozen=True)
class FetchChannels:
    """Ask Slack which channels we are in."""


@dataclass(frozen=True)
class FetchMembers:
    """Ask Slack who is in a channel."""

    channel: str


@dataclass(frozen=True)
class FetchFile:
    """Read the text of a file that was shared with us, of at most `most_bytes`."""

    file: str
    most_bytes: int


@dataclass(frozen=True)
class CheckLink:
    """Look whether a link leads anywhere. Not Slack's: the result is a `links.Look` in fields."""

    url: str


@dataclass(frozen=True)
class SyncIssue:
    """Keep an issue like its item, and tell how it stands then. Not Slack's.

    `issue`: empty where there is none yet. `change`: what to change, in the tracker's names.
    `marker`: by which an issue of ours is known again; `look_since`: when one was first tried to be
    made (ISO), empty where never. `reopens`: a finished issue is meant to be taken up again.
    `ours`: what stood here, for the record.
    """

    issue: str
    change: dict[str, str]
    body: str
    marker: str
    look_since: str
    reopens: bool
    ours: dict[str, str]


@dataclass(frozen=True)
class ListIssues:
    """Ask a tracker which issues changed since an ISO time. Not Slack's."""

    since: str


Fetch = FetchPerson | FetchMessage | FetchPeople | FetchChannels | FetchMembers | FetchFile

Delivery = (
    CheckLink
    | SyncIssue
    | ListIssues
    | CreateChannel
    | Invite
    | SetTopic
    | Post
    | DirectMessage
    | Whisper
    | FindDirectMessage
    | Update
    | Delete
    | Pin
    | Bookmark
    | React
    | Upload
    | ShareFiles
    | WriteCanvas
    | PublishHome
    | Fetch
)

_KINDS: dict[str, type[Any]] = {kind.__name__: kind for kind in get_args(Delivery)}


def pack(delivery: Delivery) -> tuple[str, dict[str, Any]]:
    """The kind and the payload under which a delivery is stored."""
    return type(delivery).__name__, asdict(delivery)


def unpack(kind: str, payload: dict[str, Any]) -> Delivery:
    """The delivery that was stored; KeyError for a kind this release does not know."""
    delivery: Delivery = _KINDS[kind](**payload)
    return delivery
