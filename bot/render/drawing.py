"""A picture as plain shapes: laid out once, then written as SVG here or as PNG in `pictures`.

Units are those of the picture; text is 15 units high where nothing else is said. No words of its
own. Tones are named for what they say, not for how they look; the page's style colours them.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from markupsafe import escape

Tone = Literal["ink", "muted", "faint", "paper", "good", "warn", "harm", "accent"]
Anchor = Literal["start", "middle", "end"]

TEXT_SIZE = 15.0
LINE_HEIGHT = 1.3
# Widths in a sans-serif face as parts of its size, a little generous so that nothing runs over.
_NARROW = frozenset("iIjl|!.,:;'`()[]{}/\\ ftr\"*°")
_BROAD = frozenset("mwMW@%—→…QGO")


@dataclass(frozen=True)
class Rect:
    """A box; `fill` of the inside, `edge` of its line (None for none)."""

    x: float
    y: float
    width: float
    height: float
    fill: Tone
    edge: Tone | None = None
    radius: float = 6.0


@dataclass(frozen=True)
class Line:
    """A line through points."""

    points: tuple[tuple[float, float], ...]
    tone: Tone
    width: float = 1.5
    dashed: bool = False


@dataclass(frozen=True)
class Dot:
    """A filled circle."""

    x: float
    y: float
    radius: float
    tone: Tone


@dataclass(frozen=True)
class Text:
    """One line of text on its baseline."""

    x: float
    y: float
    words: str
    tone: Tone = "ink"
    size: float = TEXT_SIZE
    bold: bool = False
    anchor: Anchor = "start"


Shape = Rect | Line | Dot | Text


@dataclass(frozen=True)
class Drawing:
    """A picture. `alt` says it in words; `undrawn`: what is noted where a font lacks signs."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    title: str
    alt: str
    undrawn: str = ""


@dataclass
class Sheet:
    """Something to draw on from the top down. `y` is where the next thing goes."""

    width: float
    margin: float = 20.0
    y: float = 20.0
    shapes: list[Shape] = field(default_factory=list)

    def add(self, *shapes: Shape) -> None:
        """Put shapes down where they say."""
        self.shapes += shapes

    def lines(
        self, lines: list[str], *, x: float, tone: Tone = "ink", size: float = TEXT_SIZE,
        bold: bool = False,
    ) -> None:  # fmt: skip
        """Write lines below one another, the first one line below `y`, and move down."""
        for words in lines:
            self.y += size * LINE_HEIGHT
            self.add(Text(x, self.y - size * 0.3, words, tone, size, bold))

    def finished(self, *, title: str, alt: str, undrawn: str) -> Drawing:
        """The picture, with a margin below what was drawn last."""
        height = self.y + self.margin
        return Drawing(self.width, height, tuple(self.shapes), title, alt, undrawn)


@cache
def _part(sign: str) -> float:
    """How wide a character is, as a part of the text's size."""
    if unicodedata.combining(sign) or unicodedata.category(sign) in ("Cf", "Mn", "Me"):
        return 0.0
    if unicodedata.east_asian_width(sign) in "WF":
        return 1.05
    if sign in _NARROW:
        return 0.42
    if sign in _BROAD:
        return 0.95
    return 0.72 if sign.isupper() else 0.63


def text_width(words: str, size: float = TEXT_SIZE, *, bold: bool = False) -> float:
    """How wide a line of text gets at most, in units."""
    return sum(map(_part, words)) * size * (1.12 if bold else 1.0)


def wrapped(
    words: str, width: float, *, size: float = TEXT_SIZE, most: int = 2, bold: bool = False
) -> list[str]:
    """The words in at most `most` lines that fit `width`; what is left out ends in "…"."""
    room = width / (1.12 if bold else 1.0)
    lines = list(_lines(" ".join(words.split()), room, size))
    if len(lines) <= most:
        return lines
    last = lines[most - 1] + "…"
    while len(last) > 1 and text_width(last, size) > room:
        last = last[:-2].rstrip() + "…"
    return [*lines[: most - 1], last]


def _lines(words: str, room: float, size: float) -> Iterator[str]:
    line = ""
    for word in words.split(" "):
        tried = f"{line} {word}" if line else word
        if text_width(tried, size) <= room:
            line = tried
            continue
        if line:
            yield line
        *whole, line = _pieces(word, room, size)
        yield from whole
    if line:
        yield line


def _pieces(word: str, room: float, size: float) -> list[str]:
    """A word cut where it is too long for a line of its own."""
    pieces, piece = [], ""
    for sign in word:
        if piece and text_width(piece + sign, size) > room:
            pieces.append(piece)
            piece = ""
        piece += sign
    return [*pieces, piece]


def svg(drawing: Drawing, name: str) -> str:
    """The picture as an SVG element for a page, with its title and what it says in words.

    `name` tells it apart from other pictures on the page. Colours come from the page's classes.
    """
    width, height = _number(drawing.width), _number(drawing.height)
    body = "".join(map(_element, drawing.shapes))
    return (
        f'<svg class="picture" role="img" viewBox="0 0 {width} {height}" width="{width}" '
        f'aria-labelledby="{name}-title {name}-alt">'
        f'<title id="{name}-title">{escape(drawing.title)}</title>'
        f'<desc id="{name}-alt">{escape(drawing.alt)}</desc>{body}</svg>'
    )


def _element(shape: Shape) -> str:
    match shape:
        case Rect():
            edge = f" edge-{shape.edge}" if shape.edge else ""
            return (
                f'<rect class="fill-{shape.fill}{edge}" x="{_number(shape.x)}" '
                f'y="{_number(shape.y)}" width="{_number(shape.width)}" '
                f'height="{_number(shape.height)}" rx="{_number(shape.radius)}"/>'
            )
        case Line():
            points = " ".join(f"{_number(x)},{_number(y)}" for x, y in shape.points)
            dashes = ' stroke-dasharray="4 4"' if shape.dashed else ""
            return (
                f'<polyline class="line-{shape.tone}" points="{points}" '
                f'stroke-width="{_number(shape.width)}"{dashes}/>'
            )
        case Dot():
            return (
                f'<circle class="fill-{shape.tone}" cx="{_number(shape.x)}" '
                f'cy="{_number(shape.y)}" r="{_number(shape.radius)}"/>'
            )
        case Text():
            bold = " bold" if shape.bold else ""
            return (
                f'<text class="text-{shape.tone}{bold}" x="{_number(shape.x)}" '
                f'y="{_number(shape.y)}" font-size="{_number(shape.size)}" '
                f'text-anchor="{shape.anchor}">{escape(shape.words)}</text>'
            )


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
