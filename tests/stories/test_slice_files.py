"""People upload the figures they have, and see in the thread how they were understood."""

from typing import Any

import pytest

from bot.slack.files import decoded, is_slacks
from storage.tables import Outbox, Slice, SlicesSent
from tests.stories.conftest import House
from tests.stories.retro_steps import begun, card, rows, walk_to

SPANISH = b"\xef\xbb\xbfSlice;Before;During\nSpanish;0,74;0,61\n"


def at_the_scope(house: House) -> Any:
    """A review at stage 5; its channel."""
    channel = begun(house)
    walk_to(house, channel, 5)
    return channel


def last_in_thread(person: Any, channel: Any) -> Any:
    """The newest reply under the stage's card."""
    return person.thread(card(channel, 5))[-1]


def test_a_file_in_the_thread_is_shown_and_saved_with_one_click(any_house: House) -> None:
    house = any_house
    channel, ana = at_the_scope(house), house.person("Ana")
    ana.uploads(channel, "slices.csv", SPANISH, thread=card(channel, 5))
    house.settle()
    shown = last_in_thread(ana, channel)
    assert "1 row understood in slices.csv" in shown.visible_text().replace("*", "")
    assert rows(house, Slice) == []

    house.person("Ben").clicks(shown, "Save these")
    house.settle()

    assert "Spanish" in card(channel, 5).visible_text()
    assert [(row.name, row.baseline) for row in rows(house, Slice)] == [("Spanish", "0.74")]
    assert not any("Spanish" in str(row.result) for row in rows(house, Outbox))


def test_a_file_is_left_out_and_stays_in_the_record(house: House) -> None:
    channel, ana = at_the_scope(house), house.person("Ana")
    ana.uploads(channel, "slices.tsv", b"slice\tbefore\tduring\nA\t1\t2\n")
    house.settle()
    shown = last_in_thread(ana, channel)
    ana.clicks(shown, "Leave them out")
    ana.clicks(shown, "Save these")
    house.settle()

    assert rows(house, Slice) == []
    [sent] = rows(house, SlicesSent)
    assert (sent.state, sent.source) == ("dropped", "slices.tsv")


def test_ten_thousand_rows_come_in_as_a_file(house: House) -> None:
    channel, ana = at_the_scope(house), house.person("Ana")
    text = "slice,baseline,incident\n" + "".join(f"s{n},1000,{1000 + n}\n" for n in range(10_000))
    ana.uploads(channel, "all.csv", text.encode(), thread=card(channel, 5))
    house.settle()
    shown = last_in_thread(ana, channel)
    assert "the 200 that moved furthest" in shown.visible_text()

    ana.clicks(shown, "Save these")
    house.settle()

    assert "And 9992 more" in card(channel, 5).visible_text()


@pytest.mark.parametrize(
    ("name", "content", "because"),
    [
        ("picture.csv", b"\x89PNG\0\0", "it is no text"),
        ("words.csv", b"we have no idea", "no line names a slice"),
        ("huge.csv", b"a,1,2\n" * 400_000, "more than 2 MB"),
    ],
)
def test_what_is_no_table_is_answered_plainly(
    house: House, name: str, content: bytes, because: str
) -> None:
    channel, ana = at_the_scope(house), house.person("Ana")
    ana.uploads(channel, name, content, thread=card(channel, 5))
    house.settle()

    assert because in last_in_thread(ana, channel).visible_text()
    assert rows(house, SlicesSent) == []


def test_files_that_nobody_asked_for_are_left_alone(house: House) -> None:
    channel, ana = begun(house), house.person("Ana")
    ana.uploads(channel, "logs.csv", SPANISH)
    house.settle()
    walk_to(house, channel, 5)
    ana.uploads(channel, "notes.txt", SPANISH)
    house.settle()

    assert rows(house, SlicesSent) == []


def test_our_token_goes_to_slack_alone() -> None:
    api = "https://slack.com/api/"
    assert is_slacks("https://files.slack.com/files-pri/T1-F1/a.csv", api)
    for address in (
        "https://files.slack.com.example.org/a.csv",
        "http://files.slack.com/a.csv",
        "https://example.org/?slack.com",
        "https://notslack.com/a.csv",
        "file:///etc/passwd",
        "",
    ):
        assert not is_slacks(address, api), address


def test_texts_of_spreadsheets_are_read_in_their_own_letters() -> None:
    assert decoded("Gruppe;über".encode("cp1252")) == "Gruppe;über"
    assert decoded("a\tü".encode("utf-16")) == "a\tü"
    assert decoded(b"\0\1") is None
