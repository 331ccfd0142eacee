"""Days without reminders are named one by one, or by country."""

from datetime import date

import pytest
from pydantic import ValidationError

from bot.days_off import DaysOff
from bot.settings import Settings


def test_nobody_is_reminded_on_a_day_that_was_named() -> None:
    days = DaysOff(["2026-12-24"])

    assert date(2026, 12, 24) in days
    assert date(2026, 12, 25) not in days


def test_a_country_stands_for_its_public_holidays_in_any_year() -> None:
    days = DaysOff(["jp", "2026-12-24"])

    assert date(2026, 5, 5) in days
    assert date(2031, 5, 5) in days
    assert date(2026, 12, 25) not in days


def test_a_region_has_holidays_that_its_country_has_not() -> None:
    epiphany = date(2026, 1, 6)

    assert epiphany in DaysOff(["DE-BY"])
    assert epiphany not in DaysOff(["DE"])


@pytest.mark.parametrize("name", ["Narnia", "DE-XX", "2026-13-01", "24.12."])
def test_what_is_neither_is_named_when_the_bot_starts(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOWBOT_HOLIDAYS", f"2026-12-24,{name}")

    with pytest.raises(ValidationError, match=name):
        Settings(_env_file=None)


def test_nothing_is_off_unless_somebody_says_so() -> None:
    assert Settings(_env_file=None).howbot_holidays == ()
    assert date(2026, 12, 25) not in DaysOff()
