"""Which links are kept and opened, and what a look at one means for the next."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.action_items import Check
from bot.core.links import (
    Look,
    PullRequest,
    Reason,
    check_link,
    is_allowed,
    is_public,
    look_again_at,
    pull_request_of,
    settled,
)

CLOSED_AT = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://github.com/acme/shop/pull/7", None),
        ("http://wiki.corp.example:8080/a?b=c#d", None),
        (" https://example.com ", None),
        ("HTTPS://EXAMPLE.COM/x", None),
        ("https://bücher.example/x", None),
        ("", "link_missing"),
        ("javascript:alert(1)", "link_not_web"),
        ("JaVaScRiPt://example.com/%0aalert(1)", "link_not_web"),
        ("java\nscript:alert(1)", "link_malformed"),
        ("file:///etc/passwd", "link_not_web"),
        ("data:text/html,x", "link_not_web"),
        ("github.com/acme/shop/pull/7", "link_not_web"),
        ("//example.com/x", "link_not_web"),
        ("https://ana:secret@example.com/", "link_has_credentials"),
        ("https://github.com@evil.example/", "link_has_credentials"),
        ("http://localhost:8080/", "link_is_local"),
        ("http://grafana.localhost/", "link_is_local"),
        ("http://127.0.0.1/", "link_is_local"),
        ("http://127.1/", "link_is_local"),
        ("http://2130706433/", "link_is_local"),
        ("http://0x7f000001/", "link_is_local"),
        ("http://017700000001/", "link_is_local"),
        ("http://0/", "link_is_local"),
        ("http://[::1]/", "link_is_local"),
        ("http://ⓛocalhost/", "link_is_local"),
        ("http://１２７。0。0。1/", "link_is_local"),
        ("https://git\u200bhub.com/x", "link_malformed"),
        ("https://github.com/\u202egnp", "link_malformed"),
        ("http://[::ffff:127.0.0.1]/", "link_is_local"),
        ("http://[64:ff9b::7f00:1]/", "link_is_local"),
        ("http://169.254.169.254/latest/meta-data", "link_is_local"),
        ("http://[fe80::1]/", "link_is_local"),
        ("http://10.0.0.5/grafana", None),
        ("http://1.2.3.4.5/", None),
        ("https:///pull/7", "link_has_no_host"),
        ("https://", "link_has_no_host"),
        ("https://./x", "link_has_no_host"),
        ("https://:80/x", "link_has_no_host"),
        ("https://example.com:99999/", "link_malformed"),
        ("https://[::1/", "link_malformed"),
        ("https://exa mple.com/", "link_malformed"),
        ("https://example.com|label>", "link_malformed"),
        ("https://example.com\\@evil.example/", "link_malformed"),
        ("https://example.com/" + "x" * 2000, "link_too_long"),
    ],
)
def test_only_plain_web_addresses_are_kept_as_links(url: str, code: str | None) -> None:
    assert check_link(url) == code


@given(st.text(max_size=60))
def test_no_text_upsets_the_look_at_a_link(text: str) -> None:
    for url in (text, f"https://{text}", f"http://[{text}"):
        check_link(url)


@pytest.mark.parametrize(
    ("address", "is_open"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("::ffff:8.8.8.8", True),
        ("10.0.0.1", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("127.0.0.1", False),
        ("169.254.169.254", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("fd00::1", False),
        ("fe80::1%eth0", False),
        ("ff02::1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::a00:1", False),
        ("64:ff9b::808:808", True),
        ("64:ff9b:1::7f00:1", False),
        ("::ffff:0:7f00:1", False),
        ("fec0::1", False),
        ("3fff::1", False),
        ("5f00::1", False),
        ("168.63.129.16", False),
        ("::ffff:168.63.129.16", False),
        ("2002:a00:1::", False),
        ("no address", False),
    ],
)
def test_only_addresses_of_the_open_internet_are_public(address: str, is_open: bool) -> None:
    assert is_public(address) is is_open


def test_a_star_stands_for_the_names_below_and_nothing_else() -> None:
    allowed = ("github.com", "*.acme.com")
    assert is_allowed("GitHub.com.", allowed)
    assert is_allowed("grafana.acme.com", allowed)
    assert not is_allowed("acme.com", allowed)
    assert not is_allowed("evilacme.com", allowed)
    assert not is_allowed("github.com.evil.example", allowed)


@pytest.mark.parametrize(
    ("url", "named"),
    [
        ("https://github.com/acme/shop/pull/7", PullRequest("acme", "shop", 7)),
        ("https://github.com/acme/sh.op/pull/7/files#diff", PullRequest("acme", "sh.op", 7)),
        ("https://github.com/acme/shop/pull/7?w=1", PullRequest("acme", "shop", 7)),
        ("https://github.com/acme/../pull/7", None),
        ("https://github.com/acme/shop/pull/", None),
        ("https://github.com/acme/shop/pull/07", None),
        ("https://github.com/acme/shop/issues/7", None),
        ("https://github.com/acme/shop%2f/pull/7", None),
    ],
)
def test_a_pull_request_is_known_by_its_path(url: str, named: PullRequest | None) -> None:
    assert pull_request_of(url) == named


def test_every_reason_is_one_of_three_marks() -> None:
    marks = {reason: Look(reason).check for reason in Reason}
    assert [each for each, mark in marks.items() if mark is Check.checked] == [
        Reason.merged,
        Reason.reachable,
    ]
    assert marks[Reason.not_merged] is Check.failed
    assert marks[Reason.not_visible] is Check.unchecked


def test_silence_counts_as_failed_only_at_the_second_look() -> None:
    silence = Look(Reason.no_answer, "acme.com")
    state, kept = settled(silence, state=Check.unchecked, reason=Reason.not_looked)
    assert (state, kept.reason) == (Check.unchecked, Reason.no_answer)
    state, kept = settled(silence, state=state, reason=kept.reason)
    assert (state, kept.reason) == (Check.failed, Reason.still_no_answer)


def test_a_bad_moment_takes_no_mark_away() -> None:
    limited = Look(Reason.rate_limited, "GitHub", timedelta(minutes=9))
    assert settled(limited, state=Check.checked, reason=Reason.merged)[0] is Check.checked
    state, kept = settled(limited, state=Check.failed, reason=Reason.not_merged)
    assert (state, kept.reason) == (Check.failed, Reason.not_merged)
    assert kept.again_after == timedelta(minutes=9)


def test_what_was_checked_fails_when_it_is_gone() -> None:
    state, kept = settled(Look(Reason.gone), state=Check.checked, reason=Reason.reachable)
    assert (state, kept.reason) == (Check.failed, Reason.gone)


def test_a_link_is_looked_at_daily_for_a_week_and_weekly_until_the_effect_check() -> None:
    looks, now = [], CLOSED_AT
    while (next_at := look_again_at(Look(Reason.merged), first_asked_at=CLOSED_AT, now=now)) and (
        len(looks) < 100
    ):
        looks.append((next_at - CLOSED_AT).days)
        now = next_at
    assert looks == [1, 2, 3, 4, 5, 6, 7, *range(14, 92, 7)]


def test_a_later_look_that_would_find_the_same_is_not_made() -> None:
    for reason in (Reason.host_not_allowed, Reason.private_address):
        assert look_again_at(Look(reason), first_asked_at=CLOSED_AT, now=CLOSED_AT) is None


@given(st.integers(0, 10**7))
def test_whoever_asks_to_wait_is_left_alone_for_at_most_a_day(seconds: int) -> None:
    look = Look(Reason.rate_limited, again_after=timedelta(seconds=seconds))
    again_at = look_again_at(look, first_asked_at=CLOSED_AT, now=CLOSED_AT)
    assert again_at is not None
    assert timedelta(minutes=1) <= again_at - CLOSED_AT <= timedelta(days=1)
    assert again_at - CLOSED_AT >= min(timedelta(seconds=seconds), timedelta(days=1))
