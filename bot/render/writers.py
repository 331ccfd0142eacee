"""Every form a record can be written in, and what the file of each is called."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.render.charts import chain_picture, timeline_picture
from bot.render.documents import DocumentRecord, markdown
from bot.render.drawing import Drawing
from bot.render.environment import Words
from bot.render.html_document import html
from bot.render.notebook import notebook
from bot.render.pictures import png

Write = Callable[[Words, DocumentRecord], str]
Draw = Callable[[Words, DocumentRecord], Drawing | None]


@dataclass(frozen=True)
class Written:
    """A form of the document as bytes. `alt`: what a picture shows, in words."""

    content: bytes
    alt: str = ""


# What the end of a file's name says it is.
SUFFIXES = {
    "markdown": ".md",
    "html": ".html",
    "notebook": ".ipynb",
    "timeline": "-timeline.png",
    "chains": "-how-it-came-about.png",
}
_WRITERS: dict[str, Write] = {"markdown": markdown, "html": html, "notebook": notebook}
_DRAWERS: dict[str, Draw] = {"timeline": timeline_picture, "chains": chain_picture}


def written(words: Words, record: DocumentRecord, form: str) -> Written | None:
    """The record in one of the forms of `SUFFIXES`; None where there is nothing to draw."""
    if form in _WRITERS:
        return Written(_WRITERS[form](words, record).encode())
    drawing = _DRAWERS[form](words, record)
    return Written(png(drawing), drawing.alt) if drawing else None
