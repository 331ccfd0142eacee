"""People do and see what they could do and see in Slack."""

from pathlib import Path

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from rehearsal import keeping
from rehearsal.errors import NotThere
from rehearsal.server import RehearsalServer
from rehearsal.workspace import Workspace
from tests.rehearsal.conftest import Counterpart, actions, button, plain_text

CHOICES = [{"text": plain_text(word), "value": word.lower()} for word in ("Later", "Never")]
CARD = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "*Score* fell, says <@U0BEN>"}},
    actions(
        button("Done", "done", value="1"),
        button("Done", "done_2", value="2"),
        {
            "type": "static_select",
            "action_id": "snooze",
            "options": CHOICES,
            "placeholder": plain_text("Snooze"),
        },
        {"type": "overflow", "action_id": "more", "options": CHOICES},
        {"type": "datepicker", "action_id": "due"},
    ),
]


def test_a_card_reads_as_people_see_it(slack: RehearsalServer, web: WebClient) -> None:
    web.chat_postMessage(channel=slack.channel("general").id, text="fallback", blocks=CARD)
    card = slack.person("Ana").sees("general")[-1]
    assert "*Score* fell, says @Ben Okafor" in card.visible_text()
    assert "fallback" not in card.visible_text()
    assert card.buttons() == ["Done", "Done"]


def test_buttons_menus_and_dates_are_pressed_by_what_they_say(
    slack: RehearsalServer, bot: Counterpart
) -> None:
    pressed = []

    for action in ("done", "done_2", "snooze", "more", "due"):

        @bot.app.action(action)
        def press(ack, action, body):
            option = action.get("selected_option") or {}
            answer = action.get("value") or option.get("value") or action.get("selected_date")
            pressed.append((action["action_id"], answer, body["user"]["id"]))
            ack()

    bot.client.chat_postMessage(channel=slack.channel("general").id, text="x", blocks=CARD)
    ana = slack.person("Ana")
    card = ana.sees("general")[-1]
    with pytest.raises(NotThere, match="2 buttons"):
        ana.clicks(card, "Done")
    ana.clicks(card, "Done", value="2")
    ana.selects(card, "Snooze", "Later")
    ana.clicks(card, "Never")
    ana.selects(card, "due", "2026-12-01")
    expected = [("done_2", "2"), ("snooze", "later"), ("more", "never"), ("due", "2026-12-01")]
    assert pressed == [(*entry, ana.id) for entry in expected]


def test_commands_get_mentions_as_ids_when_the_manifest_says_so(
    slack: RehearsalServer, bot: Counterpart
) -> None:
    heard = []

    @bot.app.command("/incident")
    def hear(ack, command):
        heard.append(command["text"])
        ack()

    command = {"command": "/incident", "should_escape": True}
    manifest = {
        "display_information": {"name": "Howbot"},
        "features": {"slash_commands": [command]},
    }
    slack.install(manifest)
    ana = slack.person("Ana")
    ana.types("/incident lead @Ben in #general")
    general = slack.channel("general").id
    assert heard == [f"lead <@U0BEN> in <#{general}|general>"]
    with pytest.raises(NotThere, match="not a valid command"):
        ana.types("/other")
    with pytest.raises(NotThere, match="threads"):
        ana.types("/incident", thread=ana.types("a thread"))


def test_nobody_writes_where_they_are_not(slack: RehearsalServer, bot: Counterpart) -> None:
    ana, ben = slack.person("Ana"), slack.person("Ben")
    ana.creates_channel("ours", private=True)
    with pytest.raises(NotThere):
        ben.types("hello", channel="ours")
    ana.invites(ben, "ours")
    ben.types("hello", channel="ours")
    ana.archives("ours")
    with pytest.raises(NotThere):
        ben.types("hello?", channel="ours")


def test_a_select_can_be_filled_by_the_app(slack: RehearsalServer, bot: Counterpart) -> None:
    chosen = []

    @bot.app.options("service")
    def offer(ack, payload):
        ack(options=[{"text": plain_text(f"{payload['value']} one"), "value": "1"}])

    @bot.app.action("service")
    def choose(ack, action):
        chosen.append(action["selected_option"]["value"])
        ack()

    select = {"type": "external_select", "action_id": "service", "min_query_length": 1}
    web, general = bot.client, slack.channel("general").id
    web.chat_postMessage(channel=general, text="x", blocks=[actions(select)])
    ana = slack.person("Ana")
    ana.selects(ana.sees("general")[-1], "service", "search")
    assert chosen == ["1"]


def test_moving_and_leaving_are_told(slack: RehearsalServer, bot: Counterpart) -> None:
    slack.person("Ana").changes_zone("Asia/Tokyo")
    assert bot.events[-1]["user"]["tz"] == "Asia/Tokyo"
    slack.person("Ben").leaves_workspace()
    assert bot.events[-1]["user"]["deleted"] is True
    slack.add_person("Gus Berg", tz="Europe/Berlin")
    assert "team_join" in bot.kinds()


def test_a_file_is_told_of_by_its_id(slack: RehearsalServer, bot: Counterpart) -> None:
    said = slack.person("Ana").uploads("general", "scores.csv", b"1,2", text="look")
    assert bot.kinds()[-2:] == ["message.file_share", "file_shared"]
    assert bot.events[-1]["file_id"] == said.files[0].id
    assert bot.client.files_info(file=said.files[0].id)["file"]["name"] == "scores.csv"


def test_own_links_are_told_of_and_unfurled(slack: RehearsalServer, bot: Counterpart) -> None:
    slack.workspace.unfurl_domains = ["retro.example"]
    url = "https://docs.retro.example/inc/7"
    said = slack.person("Ana").types(f"see {url}, not https://retro.example.org")
    shared = next(event for event in bot.events if event["type"] == "link_shared")
    assert [link["url"] for link in shared["links"]] == [url]

    where = {"channel": said.channel_id, "ts": said.ts}
    bot.client.chat_unfurl(**where, unfurls={url: {"text": "INC-7"}})
    assert "INC-7" in said.visible_text()
    assert slack.awaits(lambda: "message.message_changed" in bot.kinds())
    assert "edited" not in bot.events[-1]["message"]


def test_an_app_that_is_taken_out_is_told_and_shut_out(
    slack: RehearsalServer, bot: Counterpart
) -> None:
    slack.uninstall()
    assert bot.kinds()[-2:] == ["tokens_revoked", "app_uninstalled"]
    with pytest.raises(SlackApiError, match="account_inactive"):
        bot.client.users_list()


def test_a_kept_workspace_goes_on_where_it_was(
    slack: RehearsalServer, web: WebClient, tmp_path: Path
) -> None:
    said = slack.person("Ana").types("hello @Ben")
    web.conversations_create(name="inc-1")
    keeping.save(slack.workspace, tmp_path / "kept")

    later = Workspace()
    assert keeping.load(later, tmp_path / "kept")
    assert later.channel_named("general").messages[0].visible_text() == "hello @Ben Okafor"
    assert later.new_ts() > said.ts
    assert later.new_id("C") not in slack.workspace.channels
