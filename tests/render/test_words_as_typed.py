"""Slack shows what people typed as they typed it, and only web addresses become links."""

import pytest

from bot.render.environment import linked, person, plain, typed


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("see https://x.io/z?a=1&b=2.", "see <https://x.io/z?a=1&amp;b=2>."),
        ("(https://x.io/a_b)", "(<https://x.io/a_b>)"),
        ("https://x.io?a=1&", "<https://x.io?a=1&amp;>"),
        ("*https://x.io*, then", "*<https://x.io>*, then"),
        ("`https://x.io`", "`https://x.io`"),
        ("<https://x.io|a bank>", "&lt;<https://x.io>|a bank&gt;"),
        ("https:// and javascript:alert(1)", "https:// and javascript:alert(1)"),
        ("<!channel> @here @everyone", "&lt;!channel&gt; @here @everyone"),
    ],
)
def test_an_address_is_a_link_and_nothing_else_is(typed: str, shown: str) -> None:
    assert linked(typed) == shown


def test_a_field_begins_with_every_character_and_what_is_shown_steers_nothing() -> None:
    said = "\u202egnp.exe\u202c \u2066a\tb"
    assert typed(said) == said
    assert plain(said) == " gnp.exe   a b"
    assert linked(said) == " gnp.exe   a b"


def test_marks_of_our_own_stay_whole() -> None:
    assert linked(person("U1")) == "<@U1>"
    assert linked(linked("https://x.io")) == "<https://x.io>"
