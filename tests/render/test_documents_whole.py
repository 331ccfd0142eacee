"""A whole document: the same from the same record, and telling where people were silent."""

from bot.render.documents import (
    DocumentRecord,
    EntryRecord,
    markdown,
)
from bot.render.environment import Words
from bot.render.messages.findings import AxisLine, SliceLine
from tests.render.test_documents import AT, HOSTILE, LINK, WORDS, record


def test_the_same_record_gives_the_same_bytes() -> None:
    assert markdown(Words(), record(HOSTILE)).encode() == markdown(WORDS, record(HOSTILE)).encode()


def test_a_record_of_silence_says_what_is_missing() -> None:
    silent = DocumentRecord(
        key="INC-8",
        title="Quiet",
        severity="S3",
        category="near_miss",
        status="reviewing",
        owner="Ana",
        draft=True,
        drill=True,
        private=False,
        declared_by="Ana",
        declared_at=AT,
        open_points=["One slice with its values (0 so far)"],
    )

    text = markdown(WORDS, silent)

    assert "**Draft.**" in text
    assert "**Drill.**" in text
    assert "- **Detection time:** –\n" in text
    assert "No slice was written down" in text
    assert "No axis was named." in text
    assert text.count("Nothing was written down.") == 5
    assert text.endswith("## What stays open\n\n- One slice with its values (0 so far)\n")
    assert "\n\n\n" not in text


def test_a_small_document_reads_like_this() -> None:
    small = DocumentRecord(
        key="INC-9",
        title="Refunds in the wrong currency",
        severity="S1",
        category="provider_change",
        status="learned",
        owner="Ana",
        draft=False,
        drill=False,
        private=False,
        declared_by="Ben",
        declared_at=AT,
        detected_at=AT,
        slices=[SliceLine("Spain | online", "3 %", "11 %", "+8 pp (× 3.667)", "")],
        axes=[AxisLine("prompt", True, "A *new* prompt", LINK, "high", "", True, "", "")],
        timeline=[EntryRecord(AT, "Ben", "# it broke\nbadly")],
        open_points=[],
    )

    text = markdown(WORDS, small)

    assert text[: text.index("## Remediation")] == (
        "# Incident INC-9: Refunds in the wrong currency\n\n"
        "- **Severity:** S1: people are harmed or blocked\n"
        "- **Detection time:** 2026-03-05 14:05 UTC\n"
        "- **Resolution time:** –\n"
        "- **Time-to-detect:** –\n"
        "- **Time-to-mitigate:** –\n"
        "- **Owner:** Ana\n\n"
        "Category: Provider change. Status: Learned. Started: –. Declared: 2026-03-05 14:05 by Ben."
        " Mitigated: –. All times are in UTC.\n\n"
        "## Detection\n\n"
        "- **How:** Not written down.\n"
        "- **Which signal:** Not written down.\n"
        "- **What we missed:** Not written down.\n\n"
        "## Scope\n\n"
        "| slice | baseline | incident | delta | users affected |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| Spain \\| online | 3 % | 11 % | +8 pp (× 3.667) | – |\n\n"
        "## Root cause\n\n"
        "### Which axis moved\n\n"
        "- **Prompt**, **first mover** (confidence: high)\n"
        "  - What changed: A \\*new\\* prompt\n"
        "  - The change: <https://example.org/pr/1>\n"
        "  - Evidence: *recollection*, no record\n"
        "  - How our checks came to miss it: not written down\n\n"
        "### How it came about\n\n"
        "No how-chain was written down.\n\n"
    )
    assert "- 2026-03-05 14:05, Ben: \\# it broke\\\n  badly\n" in text
    assert text.endswith("## What stays open\n\nNothing that was asked for is missing.\n")
