"""`howbot doctor` reads Slack's clock from the head of its answer, however that names its zone."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.doctor import examine
from bot.settings import Settings
from tests.integrations.malice import said, serving


@pytest.mark.parametrize("zone", ["GMT", "-0000"])
def test_a_clock_that_is_an_hour_off_is_told_and_one_that_agrees_is_not(
    sqlite_address: str, zone: str
) -> None:
    assert is_well(sqlite_address, zone, ahead=timedelta())
    assert not is_well(sqlite_address, zone, ahead=timedelta(hours=1))


def is_well(address: str, zone: str, *, ahead: timedelta) -> bool:
    """Whether the clocks agree, Slack's being so much ahead."""
    moment = f"{datetime.now(UTC) + ahead:%a, %d %b %Y %H:%M:%S} {zone}"
    with serving({"/api/api.test": said("200 OK", f"date: {moment}", body="{}")}) as server:
        settings = Settings(
            _env_file=None,
            slack_bot_token="",
            slack_app_token="",
            slack_signing_secret="",
            slack_api_url=f"http://127.0.0.1:{server.port}/api/",
            database_url=address,
        )
        return next(each.well for each in examine(settings) if each.code == "clock")
