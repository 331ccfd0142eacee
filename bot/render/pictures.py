"""A drawing as PNG. The drawing library is loaded with the first picture: most starts need none.

The same drawing gives the same bytes with the same fonts. DejaVu Sans comes with the library;
for signs it lacks, fonts of this machine are asked, and what none has is shown as a box and noted.
"""

import threading
import warnings
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Any

from bot.render.drawing import Dot, Drawing, Line, Rect, Sheet, Text, Tone, wrapped

if TYPE_CHECKING:
    from matplotlib.figure import Figure

COLOURS: dict[Tone, str] = {
    "ink": "#1c2733",
    "muted": "#5b6772",
    "faint": "#d8dee4",
    "paper": "#ffffff",
    "good": "#d8efe0",
    "warn": "#fbe8c3",
    "harm": "#f6cfc9",
    "accent": "#1f6f8b",
}
# Two pixels a unit: sharp on a phone, and a picture of 640 units fills a wide message.
PIXELS = 2
_OWN_FONT = "DejaVu Sans"
# Asked in this order for signs that our own font lacks, where the machine has them.
_OTHER_FONTS = (
    "Noto Sans CJK JP", "Noto Sans CJK SC", "Noto Sans JP", "Noto Sans SC", "Noto Sans KR",
    "Hiragino Sans", "PingFang SC", "WenQuanYi Zen Hei", "Noto Sans Devanagari",
    "Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans Thai", "Noto Emoji",
)  # fmt: skip
_NO_SIGN = "□"
# The library is not made for several threads at once.
_one_at_a_time = threading.Lock()


def png(drawing: Drawing) -> bytes:
    """The picture as PNG, two pixels a unit."""
    with _one_at_a_time, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fonts = _fonts()
        return _painted(_drawable(drawing, _signs(fonts)), [name for name, _ in fonts])


def _fonts() -> list[tuple[str, str]]:
    """The fonts at hand: name and file."""
    from matplotlib import font_manager

    here = {font.name: font.fname for font in font_manager.fontManager.ttflist}
    return [(name, here[name]) for name in (_OWN_FONT, *_OTHER_FONTS) if name in here]


def _signs(fonts: list[tuple[str, str]]) -> set[int]:
    from matplotlib.font_manager import get_font

    return {code for _, file in fonts for code in get_font(file).get_charmap()}


def _drawable(drawing: Drawing, signs: set[int]) -> Drawing:
    """The drawing with a box for each sign no font has, and a note at the bottom if there is one.

    Signs nobody sees are left out.
    """
    shapes = [_with_known_signs(each, signs) for each in drawing.shapes]
    lacking = any(one is not other for one, other in zip(shapes, drawing.shapes, strict=True))
    if not (lacking and drawing.undrawn):
        return replace(drawing, shapes=tuple(shapes))
    foot = Sheet(drawing.width, y=drawing.height - 12)
    note = wrapped(drawing.undrawn, drawing.width - 2 * foot.margin, size=13, most=3)
    foot.lines(note, x=foot.margin, tone="muted", size=13)
    return replace(drawing, shapes=(*shapes, *foot.shapes), height=foot.y + foot.margin)


def _with_known_signs(shape: Any, signs: set[int]) -> Any:
    if not isinstance(shape, Text) or all(ord(sign) in signs for sign in shape.words):
        return shape
    known = (sign if ord(sign) in signs else _NO_SIGN for sign in shape.words if sign.isprintable())
    return replace(shape, words="".join(known))


def _painted(drawing: Drawing, fonts: list[str]) -> bytes:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    # 72 units an inch, so that sizes of text and of everything else are the same units.
    figure = Figure(figsize=(drawing.width / 72, drawing.height / 72), dpi=72 * PIXELS)
    FigureCanvasAgg(figure)
    figure.patch.set_facecolor(COLOURS["paper"])
    for order, shape in enumerate(drawing.shapes):
        _paint(figure, shape, drawing, order, fonts)
    written = BytesIO()
    figure.savefig(written, format="png", metadata={"Software": None})
    return written.getvalue()


def _paint(figure: "Figure", shape: Any, drawing: Drawing, order: int, fonts: list[str]) -> None:
    from matplotlib import patches
    from matplotlib.lines import Line2D
    from matplotlib.transforms import Affine2D

    # From units counted from the top to the figure's pixels, counted from the bottom.
    place = Affine2D().translate(0, -drawing.height).scale(PIXELS, -PIXELS)
    look: dict[str, Any] = {"transform": place, "zorder": order}
    match shape:
        case Rect():
            style = f"round,pad=0,rounding_size={min(shape.radius, shape.height / 2)}"
            edge = COLOURS[shape.edge] if shape.edge else "none"
            box = patches.FancyBboxPatch(
                (shape.x, shape.y), shape.width, shape.height, boxstyle=style,
                facecolor=COLOURS[shape.fill], edgecolor=edge, linewidth=1, **look,
            )  # fmt: skip
            figure.add_artist(box)
        case Line():
            across, down = zip(*shape.points, strict=True)
            line = Line2D(across, down, color=COLOURS[shape.tone], linewidth=shape.width, **look)
            if shape.dashed:
                line.set_linestyle((0, (3, 3)))
            figure.add_artist(line)
        case Dot():
            circle = patches.Circle((shape.x, shape.y), shape.radius, **look)
            circle.set(facecolor=COLOURS[shape.tone], edgecolor="none")
            figure.add_artist(circle)
        case Text():
            side = {"start": "left", "middle": "center", "end": "right"}[shape.anchor]
            figure.text(
                shape.x, shape.y, shape.words, fontsize=shape.size, color=COLOURS[shape.tone],
                fontweight="bold" if shape.bold else "normal", fontfamily=fonts, ha=side,
                va="baseline", parse_math=False, **look,
            )  # fmt: skip
