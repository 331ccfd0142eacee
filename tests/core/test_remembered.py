"""Which account an answer stands beside."""

import pytest

from bot.core.remembered import about_differing, differs_from


@pytest.mark.parametrize("source", ["entry:12", "answer:3", "room:1", "anonymous:" + "a1" * 16])
def test_what_is_kept_says_which_account_it_differs_from(source: str) -> None:
    assert differs_from(about_differing(source)) == source


@pytest.mark.parametrize("about", [None, "", "gap:2026", "differs:", "differs:entry:x", "item:3"])
def test_every_other_subject_differs_from_nothing(about: str | None) -> None:
    assert differs_from(about) is None
