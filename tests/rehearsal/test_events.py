"""Events reach the app as Slack sends them: whole, to one socket, again when not taken in."""

import contextlib
import json

import pytest
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from rehearsal import happenings
from rehearsal.errors import NotAcknowledged
from rehearsal.server import RehearsalServer
from tests.rehearsal.conftest import Counterpart

MANIFEST = {
    "display_information": {"name": "Howbot"},
    "features": {"bot_user": {"display_name": "howbot"}},
    "oauth_config": {"scopes": {"bot": ["channels:history", "reactions:read"]}},
    "settings": {"event_subscriptions": {"bot_events": ["message.channels", "reaction_added"]}},
}


def test_a_message_has_arrived_when_typing_returns(
    slack: RehearsalServer, bot: Counterpart
) -> None:
    said = slack.person("Ana").types("Scores of @Ben moved & dropped")

    body = bot.bodies[-1]
    assert body["event"]["text"] == said.text == "Scores of <@U0BEN> moved &amp; dropped"
    assert body["event"]["channel_type"] == "channel"
    assert body["authorizations"][0]["is_bot"] is True
    assert {"event_id", "event_time", "api_app_id", "event_context"} <= set(body)
    assert body["is_ext_shared_channel"] is False


def test_an_edit_and_a_deletion_carry_what_was_there_before(
    slack: RehearsalServer, bot: Counterpart
) -> None:
    ana = slack.person("Ana")
    said = ana.types("first wording")
    ana.edits(said, "second wording")
    ana.deletes(said)

    changed, deleted = bot.events[-2:]
    assert changed["previous_message"]["text"] == "first wording"
    assert changed["message"]["edited"]["user"] == ana.id
    assert changed["ts"] != changed["message"]["ts"]
    assert deleted["deleted_ts"] == said.ts
    assert deleted["previous_message"]["text"] == "second wording"


def test_a_deleted_root_with_replies_becomes_a_tombstone(
    slack: RehearsalServer, bot: Counterpart
) -> None:
    ana = slack.person("Ana")
    root = ana.types("the root")
    ana.replies(root, "a reply")
    ana.deletes(root)

    assert bot.events[-1]["subtype"] == "message_changed"
    assert bot.events[-1]["message"]["subtype"] == "tombstone"


def test_only_subscribed_events_with_their_scope_are_sent(
    slack: RehearsalServer, bot: Counterpart
) -> None:
    slack.install(MANIFEST)
    ana, said = slack.person("Ana"), slack.person("Ben").types("hello")
    ana.reacts(said, "eyes")
    ana.unreacts(said, "eyes")
    ana.changes_zone("Asia/Tokyo")
    slack.faults.revoke_scope("reactions:read")
    ana.reacts(said, "pushpin")

    assert bot.kinds() == ["message", "reaction_added"]


def test_nothing_is_heard_from_where_the_bot_is_not(
    slack: RehearsalServer, bot: Counterpart
) -> None:
    ana = slack.person("Ana")
    ana.creates_channel("elsewhere")
    ana.types("a secret", channel="elsewhere")
    assert "message" not in bot.kinds()

    ana.invites("bot", "elsewhere")
    ana.types("no secret any more", channel="elsewhere")
    assert bot.kinds()[-3:] == ["member_joined_channel", "message.channel_join", "message"]
    assert bot.events[-3]["inviter"] == ana.id


def test_what_happens_while_the_bot_is_away_comes_when_it_is_back(
    slack: RehearsalServer, bot: Counterpart
) -> None:
    bot.disconnect()
    slack.person("Ana").types("are you there?")
    assert bot.bodies == []

    bot.connect()
    assert slack.awaits(lambda: len(bot.bodies) == 1)


def test_an_event_that_is_not_taken_in_is_sent_three_more_times(slack: RehearsalServer) -> None:
    slack.backstage.hub.ack_seconds, slack.backstage.hub.retry_delays = 0.05, (0, 0, 0)
    bot = Counterpart(slack)

    @bot.app.middleware
    def refuse(request, resp, next):
        bot._note(request.body, request)
        resp.status = 500
        return resp

    bot.connect()
    with pytest.raises(NotAcknowledged, match="message"):
        slack.person("Ana").types("hear me")
    bot.disconnect()

    assert len({body["event_id"] for body in bot.bodies}) == 1
    assert bot.retries == ["0", "1", "2", "3"]


def test_duplicates_have_the_same_event_id(slack: RehearsalServer, bot: Counterpart) -> None:
    slack.faults.duplicate_events(2)
    for text in ("one", "two", "three"):
        slack.person("Ana").types(text)

    ids = [body["event_id"] for body in bot.bodies]
    assert len(ids) == 4
    assert len(set(ids)) == 3


def open_socket(slack: RehearsalServer):
    web = WebClient(slack.app_token, base_url=slack.api_url)
    return connect(web.apps_connections_open(app_token=slack.app_token)["url"])


def test_neighbours_can_overtake_each_other(slack: RehearsalServer) -> None:
    slack.faults.out_of_order()
    with open_socket(slack) as socket:
        assert json.loads(socket.recv())["type"] == "hello"
        general = slack.channel("general")
        with slack.workspace.lock:
            for text in ("first", "second"):
                happenings.post(slack.workspace, general, "U0ANA", text)
        frames = [json.loads(socket.recv()) for _ in range(2)]
    assert [f["payload"]["event"]["text"] for f in frames] == ["second", "first"]


def test_each_payload_goes_to_one_of_at_most_ten_sockets(slack: RehearsalServer) -> None:
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(open_socket(slack)) for _ in range(10)]
        hellos = [json.loads(socket.recv()) for socket in sockets]
        assert [hello["num_connections"] for hello in hellos] == list(range(1, 11))
        eleventh = stack.enter_context(open_socket(slack))
        assert json.loads(eleventh.recv())["reason"] == "too_many_websockets"

        with slack.workspace.lock:
            happenings.post(slack.workspace, slack.channel("general"), "U0ANA", "for one")
        heard = 0
        for socket in sockets:
            with contextlib.suppress(TimeoutError):
                frame = json.loads(socket.recv(timeout=0.05))
                socket.send(json.dumps({"envelope_id": frame["envelope_id"]}))
                heard += 1
        assert heard == 1


def test_a_ticket_opens_one_socket(slack: RehearsalServer) -> None:
    web = WebClient(slack.app_token, base_url=slack.api_url)
    url = web.apps_connections_open(app_token=slack.app_token)["url"]
    with connect(url) as socket:
        socket.recv()
        with connect(url) as again, pytest.raises(ConnectionClosed):
            again.recv()


def test_the_bot_hears_its_own_posts(slack: RehearsalServer, bot: Counterpart) -> None:
    general = slack.channel("general").id
    bot.client.chat_postMessage(channel=general, text="me")

    assert slack.awaits(lambda: bool(bot.events))
    assert bot.events[-1]["bot_id"] == bot.client.auth_test()["bot_id"]


def test_archiving_puts_the_bot_out(slack: RehearsalServer, bot: Counterpart) -> None:
    ana = slack.person("Ana")
    ana.archives("incidents")
    assert "channel_archive" in bot.kinds()

    ana.unarchives("incidents")
    before = len(bot.bodies)
    ana.types("nobody hears this", channel="incidents")
    assert len(bot.bodies) == before


def test_slack_sdks_own_client_comes_back_after_a_refresh(slack: RehearsalServer) -> None:
    bot = Counterpart(slack)
    web = WebClient(slack.app_token, base_url=slack.api_url)
    handler = SocketModeHandler(bot.app, slack.app_token, web_client=web)
    handler.connect()
    slack.wait_connected()

    slack.refresh_sockets()
    slack.wait_disconnected()
    slack.person("Ana").types("in between")
    assert slack.awaits(lambda: "message" in bot.kinds(), 15)
    handler.close()
