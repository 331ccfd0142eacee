"""The workspace misbehaves on request, in the ways Slack and networks do."""

import http.client
import threading
import time

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from rehearsal.server import RehearsalServer


def post(slack: RehearsalServer, web: WebClient, text: str) -> None:
    web.chat_postMessage(channel=slack.channel("general").id, text=text)


def texts(slack: RehearsalServer) -> list[str]:
    return [message.text for message in slack.channel("general").messages]


def test_a_lost_answer_leaves_the_message_there(slack: RehearsalServer, web: WebClient) -> None:
    slack.faults.lose_answer("chat.postMessage")
    with pytest.raises(http.client.RemoteDisconnected):
        post(slack, web, "done, unheard")
    assert texts(slack) == ["done, unheard"]


def test_a_broken_connection_leaves_nothing(slack: RehearsalServer, web: WebClient) -> None:
    slack.faults.no_answer("chat.postMessage")
    with pytest.raises(http.client.RemoteDisconnected):
        post(slack, web, "never")
    post(slack, web, "now")
    assert texts(slack) == ["now"]


def test_a_refusal_is_counted_down(slack: RehearsalServer, web: WebClient) -> None:
    slack.faults.fail("chat.postMessage", "ratelimited", times=2, retry_after=7)
    for _ in range(2):
        with pytest.raises(SlackApiError) as caught:
            post(slack, web, "later")
        assert caught.value.response.status_code == 429
        assert caught.value.response.headers["Retry-After"] == "7"
    post(slack, web, "now")
    assert texts(slack) == ["now"]


def test_a_server_error_is_no_json(slack: RehearsalServer, web: WebClient) -> None:
    slack.faults.status("*", 503)
    with pytest.raises(SlackApiError) as caught:
        web.auth_test()
    assert caught.value.response.status_code == 503


def test_slow_calls_do_not_wait_for_each_other(slack: RehearsalServer, web: WebClient) -> None:
    slack.faults.slow("auth.test", 0.3)
    began = time.monotonic()
    callers = [threading.Thread(target=web.auth_test) for _ in range(5)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    assert 0.3 <= time.monotonic() - began < 1.0


def test_a_share_of_answers_is_lost_by_chance(slack: RehearsalServer, web: WebClient) -> None:
    slack.faults.random_losses(0.5, seed=1)
    lost = 0
    for number in range(20):
        try:
            post(slack, web, str(number))
        except http.client.RemoteDisconnected:
            lost += 1
    assert 0 < lost < 20
    assert len(texts(slack)) == 20


def test_tiers_are_counted_by_the_workspaces_clock(slack: RehearsalServer, web: WebClient) -> None:
    slack.faults.tiers(True)
    for number in range(20):
        web.conversations_create(name=f"inc-{number}")
    with pytest.raises(SlackApiError) as caught:
        web.conversations_create(name="inc-20")
    assert int(caught.value.response.headers["Retry-After"]) > 50
    web.auth_test()

    slack.clock.turn(61)
    web.conversations_create(name="inc-20")


def test_limited_histories_are_short_and_rare(slack: RehearsalServer, web: WebClient) -> None:
    slack.faults.history_limited()
    for number in range(20):
        slack.person("Ana").types(str(number))
    general = slack.channel("general").id
    assert len(web.conversations_history(channel=general, limit=200)["messages"]) == 15
    with pytest.raises(SlackApiError, match="ratelimited"):
        web.conversations_history(channel=general)


def test_clearing_ends_every_fault(slack: RehearsalServer, web: WebClient) -> None:
    slack.faults.fail("*", "fatal_error", times=9)
    slack.faults.revoke_scope("chat:write")
    slack.faults.clear()
    post(slack, web, "fine")
    assert texts(slack) == ["fine"]
