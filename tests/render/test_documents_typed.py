"""Whatever people typed reads in a document as they typed it."""

from hypothesis import given
from hypothesis import strategies as st

from bot.render.markdown import cell, fenced, inline, prose, quoted
from tests.render.test_documents import READER


def shown(source: str) -> str:
    """The text that a reader shows, one line for each."""
    lines = []
    for token in READER.parse(source):
        for child in token.children or []:
            breaks = child.type in ("softbreak", "hardbreak")
            lines.append("\n" if breaks else child.content)
        lines.append("\n" if token.type == "inline" else "")
    return "".join(lines).replace("\u00a0", " ")


@given(st.text(alphabet="ab 01.)-+=#*_`~|<>[](){}!&;\\:\t/\"'@$^?x\n", max_size=60))
def test_whatever_is_typed_reads_as_typed(typed: str) -> None:
    wanted = [line.strip().replace("\t", "    ") for line in typed.split("\n") if line.strip()]

    for source in (prose(typed), quoted(typed), f"- {prose(typed, '  ')}"):
        read = [line.strip() for line in shown(source).split("\n") if line.strip()]
        assert [line.replace("\t", "    ") for line in read] == wanted
    assert shown(inline(typed)).split() == typed.split()


@given(st.text(max_size=60))
def test_a_cell_stays_one_cell(typed: str) -> None:
    table = f"| a | b |\n| --- | --- |\n| {cell(typed)} | end |\n"

    cells = [token for token in READER.parse(table) if token.type == "td_open"]

    assert len(cells) == 2
    assert table.count("\n") == 3


@given(st.text(alphabet="`~a\n ", max_size=40))
def test_code_stays_inside_its_fence(typed: str) -> None:
    [block] = READER.parse(fenced(typed))

    assert block.type == "fence"
