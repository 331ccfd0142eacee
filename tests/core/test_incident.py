"""The life of an incident, what it is called, and the times kept of it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import Refused
from bot.core.ids import UserId
from bot.core.incident import (
    REFUSAL_CODES,
    Category,
    Declaration,
    IncidentTimes,
    Move,
    Severity,
    Status,
    channel_name,
    check_times,
    is_over,
    key,
    looks_repeated,
    move,
    normalise_title,
    parse_item_key,
    parse_key,
    parse_severity,
    preserve_list,
    review_due_on,
    shorten_title,
    split_severity,
    time_to_detect,
    time_to_mitigate,
    update_interval,
)

ANA, BEN = UserId("UANA"), UserId("UBEN")
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)

# The life cycle as a person would draw it; an empty cell is refused.
LIFE_CYCLE = """
           mitigate  resolve   reopen  cancel     merge   start_review  finish_review
open       mitigated resolved  -       cancelled  merged  -             -
mitigated  -         resolved  open    -          -       -             -
resolved   -         -         open    -          -       reviewing     -
reviewing  -         -         open    -          -       -             learned
learned    -         -         open    -          -       -             -
cancelled  -         -         -       -          -       -             -
merged     -         -         -       -          -       -             -
"""


def cells() -> list[tuple[Status, Move, str]]:
    header, *rows = [line.split() for line in LIFE_CYCLE.strip().splitlines()]
    return [
        (Status(row[0]), Move(wanted), after)
        for row in rows
        for wanted, after in zip(header, row[1:], strict=True)
    ]


def test_the_drawing_has_every_cell() -> None:
    assert {cell[:2] for cell in cells()} == {(s, m) for s in Status for m in Move}


@pytest.mark.parametrize(("status", "wanted", "after"), cells())
def test_every_cell_of_the_life_cycle(status: Status, wanted: Move, after: str) -> None:
    if after != "-":
        assert move(status, wanted) == after
        return
    with pytest.raises(Refused) as refusal:
        move(status, wanted)
    assert refusal.value.code == f"cannot_{wanted}"
    assert refusal.value.code in REFUSAL_CODES
    assert refusal.value.facts == {"status": status}


def test_only_what_was_cancelled_or_merged_is_over() -> None:
    assert {status for status in Status if is_over(status)} == {Status.cancelled, Status.merged}


def test_a_refusal_does_not_carry_peoples_words_into_a_log() -> None:
    assert str(Refused("past_due_date", title="a secret")) == "past_due_date"


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("  Judge \t scores\nmoved ", "Judge scores moved"),
        ("", None),
        (" \n\t", None),
        ("\x00\x07", None),
        ("\u200b\u200d\ufeff", None),
        ("\u202edevom serocs", "devom serocs"),
        ("👩\u200d💻 paged", "👩\u200d💻 paged"),
    ],
)
def test_a_title_is_one_line_that_can_be_seen(typed: str, title: str | None) -> None:
    assert normalise_title(typed) == title


def test_a_title_of_150_characters_is_kept_whole() -> None:
    assert shorten_title("x" * 150) == ("x" * 150, False)


def test_a_longer_title_is_cut_with_an_ellipsis() -> None:
    assert shorten_title("x" * 151) == ("x" * 149 + "…", True)


def test_a_cut_does_not_tear_an_accent_from_its_letter() -> None:
    assert shorten_title("x" * 148 + "e\u0301" + "y" * 9) == ("x" * 148 + "…", True)


@given(st.text(max_size=400))
def test_a_shortened_title_fits_and_says_whether_it_was_cut(title: str) -> None:
    short, cut = shorten_title(title)
    assert len(short) <= 150
    assert cut == (short != title)


@pytest.mark.parametrize(
    ("title", "attempt", "name"),
    [
        ("Judge scores moved", 0, "inc-7-judge-scores-moved"),
        ("Judge scores moved", 1, "inc-7-judge-scores-moved-2"),
        ("Judge scores moved", 2, "inc-7-judge-scores-moved-3"),
        ("Événement: l'été à São Paulo", 0, "inc-7-evenement-lete-a-sao-paulo"),
        ("Straße, Łódź & Ærø", 0, "inc-7-strasse-lodz-aero"),
        ("評価スコアが動いた", 0, "inc-7"),
        ("評価スコアが動いた", 1, "inc-7-2"),
        ("Оценки", 0, "inc-7"),
        ("🔥 Search :fire: down 🔥", 0, "inc-7-search-down"),
        ("Fails at 12:30:45", 0, "inc-7-fails-at-12-30-45"),
        ("<@U123|ana> saw <https://example.com|the dashboard>", 0, "inc-7-saw-the-dashboard"),
        ("", 0, "inc-7"),
        ("--- ???", 0, "inc-7"),
    ],
)
def test_a_channel_is_named_after_number_and_title(title: str, attempt: int, name: str) -> None:
    assert channel_name(7, title, attempt=attempt) == name


def test_a_long_channel_name_ends_with_a_whole_word() -> None:
    name = channel_name(7, "scores " * 30)
    assert name == "inc-7" + "-scores" * 10
    assert channel_name(7, "scores " * 30, attempt=11) == name + "-12"


@given(st.integers(1, 10**9), st.text(max_size=300), st.integers(0, 200))
def test_slack_takes_every_channel_name(number: int, title: str, attempt: int) -> None:
    name = channel_name(number, title, attempt=attempt)
    assert len(name) <= 80
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert name.startswith(f"inc-{number}")
    assert not name.endswith("-")


@pytest.mark.parametrize("typed", ["S2", "s2", " sev2 ", "SEV-2", "sev 2", "severity 2", "2"])
def test_a_severity_is_understood_as_people_type_it(typed: str) -> None:
    assert parse_severity(typed) is Severity.S2


@pytest.mark.parametrize("typed", ["", "S4", "high", "S22", "P1"])
def test_what_is_no_severity_gives_none(typed: str) -> None:
    assert parse_severity(typed) is None


@pytest.mark.parametrize(
    ("typed", "severity", "rest"),
    [
        ("S2 Judge scores", Severity.S2, "Judge scores"),
        ("sev-1: Judge scores", Severity.S1, "Judge scores"),
        ("S3 – Judge scores", Severity.S3, "Judge scores"),
        ("S2", Severity.S2, ""),
        ("Judge scores", None, "Judge scores"),
        ("S2E tests are red", None, "S2E tests are red"),
        ("3 judges moved", None, "3 judges moved"),
        ("Moved to S2", None, "Moved to S2"),
    ],
)
def test_a_leading_severity_is_split_off(typed: str, severity: Severity | None, rest: str) -> None:
    assert split_severity(typed) == (severity, rest)


@pytest.mark.parametrize("typed", ["INC-7", "inc-7", "INC 7", "inc7", " Inc–7 ", "INC-007"])
def test_an_incident_is_found_however_its_key_is_typed(typed: str) -> None:
    assert parse_key(typed) == 7


@pytest.mark.parametrize(
    "typed", ["7", "#7", "INC-0", "INC-", "INC-7/2", "INC-" + "9" * 30, "zinc7"]
)
def test_what_is_no_key_gives_none(typed: str) -> None:
    assert parse_key(typed) is None


@given(st.integers(1, 10**9 - 1))
def test_a_written_key_reads_as_itself(number: int) -> None:
    assert parse_key(key(number)) == number


@pytest.mark.parametrize(
    ("typed", "found"),
    [("INC-7/2", (7, 2)), ("inc 7 / 2", (7, 2)), ("INC-7", None), ("7/2", None)],
)
def test_an_item_is_named_by_incident_and_number(typed: str, found: object) -> None:
    assert parse_item_key(typed) == found


def hours(count: int) -> datetime:
    return NOON + timedelta(hours=count)


def test_times_in_order_raise_no_question() -> None:
    times = IncidentTimes(hours(0), hours(1), hours(1), hours(2), hours(2))
    assert check_times(times) == []


def test_a_detection_before_the_start_is_asked_about() -> None:
    (question,) = check_times(IncidentTimes(started_at=hours(2), detected_at=hours(1)))
    assert (question.earlier, question.later) == ("started", "detected")
    assert (question.earlier_at, question.later_at) == (hours(2), hours(1))


def test_an_unknown_time_does_not_hide_a_contradiction() -> None:
    (question,) = check_times(IncidentTimes(started_at=hours(2), resolved_at=hours(1)))
    assert (question.earlier, question.later) == ("started", "resolved")


def test_time_to_detect_and_to_mitigate_are_derived() -> None:
    times = IncidentTimes(started_at=hours(0), detected_at=hours(3), mitigated_at=hours(4))
    assert time_to_detect(times) == timedelta(hours=3)
    assert time_to_mitigate(times) == timedelta(hours=1)


def test_what_is_unknown_or_out_of_order_gives_no_figure() -> None:
    assert time_to_detect(IncidentTimes(detected_at=hours(3))) is None
    assert time_to_detect(IncidentTimes(started_at=hours(4), detected_at=hours(3))) is None


def test_the_worse_it_is_the_more_often_an_update_is_asked_for() -> None:
    minutes = [update_interval(severity).total_seconds() / 60 for severity in Severity]
    assert minutes == [30, 60, 24 * 60]


@pytest.mark.parametrize(
    ("severity", "due_on"),
    [
        (Severity.S1, date(2026, 11, 25)),
        (Severity.S2, date(2026, 11, 27)),
        (Severity.S3, date(2026, 12, 4)),
    ],
)
def test_the_review_is_due_in_business_days(severity: Severity, due_on: date) -> None:
    resolved_on_a_friday = NOON
    assert review_due_on(severity, resolved_on_a_friday, zone=ZoneInfo("UTC")) == due_on


def test_the_review_is_counted_from_the_local_day_of_resolving() -> None:
    sunday_evening = datetime(2026, 11, 22, 20, tzinfo=UTC)
    assert review_due_on(Severity.S1, sunday_evening, zone=ZoneInfo("Asia/Tokyo")) == date(
        2026, 11, 26
    )


@pytest.mark.parametrize(
    ("title", "by", "seconds_ago", "expected"),
    [
        ("Judge scores moved", ANA, 30, True),
        ("judge  scores MOVED", ANA, 120, True),
        ("Judge scores moved", ANA, 121, False),
        ("Judge scores moved", BEN, 30, False),
        ("Search is down", ANA, 30, False),
    ],
)
def test_the_same_title_by_the_same_person_looks_repeated(
    title: str, by: UserId, seconds_ago: int, expected: bool
) -> None:
    recent = [Declaration("Judge scores moved", ANA, NOON - timedelta(seconds=seconds_ago))]
    assert looks_repeated(title, by, now=NOON, recent=recent) is expected


@pytest.mark.parametrize("category", Category)
def test_every_category_has_something_to_preserve_and_nothing_twice(category: Category) -> None:
    codes = preserve_list(category)
    assert codes
    assert len(set(codes)) == len(codes)
