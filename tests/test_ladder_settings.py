"""A ladder or a list of hosts that cannot work is told when the bot starts."""

import pytest
from pydantic import ValidationError

from bot.settings import Settings


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("WORKING_HOURS", "09:00Z-17:00Z", "name no zone"),
        ("WORKING_HOURS", "09:00+02:00-17:00", "name no zone"),
        ("WORKING_HOURS", "17:00-09:00", "open before they close"),
        ("DUE_AT", "09:30Z", "names no zone"),
        ("DUE_AT", "17:00", "within the working hours"),
        ("REMIND_BEFORE", "1,3", "have to fall"),
        ("REMIND_AFTER", "3,3", "have to rise"),
        ("WEEKLY_REMINDERS", "-1", "0 to 99"),
        ("TOLD_FROM", "lead=7,board=3,leaders=14", "one after the other"),
        ("TOLD_FROM", "lead=3", "for each of lead, board and leaders"),
        ("LINK_HOSTS", "https://github.com/", "no host of this name"),
        ("LINK_HOSTS", "github.com:443", "no host of this name"),
        ("LINK_HOSTS", "*", "no host of this name"),
    ],
)
def test_what_cannot_work_is_told_at_the_start(
    name: str, value: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"HOWBOT_{name}", value)
    with pytest.raises(ValidationError, match=told):
        Settings(_env_file=None)
