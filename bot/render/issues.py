"""What the text of an issue says of its item, as Markdown."""

from dataclasses import dataclass

from bot.render.environment import Words
from bot.render.markdown import FILTERS


@dataclass(frozen=True)
class IssueFacts:
    """An item for readers of a tracker. `place`: a link to where it stands in Slack.

    `owner`: by their name in Slack, where they have none in the tracker.
    """

    key: str
    incident: str
    criterion: str
    owner: str
    place: str


def issue_text(words: Words, facts: IssueFacts) -> str:
    """The text, without the due date and the mark that a tracker's own adapter may add."""
    words.add_document_filters(**FILTERS, unmentioned=_unmentioned)
    return words.document("issue.md.j2", facts=facts).strip()


def _unmentioned(text: str) -> str:
    """Nobody in the tracker is called by what somebody wrote in Slack."""
    return text.replace("@", "@\u200b")
