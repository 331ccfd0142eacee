"""A setting that cannot work is told when the bot starts."""

import pytest
from pydantic import ValidationError

from bot.settings import Settings


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("HOWBOT_WORKING_HOURS", "09:00Z-17:00Z", "name no zone"),
        ("HOWBOT_WORKING_HOURS", "09:00+02:00-17:00", "name no zone"),
        ("HOWBOT_WORKING_HOURS", "17:00-09:00", "open before they close"),
        ("HOWBOT_DUE_AT", "09:30Z", "names no zone"),
        ("HOWBOT_DUE_AT", "17:00", "within the working hours"),
        ("HOWBOT_REMIND_BEFORE", "1,3", "have to fall"),
        ("HOWBOT_REMIND_AFTER", "3,3", "have to rise"),
        ("HOWBOT_WEEKLY_REMINDERS", "-1", "0 to 99"),
        ("HOWBOT_TOLD_FROM", "lead=7,board=3,leaders=14", "one after the other"),
        ("HOWBOT_TOLD_FROM", "lead=3", "for each of lead, board and leaders"),
        ("HOWBOT_LINK_HOSTS", "https://github.com/", "no host of this name"),
        ("HOWBOT_LINK_HOSTS", "github.com:443", "no host of this name"),
        ("HOWBOT_LINK_HOSTS", "*", "no host of this name"),
        ("DATABASE_URL", "sqlite://", "names a file or a server"),
        ("DATABASE_URL", "sqlite:///:memory:", "names a file or a server"),
        ("DATABASE_URL", "mysql://howbot@db/howbot", "names a file or a server"),
    ],
)
def test_what_cannot_work_is_told_at_the_start(
    name: str, value: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError, match=told):
        Settings(_env_file=None)
