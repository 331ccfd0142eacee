"""“All users” is a claim until a row shows it."""

import pytest

from bot.core.causes import ScopeRow
from bot.core.scope import everyone_is_unshown, speaks_of_everyone

SHOWN = ScopeRow("All users", "3 %", "11 %")
SPANISH = ScopeRow("Spanish", "0.74", "0.61", "about 400")


@pytest.mark.parametrize("text", ["All users", "every customer", "everyone", "overall", "100 %"])
def test_these_speak_of_everyone(text: str) -> None:
    assert speaks_of_everyone(text)


@pytest.mark.parametrize("text", ["all Spanish answers", "users in the EU", "", "overall slow, EU"])
def test_these_do_not(text: str) -> None:
    assert not speaks_of_everyone(text)


def test_a_claim_about_everyone_needs_a_row_with_figures() -> None:
    assert everyone_is_unshown(["It hit all users"], [SPANISH])
    assert everyone_is_unshown([], [ScopeRow("All users", "n/a", "11 %")])
    assert not everyone_is_unshown(["It hit all users"], [SPANISH, SHOWN])


def test_who_speaks_of_slices_only_is_asked_nothing() -> None:
    assert not everyone_is_unshown(["some users"], [SPANISH])
