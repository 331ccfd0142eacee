"""Slack's message markup, read into plain text.

What people write in messages and commands arrives escaped, with people and links as marks. Inside
Howbot a text is plain; it is escaped again wherever it is shown.
"""

import html
import re
from collections.abc import Callable

# Letters that are drawn as nothing: fillers of Korean, and Braille without a dot.
BLANKS = "\u115f\u1160\u2800\u3164\uffa0"
# A date's target has spaces in it: how it is to be written.
_MARK = re.compile(r"<([@#!])?(date\^[^>|]+|[^>|\s]+)(?:\|([^>]*))?>")
_STYLED = re.compile(r"(?<!\w)([*`])(?=\S)(.+?)(?<=\S)\1(?!\w)")
_PERSON = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>")
_BROADCASTS = {"here", "channel", "everyone"}


def to_plain(
    text: str, name_of: Callable[[str], str], channel_of: Callable[[str], str] = str
) -> str:
    """The text as people read it: names for mentions, addresses for links, no escapes.

    `name_of` gives the name for a user id, `channel_of` for a channel's id where Slack gave none.
    """

    def spelled(mark: re.Match[str]) -> str:
        sigil, target, label = mark.groups()
        if sigil == "@":
            return f"@{name_of(target)}"
        if sigil == "#":
            return f"#{label or channel_of(target)}"
        if sigil == "!":
            return _broadcast(target, label)
        return target if label in (None, "", target) else f"{label} ({target})"

    return html.unescape(_MARK.sub(spelled, text))


def _broadcast(target: str, label: str | None) -> str:
    name, _, group = target.partition("^")
    if name in _BROADCASTS:
        return f"@{name}"
    return label or f"@{group or name}"


def unmarked(text: str) -> str:
    """The text without the marks of bold and code, for where these would show as they are."""
    return _STYLED.sub(r"\2", text)


def first_person(text: str) -> tuple[str | None, str]:
    """The first person mentioned, as a user id, and the text without that mention."""
    found = _PERSON.search(text)
    if found is None:
        return None, text.strip()
    rest = f"{text[: found.start()]} {text[found.end() :]}"
    return found.group(1), " ".join(rest.split())
