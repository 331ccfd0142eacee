"""Nobody can make the bot call a whole channel."""

from typing import Any

import pytest

from tests.stories.conftest import House
from tests.stories.items import new_item, on_monday

LOUD = "@channel @here @everyone <!channel> <!here|here> <!subteam^S1|@oncall> look"


@pytest.fixture
def told(house: House) -> list[dict[str, Any]]:
    """All that the bot said after people had typed such words wherever they could."""
    ana, channel = house.person("Ana"), on_monday(house)
    for command in ("update", "note", "severity S1", "action"):
        ana.command(f"/incident {command} {LOUD}", channel=channel)
    ana.closes(everything=True)
    new_item(house, ana, channel, title=LOUD, criterion=LOUD)
    ana.command(f"/incident declare S2 {LOUD}", channel="general")
    ana.command(f"/incident resolve {LOUD}", channel=channel)
    house.turn(days=14)
    house.turn(days=4)
    calls = [
        call.args
        for method in ("chat.postMessage", "chat.update", "chat.postEphemeral", "views.publish")
        for call in house.slack.calls_of(method)
    ]
    assert sum("@everyone" in str(each) for each in calls) >= 4
    return calls


def test_what_is_typed_reaches_slack_without_its_marks(told: list[dict[str, Any]]) -> None:
    assert "<!channel" not in str(told)
    assert "<!here" not in str(told)
    assert "<!subteam" not in str(told)


def test_slack_is_asked_to_look_for_no_names_in_it(told: list[dict[str, Any]]) -> None:
    for call in told:
        assert not {"parse", "link_names"} & set(call)
        blocks = str(call.get("blocks") or call.get("view"))
        assert blocks.count("'mrkdwn'") == blocks.count("'verbatim': True") > 0
