"""A document reads as people wrote it, whatever they wrote, and has the form of product.md 14."""

from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from markdown_it import MarkdownIt

from bot.render.documents import (
    AnswerRecord,
    ChainRecord,
    DecisionRecord,
    DocumentRecord,
    DoubtRecord,
    EntryRecord,
    ItemRecord,
    PackageRecord,
    ParkedRecord,
    ProofRecord,
    SaidRecord,
    StepRecord,
    markdown,
)
from bot.render.environment import Words
from bot.render.markdown import span
from bot.render.messages.findings import AxisLine, EvalLine, LessonLine, RemedyLine, SliceLine

WORDS = Words()
READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
AT = datetime(2026, 3, 5, 14, 5, tzinfo=UTC)
LINK = "https://example.org/pr/1"
HOSTILE = (
    "| a | b |\n| --- | --- |\n# Heading\n\n## Action items\n---\n===\n- bullet\n1. one\n"
    "```\ncode\n```\n> quote\n<script>alert(1)</script> <!-- **bold** _it_ ~~no~~ `x` "
    "[link](javascript:alert(1)) ![image](http://x/y) &lt; \\| \\\n\n    indented\n[ref]: http://x\n"
    "\x00\r\nend\u2028line\n"
)


def record(text: str, *, link: str = LINK) -> DocumentRecord:
    """A record that says `text` wherever people may say something."""
    return DocumentRecord(
        key="INC-7",
        title=text,
        severity="S2",
        category="silent_regression",
        status="learned",
        owner=text,
        draft=False,
        drill=False,
        private=False,
        declared_by=text,
        declared_at=AT,
        started_at=AT - timedelta(hours=9),
        detected_at=AT,
        mitigated_at=AT + timedelta(minutes=65),
        resolved_at=AT + timedelta(hours=2),
        time_to_detect=timedelta(hours=9),
        time_to_mitigate=timedelta(minutes=65),
        facilitator=text,
        participants=[text, text],
        known=text,
        resolution=text,
        affected=text,
        closing_reason=text,
        detection_how=text,
        detection_signal=text,
        detection_missed=text,
        slices=[SliceLine(text, text, text, "-0.13 (× 0.8243)", text)],
        scope_unmeasurable=text,
        axes=[
            AxisLine("judge", True, text, link, "high", text, True, text, ""),
            AxisLine("unknown", False, text, "", "low", "", True, text, text),
        ],
        axis_gaps=[("first_mover_open", ""), ("evidence_missing", "judge")],
        chains=[
            ChainRecord(
                text,
                [
                    StepRecord(1, text, text, "event"),
                    StepRecord(2, text, text, "system", text),
                    StepRecord(2, text, text, "person", is_open=True),
                ],
            )
        ],
        remedies=[RemedyLine(kind, text, text) for kind in ("code", "eval_set", "gates")],
        eval_cases=[EvalLine(1, text, text, text, text, "judge")],
        eval_reason=text,
        items=[
            ItemRecord(
                1,
                text,
                text,
                date(2026, 3, 20),
                text,
                "done",
                [
                    ProofRecord("pull_request", link, "failed"),
                    ProofRecord("document", link, "checked"),
                ],
                before=text,
                after=text,
                unit=text,
                confirmed_by=text,
            ),
            ItemRecord(2, text, text, date(2026, 3, 21), text, "dropped", reason=text),
        ],
        timeline=[
            EntryRecord(AT, text, text, ("key_moment",), None, link, ((text, link),)),
            EntryRecord(AT, text, "", (), AT),
        ],
        package=[
            PackageRecord("logs", text, False),
            PackageRecord("feedback", text, True),
        ],
        parked=[ParkedRecord(text, text, "waiting"), ParkedRecord(text, text, "item", 2)],
        helped=[AnswerRecord(text, text, True)],
        lessons=[LessonLine(text, text)],
        decisions=[
            DecisionRecord(AT, text, "skipped", "What helped", text, "", ["Something"]),
            DecisionRecord(AT, text, "chose_facilitator", "Ground rules", "", text),
        ],
        said=[
            SaidRecord(1, "Ground rules", "passed", [AnswerRecord(text, text)]),
            SaidRecord(2, "What we promised before", "skipped", []),
        ],
        doubts=[
            DoubtRecord("times_crossed", "detected", "mitigated", text),
            *(DoubtRecord(code, text, who=text) for code in ("slice_twice", "more_than_all")),
            *(DoubtRecord(code, text, who=text) for code in ("chain_open", "axis_unknown")),
            DoubtRecord("factor_evidence", text),
            DoubtRecord("cause_wording", text, text),
            DoubtRecord("action_wording", text, text, text),
        ],
        open_points=["One lesson (0 so far)"],
    )


def skeleton(text: str) -> list[str]:
    """What a reader makes of a document, without the words and the paragraphs."""
    tokens = READER.parse(text)
    return [
        token.type
        for token in tokens
        if token.type not in ("inline", "paragraph_open", "paragraph_close")
    ]


def headings(text: str) -> list[str]:
    """The headings that a reader shows, below the title."""
    tokens = READER.parse(text)
    return [
        tokens[place + 1].content
        for place, token in enumerate(tokens)
        if token.type == "heading_open" and token.tag != "h1"
    ]


def test_the_parts_stand_in_their_fixed_order() -> None:
    shown = headings(markdown(WORDS, record("plain words")))

    assert shown == [
        "Detection",
        "Scope",
        "Root cause",
        "Which axis moved",
        "How it came about",
        "Remediation",
        "Code",
        "Eval set",
        "Eval case 1",
        "Gates and thresholds",
        "Calibration",
        "Action items",
        "Timeline",
        "Data package",
        "What helped",
        "Lessons",
        "Parking lot",
        "Decisions",
        "What was said",
        "1. Ground rules",
        "2. What we promised before (skipped)",
        "What stays open",
    ]


def test_the_head_says_what_readers_look_for_first() -> None:
    text = markdown(WORDS, replace(record("words"), title="Judge scores moved", owner="Ana"))

    assert text.startswith("# Incident INC-7: Judge scores moved\n")
    for line in (
        "- **Severity:** S2: noticeably worse",
        "- **Detection time:** 2026-03-05 14:05 UTC",
        "- **Resolution time:** 2026-03-05 16:05 UTC",
        "- **Time-to-detect:** 9 h",
        "- **Time-to-mitigate:** 1 h 5 min",
        "- **Owner:** Ana",
    ):
        assert f"\n{line}\n" in text
    assert "All times are in UTC." in text
    assert "| slice | baseline | incident | delta | users affected |" in text
    assert "| # | action | owner | due | criterion | proof | state |" in text


def test_what_people_wrote_breaks_neither_tables_nor_headings() -> None:
    hostile, tame = record(HOSTILE), record("words")

    text = markdown(WORDS, hostile)

    assert headings(text) == headings(markdown(WORDS, tame))
    kinds = set(skeleton(text))
    assert not kinds & {"html_block", "code_block", "hr"}
    rows = [token for token in READER.parse(text) if token.type == "tr_open"]
    assert len(rows) == 5  # two heads, a slice, two items
    assert skeleton(text).count("table_open") == 2
    assert skeleton(text).count("fence") == 3


def test_what_people_wrote_makes_no_marks_of_its_own() -> None:
    own = {"text", "softbreak", "hardbreak", "strong_open", "strong_close", "em_open", "em_close"}
    links = {"link_open", "link_close"}

    tokens = READER.parse(markdown(WORDS, record(HOSTILE)))
    inner = [child for token in tokens for child in token.children or []]

    # A break in a table's cell is ours to make.
    breaks = [each for each in inner if each.type == "html_inline"]
    assert {each.content for each in breaks} <= {"<br>"}
    assert {each.type for each in inner} <= own | links | {"html_inline", "text_special"}
    assert {each.attrs["href"] for each in inner if each.type == "link_open"} == {LINK}


def test_every_word_people_wrote_can_be_found() -> None:
    said = record("words")
    marked = _with_marks(said)

    text = markdown(WORDS, marked.value)

    assert [mark for mark in marked.marks if mark not in text] == []


class _with_marks:  # noqa: N801 - reads as a verb where it is used
    """A record in which each text of people is a mark of its own."""

    def __init__(self, value: DocumentRecord) -> None:
        self.marks: list[str] = []
        self.value = self._marked(value)

    def _marked(self, value: Any) -> Any:
        if value == "words":
            self.marks.append(f"mark{len(self.marks):03d}x")
            return self.marks[-1]
        if isinstance(value, list):
            return [self._marked(each) for each in value]
        if isinstance(value, tuple):
            return tuple(self._marked(each) for each in value)
        if is_dataclass(value) and not isinstance(value, type):
            changed = {each.name: self._marked(getattr(value, each.name)) for each in fields(value)}
            return replace(value, **changed)
        return value


def test_an_eval_input_is_kept_word_for_word() -> None:
    said = "line one\n\n```python\nprint('`x`')\n```\n    four spaces | <b>"

    text = markdown(
        WORDS, replace(record("words"), eval_cases=[EvalLine(1, said, "o", "e", "", "")])
    )

    fences = [token.content for token in READER.parse(text) if token.type == "fence"]
    assert fences == [said + "\n", "o\n", "e\n"]


def test_a_link_that_is_no_web_address_is_plain_text() -> None:
    text = markdown(WORDS, record("words", link="javascript:alert(1)"))

    assert "<javascript:" not in text
    assert "javascript:alert(1)" in text


@pytest.mark.parametrize(
    ("duration", "words"),
    [
        (None, "–"),
        (timedelta(seconds=20), "0 min"),
        (timedelta(minutes=65), "1 h 5 min"),
        (timedelta(days=2, hours=3), "2 d 3 h"),
    ],
)
def test_a_span_is_told_in_days_hours_and_minutes(duration: timedelta | None, words: str) -> None:
    assert span(duration) == words
