"""The page, the notebook, the canvas and the pictures say what the Markdown says, and no more."""

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest

from bot.render.canvas import canvas_markdown
from bot.render.charts import MOST_ROWS, chain_picture, timeline_picture
from bot.render.documents import AnswerRecord, ChainRecord, EntryRecord, StepRecord
from bot.render.drawing import Text, text_width, wrapped
from bot.render.html_document import html
from bot.render.notebook import notebook
from bot.render.pictures import png
from bot.render.writers import SUFFIXES, written
from tests.conftest import ROOT
from tests.render.test_documents import AT, HOSTILE, WORDS, record

SILENT = replace(
    record("words"), slices=[], axes=[], chains=[], remedies=[], eval_cases=[], items=[],
    timeline=[], helped=[], lessons=[], decisions=[], said=[], open_points=[],
    scope_unmeasurable="",
)  # fmt: skip


class Reader(HTMLParser):
    """Which elements a page has, its links and ids, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.text: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            assert not name.startswith("on")
            assert name != "style"
            if name == "href":
                self.links.append(value or "")
            if name == "id":
                self.ids.append(value or "")

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def test_the_page_loads_nothing_runs_nothing_and_its_contents_lead_somewhere() -> None:
    page = html(WORDS, record("words"))
    read = Reader(page)

    assert not {"script", "img", "link", "iframe", "object", "base"} & set(read.tags)
    assert "default-src 'none'" in page
    anchors = [link[1:] for link in read.links if link.startswith("#")]
    assert len(anchors) == page.count("<h2") - 1  # The contents do not list themselves.
    assert set(anchors) <= set(read.ids)
    assert len(read.ids) == len(set(read.ids))
    assert read.tags.count("svg") == 2
    assert "All times are in UTC." in page


def test_what_people_wrote_makes_no_elements_on_the_page() -> None:
    tame, hostile = Reader(html(WORDS, record("words"))), Reader(html(WORDS, record(HOSTILE)))

    counted = [tag for tag in tame.tags if tag not in ("rect", "text", "polyline", "circle")]
    assert [each for each in hostile.tags if each in counted] == counted
    assert {link for link in hostile.links if not link.startswith("#")} == {
        "https://example.org/pr/1"
    }
    assert "<script>alert(1)</script>" in "".join(hostile.text)
    assert "\x00" not in html(WORDS, record(HOSTILE))


def test_a_link_that_is_no_web_address_is_text_on_the_page() -> None:
    page = html(WORDS, record("words", link="javascript:alert(1)"))

    assert 'href="javascript' not in page
    assert "javascript:alert(1)" in page


def test_the_page_of_a_record_of_silence_says_what_is_missing() -> None:
    page = html(WORDS, SILENT)

    for words in (
        "No axis was named.",
        "There are no action items.",
        "No lesson was written down.",
    ):
        assert words in page
    assert "<svg" not in page


def test_an_answer_without_a_name_stays_without_one_in_every_form() -> None:
    said = replace(record("words"), helped=[AnswerRecord("", "We had a spare key.")])

    assert "Without a name" in html(WORDS, said)
    assert "Without a name" in canvas_markdown(WORDS, said)
    embedded = embedded_in(notebook(WORDS, said))
    assert embedded["helped"][0]["who"] == ""


def embedded_in(book: str) -> dict:
    """The record inside a notebook."""
    source = "".join(json.loads(book)["cells"][1]["source"])
    facts: dict = {}
    exec(source, facts)
    return facts["RECORD"]


@pytest.mark.parametrize("text", ["plain words", HOSTILE, 'quotes """ and \\" and \\', "日本語 😀"])
def test_the_notebook_is_well_formed_and_carries_the_record_as_it_is(text: str) -> None:
    book = notebook(WORDS, record(text))

    nbformat.validate(nbformat.reads(book, as_version=4))
    assert embedded_in(book)["detection_how"] == text
    assert all(not cell.get("outputs") for cell in json.loads(book)["cells"])


@pytest.mark.parametrize("text", ["plain words $5 and $6", HOSTILE])
def test_the_notebook_runs_from_the_top_in_a_clean_process(text: str, tmp_path: Path) -> None:
    cells = json.loads(notebook(WORDS, record(text)))["cells"]
    code = "\n\n".join("".join(each["source"]) for each in cells if each["cell_type"] == "code")
    script = tmp_path / "cells.py"
    script.write_text(code)

    done = subprocess.run(
        [sys.executable, "-I", str(script)],
        capture_output=True, text=True, timeout=120, check=False, cwd=tmp_path,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr[-800:]
    assert "slice | baseline | incident | delta | users affected" in done.stdout


def test_a_canvas_has_no_html_and_no_table_over_its_limit() -> None:
    many = replace(record("two\nlines"), slices=record("x").slices * 200)

    text = canvas_markdown(WORDS, many)

    assert "<br>" not in text
    assert "\n####" not in text
    rows = re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE)
    assert max(len(re.findall(r"(?<!\\)\|(?!\n)", table)) for table in rows) <= 300
    assert "Not all rows of the tables fit here" in text


def test_the_same_record_gives_the_same_bytes_in_every_form_and_process() -> None:
    script = (
        "import hashlib; from tests.render.test_documents import record, WORDS, HOSTILE; "
        "from bot.render.writers import SUFFIXES, written; from bot.render.canvas import *; "
        "print([hashlib.sha256(written(WORDS, record(HOSTILE), f).content).hexdigest() "
        "for f in SUFFIXES], hashlib.sha256(canvas_markdown(WORDS, record(HOSTILE)).encode())"
        ".hexdigest())"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True, text=True, check=True, cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip

    assert len(said) == 1
    assert len(SUFFIXES) == 5


def test_nothing_to_show_is_no_picture() -> None:
    assert timeline_picture(WORDS, SILENT) is None
    assert chain_picture(WORDS, SILENT) is None
    assert written(WORDS, SILENT, "timeline") is None


def timeline_of(count: int) -> list[EntryRecord]:
    return [
        EntryRecord(AT + timedelta(minutes=20 * number), "Ana", f"entry {number} " + "word " * 40)
        for number in range(count)
    ]


def test_two_hundred_entries_are_thinned_and_counted_and_no_line_runs_over() -> None:
    marked = [replace(each, markers=("key_moment",)) for each in timeline_of(200)[::50]]
    entries = sorted([*timeline_of(200), *marked], key=lambda each: each.at)

    drawing = timeline_picture(WORDS, replace(record("words"), timeline=entries))

    assert drawing is not None
    texts = [shape for shape in drawing.shapes if isinstance(shape, Text)]
    for each in texts:
        assert each.x + text_width(each.words, each.size, bold=each.bold) <= drawing.width
        assert each.y < drawing.height
    assert sum("[Key moment]" in each.words for each in texts) == 4
    hidden = sum(int(each.words.split()[1]) for each in texts if each.words.startswith("+ "))
    shown = sum(re.fullmatch(r"\d\d:\d\d", each.words) is not None for each in texts)
    assert shown <= MOST_ROWS
    assert hidden > 150
    assert len(drawing.alt) <= 1000


def test_a_tall_tree_of_answers_is_cut_and_counted() -> None:
    steps = [StepRecord(1 + number % 9, "How?", "because " * 30, "event") for number in range(60)]

    drawing = chain_picture(WORDS, replace(record("x"), chains=[ChainRecord("start", steps)]))

    assert drawing is not None
    assert any(
        "+ 20 more answers" in each.words for each in drawing.shapes if isinstance(each, Text)
    )
    assert "60 answers" in drawing.alt


@pytest.mark.parametrize(
    "text", ["日本語の件名", "כותרת", "😀\u200d🔥 \U000f0000", "a\u0301\u0000b"]
)
def test_signs_that_no_font_has_are_boxed_and_noted_and_never_fatal(text: str) -> None:
    drawing = chain_picture(WORDS, record(text))
    assert drawing is not None

    picture = png(drawing)

    assert picture.startswith(b"\x89PNG")
    assert picture == png(drawing)


def test_long_words_are_cut_to_lines_that_fit() -> None:
    lines = wrapped("x" * 500, 200, most=3)

    assert len(lines) == 3
    assert lines[-1].endswith("…")
    assert all(text_width(line) <= 200 for line in lines)
