"""Jira keeps texts as documents of its own: the little Markdown of an issue's text as one of them.

Paragraphs, line breaks and addresses in angle brackets; what stands escaped is shown as typed.
"""

import re
from typing import Any

_ADDRESS = re.compile(r"(?<!\\)<(https?://[^\s<>]+)>")
_ESCAPED = re.compile(r"\\([^\w\s])")
_BREAK = re.compile(r"\\?\n")
_PARAGRAPHS = re.compile(r"\n\s*\n")

Node = dict[str, Any]


def as_document(markdown: str) -> Node:
    """The text as an Atlassian document (version 1)."""
    paragraphs = (each.strip() for each in _PARAGRAPHS.split(markdown))
    content = [{"type": "paragraph", "content": _lines(each)} for each in paragraphs if each]
    return {"type": "doc", "version": 1, "content": content}


def _lines(paragraph: str) -> list[Node]:
    nodes: list[Node] = []
    for line in _BREAK.split(paragraph):
        if nodes:
            nodes.append({"type": "hardBreak"})
        nodes += _inline(line)
    return nodes


def _inline(line: str) -> list[Node]:
    """Words and links in turn: splitting puts what the pattern found at the odd places."""
    nodes: list[Node] = []
    for index, part in enumerate(_ADDRESS.split(line)):
        if index % 2:
            link = {"type": "link", "attrs": {"href": part}}
            nodes.append({"type": "text", "text": part, "marks": [link]})
        elif part:
            nodes.append({"type": "text", "text": _ESCAPED.sub(r"\1", part)})
    return nodes
