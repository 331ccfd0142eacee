"""The retrospective as a page: one file that needs nothing else, for a browser or a printer.

The same facts as the Markdown. Nothing is loaded and nothing runs: the page forbids it itself,
and allows its own style by its hash.
"""

import base64
import hashlib
import re
from dataclasses import fields

from markupsafe import Markup, escape

from bot.render.charts import chain_picture, timeline_picture
from bot.render.documents import DocumentRecord
from bot.render.drawing import Drawing, svg
from bot.render.environment import Words
from bot.render.markdown import moment, span

_NEWLINES = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_WEB = re.compile(r"https?://[^\s<>\"\x00-\x20]+", re.IGNORECASE)


def html(words: Words, record: DocumentRecord) -> str:
    """The document as a whole HTML page, ending with one newline."""
    style = words.document("retrospective.css").strip() + "\n"
    facts = {each.name: getattr(record, each.name) for each in fields(record)}
    page = words.page(
        "retrospective.html.j2",
        {"said": said, "address": address, "moment": moment, "span": span},
        **facts,
        style=Markup(style),  # noqa: S704 - from our own template, which takes no facts
        style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        timeline_drawn=_drawn(timeline_picture(words, record), "timeline"),
        chains_drawn=_drawn(chain_picture(words, record), "chains"),
    )
    return page.strip() + "\n"


def _drawn(drawing: Drawing | None, name: str) -> Markup:
    if drawing is None:
        return Markup()
    return Markup(_UNSEEN.sub("", svg(drawing, name)))  # noqa: S704 - `svg` escapes


def said(text: str) -> str:
    """What people wrote, without what nobody can see; its line breaks are kept by the style."""
    return _UNSEEN.sub("", _NEWLINES.sub("\n", text)).strip("\n").rstrip()


def address(url: str) -> Markup:
    """A link that shows where it leads; the bare text of what is no web address."""
    shown = escape(said(url))
    if not _WEB.fullmatch(url):
        return shown
    link = f'<a href="{shown}" rel="noopener noreferrer nofollow">{shown}</a>'
    return Markup(link)  # noqa: S704 - escaped above
