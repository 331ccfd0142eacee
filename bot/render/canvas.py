"""The document as Slack's canvases take it: plain Markdown, small tables, three headings."""

from dataclasses import replace

from bot.render.documents import DocumentRecord, markdown
from bot.render.environment import Words

# Slack takes 300 cells a table, its head and the line below among them; the file has them all.
MOST_CELLS = 300
MOST_SLICES = MOST_CELLS // 5 - 2
MOST_ITEMS = MOST_CELLS // 7 - 2
MOST_HYPOTHESES = MOST_CELLS // 9 - 2


def canvas_markdown(words: Words, record: DocumentRecord) -> str:
    """The Markdown of a canvas, ending with one newline."""
    fitting = replace(
        record,
        slices=record.slices[:MOST_SLICES],
        items=record.items[:MOST_ITEMS],
        hypotheses=record.hypotheses[:MOST_HYPOTHESES],
    )
    return markdown(words, fitting, in_canvas=True, left_out=fitting != record)
