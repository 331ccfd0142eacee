"""The pictures of a retrospective: its timeline, and its how-chains as trees.

Laid out for a phone: one column, long words wrapped, what does not fit counted. A picture of
nothing is no picture.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.timeline import Entry, Gap, gaps
from bot.render.documents import ChainRecord, DocumentRecord, StepRecord
from bot.render.drawing import Dot, Drawing, Line, Rect, Sheet, Text, Tone, text_width, wrapped
from bot.render.environment import Words
from bot.render.limits import shortened
from bot.render.markdown import FILTERS

WIDTH = 640.0
# What Slack and screen readers take of a picture's description.
LONGEST_ALT = 1000
TITLE_SIZE = 20.0
SMALL = 13.0
MOST_ROWS = 28
MOST_STEPS = 40
DEEPEST = 6
_TIMES = ("started", "detected", "declared", "mitigated", "resolved")
_TIME_X, _DOT_X, _TEXT_X = 20.0, 92.0, 112.0
_PHASES: tuple[tuple[str, str, Tone], ...] = (
    ("started", "detected", "warn"),
    ("detected", "mitigated", "harm"),
    ("mitigated", "resolved", "good"),
)


class _Labels:
    """The few words on pictures, from `templates/documents/pictures.j2`."""

    def __init__(self, words: Words, record: DocumentRecord) -> None:
        words.add_document_filters(**FILTERS)
        self._words = words
        self._key = record.key

    def __call__(self, said: str, /, **facts: object) -> str:
        return self._words.phrase("pictures.j2", said, key=self._key, **facts)


# --- the timeline -------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Row:
    """A line of the picture. `ends_at`: of a stretch in which nothing was written down."""

    at: datetime
    words: str
    marked: bool = False
    milestone: bool = False
    ends_at: datetime | None = None
    left_out: int = 0


def timeline_picture(words: Words, record: DocumentRecord) -> Drawing | None:
    """The timeline from the top down, with its times, markers and silent stretches."""
    if not record.timeline:
        return None
    label = _Labels(words, record)
    rows = list(_thinned(sorted(_rows(record, label), key=lambda row: row.at), label))
    sheet = Sheet(WIDTH)
    _title(sheet, label("timeline_title", title=record.title), label("in_utc"))
    _phases(sheet, record, label)
    day = None
    for row in rows:
        if row.at.date() != day and not row.left_out:
            day = row.at.date()
            sheet.y += 10
            sheet.lines([f"{day:%Y-%m-%d}"], x=_TIME_X, tone="muted", size=SMALL, bold=True)
        _draw_row(sheet, row)
    alt = label(
        "timeline_alt",
        times=[(name, getattr(record, f"{name}_at")) for name in _TIMES],
        count=len(record.timeline),
        moments=[each for each in record.timeline if each.markers and each.text],
    )
    return sheet.finished(
        title=label("timeline_title", title=record.title),
        alt=shortened(alt, LONGEST_ALT),
        undrawn=label("undrawn"),
    )


def _title(sheet: Sheet, title: str, below: str) -> None:
    room = sheet.width - 2 * sheet.margin
    lines = wrapped(title, room, size=TITLE_SIZE, bold=True)
    sheet.lines(lines, x=sheet.margin, size=TITLE_SIZE, bold=True)
    sheet.lines([below], x=sheet.margin, tone="muted", size=SMALL)
    sheet.y += 8


def _rows(record: DocumentRecord, label: _Labels) -> Iterator[_Row]:
    for name in _TIMES:
        at = getattr(record, f"{name}_at")
        if at is not None:
            yield _Row(at, label("milestone", name=name), milestone=True)
    for entry in record.timeline:
        said = label("entry", entry=entry)
        yield _Row(entry.at, said, marked=bool(entry.markers))
    for gap in _silences(record):
        words = label("silence", length=gap.ends_at - gap.begins_at)
        # A moment later, so that it stands below what was written down last.
        yield _Row(gap.begins_at + timedelta(microseconds=1), words, ends_at=gap.ends_at)


def _silences(record: DocumentRecord) -> list[Gap]:
    entries = [Entry(number, each.at) for number, each in enumerate(record.timeline)]
    return gaps(entries, detected_at=record.detected_at, mitigated_at=record.mitigated_at)


def _thinned(rows: Sequence[_Row], label: _Labels) -> Iterator[_Row]:
    """All rows where they fit; else the times and what people marked, and the rest evenly."""
    shown = _chosen(rows)
    left_out: list[_Row] = []
    for place, row in enumerate(rows):
        if place not in shown:
            left_out.append(row)
            continue
        if left_out:
            yield _left_out(left_out, label)
            left_out = []
        yield row
    if left_out:
        yield _left_out(left_out, label)


def _left_out(rows: Sequence[_Row], label: _Labels) -> _Row:
    return _Row(rows[0].at, label("more_entries", count=len(rows)), left_out=len(rows))


def _chosen(rows: Sequence[_Row]) -> set[int]:
    """The places of the rows that are shown: first what matters, then evenly from the rest."""
    chosen: set[int] = set()
    for matters in (
        [place for place, row in enumerate(rows) if row.milestone],
        [place for place, row in enumerate(rows) if row.marked],
        [place for place, row in enumerate(rows) if row.ends_at],
        [*range(len(rows))],
    ):
        free = [place for place in matters if place not in chosen]
        room = max(0, MOST_ROWS - len(chosen))
        step = max(1.0, len(free) / room) if room else 1.0
        chosen |= {free[int(number * step)] for number in range(min(room, len(free)))}
    return chosen


def _phases(sheet: Sheet, record: DocumentRecord, label: _Labels) -> None:
    """From start to end to scale, one colour for each phase, and what each is called."""
    found = [
        (begin, end, tone, getattr(record, f"{begin}_at"), getattr(record, f"{end}_at"))
        for begin, end, tone in _PHASES
    ]
    phases = [each for each in found if each[3] and each[4] and each[4] > each[3]]
    if not phases:
        return
    room = sheet.width - 2 * sheet.margin
    whole = sum(((each[4] - each[3]) for each in phases), timedelta())
    across = sheet.margin
    for _, _, tone, begins, ends in phases:
        # The shortest phase can still be seen.
        share = max(0.015, (ends - begins) / whole) * room
        share = min(share, sheet.margin + room - across)
        sheet.add(Rect(across, sheet.y, share, 16, tone, radius=2))
        across += share
    sheet.y += 22
    for begin, end, tone, begins, ends in phases:
        sheet.add(Rect(sheet.margin, sheet.y + 5, 12, 12, tone, radius=2))
        words = label("phase", begin=begin, end=end, length=ends - begins)
        sheet.lines([words], x=sheet.margin + 20, tone="muted", size=SMALL)
        sheet.y += 3
    sheet.y += 6


def _draw_row(sheet: Sheet, row: _Row) -> None:
    began = sheet.y
    if row.ends_at or row.left_out:
        sheet.y += 4
        sheet.lines([row.words], x=_TEXT_X, tone="muted", size=SMALL)
        sheet.y += 4
        sheet.add(Line(((_DOT_X, began), (_DOT_X, sheet.y)), "muted", 2.0, dashed=True))
        return
    bold = row.milestone
    lines = wrapped(row.words, sheet.width - _TEXT_X - sheet.margin, most=2, bold=bold)
    sheet.y += 3
    sheet.lines(lines, x=_TEXT_X, bold=bold)
    sheet.y += 4
    sheet.add(Line(((_DOT_X, began), (_DOT_X, sheet.y)), "faint", 2.0))
    middle = began + 14
    sheet.add(Text(_TIME_X, middle + 5, f"{row.at:%H:%M}", "muted", bold=bold))
    if row.milestone:
        sheet.add(Dot(_DOT_X, middle, 7, "ink"))
    else:
        sheet.add(Dot(_DOT_X, middle, 5, "accent" if row.marked else "muted"))


# --- how-chains ---------------------------------------------------------------------------------


_KIND_TONES: dict[str, Tone] = {"system": "good", "not_known": "warn"}


def chain_picture(words: Words, record: DocumentRecord) -> Drawing | None:
    """The how-chains as trees that grow from their key moments down to the system."""
    if not record.chains:
        return None
    label = _Labels(words, record)
    sheet = Sheet(WIDTH)
    _title(sheet, label("chain_title", title=record.title), label("chain_key"))
    room = MOST_STEPS
    for chain in record.chains:
        if room <= 0:
            break
        _draw_chain(sheet, chain, label, most=room)
        room -= len(chain.steps)
    if room < 0:
        sheet.y += 6
        words_left = label("more_steps", count=-room)
        sheet.lines([words_left], x=sheet.margin, tone="muted", size=SMALL)
    steps = [step for chain in record.chains for step in chain.steps]
    alt = label(
        "chain_alt",
        chains=record.chains,
        count=len(steps),
        ends=[step.answer for step in steps if step.about == "system"],
    )
    return sheet.finished(
        title=label("chain_title", title=record.title),
        alt=shortened(alt, LONGEST_ALT),
        undrawn=label("undrawn"),
    )


def _draw_chain(sheet: Sheet, chain: ChainRecord, label: _Labels, *, most: int) -> None:
    sheet.y += 10
    moment = chain.moment or label("no_moment")
    box = _draw_box(sheet, sheet.margin, _wrapped_in(sheet, sheet.margin, moment), "", "faint")
    # Where the boxes above begin and end, down to each depth.
    above = [box]
    for step in chain.steps[:most]:
        depth = min(step.depth, DEEPEST)
        above = above[:depth]
        x = sheet.margin + 26.0 * depth
        lines = _wrapped_in(sheet, x, step.answer)
        box = _draw_box(sheet, x, lines, _kind(step, label), _KIND_TONES.get(step.about, "paper"))
        parent_x, parent_foot = above[-1][0], above[-1][2]
        middle = (box[1] + box[2]) / 2
        joint = parent_x + 12
        path = ((joint, parent_foot), (joint, middle), (x, middle))
        sheet.shapes.insert(0, Line(path, "muted", 1.5))
        above.append(box)


def _wrapped_in(sheet: Sheet, x: float, words: str) -> list[str]:
    """The words as they fit a box that begins at `x`."""
    return wrapped(words, sheet.width - sheet.margin - x - 24, most=3)


def _kind(step: StepRecord, label: _Labels) -> str:
    return label("step_kind", step=step)


def _draw_box(
    sheet: Sheet, x: float, lines: list[str], below: str, fill: Tone
) -> tuple[float, float, float]:
    """A box with words, and small ones below them: where it begins, its top and its foot."""
    sheet.y += 8
    top = sheet.y
    place = len(sheet.shapes)
    sheet.y += 6
    sheet.lines(lines, x=x + 12, bold=fill == "faint")
    if below:
        small = wrapped(below, sheet.width - sheet.margin - x - 24, size=SMALL, most=1)
        sheet.lines(small, x=x + 12, tone="muted", size=SMALL)
    sheet.y += 8
    widest = max(
        [text_width(each, bold=fill == "faint") for each in lines] + [text_width(below, SMALL)]
    )
    width = min(sheet.width - sheet.margin - x, max(widest + 28, 120.0))
    sheet.shapes.insert(place, Rect(x, top, width, sheet.y - top, fill, "muted"))
    return x, top, sheet.y
