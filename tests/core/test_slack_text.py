"""What people write in Slack, as it is read outside of it."""

import pytest

from bot.core.slack_text import first_person, to_plain, unmarked

NAMES = {"U1": "Ana", "C1": "incidents"}


def name(identifier: str) -> str:
    return NAMES.get(identifier, identifier)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("ask <@U1>, not <@U2>", "ask @Ana, not @U2"),
        ("ask <@U1|ana>", "ask @Ana"),
        ("in <#C1|incidents> and <#C1> and <#C1|>", "in #incidents and #incidents and #incidents"),
        ("<!subteam^S1|@search-team> and <!subteam^S2>", "@search-team and @S2"),
        ("<!here> <!channel>", "@here @channel"),
        ("<!date^1700000000^{time}|14:05 UTC>", "14:05 UTC"),
        ("<!date^1700000000^{date_short_pretty} {time}^https://x.io|14:05 UTC> on", "14:05 UTC on"),
        ("<https://example.com|the graph>", "the graph (https://example.com)"),
        ("<https://example.com>", "https://example.com"),
        ("a &lt; b &amp;&amp; c &gt; d", "a < b && c > d"),
        ("&amp;lt;", "&lt;"),
        (":fire: *bold* `code`", ":fire: *bold* `code`"),
    ],
)
def test_marks_are_read_as_names_and_addresses(written: str, read: str) -> None:
    assert to_plain(written, name, name) == read


@pytest.mark.parametrize(
    ("marked", "bare"),
    [
        ("`Reopen` in *the list* takes it", "Reopen in the list takes it"),
        ("2 * 3 * 4 and a`b`c and **", "2 * 3 * 4 and a`b`c and **"),
        ("say *Next stage*; `/incident retro`.", "say Next stage; /incident retro."),
    ],
)
def test_bold_and_code_lose_their_marks_and_arithmetic_does_not(marked: str, bare: str) -> None:
    assert unmarked(marked) == bare


def test_the_first_person_is_taken_out_of_the_text() -> None:
    assert first_person("the <@U1> runbook <@U2>") == ("U1", "the runbook <@U2>")
    assert first_person("nobody") == (None, "nobody")
