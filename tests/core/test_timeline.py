"""The timeline: what comes first, what is missing, and what is no edit."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.ids import Ts, UserId
from bot.core.timeline import (
    MARKER_EMOJI,
    PIN_EMOJI,
    Entry,
    Gap,
    Marker,
    MessageFacts,
    edit_is_real,
    gaps,
    in_order,
    is_human_message,
    marker_of,
    ts_key,
    ts_to_datetime,
    walk,
)

TWO = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)


def entry(id: int, minutes: float = 0, *markers: Marker, ts: str | None = None) -> Entry:
    happened_at = TWO + timedelta(minutes=minutes)
    return Entry(id, happened_at, Ts(ts) if ts else None, frozenset(markers))


def test_ts_are_ordered_as_numbers() -> None:
    tss = [Ts("1700000000.000010"), Ts("999999999.999999"), Ts("1700000000.000009")]
    assert sorted(tss, key=ts_key) == [tss[1], tss[2], tss[0]]
    assert ts_key(Ts("5.5")) == (5, 500_000)


@given(st.integers(0, 4 * 10**15))
def test_a_ts_is_read_to_the_microsecond(microseconds: int) -> None:
    ts = Ts(f"{microseconds // 10**6}.{microseconds % 10**6:06}")
    assert (ts_to_datetime(ts) - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(
        microseconds=1
    ) == microseconds


def test_what_is_no_ts_is_a_mistake() -> None:
    with pytest.raises(ValueError):
        ts_key(Ts("yesterday"))


def test_entries_stand_at_the_time_they_happened() -> None:
    pinned_late, first, second = entry(9, -5), entry(1, 0), entry(2, 1)
    assert in_order([second, pinned_late, first]) == [pinned_late, first, second]


def test_at_the_same_moment_the_ts_decides_then_the_order_of_keeping() -> None:
    note, other_note = entry(1), entry(2)
    early, late = entry(4, ts="1763647200.000002"), entry(3, ts="1763647200.000010")
    assert in_order([late, other_note, early, note]) == [note, other_note, early, late]


@pytest.mark.parametrize("marker", Marker)
def test_every_marker_has_its_emoji(marker: Marker) -> None:
    assert marker_of(MARKER_EMOJI[marker]) is marker


@pytest.mark.parametrize("emoji", [PIN_EMOJI, "tada", ""])
def test_other_emoji_mark_nothing(emoji: str) -> None:
    assert marker_of(emoji) is None


def test_the_timeline_is_walked_by_marker_and_within_it_by_time() -> None:
    repaired, noticed = entry(1, 30, Marker.repair), entry(2, 0, Marker.detection)
    said, noticed_again = entry(3, 10), entry(4, 5, Marker.detection)
    passages = walk([repaired, noticed_again, said, noticed])
    assert [(passage.marker, passage.entries) for passage in passages] == [
        (Marker.detection, (noticed, noticed_again)),
        (Marker.repair, (repaired,)),
        (None, (said,)),
    ]


def test_a_key_moment_of_the_diagnosis_is_walked_in_both_passages() -> None:
    found = entry(1, 0, Marker.diagnosis, Marker.key_moment)
    assert [passage.marker for passage in walk([found])] == [Marker.diagnosis, Marker.key_moment]


def at(minutes: float) -> datetime:
    return TWO + timedelta(minutes=minutes)


def test_a_silence_longer_than_a_quarter_of_an_hour_is_a_gap() -> None:
    found = gaps([entry(1, 5), entry(2, 52)], detected_at=at(0), mitigated_at=at(60))
    assert found == [Gap(at(5), at(52))]


def test_a_quarter_of_an_hour_exactly_is_no_gap() -> None:
    assert gaps([entry(1, 15)], detected_at=at(0), mitigated_at=at(30)) == []


def test_without_entries_the_whole_span_is_a_gap() -> None:
    assert gaps([], detected_at=at(0), mitigated_at=at(16)) == [Gap(at(0), at(16))]


def test_only_the_time_from_detection_to_mitigation_is_looked_at() -> None:
    outside = [entry(1, -90), entry(2, -20), entry(3, 90)]
    assert gaps(outside, detected_at=at(0), mitigated_at=at(10)) == []


@pytest.mark.parametrize(
    ("detected_at", "mitigated_at"), [(None, at(60)), (at(0), None), (at(60), at(0))]
)
def test_unknown_or_contradicting_times_show_no_gaps(
    detected_at: datetime | None, mitigated_at: datetime | None
) -> None:
    assert gaps([], detected_at=detected_at, mitigated_at=mitigated_at) == []


@given(st.lists(st.floats(-30, 120), max_size=20))
def test_gaps_lie_in_order_within_the_span_and_hold_no_entry(minutes: list[float]) -> None:
    entries = [entry(number, minute) for number, minute in enumerate(minutes)]
    found = gaps(entries, detected_at=at(0), mitigated_at=at(90))
    for gap in found:
        assert at(0) <= gap.begins_at < gap.ends_at <= at(90)
        assert not any(gap.begins_at < e.happened_at < gap.ends_at for e in entries)
    assert found == sorted(found, key=lambda gap: gap.begins_at)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (MessageFacts(UserId("UANA")), True),
        (MessageFacts(UserId("UANA"), subtype="file_share"), True),
        (MessageFacts(UserId("UANA"), subtype="thread_broadcast"), True),
        (MessageFacts(UserId("UANA"), subtype="me_message"), True),
        (MessageFacts(UserId("UANA"), subtype="channel_join"), False),
        (MessageFacts(UserId("UANA"), subtype="channel_topic"), False),
        (MessageFacts(UserId("UANA"), subtype="message_changed"), False),
        (MessageFacts(UserId("UBOT"), bot_id="B1"), False),
        (MessageFacts(None, bot_id="B1", subtype="bot_message"), False),
        (MessageFacts(UserId("USLACKBOT")), False),
        (MessageFacts(None), False),
    ],
)
def test_only_what_people_say_is_kept(facts: MessageFacts, expected: bool) -> None:
    assert is_human_message(facts) is expected


@pytest.mark.parametrize(
    ("old", "new", "edited", "expected"),
    [
        ("prompt rolled back", "prompt v3 rolled back", True, True),
        ("see https://example.com", "see https://example.com", False, False),  # unfurled
        ("see https://example.com", "see https://example.com", True, False),  # edited, unfurled
        ("a thread starts", "a thread starts", False, False),  # reply count
        (None, "edited while nobody listened", True, True),
        (None, "unfurled while nobody listened", False, False),
    ],
)
def test_an_edit_is_a_new_wording_and_no_unfurl(
    old: str | None, new: str, edited: bool, expected: bool
) -> None:
    assert edit_is_real(old, new, edited=edited) is expected
