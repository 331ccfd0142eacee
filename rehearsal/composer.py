"""What a person types, as Slack sends it: marks escaped, mentions and addresses linked."""

import re

from rehearsal.workspace import Workspace

_READY_MADE = re.compile(r"<(?:@[A-Z0-9]+|#[A-Z0-9]+|![a-z]+|https?://)[^<>]*>")
_URL = re.compile(r"(?<![<|\"\w])https?://[^\s<>|]*[^\s<>|.,;:!?)'\"]")


def compose(workspace: Workspace, text: str) -> str:
    """Marks that are Slack's already (`<@U…>`) stay as they are."""
    parts, end = [], 0
    for found in _READY_MADE.finditer(text):
        parts += [_linked(workspace, text[end : found.start()]), found[0]]
        end = found.end()
    return "".join([*parts, _linked(workspace, text[end:])])


def _linked(workspace: Workspace, text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = _URL.sub(lambda found: f"<{found[0]}>", text)
    for name, user_id in _names(workspace):
        pattern = rf"(?<![\w@<])@{re.escape(name)}(?![\w])"
        text = re.sub(pattern, f"<@{user_id}>", text, flags=re.IGNORECASE)
    for channel in workspace.channels.values():
        if channel.name:
            pattern = rf"(?<![\w#<&/])#{re.escape(channel.name)}(?![\w-])"
            text = re.sub(pattern, f"<#{channel.id}|{channel.name}>", text)
    return re.sub(r"(?<![\w@<])@(channel|here|everyone)\b", r"<!\1>", text)


def _names(workspace: Workspace) -> list[tuple[str, str]]:
    """Longest names first, so that "Ben Okafor" is not read as "Ben"."""
    names: dict[str, str] = {}
    for user in workspace.users.values():
        for name in (user.real_name, user.first_name, user.name):
            names.setdefault(name, user.id)
    return sorted(names.items(), key=lambda entry: -len(entry[0]))
